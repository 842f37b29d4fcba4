"""Makes the downloads of the whole public record: read once, as of one moment, fifty records at a time."""

import fcntl
import gc
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from commission.models import Commission, as_at
from commission.models.content_version import latest_version
from commission.unchanged import edition
from sessions.api.operations import RESOURCES
from sessions.api.resource import Resource
from sessions.api.values import in_all_languages, in_language

from .built import CURRENT, HELD, MANIFEST, MODELS, built_downloads, public_keys
from .columns import LANGUAGES, Record
from .describing import (
    CODEBOOK,
    CODEBOOK_HEADINGS,
    codebook_lines,
    data_package,
)
from .record_tables import TABLES
from .records_files import write_commission, write_shared
from .writing import RecordFiles, TableFiles

# With all that stands on them: what is held in memory at once.
RECORDS_AT_ONCE = 50
# Decisions are read with their sessions.
WITHIN = {"sessions": ("decisions",)}
KINDS = [each for each in RESOURCES if each.name != "decisions"]
CHECKSUMS, PACKAGE = "SHA256SUMS", "datapackage.json"
NEW = ".new-"


class BeingBuiltError(Exception):
    """Somebody else is at it."""


def is_current() -> bool:
    """True when the files would come out the same: the record, the day and the portal are.  One query."""
    built, version = built_downloads(), latest_version()
    if built is None:
        return False
    is_released_since = version.released_at and version.released_at > built.made_at
    made_of = (built.version, built.edition, timezone.localdate(built.made_at))
    of_now = (version.number, edition()[0], timezone.localdate())
    return made_of == of_now and not is_released_since


def build(begin: Callable[[int], Callable[[int], object]]) -> None:
    """Make all files anew, beside those that are there, and put them in their place when they are whole.

    `begin(total)` is told how many records there are to read and gives what is called with how many
    were.  Raises BeingBuiltError.
    """
    root = settings.DOWNLOADS_ROOT
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root), _as_of_one_moment():
        # In this order: what is public in this version is so at this moment.
        version, made_at = latest_version(), timezone.now()
        name = f"{made_at:%Y%m%dT%H%M%S%fZ}-{version.number}"
        new = root / f"{NEW}{name}"
        new.mkdir()
        try:
            with as_at(made_at), override("en"):
                held, rows, commissions = _write(new, begin)
            _describe(new, made_at.isoformat(timespec="seconds"), version.number, held, rows, commissions)  # fmt: skip
            new.rename(root / name)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        _put_in_place(root, name)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """The lock goes with the process that holds it, however it ends; what others left half done goes too."""
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingBuiltError from None
        for left in root.glob(f"{NEW}*"):
            shutil.rmtree(left)
        yield


@contextmanager
def _as_of_one_moment() -> Iterator[None]:
    """All that is read in it is of one state of the record, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django's own transactions of SQLite begin by waiting for writers, and keep them waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


# ── What is written ──────────────────────────────────────────────────────────────────────────


def _write(folder, begin):
    """({model: keys}, {file: how many rows}, [(slug, names)]) of what is now in the folder."""
    held = {model._meta.label: public_keys(model) for model in MODELS}
    keys = {each.name: _keys(each) for each in KINDS}
    step = begin(sum(map(len, keys.values())))
    rows: dict[str, int] = {}
    for resource in KINDS:
        tables = [table for table in TABLES if table.kind == resource.name]
        files = RecordFiles(folder, resource.name, tables, WITHIN.get(resource.name, ()))  # fmt: skip
        with files:
            for record in records(resource, keys[resource.name], step):
                files.append(record)
        rows |= files.rows
    rows |= _write_codebook(folder)
    return held, rows, list(_write_records_files(folder))


def _keys(resource: Resource) -> list[int]:
    return list(resource.rows().published().values_list("pk", flat=True))


def records(
    resource: Resource, keys: list[int], step: Callable[[int], object]
) -> Iterator[Record]:
    """The public records with these keys as the API gives them, whole and in all languages."""
    for first in range(0, len(keys), RECORDS_AT_ONCE):
        batch = keys[first : first + RECORDS_AT_ONCE]
        known = resource.rows().published().in_bulk(batch)
        rows = [known[pk] for pk in batch if pk in known]
        yield from resource.shaped(rows, resource.fields, in_all_languages)
        # What stands on a record refers to it and it to them: such rings would pile up unseen.
        del known, rows
        gc.collect()
        step(len(batch))


def _write_codebook(folder):
    files = TableFiles(folder, CODEBOOK, CODEBOOK, CODEBOOK_HEADINGS)
    for line in codebook_lines():
        files.append(line)
    files.close()
    return {f"{CODEBOOK}.{ending}": files.rows for ending in ("csv", "xlsx")}


def _write_records_files(folder):
    write_shared(folder)
    for pk in Commission.objects.published().order_by("slug").values_list("pk", flat=True):  # fmt: skip
        commission = Commission.objects.get(pk=pk)
        write_commission(folder, commission)
        gc.collect()
        say = {code: in_language(code)(commission, "short_name") for code in LANGUAGES}
        yield commission.slug, say


# ── What is said of it ───────────────────────────────────────────────────────────────────────


def _describe(folder, made_at, version, held, rows, commissions):
    files = {path.name: _facts(path, rows) for path in sorted(folder.iterdir())}
    _write_json(folder / PACKAGE, data_package(made_at, files))
    files[PACKAGE] = _facts(folder / PACKAGE, rows)
    sums = [f"{each['sha256']}  {name}\n" for name, each in sorted(files.items())]
    (folder / CHECKSUMS).write_text("".join(sums))
    files[CHECKSUMS] = _facts(folder / CHECKSUMS, rows)
    manifest = {
        "made_at": made_at,
        "version": version,
        "edition": edition()[0],
        "licence": settings.LICENCE,
        "licence_url": settings.LICENCE_URL,
        "commissions": commissions,
        "files": list(files.values()),
    }
    _write_json(folder / HELD, held)
    _write_json(folder / MANIFEST, manifest)


def _facts(path: Path, rows: dict[str, int]) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    return {"name": path.name, "size": size, "sha256": digest, "rows": rows.get(path.name)}  # fmt: skip


def _write_json(path: Path, values: Any) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False))


def _put_in_place(root, name):
    """In one step; what was there before goes afterwards."""
    link = root / f"{NEW}link"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(root / CURRENT)
    for other in root.iterdir():
        if other.is_dir() and not other.is_symlink() and other.name != name:
            shutil.rmtree(other)
