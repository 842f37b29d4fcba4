"""Public sessions narrowed down, counted and paged without the database.

A Selection has the words of SessionQuerySet, so that the list's filters are written for either.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Self

from django.db.models import QuerySet
from pyroaring import BitMap

from commission.counting import Numbers, in_numbers
from commission.known_areas import within
from commission.models import CooperationArea
from commission.models.register_entry import BETWEEN
from commission.register import register
from sessions.models import Session
from sessions.models.finding import matching
from sessions.search.query import Query


class Chosen:
    """Some of the public rows of a register, of one moment: `rows`, as its bitmaps know them."""

    def __init__(self, snapshot: Any, rows: BitMap, order: Any = None) -> None:
        self.snapshot, self.rows, self.order = snapshot, rows, order

    def _with(self, rows: BitMap) -> Self:
        return type(self)(self.snapshot, rows, self.order)

    def _of(self, rows: BitMap) -> Self:
        return self._with(self.rows & rows)

    # ── Narrowing ────────────────────────────────────────────────────────────────────────────

    def all(self) -> Self:
        """Itself: nothing changes it."""
        return self

    def of(self, facet: str, values: Iterable[Any]) -> Self:
        """Those with any of `values` of a facet ("commission", "year" …)."""
        return self._of(self.snapshot.holding(facet, values))

    def about(self, areas: Iterable[CooperationArea]) -> Self:
        """Those that carry any of `areas`; a sphere includes its sectors."""
        return self.of("area", within(areas))

    def between(self, first: int | None, last: int | None) -> Self:
        """Those of sessions that began in the years from `first` to `last`, both included; None is
        open.
        """
        years = tuple(
            year
            for year in self.snapshot.by["year"]
            if (first is None or first <= year) and (last is None or year <= last)
        )
        if None not in (first, last):
            return self.of("year", years)
        # Those that are open are few, and asked again and again.
        memo, key = self.snapshot.memo, ("years", years)
        if key not in memo:
            memo[key] = self.snapshot.holding("year", years)
        return self._of(memo[key])

    def __and__(self, other: Self) -> Self:
        return self._of(other.rows)

    def __sub__(self, other: Self) -> Self:
        return self._with(self.rows - other.rows)

    # ── Counting ─────────────────────────────────────────────────────────────────────────────

    def __len__(self) -> int:
        return len(self.rows)

    count = __len__

    def counts(self, facet: str) -> Mapping[Any, int]:
        """{value: how many of these rows have it}, of the values that any of them has."""
        if column := self.snapshot.columns.get(facet):
            return column.counts(self._numbers)
        return self.counted(self.snapshot.by[facet])

    @cached_property
    def _numbers(self) -> Numbers:
        return in_numbers(self.rows)

    def counted(self, groups: dict[Any, BitMap]) -> dict[Any, int]:
        """{key: how many of these rows are in the group}, of the groups that have any."""
        counts = {
            key: self.rows.intersection_cardinality(rows)
            for key, rows in groups.items()
        }
        return {key: count for key, count in counts.items() if count}


class Selection(Chosen):
    """Some of the public sessions, of one moment.  `rows` are their primary keys.

    It is sliced and counted like a QuerySet; a slice gives primary keys in its order.  A session is
    about an area when its passages, agenda or decisions carry it.
    """

    model = Session
    order: tuple[list[Callable[[], BitMap]], bool] | None

    def among(self, keys: Iterable[int]) -> Self:
        """Those with any of these primary keys."""
        return self._of(BitMap(keys))

    def held_in(self, names: Iterable[str]) -> Self:
        """Those whose place is one of `names`, as it is written in any language."""
        wanted = set(names)
        places = self.snapshot.by["place"]
        return self.of("place", [p for p in places if wanted & set(p.split(BETWEEN))])

    def attended_by(self, participants: Any) -> Self:
        """Those with any of `participants` in a public place of a delegation.  One query."""
        return self._asked(Session.objects.attended_by(participants))

    def involving(self, organisations: Any) -> Self:
        """Those where any of `organisations` sent a member or answers for a decision.  One query."""
        return self._asked(Session.objects.involving(organisations))

    def mentioning(self, query: Query) -> Self:
        """Those that answer a search.  Queries as `matching`."""
        return self._of(matching(query, self.rows))

    def _asked(self, rows: "QuerySet[Session]") -> Self:
        return self._of(BitMap(rows.order_by().values_list("pk", flat=True)))

    # ── Order ────────────────────────────────────────────────────────────────────────────────

    def order_by(self, order: str, *tiers: Callable[[], BitMap]) -> Self:
        """The same, "newest" or "oldest" first; what is in an earlier one of `tiers` goes first.

        A tier is asked for when a slice reaches past those before it.
        """
        return type(self)(self.snapshot, self.rows, (list(tiers), order != "oldest"))

    def __getitem__(self, part: slice) -> list[int]:
        tiers, newest_first = self.order or ([], True)
        first, last = part.start or 0, len(self) if part.stop is None else part.stop
        found: list[int] = []
        left = self.rows
        # What no tier holds comes last.
        for tier in (*tiers, None):
            if last <= 0:
                break
            of_tier = left & tier() if tier else left
            found += self.snapshot.in_order(
                of_tier, first, last, newest_first=newest_first
            )
            first, last = max(0, first - len(of_tier)), last - len(of_tier)
            left = left - of_tier
        return found

    def following(
        self, after: list[int] | None, most: int
    ) -> list[tuple[list[int], int]]:
        """[(key, primary key)] of the first `most` in its order, of those after a key.

        A key is the tier and the place in it: what is added or goes moves none of the others.
        """
        tiers, newest_first = self.order or ([], True)
        snapshot, left = self.snapshot, self.rows
        found: list[tuple[list[int], int]] = []
        for number, tier in enumerate((*tiers, None)):
            of_tier = left & tier() if tier else left
            left = left - of_tier
            if after and number < after[0]:
                continue
            if after and number == after[0]:
                of_tier = snapshot.after(of_tier, after[1], newest_first=newest_first)
            keys = snapshot.in_order(
                of_tier, 0, most - len(found), newest_first=newest_first
            )
            found += [([number, snapshot.places[pk]], pk) for pk in keys]
            if len(found) == most:
                break
        return found


def public_sessions() -> Selection:
    """All that are public now, newest first.  One query, two when the record changed."""
    snapshot = register()
    return Selection(snapshot, snapshot.public)
