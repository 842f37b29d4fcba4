"""The record as records files: importing them into an empty database gives the same record."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import tomli_w

from commission.models import Commission

from . import shared_records
from .commission_records import commission_file
from .fields import Values
from .file_records import Copies

SHARED: dict[str, Callable[[], Values]] = {
    "areas": lambda: {"areas": shared_records.areas()},
    "participants": lambda: {
        "organisations": list(shared_records.organisations()),
        "participants": list(shared_records.participants()),
    },
    "indicators": lambda: {"indicators": shared_records.indicators()},
}


def export_records(folder: Path, commissions: Iterable[Commission]) -> Iterator[Path]:
    """Write areas.toml, participants.toml, indicators.toml and a file for each commission.

    Documents and photos go to `files/` in the same folder.  Drafts are written too, and what
    is withdrawn.  Yields the path of each records file when it is written.
    """
    for name, values in SHARED.items():
        yield _write(folder / f"{name}.toml", values())
    for commission in commissions:
        copies: Copies = {}
        path = folder / f"{file_name(commission)}.toml"
        yield _write(path, commission_file(commission, copies))
        for path, file in copies.items():
            _copy(file, folder / path)


def file_name(commission: Commission) -> str:
    """Without its ending.  A commission could be called “areas”."""
    is_taken = commission.slug in SHARED
    return f"{commission.slug}-commission" if is_taken else commission.slug


def _write(path: Path, values: Values) -> Path:
    values = {name: tables for name, tables in values.items() if tables}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        tomli_w.dump(values, file, multiline_strings=True, indent=2)
    return path


def _copy(stored, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with stored.open("rb") as source, path.open("wb") as copy:
        shutil.copyfileobj(source, copy)
