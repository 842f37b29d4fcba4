"""The thread of a decision: from session to session, agreed, reported, carried over, done."""

from dataclasses import dataclass

from .models import Decision, FollowUp
from .thread_line import ThreadLine, line_of


@dataclass(frozen=True)
class Stop:
    """A decision of a thread: `statements` were made on it, `begins` where it carries nothing over.

    `aside` is the decision it continues where that is not the one before it in the line.
    """

    decision: Decision
    statements: list[FollowUp]
    begins: bool
    is_here: bool
    aside: Decision | None


@dataclass(frozen=True)
class Thread:
    """The stops of a thread by session, and the line on which they lie."""

    stops: list[Stop]
    line: ThreadLine


def thread_of(decision, seen):
    """The Thread that `decision` is part of; None when it stands alone.

    `seen` are the decisions this reader may see.  Two queries before those of `with_card()` and
    `with_statements()`, however long the thread: the links of the whole commission are followed
    in memory.
    """
    commission = decision.session.commission_id
    links = seen.filter(session__commission=commission, continues__isnull=False)
    linked = _linked(decision.pk, list(links.values_list("pk", "continues")))
    if len(linked) == 1:
        return None
    rows = seen.filter(pk__in=linked).with_card().with_statements()
    decisions = list(rows.order_by("session__starts_on", "session_id", "number"))
    # A link leads to a decision that this reader may not see: the thread ends there.
    return _thread(decision, decisions) if len(decisions) > 1 else None


def _thread(here, decisions):
    by_pk = {each.pk: each for each in decisions}
    stops, before = [], None
    for each in decisions:
        earlier = by_pk.get(each.continues_id)
        stops.append(
            Stop(
                decision=each,
                statements=list(each.follow_ups.all()),
                begins=earlier is None,
                is_here=each == here,
                aside=None if earlier == before else earlier,
            )
        )
        before = each
    return Thread(stops, line_of(here, decisions))


def _linked(start, links):
    """All that can be reached from `start` along `links` (pairs), either way."""
    neighbours = {}
    for one, other in links:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    reached, ahead = {start}, [start]
    while ahead:
        new = set(neighbours.get(ahead.pop(), [])) - reached
        reached |= new
        ahead += new
    return reached


def links_from(decisions, using="default"):
    """{decision: the one it continues} of `decisions` (primary keys) and all that they lead back to.

    One query for each generation of the longest thread.
    """
    rows = Decision._base_manager.using(using).exclude(continues=None)
    links, ahead = {}, set(decisions)
    while ahead:
        found = dict(rows.filter(pk__in=ahead).values_list("pk", "continues"))
        links |= found
        ahead = set(found.values()) - links.keys()
    return links


def circle_in(links):
    """True when following `links` ({one: the next}) from anywhere never ends."""
    ended = set()
    for start in links:
        passed, at = set(), start
        while at in links and at not in ended:
            if at in passed:
                return True
            passed.add(at)
            at = links[at]
        ended |= passed
    return False
