"""Who headed each side of a commission, from session to session."""

from dataclasses import dataclass, field
from itertools import groupby

from .above import above
from .models import Side


@dataclass(frozen=True)
class Track:
    """A term in a drawing 100 wide: a line from `start`, as wide as `width`, a mark for each session."""

    start: float
    width: float
    marks: list


@dataclass(frozen=True)
class Term:
    """A run of sessions, one after another, at which one person headed the side.

    `members` are its delegation members, earliest first; none in a run of sessions for which
    nobody is recorded.
    """

    sessions: list
    members: list
    track: Track

    @property
    def member(self):
        """The latest of its members, who carries the position of that day; None for a gap."""
        return self.members[-1] if self.members else None


@dataclass(frozen=True)
class Line:
    """A side and its terms, latest first."""

    side: Side
    terms: list = field(default_factory=list)


def co_chairs_over_time(sides, sessions):
    """A Line for each of `sides` over `sessions` (a list, latest first).  One query.

    Members whose person is not public are left out; their sessions have nobody recorded.
    """
    members = above(Side.delegation_members).co_chairs().published()
    members = members.filter(session__in=[session.pk for session in sessions])
    found = {
        (m.side_id, m.session_id): m for m in members.select_related("participant")
    }
    place = _places(sessions)
    return [Line(side, _terms(side, sessions, found, place)) for side in sides]


def _terms(side, sessions, found, place):
    """Runs of sessions with the same person, latest first."""

    def person(session):
        member = found.get((side.pk, session.pk))
        return member and member.participant_id

    terms = []
    for participant, held in groupby(reversed(sessions), key=person):
        run = list(held)
        members = [found[side.pk, session.pk] for session in run] if participant else []
        places = [place[session.pk] for session in run]
        track = Track(places[0], round(places[-1] - places[0], 2), places)
        terms.append(Term(run, members, track))
    return terms[::-1]


def _places(sessions):
    """{session pk: where its day lies between the first session's (0) and the last's (99)}.

    A mark is 1 wide.
    """
    days = [session.starts_on for session in sessions]
    span = (max(days) - min(days)).days if days else 0
    return {
        session.pk: round(99 * (session.starts_on - min(days)).days / span, 2)
        if span
        else 49.5
        for session in sessions
    }
