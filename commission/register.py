"""What a process knows of all sessions: bitmaps by what they are about, and their order by date.

A snapshot never changes.  `register()` hands out the latest, made from the one before it and the
entries that were written since; whoever holds an older one reads on in that.
"""

import datetime
import gc
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from threading import Event, Lock
from typing import Any, Generic, Protocol, TypeVar

from django.core.signals import request_finished
from django.utils import timezone
from pyroaring import BitMap

from .counting import NO_ROWS, Column
from .models import RegisterEntry, content_version
from .models.content_version import latest_version
from .models.register_entry import microseconds

# A place is the day and, below it, the primary key.
SESSION_BITS = 32
MANY = 2_000
# So many public rows make a snapshot whose memory matters.
HEAVY = 2_000
# So many entries are taken in at once.
AT_ONCE = 5_000
# So many changes back a snapshot knows which sessions they were of.
MOST_STEPS = 100
# Of so many sessions what changed is asked; where there are more, it is quicker to ask of all.
FEW_CHANGED = 20
# What is kept of so many questions: some kilobytes each where all sessions hold a word.
MOST_KEPT = 400
# Fewer sessions of a year than this are sorted; more are met on a walk through all of it.
FEW_TO_SORT = 200
COLUMNS = (
    "session_id",
    "public_from",
    "day",
    "commission_id",
    "kind",
    "place",
    "areas",
    "called_off",
)


