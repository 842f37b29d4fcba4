"""What a process knows of all sessions: bitmaps by what they are about, and their order by date.

A snapshot never changes.  `register()` hands out the latest, made from the one before it and the
entries that were written since; whoever holds an older one reads on in that.
"""

import datetime
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from django.utils import timezone
from pyroaring import BitMap

from .models import RegisterEntry, content_version
from .models.content_version import latest_version
from .models.register_entry import microseconds

# A place is the day and, below it, the primary key.
SESSION_BITS = 32
COLUMNS = (
    "session_id",
    "public_from",
    "day",
    "commission_id",
    "kind",
    "place",
    "areas",
)


class Known(Protocol):
    """A snapshot, whatever it is of: rows that are `public` now, and those that are `coming`."""

    @property
    def version(self) -> int: ...
    @property
    def public(self) -> BitMap: ...
    @property
    def coming(self) -> tuple[tuple[int, int], ...]: ...


Held = TypeVar("Held", bound=Known)


@dataclass(frozen=True)
class Snapshot:
    """All sessions as they stood at a content version.  Bitmaps hold their primary keys.

    `by` are the sessions, public or not, by facet ("area", "commission", "kind", "place", "year")
    and value; `values` gives the commission and the place of each by its primary key, and `places`
    the number that orders it by date, then by key.  `coming` are (microsecond, session) still to be
    public, the next last.
    """

    version: int
    by: dict[str, dict[Any, BitMap]]
    public: BitMap
    coming: tuple[tuple[int, int], ...]
    places: array
    values: dict[str, list]
    # What readers of this version work out once.
    memo: dict = field(default_factory=dict)

    def holding(self, facet: str, values: Iterable[Any]) -> BitMap:
        """All sessions, public or not, with any of `values` of a facet."""
        known = self.by[facet]
        return BitMap.union(BitMap(), *(known[v] for v in values if v in known))

    def day_of(self, session: int) -> int:
        """The day of a session of the snapshot, as `toordinal()`."""
        return self.places[session] >> SESSION_BITS

    def in_order(
        self, sessions: BitMap, first: int, last: int, *, newest_first: bool
    ) -> list[int]:
        """The primary keys of `sessions` by date, then by key: from the place `first` to before `last`.

        Years are passed over by their numbers: only those that are reached are sorted.
        """
        found: list[int] = []
        for year in sorted(self.by["year"], reverse=newest_first):
            if last <= 0:
                break
            of_year = sessions & self.by["year"][year]
            if first < len(of_year):
                found += sorted(
                    of_year, key=self.places.__getitem__, reverse=newest_first
                )[first:last]
            first, last = max(0, first - len(of_year)), last - len(of_year)
        return found


@dataclass(frozen=True)
class NewestFirst:
    """Sessions to be paged: they are counted, and a slice gives their primary keys."""

    snapshot: Snapshot
    sessions: BitMap

    def __len__(self) -> int:
        return len(self.sessions)

    def __getitem__(self, part: slice) -> list[int]:
        return self.snapshot.in_order(
            self.sessions, part.start, part.stop, newest_first=True
        )


def nothing() -> Snapshot:
    """Before anything was read."""
    by: dict[str, dict] = {
        facet: {} for facet in ("area", "commission", "kind", "place", "year")
    }
    values: dict[str, list] = {"commission": [], "place": []}
    return Snapshot(-1, by, BitMap(), (), array("q"), values)


# ── Following the record ─────────────────────────────────────────────────────────────────────


class Register(Generic[Held]):
    """The latest snapshot of this process; `register()` brings it up to date first.

    `nothing()` is the snapshot before anything was read; `followed(snapshot, version)` gives the
    one of a later version.
    """

    def __init__(
        self, nothing: Callable[[], Held], followed: Callable[[Held, int], Held]
    ) -> None:
        self.nothing, self.followed = nothing, followed
        self.snapshot = nothing()
        self.lock = Lock()

    def __call__(self) -> Held:
        """What it holds as it stands now.  One query, and another when the record changed."""
        with self.lock:
            version = content_version().number
            now = microseconds(timezone.now())
            snapshot = self.snapshot
            if version < snapshot.version:
                # Another thread was here since this page was asked for; or another record was put
                # in the place of this one, an older copy perhaps.
                version = latest_version().number
            if version < snapshot.version:
                snapshot = self.nothing()
            if version > snapshot.version:
                snapshot = self.followed(snapshot, version)
            if snapshot.coming and snapshot.coming[-1][0] <= now:
                snapshot = _released(snapshot, now)
            self.snapshot = snapshot
            return snapshot

    def forget(self) -> None:
        """Read everything anew next time."""
        with self.lock:
            self.snapshot = self.nothing()


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
    if not changed:
        return replace(snapshot, version=version)
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
        places=_places(snapshot.places, fresh),
        values=_values(snapshot.values, fresh),
    )


def _facets(before, stale, fresh):
    lists: dict[str, dict[Any, list[int]]] = {
        facet: defaultdict(list) for facet in before
    }
    commissions, kinds, places = lists["commission"], lists["kind"], lists["place"]
    year_of = cache(lambda day: datetime.date.fromordinal(day).year)
    # The lists of all areas of a text at once: few texts differ.
    of_areas = cache(lambda areas: [lists["area"][int(a)] for a in areas.split()])
    for session, _public_from, day, commission, kind, place, areas in fresh:
        commissions[commission].append(session)
        kinds[kind].append(session)
        places[place].append(session)
        lists["year"][year_of(day)].append(session)
        for about in of_areas(areas):
            about.append(session)
    return {facet: merged(before[facet], stale, lists[facet]) for facet in before}


def merged(before, stale, lists):
    """Bitmaps by value without the stale rows, and with those in `lists`."""
    after = {
        value: sessions - stale if sessions.intersect(stale) else sessions
        for value, sessions in before.items()
    }
    for value, sessions in lists.items():
        after[value] = after.get(value, BitMap()) | BitMap(sessions)
    return {value: sessions for value, sessions in after.items() if sessions}


def _places(before, fresh):
    """The places with those of fresh sessions; sessions that went keep theirs, which nobody asks for."""
    places = before[:]
    most = max((row[0] for row in fresh), default=0)
    places.extend([0] * (most + 1 - len(places)))
    for row in fresh:
        places[row[0]] = row[2] << SESSION_BITS | row[0]
    return places


def _values(before, fresh):
    """The values with those of fresh sessions, as `_places`."""
    most = max((row[0] for row in fresh), default=0)
    after = {}
    for facet, known in before.items():
        column = COLUMNS.index("commission_id" if facet == "commission" else facet)
        after[facet] = values = known + [None] * (most + 1 - len(known))
        for row in fresh:
            values[row[0]] = row[column]
    return after


register = Register(nothing, _followed)
