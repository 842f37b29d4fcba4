"""Decisions in a table, and the bars above it: rows of text that stands as it is."""

from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django import template
from django.utils import timezone

from commission.asked import asked_without
from commission.facets import by_itself
from commission.templatetags.record import text, text_with_note
from sessions.decision_rows import rows_of
from sessions.decision_selection import public_decisions

from .titles import session_title

register = template.Library()


class Body(NamedTuple):
    """One that answers; `is_next` is another than the first, `is_hidden` not public."""

    name: str
    is_next: bool
    is_hidden: bool


class Badge(NamedTuple):
    status: str
    words: str


class SessionLine(NamedTuple):
    address: str = ""
    title: str = ""
    day: str = ""
    commission: str = ""


class DecisionRow(NamedTuple):
    """A decision as the table draws it; the session has no address where the row does not name it."""

    number: str
    address: str
    text: str
    session_address: str
    session_title: str
    session_day: str
    commission: str
    bodies: list[Body]
    due: str
    badges: list[Badge]


@register.filter
def decision_rows(decisions, with_session=False):
    """A DecisionRow for each of `decisions` (loaded `with_card()`).  No query after that."""
    sessions: dict[int, SessionLine] = {}
    for decision in decisions if with_session else ():
        if decision.session_id not in sessions:
            sessions[decision.session_id] = _session_line(decision.session)
    unnamed, now = SessionLine(), timezone.now()
    return [
        _row(each, sessions.get(each.session_id, unnamed), now) for each in decisions
    ]


def _session_line(session):
    return SessionLine(
        session.get_absolute_url(),
        session_title(session),
        session.date_in_words,
        text(session.commission, "short_name"),
    )


def _row(decision, session, now):
    bodies = [body.organisation for body in decision.responsible_bodies.all()]
    return DecisionRow(
        number=str(decision.number),
        address=decision.get_absolute_url(),
        text=text_with_note(decision, "text"),
        session_address=session.address,
        session_title=session.title,
        session_day=session.day,
        commission=session.commission,
        bodies=[
            Body(text(body, "name"), place > 0, not body.is_public_at(now))
            for place, body in enumerate(bodies)
        ],
        due=decision.due_in_words,
        badges=[
            Badge(status, by_itself(str(words))) for status, words in decision.badges
        ],
    )


class DecidedOn:
    """The public decisions on an area and its sectors: their `count`, and rows of the `latest`."""

    LATEST = 8

    def __init__(self, area):
        self.found = public_decisions().about([area])
        self.count = len(self.found)

    @cached_property
    def latest(self):
        return rows_of(self.found[: self.LATEST])


@register.simple_tag
def decided_on(area):
    """What was decided on an area.  No query, two for `latest`."""
    return DecidedOn(area)


class BarRow(NamedTuple):
    """A SessionBar as the page draws it: `narrowed` is the list of its decisions, `said` what its bar
    says; its commission is named beside it where they are `is_mixed`.
    """

    narrowed: str
    address: str
    title: str
    year: str
    commission: str
    is_mixed: bool
    said: str
    parts: list
    counts: list
    total: str


class Number(NamedTuple):
    number: str


@register.simple_tag(takes_context=True)
def bar_rows(context, summary):
    """A BarRow for each bar of a Summary.  No query."""
    before = asked_without(context["request"], "page", "session")
    before = f"?{before}&" if before else "?"
    return [_bar_row(bar, before, summary.is_mixed) for bar in summary.bars]


def _bar_row(bar, before, is_mixed):
    return BarRow(
        narrowed=before + urlencode({"session": bar.value}),
        address=bar.session.get_absolute_url(),
        title=session_title(bar.session),
        year=bar.year,
        commission=text(bar.session.commission, "short_name"),
        is_mixed=is_mixed,
        said=", ".join(f"{part.label}: {part.count}" for part in bar.parts),
        parts=bar.parts,
        counts=list(map(Number, bar.counts)),
        total=bar.total,
    )
