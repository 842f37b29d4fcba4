from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from commission.admin.missing import MissingTextFilter
from commission.admin.publishing import PublishableAdmin, StateFilter, state_badge
from commission.admin.record import RecordAdmin, shown_text
from commission.admin.rows import Rows
from commission.models import leading_to_own
from participants.models import Organisation, Participant, Position

from .names import CountryFilter, NamedSearch, NameRows


class PositionRows(Rows):
    model = Position
    fields = ["title", "organisation", ("starts_on", "starts_precision"),
              ("ends_on", "ends_precision")]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


@admin.register(Participant)
class ParticipantAdmin(NamedSearch, PublishableAdmin, RecordAdmin):
    fields = ["name", "country", ("sort_name", "slug"), "note"]
    inlines = [PositionRows, NameRows]
    list_display = [
        "shown_name",
        "latest_position",
        "country_name",
        "session_count",
        state_badge,
    ]
    list_filter = [CountryFilter, StateFilter, MissingTextFilter]
    parts_with_texts = [("positions", "title")]
    ordering = ["sort_name", "id"]

    shown_name = shown_text("name", _("participant"), ordering="sort_name")

    def get_queryset(self, request):
        participants = super().get_queryset(request).prefetch_related("positions")
        own = leading_to_own(request.user, "delegation_members__session__commission")
        return participants.annotate(
            session_number=Count("delegation_members", filter=own)
        )

    def drafts_named_in(self, records):
        held = Organisation.objects.filter(positions__participant__in=records)
        return [each for each in held.distinct() if not each.is_published]

    def choice_label(self, participant):
        """The latest position tells people of one name apart; it is prefetched."""
        position = next(iter(participant.positions.all()), None)
        return " — ".join(filter(None, [participant.name, position and position.title]))

    @admin.display(description=_("latest position"))
    def latest_position(self, participant):
        return next(iter(participant.positions.all()), None)

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, participant):
        return participant.country_name

    @admin.display(description=_("sessions"), ordering="session_number")
    def session_count(self, participant):
        return participant.session_number
