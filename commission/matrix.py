"""Sectors × sessions: what each session spoke of, as a table of numbers of passages."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Coalesce

from .above import above
from .models import CooperationArea


@dataclass(frozen=True)
class MatrixRow:
    """An area and, for each session of the matrix, (session, number of its passages on the area)."""

    area: CooperationArea
    cells: list


def area_matrix(sessions):
    """A MatrixRow for each public area that any of `sessions` (a list) has passages on.

    In the order of the tree: a sphere, which counts the passages of its sectors too, then its
    sectors.  Three queries.
    """
    carriers = _carriers(sessions)
    sphere = Coalesce("cooperationarea__parent", "cooperationarea")
    counts = _counted(carriers, sphere) | _counted(
        carriers.filter(cooperationarea__parent__isnull=False), "cooperationarea"
    )
    rows = []
    for area in CooperationArea.objects.published().in_tree_order():
        cells = [
            (session, counts.get((session.pk, area.pk), 0)) for session in sessions
        ]
        if any(count for _session, count in cells):
            rows.append(MatrixRow(area, cells))
    return rows


def _carriers(sessions):
    through = above(CooperationArea.passages).model.areas.through
    return through.objects.filter(
        passage__session__in=[session.pk for session in sessions],
        cooperationarea__in=CooperationArea.objects.published().values("pk"),
    )


def _counted(carriers, column):
    counted = carriers.values_list("passage__session", column).annotate(
        Count("passage", distinct=True)
    )
    return {(session, area): count for session, area, count in counted}
