"""What a process knows of all decisions: bitmaps by what they are counted by, and their orders.

Followed as the register of sessions is (`commission/register.py`), from `DecisionEntry`.
"""

import datetime
from array import array
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import numpy
from django.utils import timezone
from numpy.typing import NDArray
from pyroaring import BitMap

from commission.counting import NO_ROWS, Column
from commission.models.register_entry import microseconds
from commission.register import AT_ONCE, Register, entries_since, merged, register
from commission.register import Snapshot as SessionSnapshot
from sessions.models import DecisionEntry
from sessions.models.decision import FINISHED

COLUMNS = (
    "decision_id",
    "public_from",
    "session_id",
    "commission_id",
    "session_day",
    "number",
    "status",
    "sides_differ",
    "stated_day",
    "due_day",
    "owed_until",
    "continues_id",
    "areas",
    "answering",
)
FACETS = (
    "area", "commission", "continues", "country", "differ", "due", "organisation", "status", "year",
)  # fmt: skip
NUMBERS = (
    "decision",
    "session",
    "commission",
    "day",
    "number",
    "stated",
    "due",
    "owed_until",
    "continues",
)
NEVER = datetime.date.max.toordinal()
# Fewer decisions than this are sorted; more are met on a walk through all of them, which is long
# where the first ones are old.
FEW_TO_SORT = 5_000
# Fewer decisions than this are put in their places one by one.
FEW = 1_000


@dataclass(frozen=True)
class DecisionSnapshot:
    """All decisions as they stood at a content version.

    A decision goes by its slot, a small number given as they come; `slots` says which, by primary
    key, and `of` gives its numbers by slot (NUMBERS: keys, `toordinal()` of days; 0 is none),
    `answering` the bodies that answer: (country of the side, organisation).  `by` are the decisions,
    public or not, by facet and value: "due" by year, None without a date; `columns` tell the same of some
    facets by slot.
    """

    version: int
    slots: dict[int, int]
    of: dict[str, array]
    answering: list[tuple[tuple[str, int], ...]]
    by: dict[str, dict[Any, BitMap]]
    public: BitMap
    coming: tuple[tuple[int, int], ...]
    orders: dict[str, array]
    columns: dict[str, Column]
    # What readers of this version work out once.
    memo: dict = field(default_factory=dict)

    def holding(self, facet: str, values: Iterable[Any]) -> BitMap:
        """All decisions, public or not, with any of `values` of a facet."""
        known = self.by[facet]
        return BitMap.union(BitMap(), *(known[v] for v in values if v in known))

    def sorted(self, decisions: BitMap, order: str) -> Iterator[int]:
        """The slots of `decisions` in one of ORDERS."""
        if len(decisions) < FEW_TO_SORT:
            places = self.once(f"places by {order}", lambda: self._places_by(order))
            return iter(sorted(decisions, key=places.__getitem__))
        return filter(decisions.__contains__, self.orders[order])

    def _places_by(self, order):
        """Where each slot stands in an order: to sort by a number is quicker than by a key made anew."""
        slots = self.orders[order]
        places = array("l", bytes(array("l").itemsize * len(self.answering)))
        for place, slot in enumerate(slots):
            places[slot] = place
        return places

    def sorted_after(
        self, decisions: BitMap, order: str, after: Iterable[int] | None
    ) -> Iterator[int]:
        """The slots of `decisions` in one of ORDERS, of those after a key of it (any)."""
        if after is None:
            return self.sorted(decisions, order)
        slots = self.orders[order]
        first = bisect_right(slots, tuple(after), key=key_of(order, self.of))
        return filter(decisions.__contains__, islice(slots, first, None))

    def once(self, name: str, work: Callable[[], Any], of: Any = None) -> Any:
        """What `work` gives, worked out once for this snapshot; of several `of`, the latest is kept."""
        kept = self.memo.get(name)
        if kept is None or kept[0] != of:
            kept = self.memo[name] = of, work()
        return kept[1]

    # ── What became of them ──────────────────────────────────────────────────────────────────

    @property
    def finished(self) -> BitMap:
        return self.once("finished", lambda: self.holding("status", FINISHED))

    @property
    def carried_over(self) -> BitMap:
        """Unfinished, and continued by a public decision."""
        return self.once("carried over", self._carried_over)

    def _carried_over(self):
        continuing = self.holding("continues", [True]) & self.public
        earlier = map(self.of["continues"].__getitem__, continuing)
        slots = [self.slots[pk] for pk in earlier if pk in self.slots]
        return BitMap(slots) - self.finished

    @property
    def open(self) -> BitMap:
        """Public, unfinished, and not carried over."""
        return self.once(
            "open", lambda: self.public - self.finished - self.carried_over
        )

    def overdue(self) -> BitMap:
        """Open, and the whole span of the due date has passed."""
        today = timezone.localdate().toordinal()
        return self.once("overdue", lambda: self._overdue(today), of=today)

    def _overdue(self, today):
        until = self.of["owed_until"]
        return BitMap([slot for slot in self.open if 0 < until[slot] < today])

    def places(self) -> dict[str, BitMap]:
        """{where decisions stand, each in one place: "overdue", "carried_over" or a status}."""
        today = timezone.localdate().toordinal()
        return self.once("places", self._places, of=today)

    def _places(self):
        apart = {"overdue": self.overdue(), "carried_over": self.carried_over}
        elsewhere = BitMap.union(*apart.values())
        by_status = self.by["status"].items()
        return {status: those - elsewhere for status, those in by_status} | apart

    def silent(self) -> BitMap:
        """Open, taken before the last session of the commission that took place, and no side has
        reported on that session's day or since.
        """
        sessions, today = register(), timezone.localdate().toordinal()
        moment = (today, sessions.version, len(sessions.public))
        return self.once(
            "silent", lambda: self._silent(last_days(sessions, today)), of=moment
        )

    def _silent(self, last):
        days, stated, commissions = (
            self.of[name] for name in ("day", "stated", "commission")
        )
        return BitMap(
            [
                slot
                for slot in self.open
                if max(days[slot], stated[slot]) < last.get(commissions[slot], 0)
            ]
        )

    # ── Who answers ──────────────────────────────────────────────────────────────────────────

    def by_country(self, hidden: frozenset[int]) -> dict[str, BitMap]:
        """{country: the decisions for which a body of its side answers}, leaving out the organisations
        that are `hidden`.
        """
        return self.once("by country", lambda: self._by_country(hidden), of=hidden)

    def _by_country(self, hidden):
        astray = self.holding("organisation", hidden)
        if not astray:
            return self.by["country"]
        shown = defaultdict(list)
        for slot in astray:
            for country, organisation in self.answering[slot]:
                if organisation not in hidden:
                    shown[country].append(slot)
        return {
            country: decisions - astray | BitMap(shown[country])
            for country, decisions in self.by["country"].items()
        }


