"""The list of sessions as a table."""

from django.utils.translation import gettext_lazy as _

from commission.above import number_above
from commission.known_areas import in_tree_order, name_of
from commission.register import register
from sessions.filters import SessionFilter
from sessions.models import Decision, Passage, Session

from .columns import (
    ADDRESS,
    AS_MUCH_AS_IS_KNOWN,
    Column,
    Table,
    date,
    found_by,
    listed,
    title_of,
    words,
    yes_or_no,
)


def _rows(keys):
    """One query."""
    public = Session.objects.published().with_card().filter(pk__in=keys)
    return public.annotate(
        passage_count=number_above(Passage.objects.all(), "session"),
        decision_count=number_above(Decision.objects.all(), "session"),
    )


def _sectors(session):
    about = register().by["area"]
    return listed(
        name_of(area)
        for area in in_tree_order()
        if session.pk in about.get(area.pk, ())
    )


SESSIONS = Table(
    name="sessions",
    title=_("Sessions"),
    route="sessions:session-list",
    found=lambda query: found_by(SessionFilter(query)),
    rows=_rows,
    columns=(
        Column(
            "commission", _("commission"), lambda s: words("short_name")(s.commission)
        ),
        Column("title", _("title"), title_of),
        Column("kind", _("kind"), lambda s: s.get_kind_display()),
        Column(
            "number",
            _("number"),
            lambda s: s.number,
            _("Of an ordinary session; the others have none."),
        ),
        Column(
            "date", _("date"), date("starts_on", "date_precision"), AS_MUCH_AS_IS_KNOWN
        ),
        Column("date_in_words", _("date in words"), lambda s: s.date_in_words),
        Column(
            "until",
            _("until"),
            lambda s: s.ends_on and s.ends_on.isoformat(),
            _("The last day, where it lasted longer than one."),
        ),
        Column(
            "called_off",
            _("called off"),
            lambda s: yes_or_no(s.called_off),
            _("It was announced, and did not take place."),
        ),
        Column("place", _("place"), words("place")),
        Column("country", _("country"), lambda s: s.country and s.country_name),
        Column("held", _("held"), lambda s: s.get_format_display()),
        Column(
            "sectors",
            _("sectors"),
            _sectors,
            _("Those of its passages, agenda and decisions, parted by semicolons."),
        ),
        Column("summary", _("summary"), words("summary")),
        Column(
            "passages",
            _("passages"),
            lambda s: s.passage_count,
            _("The number of passages of its report."),
        ),
        Column(
            "decisions",
            _("decisions"),
            lambda s: s.decision_count,
            _("The number of decisions of its protocol."),
        ),
        ADDRESS,
    ),
)
