"""Values of rows as records files write them; the inverse of sessions.importing."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models

from commission.models import Publishable, PublishState
from sessions.importing.table import tidy
from sessions.importing.written_dates import write_date

# What a TOML table holds.
Values = dict[str, Any]


def said(**fields: Any) -> Values:
    """The fields that say something, in their order; a closing _ of a name is left out."""
    return {
        name.rstrip("_"): value
        for name, value in fields.items()
        if value not in (None, "", [], {})
    }


def texts(row: models.Model, name: str) -> dict[str, str]:
    """{language: text}, in the portal's order of languages."""
    codes = [code for code, _name in settings.LANGUAGES]
    given = ((code, tidy(getattr(row, f"{name}_{code}") or "")) for code in codes)
    return {code: text for code, text in given if text}


def date(day: datetime.date | None, precision: str) -> datetime.date | str | None:
    return day and write_date(day, precision)


def number(value: Decimal | None) -> int | Decimal | None:
    """Without the zeros at its end."""
    if value is None:
        return None
    return int(value) if value == int(value) else value.normalize()


def slug(row: Any) -> str:
    """An empty text for None."""
    return row.slug if row else ""


def slugs(rows: models.Manager[Any]) -> list[str]:
    return sorted(row.slug for row in rows.all())


def publication(row: Publishable) -> Values:
    """Both fields that say whether and from when it is public; none for what is not finished."""
    unfinished = row.state in (PublishState.DRAFT, PublishState.REVIEW)
    moment = None if unfinished else row.publish_at
    return said(
        published=moment and moment.astimezone(datetime.UTC),
        withdrawn=row.state == PublishState.WITHDRAWN or None,
    )


def sources(row: Any) -> list[Values]:
    """Reads the prefetched `sources`."""
    return [
        said(
            publisher=tidy(each.publisher),
            title=texts(each, "title"),
            address=each.address,
            date=date(each.published_on, each.published_precision),
            doubt=texts(each, "doubt"),
        )
        for each in row.sources.all()
    ]
