"""How many sessions were about an area."""

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

import numpy
from pyroaring import BitMap

from .counting import Column, Numbers, in_numbers
from .known_areas import known_areas
from .register import Snapshot, register


class Holding(Protocol):
    """A snapshot of rows with a facet "area"."""

    @property
    def memo(self) -> dict: ...
    def holding(self, facet: str, values: Iterable[Any], /) -> BitMap: ...


def rows_about(snapshot: Holding) -> dict[int, BitMap]:
    """{public area: rows about it, public or not}; a sphere's are those of its sectors too.

    A session is about an area when a passage, an agenda item or a decision carries it.
    """
    return _rows_about(snapshot, known_areas())


def _rows_about(snapshot, areas):
    key = ("about", _tree(areas))
    if key not in snapshot.memo:
        about = {pk: snapshot.holding("area", [pk]) for pk in areas}
        for area in areas.values():
            if area.parent_id:
                about[area.parent_id] |= about[area.pk]
        snapshot.memo[key] = about
    return snapshot.memo[key]


def _tree(areas):
    """What changes with the public areas, and not with any session."""
    return tuple([(area.pk, area.parent_id) for area in areas.values()])


class ByYear(NamedTuple):
    """How many public sessions of each year were about each of `areas` (keys): `counts` by the numbers of both."""

    years: Column
    areas: list[int]
    counts: Numbers

    def between(self, first: int | None, last: int | None) -> dict[int, int]:
        """{area: how many in the years from `first` to `last`, both included}; None is open."""
        met = [
            (first is None or first <= year) and (last is None or year <= last)
            for year in self.years.values
        ]
        counts = self.counts[:, met].sum(axis=1).tolist()
        return dict(zip(self.areas, counts, strict=True))


def public_by_year(snapshot: Snapshot) -> ByYear:
    """Areas and years are what most readers narrow by: how many there are of both is counted once.

    Some milliseconds among 100,000 sessions, then none while they stand.
    """
    areas = known_areas()
    key = ("about by year", _tree(areas))
    if key not in snapshot.memo:
        years, about = snapshot.columns["year"], _rows_about(snapshot, areas)
        counts = [
            years.counts(in_numbers(rows & snapshot.public)).numbers
            for rows in about.values()
        ]
        table = numpy.array(counts).reshape(len(about), len(years.values))
        snapshot.memo[key] = ByYear(years, [*about], table)
    return snapshot.memo[key]


def session_counts() -> dict[int, int]:
    """{public area: number of public sessions about it}, each counted once.  No query of its own."""
    return public_by_year(register()).between(None, None)
