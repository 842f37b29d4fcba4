"""What a process knows of all sessions: bitmaps by what they are about, and their order by date.

A snapshot never changes.  `register()` hands out the latest, made from the one before it and the
entries that were written since; whoever holds an older one reads on in that.
"""

import datetime
from array import array
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import filterfalse
from threading import Lock
from typing import Any

from django.utils import timezone
from pyroaring import BitMap

from .models import RegisterEntry, content_version
from .models.register_entry import microseconds

# Fewer sessions than this are sorted; more are met on a walk through all of them.
FEW = 2_000
COLUMNS = (
    "session_id",
    "public_from",
    "day",
    "commission_id",
    "kind",
    "place",
    "areas",
)


@dataclass(frozen=True)
class Snapshot:
    """All sessions as they stood at a content version.  Bitmaps hold their primary keys.

    `by` are the sessions, public or not, by facet ("area", "commission", "kind", "place", "year")
    and value.  `in_order` are all of them by date, then by primary key; `days` gives the day of
    each by its primary key.  `coming` are (microsecond, session) still to be public, the next last.
    """

    version: int
    by: dict[str, dict[Any, BitMap]]
    public: BitMap
    coming: tuple[tuple[int, int], ...]
    in_order: array
    days: array
    # What readers of this version work out once: see `areas_of`.
    memo: dict = field(default_factory=dict)

    def holding(self, facet: str, values: Iterable[Any]) -> BitMap:
        """All sessions, public or not, with any of `values` of a facet."""
        known = self.by[facet]
        return BitMap.union(BitMap(), *(known[v] for v in values if v in known))

    def sorted(self, sessions: BitMap, *, newest_first: bool) -> Iterator[int]:
        """The primary keys of `sessions` by date, then by key."""
        if len(sessions) < FEW:
            return iter(sorted(sessions, key=self.place, reverse=newest_first))
        everyone = reversed(self.in_order) if newest_first else self.in_order
        return filter(sessions.__contains__, everyone)

    def place(self, session: int) -> tuple[int, int]:
        """What sessions are ordered by."""
        return (self.days[session], session)


def nothing() -> Snapshot:
    """Before anything was read."""
    by: dict[str, dict] = {
        facet: {} for facet in ("area", "commission", "kind", "place", "year")
    }
    return Snapshot(-1, by, BitMap(), (), array("q"), array("i"))


# ── Following the record ─────────────────────────────────────────────────────────────────────


class _Kept:
    """The latest snapshot of this process."""

    snapshot = nothing()
    lock = Lock()


def register() -> Snapshot:
    """The sessions as they stand now.  One query, and another when the record changed."""
    with _Kept.lock:
        version = content_version().number
        now = microseconds(timezone.now())
        snapshot = _Kept.snapshot
        if version < snapshot.version:
            # Another record was put in its place, an older copy perhaps.
            snapshot = nothing()
        if version > snapshot.version:
            snapshot = _followed(snapshot, version)
        if snapshot.coming and snapshot.coming[-1][0] <= now:
            snapshot = _released(snapshot, now)
        _Kept.snapshot = snapshot
        return snapshot


def forget() -> None:
    """Read everything anew next time."""
    with _Kept.lock:
        _Kept.snapshot = nothing()


def _released(snapshot, now):
    due = [session for moment, session in snapshot.coming if moment <= now]
    still = tuple(pair for pair in snapshot.coming if pair[0] > now)
    return replace(
        snapshot, public=snapshot.public | BitMap(due), coming=still, memo={}
    )


def _followed(snapshot, version):
    """`snapshot` with the entries that were written since."""
    entries = RegisterEntry.objects.filter(version__gt=snapshot.version)
    changed = list(entries.values_list(*COLUMNS))
    stale = BitMap([row[0] for row in changed])
    fresh = [row for row in changed if row[2] is not None]
    coming = [(moment, pk) for moment, pk in snapshot.coming if pk not in stale]
    coming += [(row[1], row[0]) for row in fresh if row[1] is not None]
    return Snapshot(
        version=version,
        by=_facets(snapshot.by, stale, fresh),
        public=snapshot.public - stale,
        # All that are public are on their way here: the moments that passed are taken at once.
        coming=tuple(sorted(coming, reverse=True)),
        **_order(snapshot, stale, fresh),
    )


def _facets(before, stale, fresh):
    lists: dict[str, dict[Any, list[int]]] = {
        facet: defaultdict(list) for facet in before
    }
    split = cache(str.split)
    for session, _public_from, day, commission, kind, place, areas in fresh:
        lists["commission"][commission].append(session)
        lists["kind"][kind].append(session)
        lists["place"][place].append(session)
        lists["year"][datetime.date.fromordinal(day).year].append(session)
        for area in split(areas):
            lists["area"][int(area)].append(session)
    return {facet: _merged(before[facet], stale, lists[facet]) for facet in before}


def _merged(before, stale, lists):
    after = {
        value: sessions - stale if sessions.intersect(stale) else sessions
        for value, sessions in before.items()
    }
    for value, sessions in lists.items():
        after[value] = after.get(value, BitMap()) | BitMap(sessions)
    return {value: sessions for value, sessions in after.items() if sessions}


def _order(snapshot, stale, fresh):
    """The order and the days, without the stale and with the fresh sessions."""
    days = snapshot.days[:]
    longest = max((row[0] for row in fresh), default=0) + 1
    days.extend([0] * (longest - len(days)))
    if len(fresh) > FEW:
        kept = [pk for pk in snapshot.in_order if pk not in stale]
        kept += [row[0] for row in fresh]
        _set_days(days, fresh)
        in_order = array("q", sorted(kept, key=lambda pk: (days[pk], pk)))
    else:
        in_order = (
            array("q", filterfalse(stale.__contains__, snapshot.in_order))
            if stale
            else snapshot.in_order
        )
        _set_days(days, fresh)
        for row in fresh:
            insort(in_order, row[0], key=lambda pk: (days[pk], pk))
    return {"in_order": in_order, "days": days}


def _set_days(days, fresh):
    for row in fresh:
        days[row[0]] = row[2]
