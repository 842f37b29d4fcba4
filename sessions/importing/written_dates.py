"""Dates and periods as records files write them: "2024-09", "early 2024", "2021-01..2021-09".

Each reader raises ValueError, with what to write instead, and has its inverse beside it.
"""

import calendar
import datetime
import re
from typing import NamedTuple

from commission.dates import DatePrecision, first_day

FORMS_OF_DATE = (
    "write 2024-09-17, or “2024-09”, “2024”, “early 2024”, “middle 2024”, “late 2024”"
)
FORMS_OF_PERIOD = "write “2023”, “2024-09”, “2024-Q1”, “2024-H1” or a range such as “2021-01..2021-09”"
MONTHS_OF = {"Q": 3, "H": 6}


class ImpreciseDate(NamedTuple):
    """The first day of the span that is meant, and how much of it is known."""

    day: datetime.date
    precision: str = DatePrecision.DAY.value


class Period(NamedTuple):
    """From the first day to the last one, both included."""

    start: datetime.date
    end: datetime.date


def read_date(text: str) -> ImpreciseDate:
    words = text.split()
    try:
        if len(words) == 2 and words[0] in ("early", "middle", "late"):
            return _imprecise(words[1], words[0])
        if re.fullmatch(r"\d{4}", text, re.ASCII):
            return _imprecise(text, DatePrecision.YEAR.value)
        if re.fullmatch(r"\d{4}-\d\d", text, re.ASCII):
            return ImpreciseDate(_day(f"{text}-01"), DatePrecision.MONTH.value)
        return ImpreciseDate(_day(text))
    except ValueError:
        raise ValueError(f"“{text}” is no date: {FORMS_OF_DATE}.") from None


def write_date(day: datetime.date, precision: str) -> datetime.date | str:
    if precision == DatePrecision.DAY:
        return day
    if precision == DatePrecision.MONTH:
        return f"{day:%Y-%m}"
    year = f"{day.year:04}"
    return year if precision == DatePrecision.YEAR else f"{precision} {year}"


def read_period(text: str) -> Period:
    try:
        first, _, last = text.partition("..")
        period = Period(_span(first).start, _span(last or first).end)
    except ValueError:
        raise ValueError(f"“{text}” is no period: {FORMS_OF_PERIOD}.") from None
    if period.end < period.start:
        raise ValueError(f"“{text}” ends before it begins: put the earlier date first.")
    return period


def write_period(start: datetime.date, end: datetime.date) -> str:
    """The shortest form that means exactly these days."""
    if start.day != 1 or end != _last_of_month(end):
        return f"{start.isoformat()}..{end.isoformat()}"
    if (start.year, start.month, end.month) == (end.year, 1, 12):
        return f"{start.year:04}"
    months = end.month - start.month + 1 if start.year == end.year else 0
    for letter, length in MONTHS_OF.items():
        if months == length and start.month % length == 1:
            return f"{start.year:04}-{letter}{(start.month - 1) // length + 1}"
    return f"{start:%Y-%m}" if months == 1 else f"{start:%Y-%m}..{end:%Y-%m}"


def _imprecise(year, precision):
    return ImpreciseDate(first_day(_day(f"{year}-01-01"), precision), precision)


def _day(text):
    """Only YYYY-MM-DD, of all that ISO 8601 would allow."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _span(text):
    if match := re.fullmatch(r"(\d{4})-([QH])([1-4])", text.strip(), re.ASCII):
        year, letter, nth = int(match[1]), match[2], int(match[3])
        last = MONTHS_OF[letter] * nth
        start = datetime.date(year, last - MONTHS_OF[letter] + 1, 1)
        return Period(start, _last_of_month(datetime.date(year, last, 1)))
    day, precision = read_date(text.strip())
    if precision == DatePrecision.DAY:
        return Period(day, day)
    if precision == DatePrecision.MONTH:
        return Period(day, _last_of_month(day))
    if precision == DatePrecision.YEAR:
        return Period(day, datetime.date(day.year, 12, 31))
    raise ValueError(text)


def _last_of_month(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
