"""The line of a thread: its sessions, what each side reported and where it stood, on one line of days."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst

from commission.charts import Lanes, lanes, places

from .decision_summary import PLACES
from .models import Decision, DecisionStatus, FollowUp, Session
from .models.decision import CLAIMING_LEAST_FIRST, FINISHED, latest_of

LEAST_DONE_FIRST = ("overdue", DecisionStatus.NOT_REPORTED, *CLAIMING_LEAST_FIRST)


@dataclass(frozen=True)
class Stretch:
    """A part of the line over which the thread stands so: a status, or "overdue"."""

    start: float
    end: float
    standing: str

    @property
    def badge(self) -> str:
        """What the stylesheet calls it."""
        return _named(self.standing)[0]

    @property
    def label(self) -> str:
        return _named(self.standing)[1]


@dataclass(frozen=True)
class Stop:
    """A session that took the matter up, at `x` percent of the width."""

    x: float
    session: Session
    is_here: bool


@dataclass(frozen=True)
class Report:
    """A statement at `x` percent of the width, on its side's lane; on the line where all made it."""

    x: float
    y: float
    statement: FollowUp


@dataclass(frozen=True)
class ThreadLine:
    """The drawing; `today` is where today is, None where nothing is owed, any more or yet.

    `legend` names each standing once, in their order: (what the stylesheet calls it, what it says).
    """

    lanes: Lanes
    first_year: int
    last_year: int
    stretches: list[Stretch]
    stops: list[Stop]
    reports: list[Report]
    today: float | None
    legend: list[tuple[str, str]]


def line_of(here: Decision, decisions: list[Decision]) -> ThreadLine:
    """The ThreadLine of `decisions`, the earliest first, loaded with their cards and statements.

    No query.
    """
    today = timezone.localdate()
    said = [each for decision in decisions for each in decision.follow_ups.all()]
    days = [decision.session.starts_on for decision in decisions]
    days += [statement.stated_on for statement in said]
    first, last = min(days), max(days)
    end = _standing(decisions, said, last)
    is_over = end in FINISHED
    if not is_over:
        last = max(last, today)
    place, drawn = places(first, last), lanes(list(here.session.commission.sides.all()))
    stretches = _stretches(decisions, said, first, last, place)
    return ThreadLine(
        lanes=drawn,
        first_year=first.year,
        last_year=last.year,
        stretches=stretches,
        stops=[
            Stop(place(session.starts_on), session, session == here.session)
            for session in dict.fromkeys(each.session for each in decisions)
        ],
        reports=[
            Report(place(each.stated_on), drawn.of.get(each.side_id, drawn.y), each)
            for each in said
        ],
        today=place(today) if first <= today and not is_over else None,
        legend=list(
            dict.fromkeys(map(_named, [*(s.standing for s in stretches), end]))
        ),
    )


def _named(standing):
    """(what the stylesheet calls it, what it says)."""
    return standing.replace("_", "-"), capfirst(str(PLACES[standing]))


def _stretches(decisions, said, first, last, place):
    """One after another from the first day to the last, without those of no length."""
    days = {decision.session.starts_on for decision in decisions}
    days |= {statement.stated_on for statement in said}
    days |= {
        decision.due_last_day + timedelta(days=1)
        for decision in decisions
        if decision.due_on
    }
    changes = sorted(day for day in days if first <= day < last)
    runs = groupby(changes, key=lambda day: _standing(decisions, said, day))
    begun = [(next(run), standing) for standing, run in runs]
    ends = [*(day for day, _standing in begun), last][1:]
    return [
        Stretch(place(day), place(end), standing)
        for (day, standing), end in zip(begun, ends, strict=True)
    ]


def _standing(decisions: list[Decision], said: list[FollowUp], day: date) -> str:
    """Where the matter stood on a `day`: where it was split, the part of which least was done."""
    taken = [each for each in decisions if each.session.starts_on <= day]
    taken = taken or decisions[:1]
    carried = {each.continues_id for each in taken}
    by_pk = {each.pk: each for each in decisions}
    parts = [each for each in taken if each.pk not in carried]
    return min(
        (_standing_of(part, by_pk, said, day) for part in parts),
        key=LEAST_DONE_FIRST.index,
    )


def _standing_of(at, by_pk, said, day):
    """What was last said by `day` of `at` and what it carries on, or "overdue" where nobody said that it
    is over.

    A session that takes up again what was said to be over begins anew.
    """
    thread, each = set(), at
    while each:
        thread.add(each.pk)
        each = by_pk.get(each.continues_id)
    latest = latest_of(
        each for each in said if each.decision_id in thread and each.stated_on <= day
    )
    is_over = latest is not None and latest.status in FINISHED
    if is_over and at.session.starts_on > latest.stated_on:
        return DecisionStatus.NOT_REPORTED
    if not is_over and at.due_on and at.due_last_day < day:
        return "overdue"
    return latest.status if latest else DecisionStatus.NOT_REPORTED