class Answers:
    """What was asked, and what it had to do with: so many questions, those that were asked last."""

    def __init__(self) -> None:
        self.answers: OrderedDict[Any, Any] = OrderedDict()
        # Questions are compared in Python: in the middle of that another thread may come.
        self.lock = Lock()

    def get(self, key: Any) -> Any:
        with self.lock:
            if key not in self.answers:
                return None
            self.answers.move_to_end(key)
            return self.answers[key]

    def put(self, key: Any, answer: Any) -> None:
        with self.lock:
            self.answers.pop(key, None)
            self.answers[key] = answer
            if len(self.answers) > MOST_KEPT:
                self.answers.popitem(last=False)


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

    `by` are the sessions, public or not, by facet ("area", "called_off", "commission", "kind",
    "place", "year") and value; `columns` give the commission, the place and the year of each by its primary key,
    and `places` the number that orders it by date, then by key.  `coming` are (microsecond, session) still
    to be public, the next last.  `steps` are (version, sessions that changed on the way from it to the
    next); `kept` is shared with those that come after it.
    """

    version: int
    by: dict[str, dict[Any, BitMap]]
    public: BitMap
    coming: tuple[tuple[int, int], ...]
    places: array
    columns: dict[str, Column]
    steps: tuple[tuple[int, BitMap], ...] = ()
    # What readers of this version work out once.
    memo: dict = field(default_factory=dict)
    # What they keep for those that come after it.
    kept: Answers = field(default_factory=Answers)

    @property
    def all(self) -> BitMap:
        """All sessions, public or not."""
        if "all" not in self.memo:
            self.memo["all"] = BitMap.union(BitMap(), *self.by["kind"].values())
        return self.memo["all"]

    def holding(self, facet: str, values: Iterable[Any]) -> BitMap:
        """All sessions, public or not, with any of `values` of a facet."""
        known = self.by[facet]
        return BitMap.union(BitMap(), *(known[v] for v in values if v in known))

    def day_of(self, session: int) -> int:
        """The day of a session of the snapshot, as `toordinal()`."""
        return self.places[session] >> SESSION_BITS

    def while_it_stands(self, key: Any, stand: Any, work: Callable[[], Any]) -> Any:
        """What `work` gives, kept for this version and those after it while `stand` is the same."""
        known = self.kept.get(key)
        if known is None or known[0] != stand:
            known = stand, work()
            self.kept.put(key, known)
        return known[1]

    def followed(
        self,
        key: Any,
        look_up: Callable[[], BitMap],
        *,
        among: Callable[[BitMap], BitMap],
        of: Any = None,
    ) -> BitMap:
        """The sessions that `look_up()` gives, kept while they are `of` the same thing: a reader who narrows a
        search or turns its pages has it asked again and again.

        When the record has changed, `among(sessions)` is asked of the few that changed.
        """
        known = self.kept.get(key)
        is_of_it = known is not None and known[0] is of
        changed = self.changed_since(known[1]) if is_of_it else None
        if changed is None or len(changed) > FEW_CHANGED:
            found = look_up()
        elif changed:
            found = (known[2] - changed) | among(changed)
        else:
            return known[2]
        self.kept.put(key, (of, self.version, found))
        return found

    def changed_since(self, version: int) -> BitMap | None:
        """The sessions whose facts, words or names changed after a version that this process stood at;
        None when that is too long ago to know.
        """
        if len(self.steps) == MOST_STEPS and version < self.steps[0][0]:
            return None
        steps = (sessions for before, sessions in self.steps if before >= version)
        return BitMap.union(BitMap(), *steps)

    def in_order(
        self, sessions: BitMap, first: int, last: int, *, newest_first: bool
    ) -> list[int]:
        """The primary keys of `sessions` by date, then by key: from the place `first` to before `last`.

        Years are passed over by their numbers: only those that are reached are put in order.
        """
        found: list[int] = []
        for year in sorted(self.by["year"], reverse=newest_first):
            if last <= 0:
                break
            of_year = sessions & self.by["year"][year]
            if first < len(of_year):
                in_order = self._of_year(year, of_year, newest_first)
                found += islice(in_order, first, last)
            first, last = max(0, first - len(of_year)), last - len(of_year)
        return found

    def _of_year(self, year, sessions, newest_first):
        """Those of a year in their order."""
        if len(sessions) < FEW_TO_SORT:
            return sorted(sessions, key=self.places.__getitem__, reverse=newest_first)
        key = ("in order", year)
        if key not in self.memo:
            all_of_it = sorted(self.by["year"][year], key=self.places.__getitem__)
            self.memo[key] = array("q", all_of_it)
        in_order = self.memo[key]
        return filter(
            sessions.__contains__, reversed(in_order) if newest_first else in_order
        )

    def after(self, sessions: BitMap, place: int, *, newest_first: bool) -> BitMap:
        """Those of `sessions` that come after a place in that order."""
        year = datetime.date.fromordinal(place >> SESSION_BITS).year
        years = [
            each
            for each in self.by["year"]
            if each != year and (each < year) == newest_first
        ]
        of_year = sessions & self.holding("year", [year])
        beyond = [
            session
            for session in of_year
            if self.places[session] != place
            and (self.places[session] < place) == newest_first
        ]
        return sessions & self.holding("year", years) | BitMap(beyond)


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
        facet: {}
        for facet in ("area", "called_off", "commission", "kind", "place", "year")
    }
    columns = dict.fromkeys(("commission", "place", "year"), NO_ROWS)
    return Snapshot(-1, by, BitMap(), (), array("q"), columns)


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
        self.moved_at: datetime.datetime | None = None
        self.lock = Lock()

    def __call__(self) -> Held:
        """What it holds as it stands now.  One query, and another when the record changed."""
        with self.lock:
            version = content_version()
            now = microseconds(timezone.now())
            before = snapshot = self.snapshot
            if version.number < snapshot.version:
                # Another thread was here since this page was asked for; or another record was put
                # in the place of this one, an older copy perhaps.
                version = latest_version()
            if version.number < snapshot.version or (
                # A change that was seen in its own transaction, and given up; another got its number.
                version.number == snapshot.version and version.moved_at != self.moved_at
            ):
                snapshot = self.nothing()
            if version.number > snapshot.version:
                snapshot = self.followed(snapshot, version.number)
                self.moved_at = version.moved_at
            if snapshot.coming and snapshot.coming[-1][0] <= now:
                snapshot = _released(snapshot, now)
            self.snapshot = snapshot
        if snapshot.public is not before.public and len(snapshot.public) > HEAVY:
            _OUTLIVED.set()
        return snapshot

    def forget(self) -> None:
        """Read everything anew next time."""
        with self.lock:
            self.snapshot = self.nothing()


# Set when a snapshot of many rows has followed another.
_OUTLIVED = Event()


def _let_go(**_signal: Any) -> None:
    """Pages that were sent are circles, each with the megabytes of the snapshot that it was made of: left to
    itself the collector would come to them after hundreds of pages.  The reader has the answer by now.
    """
    if _OUTLIVED.is_set():
        _OUTLIVED.clear()
        gc.collect()


request_finished.connect(_let_go, dispatch_uid="outlived snapshots")


def _released(snapshot, now):
    due = [session for moment, session in snapshot.coming if moment <= now]
    still = tuple(pair for pair in snapshot.coming if pair[0] > now)
    return replace(
        snapshot, public=snapshot.public | BitMap(due), coming=still, memo={}
    )


def entries_since(model, version, columns):
    """The rows of a register that were written after a version, as tuples.  One query.

    Read for the first time, they come a part at a time: all at once, they take more memory for a
    moment than what is made of them takes for good.
    """
    rows = model.objects.filter(version__gt=version).values_list(*columns)
    return rows.iterator(chunk_size=MANY) if version < 0 else rows


def _followed(snapshot, version):
    """`snapshot` with the entries that were written since: so many at once, since lists of all of them would take
    several times the memory of what is made of them, and for good, where others come to lie behind.
    """
    rows = iter(entries_since(RegisterEntry, snapshot.version, COLUMNS))
    before, stale = snapshot, BitMap()
    now = microseconds(timezone.now())
    while some := list(islice(rows, AT_ONCE)):
        snapshot = _with_entries(snapshot, some, now)
        stale |= BitMap([session for session, *_facts in some])
    if not stale:
        return replace(snapshot, version=version)
    # The first time all of them are read: nobody has kept anything yet.
    step = ((before.version, stale),) if before.version >= 0 else ()
    return replace(
        snapshot, version=version, steps=(*before.steps, *step)[-MOST_STEPS:]
    )


def _with_entries(snapshot, rows, now):
    """`snapshot` with these entries, COLUMNS each."""
    places = snapshot.places[:]
    lists: dict[str, dict[Any, list[int]]] = {
        facet: defaultdict(list) for facet in snapshot.by
    }
    stale, public, coming = [], [], []
    year_of = cache(lambda day: datetime.date.fromordinal(day).year)
    # The lists of all areas of a text at once: few texts differ.
    of_areas = cache(lambda areas: [lists["area"][int(a)] for a in areas.split()])
    for row in rows:
        session, public_from, day, commission, kind, place, areas, called_off = row
        stale.append(session)
        if day is None:
            continue
        lists["commission"][commission].append(session)
        lists["kind"][kind].append(session)
        lists["place"][place].append(session)
        lists["year"][year_of(day)].append(session)
        if called_off:
            lists["called_off"][True].append(session)
        for about in of_areas(areas):
            about.append(session)
        # Sessions that went keep their places, which nobody asks for.
        places.extend([0] * (session + 1 - len(places)))
        places[session] = day << SESSION_BITS | session
        if public_from is None:
            continue
        if public_from <= now:
            public.append(session)
        else:
            coming.append((public_from, session))
    gone = BitMap(stale)
    coming += [(moment, pk) for moment, pk in snapshot.coming if pk not in gone]
    return replace(
        snapshot,
        by={
            facet: merged(before, gone, lists[facet])
            for facet, before in snapshot.by.items()
        },
        public=(snapshot.public - gone) | BitMap(public),
        coming=tuple(sorted(coming, reverse=True)),
        places=places,
        columns={
            facet: column.changed(lists[facet])
            for facet, column in snapshot.columns.items()
        },
        memo={},
    )


def merged(before, stale, lists):
    """Bitmaps by value without the stale rows, and with those in `lists`."""
    after = {
        value: sessions - stale if sessions.intersect(stale) else sessions
        for value, sessions in before.items()
    }
    for value, sessions in lists.items():
        after[value] = after.get(value, BitMap()) | BitMap(sessions)
    return {value: sessions for value, sessions in after.items() if sessions}


register = Register(nothing, _followed)
