"""The first half: records files into dataclasses.  It never asks the database.

Every problem of every file is collected before anybody is told.
"""

import json
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from .problems import Place, Problem
from .read_commission import read_commission
from .read_shared import (
    read_areas,
    read_indicators,
    read_organisations,
    read_participants,
)
from .records import Records
from .table import Table


def read_files(
    paths: Iterable[Path], *, done: Callable[[Path], object] = lambda path: None
) -> tuple[Records, list[Problem]]:
    """What the files say together, and all that is wrong with them.

    `.json` files are read as JSON, all others as TOML.  `done` is called after each file.
    """
    records, problems = Records(), list[Problem]()
    for path in paths:
        place = Place(str(path))
        try:
            values = _values(path)
        except (OSError, ValueError, RecursionError) as error:
            problems.append(place.problem("", _unreadable(error)))
        else:
            with Table(values, place, problems) as table:
                read_records(table, path.parent, records)
        done(path)
    return records, [*problems, *_said_twice(records)]


def read_records(table: Table, folder: Path, records: Records) -> None:
    """Add to `records` what a file's outermost table says."""
    records.areas += read_areas(table)
    records.organisations += read_organisations(table)
    records.participants += read_participants(table)
    records.indicators += read_indicators(table)
    if commission := read_commission(table, folder):
        records.commissions.append(commission)


def _values(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() != ".json":
        return tomllib.loads(text, parse_float=Decimal)
    values = json.loads(
        text,
        parse_float=Decimal,
        parse_constant=Decimal,
        object_pairs_hook=_each_key_once,
    )
    if not isinstance(values, dict):
        raise ValueError("the file holds no object: put all in { }")  # noqa: TRY004
    return values


def _each_key_once(pairs):
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the field “{twice}” stands twice in one object: remove one")
    return values


def _unreadable(error: Exception) -> str:
    """A sentence; the errors of both readers name the line."""
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror}): check its name and permissions."
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return f"is not UTF-8 text (line {line}): save it in the encoding UTF-8."
    if isinstance(error, RecursionError):
        return "is nested too deeply for a records file: take the inner brackets out."
    return f"cannot be understood: {error}. Mend that place first."


def _said_twice(records):
    """Records that stand in the files more than once: which one would be true?"""
    nouns = {
        "area": records.areas,
        "organisation": records.organisations,
        "participant": records.participants,
        "indicator": records.indicators,
        "commission": records.commissions,
        "agreement": [a for c in records.commissions for a in c.agreements],
    }
    for noun, said in nouns.items():
        first: dict[str, Place] = {}
        for record in said:
            place = first.setdefault(record.slug, record.place)
            if record.slug and place is not record.place:
                message = f"the {noun} “{record.slug}” stands in {place.file} already: keep one."
                yield record.place.problem("slug", message)
