"""Fills the database that DATABASE_URL names with the world, unless it is there already."""

import hashlib
import json
import multiprocessing
import os
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from sessions.management.progress import Progress
from sessions.models import Session

from . import derived, shared
from .history import MODELS, History
from .tables import write
from .words import COMMON, language

SEED = 7
# Commissions to a task: some hundred sessions, twenty megabytes of rows on their way.
TASK = 10
_world = None


def keep_as_it_is():
    """Migrate the world that is there and no more, whatever it was made by."""
    derived.migrate()
    call_command("prepare", "--no-migrate")


def ensure(sessions):
    """Build what is missing: nothing, what is derived from the record, or all.

    A world that is there is migrated, as any record is, before it is looked at.
    """
    kept = _Stamps()
    if kept.record != _record_stamp(sessions):
        _empty(is_ours=kept.path.exists())
        kept.keep(record=None)
        _timed("The record", _build_record, sessions)
        kept.keep(record=_record_stamp(sessions), derived=None)
    else:
        derived.migrate()
    if kept.derived != derived.stamp():
        _timed("What is derived", derived.build, kept.record, _workers())
        kept.keep(derived=derived.stamp())
    call_command("prepare", "--no-migrate")


class _Stamps:
    """What the world in this database was built from, in a file of its name in DATA_DIR."""

    def __init__(self):
        name = Path(connection.settings_dict["NAME"]).stem
        self.path = settings.DATA_DIR / f"{name}-{connection.vendor}.json"
        self.said = json.loads(self.path.read_text()) if self.path.exists() else {}

    record = property(lambda self: self.said.get("record"))
    derived = property(lambda self: self.said.get("derived"))

    def keep(self, **said):
        self.said.update(said)
        self.path.write_text(json.dumps(self.said))


def _timed(what, action, *args):
    begun = time.perf_counter()
    action(*args)
    print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)


def _record_stamp(sessions):
    """Changes with the seed, the size and what makes the record."""
    digest = hashlib.sha256(f"{SEED} {sessions}".encode())
    here = Path(__file__).parent
    for module in ("history", "names", "shared", "tables", "words"):
        digest.update((here / f"{module}.py").read_bytes())
    return digest.hexdigest()


def _build_record(sessions):
    world = shared.World(SEED, sessions)
    shared.load_areas(world)
    with _in_bulk():
        shared.make_countries(world)
        for make in (shared.make_bodies, shared.make_people, shared.make_commissions):
            write(make(world))
        _write_histories(world)
    _after()


def _write_histories(world):
    global _world
    _world = world
    for code in COMMON:
        language(code, SEED)
    progress = Progress("Making sessions", world.sessions)
    first = [
        world.commissions[n : n + TASK] for n in range(0, len(world.commissions), TASK)
    ]
    # The workers are forks: they have the world and its words already.
    with multiprocessing.get_context("fork").Pool(_workers()) as pool:
        for made in pool.imap(_histories, first):
            rows = dict(zip(MODELS, made, strict=True))
            write(rows)
            progress.add(len(rows[Session]))


def _histories(pairs):
    """The rows of each of MODELS.  By their order: Django's classes of joins cannot be sent."""
    rows = {model: [] for model in MODELS}
    for pair in pairs:
        for model, made in History(_world, pair).make().items():
            rows[model] += made
    return list(rows.values())


def _workers():
    return min(4, os.cpu_count() or 1)


def _empty(*, is_ours):
    """An empty database with all tables.  Refuses one that holds a record which is no made-up world."""
    tables = connection.introspection.table_names()
    if Session._meta.db_table in tables and not is_ours and Session.objects.exists():
        raise SystemExit("This database holds a record: name an empty one.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _in_bulk():
    """A crash loses the world, which is made anew then; nothing waits for the disk meanwhile."""
    if connection.vendor == "postgresql":
        yield
        return
    connection.ensure_connection()
    connection.connection.executescript(
        "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-200000"
    )
    yield
    connection.close()


def _after():
    """What Django and the databases would know by now of a record that grew by itself."""
    models = list(dict.fromkeys([*shared.MODELS, *MODELS]))
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
