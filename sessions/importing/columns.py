"""Values of columns, as several nouns write them."""

from typing import Any

from django.conf import settings

from commission.dates import last_day
from commission.models import PublishState

from .records import Publication, Texts
from .written_dates import ImpreciseDate


def texts(name: str, given: Texts) -> dict[str, str | None]:
    """A column for every language, emptied where the file gives nothing."""
    return {f"{name}_{code}": given.get(code) for code, _name in settings.LANGUAGES}


def position(given: Texts | None) -> dict[str, str | None]:
    """Of a row that keeps it as text; none where the file leaves it to the person's positions."""
    return {} if given is None else texts("position", given)


def date(day: str, precision: str, given: ImpreciseDate | None) -> dict[str, Any]:
    """The two columns of an imprecise date."""
    given_day, given_precision = given or (None, "day")
    return {day: given_day, precision: given_precision}


def last_date(day: str, precision: str, given: ImpreciseDate | None) -> dict[str, Any]:
    """The two columns of an imprecise date that ends something: the last day of its span."""
    values = date(day, precision, given)
    return values | {day: given and last_day(*given)}


def publication(given: Publication) -> dict[str, Any]:
    """A draft has no moment; what is withdrawn keeps the one it was public from."""
    state = PublishState.PUBLISHED if given.published else PublishState.DRAFT
    if given.withdrawn:
        state = PublishState.WITHDRAWN
    return {"state": state.value, "publish_at": given.published}
