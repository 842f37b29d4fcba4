"""Trying a table and taking it over: in one change of the record, all or nothing."""

import hashlib
import json
import logging
from dataclasses import dataclass, field
from typing import Any

import tablib
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from import_export.results import RowResult

from commission.models import writing
from sessions.models import FollowUp

from .columns import text_of
from .headings import Table, understand
from .reading import Sheet
from .resource import SheetResource

logger = logging.getLogger(__name__)

WHAT = {RowResult.IMPORT_TYPE_NEW: "new", RowResult.IMPORT_TYPE_UPDATE: "changed"}


@dataclass(frozen=True)
class Line:
    """What became of a line: "new", "changed", "same" or "wrong".

    `changes` are (heading, before, after), `problems` (cell or "", sentence).
    """

    number: int
    what: str
    name: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What a table would do, or did."""

    lines: list[Line]
    strangers: list[tuple[str, str]]

    def number_of(self, what: str) -> int:
        return sum(line.what == what for line in self.lines)

    @property
    def is_wrong(self) -> bool:
        return any(line.what == "wrong" for line in self.lines)

    @property
    def changes_nothing(self) -> bool:
        return all(line.what == "same" for line in self.lines)

    @property
    def digest(self) -> str:
        """The same for the same changes: what is confirmed is what was shown."""
        told = [(line.number, line.what, line.changes) for line in self.lines]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class _TakenBack(Exception):  # noqa: N818 - nothing is wrong
    """Undoes what was tried."""


def try_out(sheet: Sheet, resource: SheetResource) -> Outcome:
    """What the table would do; nothing is written.  Raises ValidationError where it is no such table."""
    return _run(sheet, resource, expected=None)


def take_over(sheet: Sheet, resource: SheetResource, expected: str) -> tuple[Outcome, bool]:  # fmt: skip
    """(outcome, whether it was written): only what was shown, by the outcome's digest, is written."""
    outcome = _run(sheet, resource, expected=expected)
    return outcome, not outcome.is_wrong and outcome.digest == expected


def _run(sheet, resource, *, expected):
    table = understand(sheet, resource.columns)
    outcome = None
    try:
        with writing(savepoint=True):
            outcome, rows = _lines(table, resource)
            if outcome.is_wrong or outcome.digest != expected:
                raise _TakenBack
            _log(resource, rows, sheet.name)
    except _TakenBack:
        pass
    except DatabaseError as error:
        logger.exception("A table of %s was refused.", resource._meta.model)
        raise ValidationError(
            _("The database refuses the table: nothing was written. Try it again.")
        ) from error
    return outcome


def _lines(table: Table, resource: SheetResource) -> tuple[Outcome, list[tuple[Any, str]]]:  # fmt: skip
    keys = list(table.places)
    resource.numbers = [number for number, _row in table.rows]
    data = tablib.Dataset(
        *([row.get(key, "") for key in keys] for _number, row in table.rows),
        headers=keys,
    )
    result = resource.import_data(data, use_transactions=False)
    for error in result.base_errors:
        raise error.error
    lines, rows = [], []
    for number, (line_number, cells), told in zip(
        range(len(table.rows)), table.rows, result.rows, strict=True
    ):
        del number
        _raise_unexpected(told)
        lines.append(_line(line_number, cells, told, table, resource))
        if lines[-1].what in ("new", "changed"):
            rows.append((told.instance, lines[-1].what))
    return Outcome(lines, table.strangers), rows


def _raise_unexpected(told):
    for error in told.errors:
        raise error.error


def _line(number, cells, told, table, resource):
    name = next(filter(None, cells.values()), "")[:80]
    if told.validation_error:
        problems = list(_problems(number, told.validation_error, table, resource))
        return Line(number, "wrong", name, problems=problems)
    what = WHAT.get(told.import_type, "same")
    if told.instance is not None:
        name = text_of(told.instance)
    return Line(number, what, name, told.changes if what != "same" else [])


def _problems(number, error, table, resource):
    places = {
        name: f"{table.places[column.key]}{number}"
        for column in resource.columns
        for name in (column.attribute, column.key)
        if column.key in table.places
    }
    by_field = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: [error]}
    for name, errors in by_field.items():
        for each in errors:
            for sentence in each.messages:
                if name != NON_FIELD_ERRORS and name not in places:
                    sentence = f"{_called(name, resource)}: {sentence}"
                yield places.get(name, ""), sentence


def _called(name, resource):
    """A column that the table does not have, by its name for people."""
    for column in resource.columns:
        if name in (column.attribute, column.key):
            return column.heading
    return resource._meta.model._meta.get_field(name).verbose_name


def _log(resource, rows, name):
    """Who took over what; statements are logged by the verb that records them."""
    for row, _what in rows:
        resource.reach.written(row)
    told = f"From the table {name}."
    for what, flag in (("new", ADDITION), ("changed", CHANGE)):
        written = [row for row, each in rows if each == what]
        if resource._meta.model is FollowUp and what == "new":
            continue
        if written and resource.by:
            LogEntry.objects.log_actions(resource.by.pk, written, flag, change_message=told)  # fmt: skip
