"""Dates in a text: "10–13 March 2019", "17 сентября", "2021 жылғы 20 желтоқсан", "15.05.2023".

Names of months are CLDR's, by Babel, in every form a language gives them.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from babel.dates import get_month_names

from commission.dates import DatePrecision, first_day
from commission.folding import fold

from .found import Span
from .phrases import beginning_with
from .text import Text

FIRST_YEAR, LAST_YEAR = 1980, 2100
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})|(?P<iy>\d{4})-(?P<im>\d\d)-(?P<id>\d\d))(?![\d/-])"
)
_DASH = re.compile(r"\s*(?:[-–—‑]|(?:to|and|по|и|we|мен)\s)?\s*(?:по\s)?")
_YEAR_WORD = beginning_with("жыл ж year год yyl г")
_QUALIFIERS = (
    (beginning_with("early начал beginning басы basy"), DatePrecision.EARLY),
    (beginning_with("mid middle середин орта"), DatePrecision.MIDDLE),
    (beginning_with("late end конц аяг соны ahyr"), DatePrecision.LATE),
)


@dataclass(frozen=True, slots=True)
class DateNamed:
    """`until` closes a range of days; without `has_year` the year is not in the text."""

    span: Span
    day: datetime.date
    precision: str = DatePrecision.DAY.value
    until: datetime.date | None = None
    has_year: bool = True

    def in_year(self, year: int) -> "DateNamed":
        until = self.until and _moved(self.until, year)
        return replace(self, day=_moved(self.day, year), until=until)


def _moved(day, year):
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


@cache
def _months() -> dict[str, dict[str, int]]:
    """{language: {folded beginning of a month's name: its number}}"""
    found: dict[str, dict[str, int]] = {}
    for language in ("en", "ru", "kk", "tk"):
        names = found.setdefault(language, {})
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, language).items():
                names[fold(name)] = number
        if language == "en":
            for number, name in get_month_names("abbreviated", "format", "en").items():
                names.setdefault(fold(name), number)
    # Cases that CLDR has no name for: «в сентябре», "sentýabrynda", "желтоқсанда".
    russian = found["ru"]
    for name, number in list(russian.items()):
        if name.endswith(("ь", "я", "а", "й")):
            for ending in ("ь", "я", "ю", "е", "ем", "а", "у", "ом"):
                russian.setdefault(name[:-1] + ending, number)
        else:
            for ending in ("а", "у", "е", "ом"):
                russian.setdefault(name + ending, number)
    return found


def month_of(word: str, language: str) -> int:
    """1 to 12 for a folded word that names a month, 0 for any other."""
    names = _months()[language]
    if word in names:
        return names[word]
    if language in ("kk", "tk"):
        for name, number in names.items():
            if word.startswith(name) and len(word) - len(name) <= 8:
                return number
    return 0


def dates_in(text: Text) -> list[DateNamed]:
    """All dates with a month or in figures, and years that are said to be early, mid or late."""
    found = [*_numeric(text), *_with_months(text), *_qualified_years(text)]
    found.sort(key=lambda each: (each.span.start, -each.span.end))
    apart: list[DateNamed] = []
    for each in found:
        if not apart or each.span.start >= apart[-1].span.end:
            apart.append(each)
    return list(_joined(text, apart))


def year_at(text: Text, place: int) -> int:
    """The year that the word in `place` is, 0 when it is none."""
    if not 0 <= place < len(text.words):
        return 0
    written = text.words[place].written
    is_year = (
        len(written) == 4
        and written.isdecimal()
        and FIRST_YEAR <= int(written) <= LAST_YEAR
    )
    return int(written) if is_year else 0


def years_in(text: Text) -> list[int]:
    return [year for place in range(len(text.words)) if (year := year_at(text, place))]


def _numeric(text):
    for match in _NUMERIC.finditer(text.text):
        try:
            day = datetime.date(
                *(
                    int(match[a] or match[b])
                    for a, b in (("y", "iy"), ("m", "im"), ("d", "id"))
                )
            )
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            yield DateNamed(Span(match.start(), match.end()), day)


def _with_months(text: Text) -> Iterator[DateNamed]:
    for place, word in enumerate(text.words):
        month = month_of(word.written, text.language)
        # "May" and "March" are months with a capital only.
        if month and (text.language != "en" or text.spelt(place)[0].isupper()):
            found = _around(text, place, month)
            if found:
                yield found


def _around(text, place, month):
    first, days = _days_before(text, place)
    last = place
    if not days and text.language == "en":
        days, last = _days_after(text, place)
    year, last = _year_after(text, last)
    if not year:
        year, first = _year_before(text, first)
    if not days and not year:
        return None
    span = Span(text.words[first].start, text.words[last].end)
    has_year = bool(year)
    try:
        if not days:
            return DateNamed(
                span, datetime.date(year, month, 1), DatePrecision.MONTH.value
            )
        start, *more = (datetime.date(year or 2000, month, day) for day in days)
    except ValueError:
        return None
    until = more[0] if more and more[0] > start else None
    return DateNamed(span, start, until=until, has_year=has_year)


def _day_at(text, place):
    if not 0 <= place < len(text.words):
        return 0
    written = text.words[place].written
    return (
        int(written)
        if written.isdecimal() and len(written) < 3 and 1 <= int(written) <= 31
        else 0
    )


def _days_before(text, month):
    """(place of the first word, [day] or [first, last])."""
    place = month - 1
    if place >= 0 and text.words[place].written == "of":
        place -= 1
    last = _day_at(text, place)
    if not last or not _is_near(text, place + 1):
        return month, []
    before = place - 1
    if before >= 0 and text.words[before].written in ("по", "to", "and", "и"):
        before -= 1
    first = _day_at(text, before)
    between = (
        text.text[text.words[before].end : text.words[place].start] if first else ""
    )
    if first and first < last and _DASH.fullmatch(between) and between.strip():
        return before, [first, last]
    return place, [last]


def _days_after(text, month):
    """([day] or [first, last], place of the last word): "March 10–13"."""
    first = _day_at(text, month + 1)
    if not first or not _is_near(text, month + 1):
        return [], month
    last = _day_at(text, month + 2)
    if last > first and text.gap(month + 2).strip() in ("-", "–", "—"):
        return [first, last], month + 2
    return [first], month + 1


def _is_near(text, place):
    return len(text.gap(place)) <= 3 and "\n" not in text.gap(place)


def _year_after(text, last):
    year = year_at(text, last + 1)
    if year and text.gap(last + 1).strip() in ("", ",", "-"):
        return year, last + 1
    return 0, last


def _year_before(text, first):
    """Kazakh and Turkmen put the year first: "2021 жылғы 20 желтоқсан", "2021-nji ýylyň 20-nji dekabry"."""
    place = first - 1
    if place > 0 and _YEAR_WORD(text.words[place].written):
        place -= 1
    year = year_at(text, place)
    if (
        year
        and text.language in ("kk", "tk")
        and text.words[first].start - text.words[place].end < 14
    ):
        return year, place
    return 0, first


def _qualified_years(text):
    """ "early 2024", «в конце 2023 года», "2024 жылдың соңында": not when a month stands between."""
    for place in range(len(text.words)):
        year = year_at(text, place)
        if not year:
            continue
        near = [
            *range(max(place - 3, 0), place),
            *range(place + 1, min(place + 3, len(text.words))),
        ]
        for other in near:
            for is_meant, precision in _QUALIFIERS:
                first, last = sorted((place, other))
                span = Span(text.words[first].start, text.words[last].end)
                crossed = any(
                    month_of(text.words[p].written, text.language)
                    for p in range(first, last)
                )
                after = other > place and text.language not in ("kk", "tk")
                if (
                    is_meant(text.words[other].written)
                    and not crossed
                    and not after
                    and len(text[span]) < 32
                ):
                    day = first_day(datetime.date(year, 1, 1), precision)
                    yield DateNamed(span, day, precision.value)


def _joined(text, found):
    """ "30 May – 2 June 2023" is one range; the year of the second is the first's too."""
    waiting: DateNamed | None = None
    for each in found:
        if waiting:
            between = text.text[waiting.span.end : each.span.start]
            first = waiting if waiting.has_year else waiting.in_year(each.day.year)
            is_range = (
                waiting.precision == each.precision == "day"
                and between.strip() in ("-", "–", "—", "по", "to")
            )
            if is_range and first.day < each.day and not waiting.until:
                span = Span(waiting.span.start, each.span.end)
                waiting = DateNamed(
                    span, first.day, until=each.day, has_year=each.has_year
                )
                continue
            yield waiting
        waiting = each
    if waiting:
        yield waiting
