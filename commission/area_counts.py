"""How many sessions were about an area."""

from collections.abc import Iterable
from typing import Any, Protocol

from pyroaring import BitMap

from .known_areas import known_areas
from .register import register


class Holding(Protocol):
    """A snapshot of rows with a facet "area"."""

    memo: dict

    def holding(self, facet: str, values: Iterable[Any], /) -> BitMap: ...


def rows_about(snapshot: Holding) -> dict[int, BitMap]:
    """{public area: rows about it, public or not}; a sphere's are those of its sectors too.

    A session is about an area when a passage, an agenda item or a decision carries it.
    """
    areas = known_areas()
    key = ("about", *areas)
    if key not in snapshot.memo:
        about = {pk: snapshot.holding("area", [pk]) for pk in areas}
        for area in areas.values():
            if area.parent_id:
                about[area.parent_id] |= about[area.pk]
        snapshot.memo[key] = about
    return snapshot.memo[key]


def session_counts() -> dict[int, int]:
    """{public area: number of public sessions about it}, each counted once.  No query of its own."""
    snapshot = register()
    return {
        area: snapshot.public.intersection_cardinality(sessions)
        for area, sessions in rows_about(snapshot).items()
    }