def last_days(sessions: SessionSnapshot, today: int) -> dict[int, int]:
    """{commission: the day of its latest public session that has begun and was not called off}."""
    key = ("last days", today)
    if key not in sessions.memo:
        sessions.memo[key] = dict(_last_days(sessions, today))
    return sessions.memo[key]


def _last_days(sessions, today):
    day_of = sessions.day_of
    held = sessions.public - sessions.holding("called_off", [True])
    for commission, known in sessions.by["commission"].items():
        days = [day for day in map(day_of, known & held) if day <= today]
        if days:
            yield commission, max(days)


# ── Orders ───────────────────────────────────────────────────────────────────────────────────

# {order: from the numbers by slot, those that it goes by, the first first}.
_BY: dict[str, Callable[[dict[str, NDArray]], tuple[NDArray, ...]]] = {
    "newest": lambda of: (-of["day"], -of["session"], of["number"]),
    "oldest": lambda of: (of["day"], of["session"], of["number"]),
    "due": lambda of: (numpy.where(of["due"], of["due"], NEVER), of["decision"]),
    "reported": lambda of: (of["stated"], of["decision"]),
}
ORDERS = tuple(_BY)


def key_of(order: str, of: dict[str, array]) -> Callable[[int], tuple[int, ...]]:
    """From the numbers by slot, what a slot is sorted by in one of ORDERS."""
    columns = _columns(order, of)
    return lambda slot: tuple([int(column[slot]) for column in columns])


def _columns(order, of):
    return _BY[order]({name: numpy.asarray(of[name]) for name in of})


def _ordered(before, stale, fresh, order, of):
    """The slots in `before` without the stale ones, and with the fresh ones in their places."""
    kept = array("q", [slot for slot in before if slot not in stale])
    if len(fresh) > FEW:
        slots = numpy.concatenate([kept, fresh])
        # The last goes first there.
        by = [column[slots] for column in reversed(_columns(order, of))]
        return array("q", slots[numpy.lexsort(by)].tobytes())
    key = key_of(order, of)
    for slot in fresh:
        insort(kept, slot, key=key)
    return kept


# ── Following the record ─────────────────────────────────────────────────────────────────────


