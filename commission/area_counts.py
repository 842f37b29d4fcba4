"""How many sessions were about an area."""

from collections import defaultdict

from .above import above
from .models import CooperationArea


def session_counts(areas):
    """{area pk: number of public sessions about it}, for each of `areas` (0 for the others).

    A session is about an area when a passage, an agenda item or a decision carries it or, for a
    sphere, one of its sectors; it counts once.  Four queries.
    """
    sphere_of = {area.pk: area.sphere_id for area in areas}
    sessions = defaultdict(set)
    for carrier in ("passages", "agenda_items", "decisions"):
        for area, session in _pairs(carrier):
            if area in sphere_of:
                sessions[area].add(session)
                sessions[sphere_of[area]].add(session)
    return defaultdict(int, {area: len(about) for area, about in sessions.items()})


def _pairs(carrier):
    """Distinct (area, public session) of passages, agenda items or decisions.  One query."""
    rows = above(getattr(CooperationArea, carrier)).published()
    pairs = rows.filter(areas__isnull=False).order_by().values_list("areas", "session")
    return pairs.distinct()
