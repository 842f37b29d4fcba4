"""Values of records as the API gives them: the names are those of records files."""

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from commission.dates import as_machines_read
from commission.languages import text_and_language

# Gives a translated field of a row: in all its languages, or in one.
Say = Callable[[Any, str], dict[str, str] | None]
Values = dict[str, Any]


def in_all_languages(row: Any, name: str) -> dict[str, str] | None:
    """{language: text} of the languages that have one, None when none has."""
    texts = {
        code: text
        for column, code in _columns(name)
        if (text := getattr(row, column, None))
    }
    return texts or None


@cache
def _columns(name):
    return [(f"{name}_{code}", code) for code, _label in settings.LANGUAGES]


def in_language(language: str) -> Say:
    """Gives the text in `language`, or the first fallback's that has one, and says which."""

    def say(row: Any, name: str) -> dict[str, str] | None:
        text, code = text_and_language(row, name, language)
        return {"text": text, "lang": code} if text else None

    return say


def known(day: datetime.date | None, precision: str) -> str | None:
    """As much of a date as is known: "2020-09-17", "2020-09", "2020"."""
    return as_machines_read(day, precision) if day else None


def date(name: str, day: datetime.date | None, precision: str) -> Values:
    """Both fields of an imprecise date."""
    return {
        name: known(day, precision),
        f"{name}_precision": precision if day else None,
    }


def moment(when: datetime.datetime) -> str:
    return when.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def slug(row: Any) -> str | None:
    """Of a row that has a page; what is not public is not named."""
    return row.slug if row is not None and row.is_published else None


def slugs(rows: Iterable[Any]) -> list[str]:
    return sorted(row.slug for row in rows)


def country(side: Any) -> str | None:
    """What names a side; None for all of them together."""
    return side.country if side else None


def sources(row: Any, say: Say) -> list[Values]:
    return [
        {
            "publisher": each.publisher,
            "title": say(each, "title"),
            "address": each.address or None,
            **date("date", each.published_on, each.published_precision),
            "doubt": say(each, "doubt"),
        }
        for each in row.sources.all()
    ]


def corrections(row: Any, say: Say) -> list[Values]:
    return [
        {
            "moment": moment(each.moment),
            "note": say(each, "note"),
            "page": f"{page(row)}#{each.anchor}",
        }
        for each in row.corrections
    ]


def documents(row: Any, say: Say) -> list[Values]:
    return [
        {
            "kind": each.kind,
            "title": say(each, "title"),
            "files": [_file(file) for file in each.files.all()],
        }
        for each in row.documents.all()
    ]


def _file(row):
    return {
        "language": row.language,
        "authentic": row.authentic,
        "file": settings.SITE_URL + row.get_absolute_url(),
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
    }


def page(row: Any) -> str:
    """The address of its page, in the language that is active."""
    return settings.SITE_URL + row.get_absolute_url()


def address(route: str, *parts: Any) -> str:
    """The address of a record here."""
    return settings.SITE_URL + _pattern(route, len(parts)).format(*parts)


@cache
def _pattern(route, parts):
    """As `commission.routes`, for addresses that are the same in every language."""
    marks = [f"9{place:03}70707{place:03}9" for place in range(parts)]
    with override("en"):
        found = reverse(f"api:{route}", args=marks)
    for mark in marks:
        found = found.replace(mark, "{}")
    return found