def _nothing() -> DecisionSnapshot:
    """Before anything was read."""
    return DecisionSnapshot(
        version=-1,
        slots={},
        of={name: array("q") for name in NUMBERS},
        answering=[],
        by={facet: {} for facet in FACETS},
        public=BitMap(),
        coming=(),
        orders={order: array("q") for order in ORDERS},
        columns={"commission": NO_ROWS, "due": NO_ROWS},
    )


class Row(NamedTuple):
    """An entry's COLUMNS."""

    decision: int
    public_from: int | None
    session: int | None
    commission: int
    day: int
    number: int
    status: str
    differ: bool
    stated: int | None
    due: int | None
    owed_until: int | None
    continues: int | None
    areas: str
    answering: str


def _followed(snapshot: DecisionSnapshot, version: int) -> DecisionSnapshot:
    """`snapshot` with the entries that were written since: so many at once, as with those of sessions."""
    rows = map(Row._make, entries_since(DecisionEntry, snapshot.version, COLUMNS))
    some = list(islice(rows, AT_ONCE))
    if not some:
        return replace(snapshot, version=version)
    before, stale, fresh = snapshot.orders, BitMap(), array("q")
    # Bodies answer for many decisions.
    pair_of = cache(_pair)
    now = microseconds(timezone.now())
    of = {name: column[:] for name, column in snapshot.of.items()}
    snapshot = replace(snapshot, of=of, answering=snapshot.answering[:])
    while some:
        known = [snapshot.slots[row.decision] for row in some if row.decision in snapshot.slots]  # fmt: skip
        stale |= BitMap(known)
        snapshot = _with_entries(snapshot, some, BitMap(known), pair_of, now)
        fresh.extend(snapshot.slots[row.decision] for row in some if row.session)
        some = list(islice(rows, AT_ONCE))
    orders = {
        order: _ordered(slots, stale, fresh, order, snapshot.of)
        for order, slots in before.items()
    }
    return replace(snapshot, version=version, orders=orders, memo={})


def _with_entries(snapshot, rows, stale, pair_of, now):
    """`snapshot`, whose numbers are its own, with these entries, but for its orders; `stale` are the slots of
    those that it knew.
    """
    of, answering, slots = snapshot.of, snapshot.answering, snapshot.slots
    lists = _Lists()
    public, coming = [], []
    for row in rows:
        if row.session is None:
            continue
        # Only ever grows: whoever reads an older snapshot never meets the new slots.
        slot = slots.setdefault(row.decision, len(slots))
        if slot == len(answering):
            answering.append(())
            for column in of.values():
                column.append(0)
        for name, column in of.items():
            column[slot] = getattr(row, name) or 0
        answering[slot] = tuple(map(pair_of, row.answering.split()))
        lists.add(slot, row, answering[slot])
        if row.public_from is None:
            continue
        if row.public_from <= now:
            public.append(slot)
        else:
            coming.append((row.public_from, slot))
    coming += [(moment, slot) for moment, slot in snapshot.coming if slot not in stale]
    return replace(
        snapshot,
        by={
            facet: merged(before, stale, lists.by[facet])
            for facet, before in snapshot.by.items()
        },
        public=(snapshot.public - stale) | BitMap(public),
        coming=tuple(sorted(coming, reverse=True)),
        columns={
            facet: column.changed(lists.by[facet])
            for facet, column in snapshot.columns.items()
        },
    )


class _Lists:
    """The slots of what is read, by facet and value."""

    def __init__(self) -> None:
        self.by: dict[str, dict[Any, list[int]]] = {
            facet: defaultdict(list) for facet in FACETS
        }
        self.year_of = cache(lambda day: day and datetime.date.fromordinal(day).year)
        # The lists of all areas of a text at once: few texts differ.
        self.of_areas = cache(
            lambda areas: [self.by["area"][int(area)] for area in areas.split()]
        )

    def add(self, slot: int, row: Row, answering: tuple[tuple[str, int], ...]) -> None:
        by = self.by
        by["commission"][row.commission].append(slot)
        by["status"][row.status].append(slot)
        by["year"][self.year_of(row.day)].append(slot)
        by["due"][self.year_of(row.due)].append(slot)
        if row.differ:
            by["differ"][True].append(slot)
        if row.continues:
            by["continues"][True].append(slot)
        for about in self.of_areas(row.areas):
            about.append(slot)
        for country, organisation in answering:
            by["country"][country].append(slot)
            by["organisation"][organisation].append(slot)


def _pair(text):
    country, organisation = text.split(":")
    return country, int(organisation)


decision_register = Register(_nothing, _followed)
