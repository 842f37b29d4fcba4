"""What is kept beside the record and made from it: digests, words, appearances, the register.

By the project's own functions; only that both cores read words, that rows go straight into the
tables and that full-text indexes are made when all rows are there.  A sample is checked at the end.
"""

import hashlib
import multiprocessing
import os
import pickle
import random
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate

from commission.models import move_content_version
from participants.models import Organisation, Participant
from sessions.appearing import write_appearances
from sessions.decision_entries import rebuild_decision_entries
from sessions.indexing import OWNERS, digest_rows, streams_of
from sessions.management.progress import Progress
from sessions.models import Appearance, KnownWord
from sessions.models.full_text import DIGESTS, ensure_full_text
from sessions.rebuilding import _stale
from sessions.register import rebuild_entries
from sessions.search import tokens
from sessions.suggesting import rebuild_suggestions
from sessions.vocabulary import words_in

from .tables import write

# What words become tokens by; a change of any makes the digests anew.
READ_BY = [
    "commission/folding.py",
    "sessions/search/digest.py",
    "sessions/search/tokens.py",
    "sessions/indexing.py",
    "sessions/markdown.py",
    "sessions/titles.py",
    "sessions/vocabulary.py",
    "sessions/models/digest.py",
]
# What else derived rows depend on.
MADE_BY = [
    *READ_BY,
    "sessions/appearing.py",
    "sessions/decision_entries.py",
    "sessions/models/decision.py",
    "sessions/register.py",
    "commission/hearing.py",
    "sessions/models/suggestion.py",
    "sessions/suggesting.py",
    "sessions/models/full_text.py",
]
BATCH = 250
CHECKED = 8


def stamp(patterns=MADE_BY):
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build(record, workers):
    """Make all of it anew; `record` is the stamp of the record."""
    with _in_bulk():
        _drop_indexes()
        _write_digests(_kept_for(f"{record}{stamp(READ_BY)}"), workers)
        _make_full_text()
        _write_appearances()
        rebuild_suggestions()
        rebuild_entries()
        rebuild_decision_entries()
        move_content_version()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    _check()


def migrate():
    """Without what follows a migration: indexing a hundred thousand sessions one by one."""
    receivers, post_migrate.receivers = post_migrate.receivers, []
    post_migrate.sender_receivers_cache.clear()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        post_migrate.receivers = receivers
        post_migrate.sender_receivers_cache.clear()


def _make_full_text():
    if connection.vendor == "postgresql":
        # Of a hundred thousand sessions: with less memory, an hour of merging.
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '4GB'")
    ensure_full_text(connection)


def _write_appearances():
    for model in (Participant, Organisation):
        for first, last in _batches(model):
            keys = _keys(model, first, last)
            people, bodies = (keys, ()) if model is Participant else ((), keys)
            write_appearances(people, bodies, "default")


@contextmanager
def _in_bulk():
    """Nothing waits for the disk; a crash loses the index, which is made anew then."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.executescript(
            "PRAGMA synchronous=OFF; PRAGMA cache_size=-400000"
        )
    yield
    connection.close()


def _drop_indexes():
    """Empty tables without the databases' own indexes: those are quicker made of all rows at once."""
    with connection.cursor() as cursor:
        for digest in DIGESTS:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP INDEX IF EXISTS {digest.full_text}")
                cursor.execute(f"TRUNCATE {digest._meta.db_table}")
                continue
            for ending in ("added", "removed", "changed"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {digest.full_text}_{ending}")
            cursor.execute(f"DROP TABLE IF EXISTS {digest.full_text}")
            cursor.execute(f"DELETE FROM {digest._meta.db_table}")
        for model in (KnownWord, Appearance):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


# ── Digests ──────────────────────────────────────────────────────────────────────────────────


def _kept_for(stamp):
    """Where digests wait for the other database: they are the same for both."""
    name = hashlib.sha256(stamp.encode()).hexdigest()[:16]
    return settings.DATA_DIR / f"digests-{name}"


def _write_digests(kept, workers):
    kept.mkdir(exist_ok=True)
    tasks = [
        (kept, number, *bounds)
        for number in range(len(OWNERS))
        for bounds in _batches(OWNERS[number][1])
    ]
    words = set()
    progress = Progress("Reading words", len(tasks))
    # Each worker opens a connection of its own.
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    fork = multiprocessing.get_context("fork")
    with fork.Pool(workers, initializer=_remember_all_words) as pool:
        for path in pool.imap(_digest_file, tasks):
            digest, rows, new = pickle.loads(path.read_bytes())  # noqa: S301 - our own
            write({digest: rows})
            words |= new
            progress.add(1)
    write({KnownWord: [(word, word[:2]) for word in sorted(words)]})


def _batches(model):
    """(first, last) primary keys of every so many rows."""
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    return [
        (keys[at], keys[min(at + BATCH, len(keys)) - 1])
        for at in range(0, len(keys), BATCH)
    ]


def _keys(model, first, last):
    rows = model._base_manager.filter(pk__range=(first, last))
    return list(rows.values_list("pk", flat=True))


def _remember_all_words():
    """The world has half a million: what a server remembers of them is pushed out all the time."""
    tokens._read = cache(tokens._read.__wrapped__)


def _digest_file(task):
    """Where the (model, rows, words) of a batch are, made unless they are there."""
    kept, number, first, last = task
    digest, owner = OWNERS[number]
    path = kept / f"{number}-{first}.pickle"
    if not path.exists():
        keys = _keys(owner, first, last)
        made = _made(digest, streams_of(digest, owner, keys, "default"))
        # Another database's world may be built beside this one, from the same words.
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(made))
        draft.rename(path)
    return path


def _made(digest, streams):
    columns = [field.attname for field in digest._meta.concrete_fields]
    rows = [
        tuple(getattr(row, column) for column in columns)
        for place, stream in streams.items()
        for row in digest_rows(digest, place, stream)
    ]
    return digest, rows, set().union(*map(words_in, streams.values()))


# ── Is it what the project would have made? ──────────────────────────────────────────────────


def _check():
    """Raise SystemExit unless a sample of the digests is what the record says."""
    chance = random.Random(0)
    for digest, owner in OWNERS:
        batches = _batches(owner)
        for first, last in chance.sample(batches, min(CHECKED, len(batches))):
            keys = _keys(owner, first, last)
            wrong = list(islice(_stale(digest, owner, first - 1, keys, last), 3))
            if wrong:
                raise SystemExit("\n".join(wrong))
