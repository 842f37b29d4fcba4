"""The thread of a decision: from session to session, carried over and carried on."""

from .models import Decision


def thread_of(decision, seen):
    """The decisions of the thread that `decision` is part of, by session; [] when it stands alone.

    `seen` are the decisions this reader may see.  Two queries before those of `with_card()`,
    however long the thread: the links of the whole commission are followed in memory.
    """
    commission = decision.session.commission_id
    links = seen.filter(session__commission=commission, continues__isnull=False)
    linked = _linked(decision.pk, list(links.values_list("pk", "continues")))
    if len(linked) == 1:
        return []
    thread = seen.filter(pk__in=linked).with_card()
    return list(thread.order_by("session__starts_on", "session_id", "number"))


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
