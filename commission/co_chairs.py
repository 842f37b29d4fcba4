"""Who headed each side of a commission, from session to session, in which post."""

from dataclasses import dataclass, field
from itertools import groupby

from .above import above
from .folding import in_every_language
from .models import Side

# The line is drawn over the latest sessions.
MOST_SESSIONS = 60
# Heights in a drawing: of a side's lane.
LANE = 30
# Marks stay inside the drawing.
MARGIN = 2


@dataclass(frozen=True)
class Post:
    """A run of sessions at which a co-chair held one position; `member` is of the latest of them."""

    member: object
    sessions: list


@dataclass(frozen=True)
class Term:
    """A run of sessions, one after another, at which one person headed the side.

    `members` are its delegation members, earliest first; none in a run of sessions for which
    nobody is recorded.  `marks` say where its sessions lie on the line, in percent.
    """

    sessions: list
    members: list
    marks: list

    @property
    def member(self):
        """The latest of its members, who carries the position of that day; None for a gap."""
        return self.members[-1] if self.members else None

    @property
    def posts(self):
        """A Post for each run of one position, latest first."""
        held = zip(self.members, self.sessions, strict=True)
        posts = []
        for _texts, run in groupby(held, key=_post):
            members, sessions = zip(*run, strict=True)
            posts.append(Post(members[-1], list(sessions)))
        return posts[::-1]


def _post(held):
    member, _session = held
    return in_every_language(member, "position"), member.role_confirmed


@dataclass(frozen=True)
class Line:
    """A side and its terms, latest first, on the lane at the height `y` of the drawing."""

    side: Side
    y: float
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
    place = places(sessions)
    return [
        Line(side, LANE * n + LANE / 2, _terms(side, sessions, found, place))
        for n, side in enumerate(sides)
    ]


def _terms(side, sessions, found, place):
    """Runs of sessions with the same person, latest first."""

    def person(session):
        member = found.get((side.pk, session.pk))
        return member and member.participant_id

    terms = []
    for participant, held in groupby(reversed(sessions), key=person):
        run = list(held)
        members = [found[side.pk, session.pk] for session in run] if participant else []
        terms.append(Term(run, members, [place[session.pk] for session in run]))
    return terms[::-1]


def places(sessions):
    """{session pk: where its day lies between the first session's and the last's, in percent}."""
    days = [session.starts_on for session in sessions]
    span = (max(days) - min(days)).days if days else 0
    return {
        session.pk: round(
            MARGIN + (100 - 2 * MARGIN) * (session.starts_on - min(days)).days / span, 2
        )
        if span
        else 50
        for session in sessions
    }
