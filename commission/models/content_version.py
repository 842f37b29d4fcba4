"""The number that moves with every change of the record.

One row, moved in the transaction of the change: whoever reads the number they know has missed
nothing.  Its lock makes writers take turns, each from its first row on, so that no two of them
ever wait for each other.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, NamedTuple

from django.db import connections, models, transaction
from django.utils import timezone

from commission import change_mark


class Version(NamedTuple):
    """What a page is made from: the number of the latest change and the moment it was made, and
    the latest moment at which something was released by itself (None before the first).

    `names` is the number of the latest change of what people, bodies and agreements are called, or
    of which of them are public.
    """

    number: int
    moved_at: datetime.datetime | None
    released_at: datetime.datetime | None
    names: int


NONE_YET = Version(0, None, None, 0)


class ContentVersion(models.Model):
    """The one row; a record that nobody ever wrote has none."""

    number = models.BigIntegerField()
    moved_at = models.DateTimeField()
    names = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "content version"
        verbose_name_plural = "content versions"

    def __str__(self):
        return str(self.number)


class Release(models.Model):
    """A moment for which something was to be published: pages may change then by themselves."""

    moment = models.DateTimeField(primary_key=True)

    class Meta:
        verbose_name = "release"
        verbose_name_plural = "releases"

    def __str__(self):
        return str(self.moment)


_pinned: ContextVar[Version | None] = ContextVar("pinned", default=None)
# Written out: every page asks for it, and those that did not change ask for nothing else.
_READ = """
SELECT number, moved_at, (SELECT max(moment) FROM commission_release WHERE moment <= %s), names
FROM commission_contentversion
"""
_MOVE = """
INSERT INTO commission_contentversion (id, number, moved_at) VALUES (1, 1, %s)
ON CONFLICT (id) DO UPDATE
SET number = commission_contentversion.number + 1, moved_at = excluded.moved_at
RETURNING number
"""
_NEXT_RELEASE = "SELECT min(moment) FROM commission_release WHERE moment > %s"
# By database: the version that it stands at for as long as its number does, and until when at most.
_standing: dict[str, tuple[Version, datetime.datetime | None]] = {}


def content_version(using: str = "default") -> Version:
    """The version that the database stands at, or stood at when the page was asked for (`pinned`).

    One query; none within a page.
    """
    return _pinned.get() or latest_version(using)


def latest_version(using: str = "default") -> Version:
    """The version that the database stands at now, whatever is pinned.

    One query; none where this machine knows that nothing has changed (`change_mark`), one more
    where it knows again.  A transaction may see an older state than others do: it asks.
    """
    in_transaction = connections[using].in_atomic_block
    settled = None if in_transaction else change_mark.settled()
    if settled is None:
        return _asked_version(using)
    version, until = _standing.get(using, (NONE_YET, None))
    if version.number == settled and (until is None or timezone.now() < until):
        return version
    until = _moment(_ask(_NEXT_RELEASE, using)[0])
    version = _asked_version(using)
    if version.number == settled:
        _standing[using] = version, until
    return version


def _asked_version(using):
    connection: Any = connections[using]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = connection.rows_at_once(_READ, [now])
    row = _ask(_READ, using) if rows is None else next(iter(rows), None)
    if row is None:
        return NONE_YET
    number, moved_at, released_at, names = row
    return Version(number, _moment(moved_at), _moment(released_at), names)


@contextmanager
def pinned() -> Iterator[Version]:
    """Read the version once for a page: what is read later may be newer, and never older.

    One query at most.
    """
    token = _pinned.set(version := latest_version())
    try:
        yield version
    finally:
        _pinned.reset(token)


def unpin() -> None:
    """Within a page: read on from the record as it is now, which is newer than what was pinned."""
    _pinned.set(None)


def move_content_version(using: str = "default") -> int:
    """Say that the record changes, and give the new number.  One query, which waits for writers."""
    with transaction.atomic(using, savepoint=False):
        number = _ask(_MOVE, using)[0]
        change_mark.begin(number)
        transaction.on_commit(partial(change_mark.end, number), using)
    return number


def move_names(using: str = "default") -> None:
    """Within a change, whose number was moved: say that it is one of names.  One query."""
    ContentVersion.objects.using(using).update(names=models.F("number"))


def take_turn(using: str = "default") -> int:
    """Within a transaction: wait for whoever is writing, and let nobody write before it ends; the
    number that the record stands at.  One query.
    """
    rows = ContentVersion.objects.using(using).select_for_update()
    return rows.values_list("number", flat=True).first() or 0


def _ask(sql, using):
    """The one row of a query that is told what time it is."""
    connection = connections[using]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [now])
        return cursor.fetchone()


def _moment(value):
    """SQLite keeps moments in UTC without saying so, and gives some of them as texts."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    return value and value.replace(tzinfo=value.tzinfo or datetime.UTC)
