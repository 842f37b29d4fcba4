"""What the files hold, for people and for programs: the codebook and the Frictionless data package."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sessions.tables.spreadsheets import XLSX

from .columns import LANGUAGES, Column, DataTable
from .record_tables import TABLES

CODEBOOK = "codebook"
# By the end of a file's name.
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": XLSX,
    "gz": "application/gzip",
    "zip": "application/zip",
    "json": "application/json",
}
CODEBOOK_HEADINGS = [
    "table", "column", "type", "unit", "values", "leads_to",
    *(f"meaning_{code}" for code in LANGUAGES),
]  # fmt: skip


def codebook_lines() -> Iterator[list[str]]:
    """A line for each column of each table, its meaning in every language."""
    for table in TABLES:
        for column in table.columns:
            yield [
                table.name,
                column.name,
                kind_of(column),
                _in("en", column.unit),
                "; ".join(column.values),
                leads_to(table, column),
                *(_in(code, column) for code in LANGUAGES),
            ]


def _in(language, said):
    with override(language):
        return said.meaning if isinstance(said, Column) else str(said)


def kind_of(column: Column) -> str:
    """Its type, as Table Schema calls it; an address is a string of a format."""
    return "string" if column.type == "uri" else column.type


def leads_to(table: DataTable, column: Column) -> str:
    """ "areas.slug" where the column leads there by itself or along with others."""
    for each in table.leads:
        if column.name in each.columns:
            return f"{each.table}.{each.reference[each.columns.index(column.name)]}"
    return ""


def data_package(made_at: str, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """datapackage.json (Data Package v1) of the tables; `files` are bytes and hashes by name."""
    with override("en"):
        package = {
            "profile": "data-package",
            "name": "commission-records",
            "title": _("Commission Records"),
            "description": _(
                "The public record of intergovernmental commissions: sessions, decisions, agreements "
                "and the people who made them."
            ),
            "homepage": settings.SITE_URL + reverse("sessions:data"),
            "created": made_at,
            **_licence(),
            "resources": [_resource(table, files[f"{table.name}.csv"]) for table in TABLES],
        }  # fmt: skip
    return package


def _licence():
    if not settings.LICENCE and not settings.LICENCE_URL:
        return {}
    named = {"title": settings.LICENCE, "path": settings.LICENCE_URL}
    licence = {name: value for name, value in named.items() if value}
    if "path" not in licence:
        licence["name"] = "-".join(settings.LICENCE.split())
    return {"licenses": [licence]}


def _resource(table, file):
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": str(table.title),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file["size"],
        "hash": f"sha256:{file['sha256']}",
        "schema": _schema(table),
    }


def _schema(table):
    schema: dict[str, Any] = {"fields": [_field(table, each) for each in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.leads:
        schema["foreignKeys"] = [_foreign_key(table, each) for each in table.leads]
    return schema


def _field(table, column):
    field: dict[str, Any] = {
        "name": column.name,
        "type": kind_of(column),
        "description": column.meaning,
        # Not of the standard, which knows one language.
        "descriptions": {code: _in(code, column) for code in LANGUAGES},
    }
    if column.type == "uri":
        field["format"] = "uri"
    if column.unit:
        field["unit"] = str(column.unit)
    constraints: dict[str, Any] = {}
    if column.values:
        constraints["enum"] = list(column.values)
    if column.name in table.key:
        constraints["required"] = True
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_key(table, lead):
    """A key with one column is a word, as the standard's first version wants it."""

    def named(columns: Iterable[str]) -> Any:
        names = list(columns)
        return names[0] if len(names) == 1 else names

    # The standard calls the table itself "".
    other = "" if lead.table == table.name else lead.table.replace("_", "-")
    return {
        "fields": named(lead.columns),
        "reference": {"resource": other, "fields": named(lead.reference)},
    }
