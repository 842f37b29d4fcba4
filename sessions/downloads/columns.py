"""What a table of the downloads is: its lines, taken out of records as the API gives them, and its columns.

The tables of the lists (`sessions.tables`) are for readers, in one language; these are for programs:
keys instead of names, one column for each language, one line for each thing that a record holds.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission.languages import IN_LANGUAGE

Words = str | Promise
# As the Frictionless Table Schema calls them; "text" is a string in each language.
Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "uri", "text"]  # fmt: skip
Record = dict[str, Any]
Key = tuple[str, ...]

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Column:
    """`heading` and `note` say what it holds, `unit` in what; `values` are all that it may say.

    `language` is that of a text in one language, "" of everything else.
    """

    name: str
    type: Type
    heading: Words
    note: Words = ""
    unit: Words = ""
    values: tuple[str, ...] = ()
    field: str = ""
    language: str = ""

    @property
    def meaning(self) -> str:
        """A sentence or two, in the active language."""
        said = capfirst(str(self.heading))
        if self.language:
            said = f"{said}, {IN_LANGUAGE[self.language]}"
        return f"{said}. {self.note}".strip()

    def cell(self, line: Record) -> Any:
        if self.language:
            return (line[self.field] or {}).get(self.language)
        return line[self.name]


@dataclass(frozen=True)
class ForeignKey:
    """`columns` lead to the `reference` of another table, or of this one; empty, they lead nowhere."""

    columns: Key
    table: str
    reference: Key


@dataclass(frozen=True)
class DataTable:
    """`lines(record)` are those that a record of the API's resource `kind` gives."""

    name: str
    title: Words
    kind: str
    lines: Callable[[Record], Iterable[Record]]
    columns: tuple[Column, ...]
    key: Key = ()
    leads: tuple[ForeignKey, ...] = ()

    def cells(self, record: Record) -> Iterator[list[Any]]:
        for line in self.lines(record):
            yield [column.cell(line) for column in self.columns]


def columns(*described: Column) -> tuple[Column, ...]:
    """The columns of a table; a text has one for each language."""
    made: list[Column] = []
    for each in described:
        if each.type == "text":
            made += [
                Column(f"{each.name}_{code}", "string", each.heading, each.note, field=each.name, language=code)
                for code in LANGUAGES
            ]  # fmt: skip
        else:
            made.append(each)
    return tuple(made)


# ── What several tables say ──────────────────────────────────────────────────────────────────

BY_SLUG = _("By its slug, the last part of its address.")
BY_KEY = _("By its key, the last part of its address.")
BY_COUNTRY = _("By its country, an ISO 3166 code of two letters.")
AS_KNOWN = _(
    "As much of the date as is known: 2020-09-17, 2020-09 or 2020; empty when it is not recorded."
)

COMMISSION = Column("commission", "string", _("commission"), BY_SLUG)
SESSION = Column("session", "string", _("session"), BY_KEY)
NUMBER = Column("number", "integer", _("number"))
COUNTRY = Column("country", "string", _("country"), _("ISO 3166 code of two letters."))
SIDE = Column("side", "string", _("side"), BY_COUNTRY)
ORGANISATION = Column("organisation", "string", _("organisation"), BY_SLUG)
AREA = Column("area", "string", _("sector"), BY_SLUG)
SLUG = Column(
    "slug", "string", _("address"), _("The last part of the address of its page.")
)
ADDRESS = Column("address", "uri", _("address"), _("Of the record for programs."))
PAGE = Column("page", "uri", _("page"), _("The permanent address of its page."))
PUBLISHED = Column(
    "published", "datetime", _("published from"), _("A moment, in UTC (ISO 8601).")
)
NOTE = Column("note", "text", _("note"))
STATUS = _("status")


def precision(name: str) -> Column:
    from commission.dates import DatePrecision

    return Column(
        f"{name}_precision", "string", _("precision of the date"), values=tuple(DatePrecision.values)
    )  # fmt: skip


def spread(record: Record, names: Key, field: str) -> Iterator[Record]:
    """A line for each thing in a list of the record, with what names the record."""
    named = {name: record[name] for name in names}
    for each in record[field]:
        yield named | each


def linked(record: Record, names: Key, field: str, column: str) -> Iterator[Record]:
    """A line for each value in a list of the record."""
    named = {name: record[name] for name in names}
    for value in record[field]:
        yield {**named, column: value}
