"""What a process knows of all decisions: bitmaps by what they are counted by, and their orders.

Followed as the register of sessions is (`commission/register.py`), from `DecisionEntry`.
"""

import datetime
from array import array
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils import timezone
from pyroaring import BitMap

from commission.register import FEW, Register, merged, register
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
    "area", "answering", "commission", "continues", "differ", "due", "owed_until", "status", "year",
)  # fmt: skip
NUMBERS = ("pk", "session", "commission", "day", "number", "stated", "due", "continues")
NEVER = datetime.date.max.toordinal()


@dataclass(frozen=True)
class DecisionSnapshot:
    """All decisions as they stood at a content version.

    A decision goes by its slot, a small number given as they come; `slots` says which, by primary
    key, and `of` gives its numbers by slot (NUMBERS: keys, `toordinal()` of days; 0 is none).  `by`
    are the decisions, public or not, by facet and value: "answering" by the country of a side and
    the key of an organisation, "due" by year (None without a date), "owed_until" by day.
    """

    version: int
    slots: dict[int, int]
    of: dict[str, array]
    by: dict[str, dict[Any, BitMap]]
    public: BitMap
    coming: tuple[tuple[int, int], ...]
    orders: dict[str, array]
    # What readers of this version work out once.
    memo: dict = field(default_factory=dict)

    def holding(self, facet: str, values: Iterable[Any]) -> BitMap:
        """All decisions, public or not, with any of `values` of a facet."""
        known = self.by[facet]
        return BitMap.union(BitMap(), *(known[v] for v in values if v in known))

    def sorted(self, decisions: BitMap, order: str) -> Iterator[int]:
        """The slots of `decisions` in one of ORDERS."""
        if len(decisions) < FEW:
            return iter(sorted(decisions, key=ORDERS[order](self.of)))
        return filter(decisions.__contains__, self.orders[order])

    def once(self, key: Any, work: Callable[[], Any]) -> Any:
        """What `work` gives, worked out once for this snapshot."""
        if key not in self.memo:
            self.memo[key] = work()
        return self.memo[key]

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
        return self.once(("overdue", today), lambda: self._overdue(today))

    def _overdue(self, today):
        passed = [day for day in self.by["owed_until"] if day < today]
        return self.holding("owed_until", passed) & self.open

    def silent(self) -> BitMap:
        """Open, taken before the last session of the commission, and no side has reported on that
        session's day or since.
        """
        sessions, today = register(), timezone.localdate().toordinal()
        moment = (today, sessions.version, len(sessions.public))
        return self.once(
            ("silent", *moment), lambda: self._silent(last_days(sessions, today))
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

    def by_organisation(self) -> dict[int, BitMap]:
        """{organisation: the decisions it answers for}, on whatever side."""
        return self.once("organisation", lambda: self._answering(1, frozenset()))

    def by_country(self, hidden: frozenset[int]) -> dict[str, BitMap]:
        """{country: the decisions for which a body of its side answers}, not counting the `hidden`."""
        return self.once(("country", hidden), lambda: self._answering(0, hidden))

    def _answering(self, part, hidden):
        groups = defaultdict(list)
        for pair, decisions in self.by["answering"].items():
            if pair[1] not in hidden:
                groups[pair[part]].append(decisions)
        return {key: BitMap.union(*group) for key, group in groups.items()}


def last_days(sessions: SessionSnapshot, today: int) -> dict[int, int]:
    """{commission: the day of its latest public session that has begun}."""
    key = ("last days", today)
    if key not in sessions.memo:
        sessions.memo[key] = dict(_last_days(sessions, today))
    return sessions.memo[key]


def _last_days(sessions, today):
    day_of = sessions.day_of
    for commission, held in sessions.by["commission"].items():
        days = [day for day in map(day_of, held & sessions.public) if day <= today]
        if days:
            yield commission, max(days)


# ── Orders ───────────────────────────────────────────────────────────────────────────────────

# {order: from the numbers by slot, the key of a slot}.
ORDERS: dict[str, Callable[[dict[str, array]], Callable[[int], Any]]] = {
    "newest": lambda of: (
        lambda slot: (-of["day"][slot], -of["session"][slot], of["number"][slot])
    ),
    "oldest": lambda of: (
        lambda slot: (of["day"][slot], of["session"][slot], of["number"][slot])
    ),
    "due": lambda of: lambda slot: (of["due"][slot] or NEVER, of["pk"][slot]),
    "reported": lambda of: lambda slot: (of["stated"][slot], of["pk"][slot]),
}


def _ordered(before, stale, fresh, key):
    """The slots in `before` without the stale ones, and with the fresh ones in their places."""
    kept = array("q", [slot for slot in before if slot not in stale])
    if len(fresh) > FEW:
        return array("q", sorted([*kept, *fresh], key=key))
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
        by={facet: {} for facet in FACETS},
        public=BitMap(),
        coming=(),
        orders={order: array("q") for order in ORDERS},
    )


