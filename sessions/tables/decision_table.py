"""The list of decisions as a table."""

import datetime

from django.utils.translation import gettext_lazy as _

from commission.known_areas import in_tree_order, name_of
from sessions.decision_filters import DecisionFilter
from sessions.decision_summary import PLACES
from sessions.models import Decision

from .columns import (
    ADDRESS,
    AS_MUCH_AS_IS_KNOWN,
    SEVERAL,
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
    """Four queries."""
    return Decision.objects.published().with_card().filter(pk__in=keys)


def _answering(decision):
    """Every side in the commission's own order, each with its bodies."""
    bodies = decision.responsible_bodies.all()
    return listed(
        f"{words('name')(side)}: {', '.join(names)}"
        for side in decision.session.commission.sides.all()
        if (
            names := [
                words("name")(body.organisation)
                for body in bodies
                if body.side_id == side.pk
            ]
        )
    )


def _sectors(decision):
    carried = {area.pk for area in decision.areas.all()}
    return listed(name_of(area) for area in in_tree_order() if area.pk in carried)


def _stated_on(decision):
    day = decision.entry.stated_day
    return day and datetime.date.fromordinal(day).isoformat()


DECISIONS = Table(
    name="decisions",
    title=_("Decisions"),
    route="sessions:decision-list",
    found=lambda query: found_by(DecisionFilter(query)),
    rows=_rows,
    columns=(
        Column(
            "commission",
            _("commission"),
            lambda d: words("short_name")(d.session.commission),
        ),
        Column("session", _("session"), lambda d: title_of(d.session)),
        Column(
            "session_date",
            _("date of the session"),
            lambda d: date("starts_on", "date_precision")(d.session),
            AS_MUCH_AS_IS_KNOWN,
        ),
        Column("number", _("number"), lambda d: d.number),
        Column("text", _("text"), words("text")),
        Column("answering", _("answers for it"), _answering, SEVERAL),
        Column("due", _("due"), date("due_on", "due_precision"), AS_MUCH_AS_IS_KNOWN),
        Column("due_in_words", _("due, in words"), lambda d: d.due_in_words),
        Column(
            "status",
            _("status"),
            lambda d: PLACES[d.standing],
            _("What is overdue or carried over is called so, whatever was reported."),
        ),
        Column(
            "reported",
            _("reported on"),
            _stated_on,
            _("The day of the latest statement."),
        ),
        Column(
            "sides_differ", _("the sides differ"), lambda d: yes_or_no(d.sides_differ)
        ),
        Column("sectors", _("sectors"), _sectors, SEVERAL),
        ADDRESS,
    ),
)
