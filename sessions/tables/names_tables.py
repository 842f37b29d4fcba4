"""The lists of people and organisations as tables."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.filters import OrganisationFilter, ParticipantFilter
from participants.models import Organisation, Participant

from .columns import ADDRESS, Column, Table, found_by, listed, words


def _people(query):
    return found_by(ParticipantFilter(query, Participant.objects.published()))


def _bodies(query):
    return found_by(OrganisationFilter(query, Organisation.objects.published()))


PARTICIPANTS = Table(
    name="participants",
    title=_("Participants"),
    route="participants:participant-list",
    found=_people,
    # Two queries.
    rows=lambda keys: Participant.objects.published().with_card().filter(pk__in=keys),
    columns=(
        Column("name", pgettext_lazy("of a person", "name"), words("name")),
        Column("sorted_as", _("sorted as"), lambda p: p.sort_name),
        Column("country", _("country"), lambda p: p.country and p.country_name),
        Column(
            "positions",
            _("positions"),
            lambda p: listed(words("title")(each) for each in p.positions.all()),
            _("The latest first, parted by semicolons."),
        ),
        Column(
            "sessions",
            _("sessions"),
            lambda p: p.session_count,
            _("The number of sessions they took part in."),
        ),
        ADDRESS,
    ),
)

ORGANISATIONS = Table(
    name="organisations",
    title=_("Organisations"),
    route="participants:organisation-list",
    found=_bodies,
    # One query.
    rows=lambda keys: Organisation.objects.published().with_card().filter(pk__in=keys),
    columns=(
        Column("name", _("name"), words("name")),
        Column("short_name", _("short name"), words("short_name")),
        Column("kind", _("kind"), lambda o: o.get_kind_display()),
        Column("country", _("country"), lambda o: o.country and o.country_name),
        Column(
            "people",
            _("people"),
            lambda o: o.people_count,
            _("The number of people of the record who held a post there."),
        ),
        Column(
            "decisions",
            _("decisions"),
            lambda o: o.decision_count,
            _("The number of decisions it answers for."),
        ),
        ADDRESS,
    ),
)
