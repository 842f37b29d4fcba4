"""What the list of decisions comes to: how many are done, late, unheard of, session by session."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .decision_selection import DecisionSelection
from .models import DecisionStatus, Session
from .models.decision import CARRIED_OVER
from .models.session import cards_of

MOST_SESSIONS = 12
# Where a decision stands, in one word; each stands in one place alone.
PLACES = {
    "completed": DecisionStatus.COMPLETED.label,
    "in_progress": DecisionStatus.IN_PROGRESS.label,
    "planned": DecisionStatus.PLANNED.label,
    "not_reported": DecisionStatus.NOT_REPORTED.label,
    "overdue": _("overdue"),
    "carried_over": CARRIED_OVER,
    "superseded": DecisionStatus.SUPERSEDED.label,
    "dropped": DecisionStatus.DROPPED.label,
}


class Place(NamedTuple):
    """Where decisions stand: what the stylesheet calls it, what it says within a sentence and by itself."""

    name: str
    label: str
    title: str


@dataclass(frozen=True)
class Part:
    """A stretch of a bar in a drawing 100 wide: so many decisions stand so, as in a Place.

    Numbers are texts, here and in the bar: to localise each takes longer than all the rest.
    """

    name: str
    label: str
    title: str
    count: str
    x: str
    width: str


@dataclass(frozen=True)
class SessionBar:
    """The decisions of a session; `counts` are those of each place in the legend."""

    session: Session
    total: str
    parts: list[Part]
    counts: list[str]

    @property
    def year(self):
        return str(self.session.starts_on.year)

    @property
    def value(self):
        """As the filter `session` names it."""
        return f"{self.session.commission.slug}/{self.session.key}"


@dataclass(frozen=True)
class Summary:
    """Of so many decisions, how many are completed (also in a hundred), overdue, not reported since
    the last session; and a bar for each of the latest sessions, with what stands in any of them.
    `is_mixed` where these are of several commissions.
    """

    total: int
    completed: int
    percent: int
    overdue: int
    silent: int
    bars: list[SessionBar]
    has_more: bool
    is_mixed: bool
    legend: list[Place]


def summary_of(decisions: DecisionSelection) -> Summary:
    """The Summary of some decisions.  One query."""
    groups, has_more = decisions.by_session(MOST_SESSIONS)
    sessions = {session.pk: session for session in cards_of([pk for pk, _ in groups])}
    places = decisions.snapshot.places()
    counted = [
        (sessions[pk], _counts(of_session.rows, places))
        for pk, of_session in groups
        if pk in sessions
    ]
    longest = max((sum(counts.values()) for _session, counts in counted), default=0)
    shown = {
        name: Place(name.replace("_", "-"), str(label), capfirst(str(label)))
        for name, label in PLACES.items()
        if any(counts[name] for _session, counts in counted)
    }
    total, completed = len(decisions), decisions.number("completed")
    return Summary(
        total=total,
        completed=completed,
        percent=round(100 * completed / total) if total else 0,
        overdue=decisions.number("overdue"),
        silent=decisions.number("silent"),
        bars=[_bar(session, counts, longest, shown) for session, counts in counted],
        has_more=has_more,
        is_mixed=len({session.commission_id for session, _counts in counted}) > 1,
        legend=list(shown.values()),
    )


def _counts(rows, places):
    """{place: how many stand there}."""
    return {
        name: rows.intersection_cardinality(places[name]) if name in places else 0
        for name in PLACES
    }


def _bar(session, counts, longest, shown):
    parts, before = [], 0
    for name, place in shown.items():
        x, width = (round(100 * n / longest, 2) for n in (before, counts[name]))
        before += counts[name]
        if width:
            count = str(counts[name])
            parts.append(
                Part(place.name, place.label, place.title, count, str(x), str(width))
            )
    return SessionBar(
        session, str(before), parts, [str(counts[name]) for name in shown]
    )
