"""Sectors × sessions: what each session spoke of, as a table of numbers of passages."""

from collections import defaultdict
from dataclasses import dataclass

from .above import above
from .models import CooperationArea


@dataclass(frozen=True)
class MatrixRow:
    """An area and, for each session of the matrix, (session, number of its passages on the area)."""

    area: CooperationArea
    cells: list


def area_matrix(sessions):
    """A MatrixRow for each public area that any of `sessions` (a list) has passages on.

    In the order of the tree: a sphere, which counts the passages of its sectors too, each once,
    then its sectors.  Two queries; reads the keys of all the sessions' passages.
    """
    areas = {
        area.pk: area for area in CooperationArea.objects.published().in_tree_order()
    }
    passages = defaultdict(set)
    for session, passage, area in _carried(sessions):
        if area in areas:
            passages[session, area].add(passage)
            passages[session, areas[area].sphere_id].add(passage)
    return [
        MatrixRow(
            area, [(each, len(passages.get((each.pk, pk), ()))) for each in sessions]
        )
        for pk, area in areas.items()
        if any((each.pk, pk) in passages for each in sessions)
    ]


def _carried(sessions):
    """(session, passage, area) for each area that a passage carries.  One query."""
    carriers = above(CooperationArea.passages).model.areas.through.objects.filter(
        passage__session__in=[session.pk for session in sessions]
    )
    return carriers.values_list("passage__session", "passage", "cooperationarea")
