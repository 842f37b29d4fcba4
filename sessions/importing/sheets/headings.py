"""Which column is which: headings of all four languages, in any order and case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from openpyxl.utils import get_column_letter

from commission.folding import fold
from commission.templatetags.numbers import grouped

from .reading import BLANK, MOST_ROWS, TOO_MANY, Sheet

# Above the headings there may be a title, the name of a ministry, an empty line.
HEADINGS_WITHIN = 10


@dataclass(frozen=True)
class Table:
    """The rows under the headings: (number in the file, {column's key: text}).

    `places` are the letters of the columns by key; `strangers` headings that nobody knows, each
    with its cell.
    """

    rows: list[tuple[int, dict[str, str]]]
    places: dict[str, str]
    strangers: list[tuple[str, str]]


def spelt(words: object) -> str:
    """A heading without case, accents and signs."""
    return re.sub(r"\W+", " ", fold(str(words)).replace("№", " no ")).strip()


def heading_of(column: Any) -> str:
    """What a template calls the column, in the active language."""
    return capfirst(str(column.heading))


def understand(sheet: Sheet, columns: Iterable[Any]) -> Table:
    """Tell headings from rows.  Raise ValidationError where none is known, one stands twice, or
    one is missing that is needed.
    """
    columns = list(columns)
    known = _called(columns)
    found = [
        [known.get(spelt(cell)) if cell else None for cell in row]
        for _number, row in sheet.rows[:HEADINGS_WITHIN]
    ]
    counts = [sum(key is not None for key in keys) for keys in found]
    if not any(counts):
        wanted = ", ".join(heading_of(column) for column in columns if column.needed)
        raise ValidationError(
            _("No heading of the table is known. It needs: %(wanted)s. The template has them all.")
            % {"wanted": wanted or heading_of(columns[0])}
        )  # fmt: skip
    at = counts.index(max(counts))
    number, headings = sheet.rows[at]
    if len(sheet.rows) - at - 1 > MOST_ROWS:
        raise ValidationError(TOO_MANY, params={"limit": grouped(MOST_ROWS)})
    _check(columns, found[at], headings, number)
    rows = [
        (
            number,
            {key: cell for key, cell in zip(found[at], row, strict=False) if key},
        )
        for number, row in sheet.rows[at + 1 :]
    ]
    rows = [(number, row) for number, row in rows if any(row.values())]
    if not rows:
        raise ValidationError(BLANK)
    return Table(
        rows,
        {key: get_column_letter(i) for i, key in enumerate(found[at], 1) if key},
        [
            (heading, f"{get_column_letter(i)}{number}")
            for i, (heading, key) in enumerate(zip(headings, found[at], strict=True), 1)
            if heading and not key
        ],
    )


def _check(columns, keys, headings, number):
    for key in keys:
        if key and keys.count(key) > 1:
            twice = [
                f"“{heading}” ({get_column_letter(i)}{number})"
                for i, (heading, each) in enumerate(zip(headings, keys, strict=True), 1)
                if each == key
            ]
            raise ValidationError(
                _("Two columns say the same: %(columns)s. Keep one of them.")
                % {"columns": ", ".join(twice)}
            )
    missing = [
        heading_of(column)
        for column in columns
        if column.needed and not set(column.needed) & set(keys)
    ]
    if missing:
        raise ValidationError(
            _("The table has no column “%(heading)s”, which every row needs.")
            % {"heading": missing[0]}
        )


def _called(columns):
    """{heading as it is spelt: key}; a text without a language in its heading is in that of the words."""
    called: dict[str, str] = {}
    for column in columns:
        called.setdefault(spelt(column.key), column.key)
    for code, _name in settings.LANGUAGES:
        with override(code):
            for column in columns:
                called.setdefault(spelt(column.heading), column.key)
    for code, _name in settings.LANGUAGES:
        with override(code):
            for column in columns:
                if column.language in ("", code):
                    for words in column.also:
                        called.setdefault(spelt(words), column.key)
    return called