def _followed(snapshot: DecisionSnapshot, version: int) -> DecisionSnapshot:
    """`snapshot` with the entries that were written since."""
    changed = DecisionEntry.objects.filter(version__gt=snapshot.version)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in changed.values_list(*COLUMNS)]
    slots = snapshot.slots
    stale = BitMap([slots[row["decision_id"]] for row in rows if row["decision_id"] in slots])
    fresh = {}
    for row in rows:
        if row["session_id"] is not None:
            # Only ever grows: whoever reads an older snapshot never meets the new slots.
            fresh[slots.setdefault(row["decision_id"], len(slots))] = row
    of = _numbers(snapshot.of, fresh, len(slots))
    coming = [(moment, slot) for moment, slot in snapshot.coming if slot not in stale]
    coming += [
        (row["public_from"], slot)
        for slot, row in fresh.items()
        if row["public_from"] is not None
    ]
    return DecisionSnapshot(
        version=version,
        slots=slots,
        of=of,
        by=_facets(snapshot.by, stale, fresh),
        public=snapshot.public - stale,
        coming=tuple(sorted(coming, reverse=True)),
        orders={
            order: _ordered(before, stale, fresh, ORDERS[order](of)) if rows else before
            for order, before in snapshot.orders.items()
        },
    )


def _numbers(before, fresh, length):
    of = {}
    for name, column in zip(NUMBERS, (
        "decision_id", "session_id", "commission_id", "session_day", "number", "stated_day", "due_day",
        "continues_id",
    ), strict=True):  # fmt: skip
        numbers = before[name][:]
        numbers.extend([0] * (length - len(numbers)))
        for slot, row in fresh.items():
            numbers[slot] = row[column] or 0
        of[name] = numbers
    return of


def _facets(before, stale, fresh):
    lists: dict[str, dict[Any, list[int]]] = {
        facet: defaultdict(list) for facet in before
    }
    year_of = cache(lambda day: day and datetime.date.fromordinal(day).year)
    keys_of = cache(lambda areas: [int(area) for area in areas.split()])
    pairs_of = cache(lambda answering: [_pair(each) for each in answering.split()])
    for slot, row in fresh.items():
        lists["commission"][row["commission_id"]].append(slot)
        lists["status"][row["status"]].append(slot)
        lists["year"][year_of(row["session_day"])].append(slot)
        lists["due"][year_of(row["due_day"])].append(slot)
        lists["owed_until"][row["owed_until"]].append(slot)
        if row["sides_differ"]:
            lists["differ"][True].append(slot)
        if row["continues_id"]:
            lists["continues"][True].append(slot)
        for area in keys_of(row["areas"]):
            lists["area"][area].append(slot)
        for pair in pairs_of(row["answering"]):
            lists["answering"][pair].append(slot)
    lists["owed_until"].pop(None, None)
    return {facet: merged(before[facet], stale, lists[facet]) for facet in before}


def _pair(text):
    country, organisation = text.split(":")
    return country, int(organisation)


decision_register = Register(_nothing, _followed)
