"""What stands in a cell, read as a date, a choice, a country.  Every reader raises ValueError with a
sentence in the active language that says what to write instead.
"""

import datetime
import difflib
import re
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commission.countries import country_choices
from commission.dates import DatePrecision, first_day
from commission.folding import fold
from commission.in_turkmen import MONTHS_OF
from sessions.importing.written_dates import ImpreciseDate, read_date

CODES = [code for code, _name in settings.LANGUAGES]
SEVERAL = ";\n"
# "5 марта 2021 г.", "2021 жылғы 5 наурыз": what is written around a date.
_AROUND = re.compile(r"\b(?:г|год|года|ж|жыл|жылғы|жылы|of|in)\b\.?", re.IGNORECASE)


def date_in(text: str) -> ImpreciseDate:
    """ "20.12.2021", "2021-12-20", "12.2021", "2021", "сентябрь 2021", "20 December 2021", "early 2024"."""
    try:
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            day, month, year = map(int, match.groups())
            return ImpreciseDate(datetime.date(year, month, day))
        if match := re.fullmatch(r"(\d{1,2})[./](\d{4})", text):
            return _whole_month(int(match[2]), int(match[1]))
        return _with_words(text) or read_date(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is no date: write 20.12.2021, 2021-12-20, 12.2021, 2021 or “September 2021”.")
            % {"text": text}
        ) from None  # fmt: skip


def day_in(text: str) -> datetime.date:
    """A date that is known to the day."""
    day, precision = date_in(text)
    if precision != DatePrecision.DAY:
        raise ValueError(
            _("“%(text)s” is no whole date: write the day as well, 20.12.2021.")
            % {"text": text}
        )
    return day


def _with_words(text):
    """A date whose month is written in words in any of the portal's languages, or None."""
    words = re.findall(r"\w+(?:-\w+)?", _AROUND.sub(" ", text.casefold()))
    numbers = [int(n[0]) for word in words if (n := re.match(r"\d+", word))]
    months = {_months()[fold(word)] for word in words if fold(word) in _months()}
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if len(months) != 1 or len(years) != 1 or len(days) > 1:
        return None
    (month,) = months
    if days:
        return ImpreciseDate(datetime.date(years[0], month, days[0]))
    return _whole_month(years[0], month)


def _whole_month(year, month):
    day = first_day(datetime.date(year, month, 1), DatePrecision.MONTH)
    return ImpreciseDate(day, DatePrecision.MONTH.value)


@cache
def _months():
    """{folded name: number} of the months, alone and in a date, in all four languages."""
    names = {fold(name): number for number, name in enumerate(MONTHS_OF, 1)}
    names |= {name.removesuffix("y"): number for name, number in names.items()}
    for code in CODES:
        for form in ("format", "stand-alone"):
            for number, name in Locale.parse(code).months[form]["wide"].items():
                names[fold(name)] = number
    return names


def choice_in(text: str, choices: Iterable[tuple[str, object]]) -> str:
    """The value of the choice that is called `text` in any language, or is it."""
    known = _called(tuple(choices))
    if (value := known.get(fold(text))) is not None:
        return value
    raise ValueError(
        _("“%(text)s” is none of: %(choices)s.")
        % {"text": text, "choices": ", ".join(str(label) for _value, label in choices)}
    )


def _called(choices):
    called = {fold(value): value for value, _label in choices}
    for code in CODES:
        with override(code):
            called |= {fold(str(label)): value for value, label in choices}
    return called


@cache
def _countries():
    called = {}
    for code in CODES:
        with override(code):
            called |= {fold(name): value for value, name in country_choices()}
            called |= {fold(value): value for value, _name in country_choices()}
    return called


def country_in(text: str) -> str:
    """The code of a country that is written by its code or its name in any language."""
    if country := _countries().get(fold(text)):
        return country
    raise ValueError(
        _("“%(text)s” is no country%(meant)s: write its name or its code of two letters.")
        % {"text": text, "meant": did_you_mean(text, _countries())}
    )  # fmt: skip


def several_in(text: str) -> list[str]:
    """Things in one cell, parted by semicolons or lines."""
    parts = re.split(f"[{SEVERAL}]", text)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " (did you mean “Turkmenistan”?)", or an empty string."""
    nearest = difflib.get_close_matches(fold(word), list(known), n=1, cutoff=0.75)
    return _(" (did you mean “%(nearest)s”?)") % {"nearest": nearest[0]} if nearest else ""  # fmt: skip
