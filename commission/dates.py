"""Imprecise dates: kept with their precision, sorted sensibly, never shown as 1 January."""

import datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_date_format
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from commission import in_turkmen


class DatePrecision(models.TextChoices):
    """How much of a date is known.  The stored day is the first of the span it stands for."""

    DAY = "day", pgettext_lazy("date precision", "day")
    MONTH = "month", pgettext_lazy("date precision", "month")
    EARLY = "early", pgettext_lazy("date precision", "early in the year")
    MIDDLE = "middle", pgettext_lazy("date precision", "middle of the year")
    LATE = "late", pgettext_lazy("date precision", "late in the year")
    YEAR = "year", pgettext_lazy("date precision", "year")


# The first month of the span, which is also what makes such dates sort sensibly.
_FIRST_MONTH = {
    DatePrecision.EARLY: 1,
    DatePrecision.MIDDLE: 5,
    DatePrecision.LATE: 9,
    DatePrecision.YEAR: 1,
}
_LAST_MONTH = {
    DatePrecision.EARLY: 4,
    DatePrecision.MIDDLE: 8,
    DatePrecision.LATE: 12,
    DatePrecision.YEAR: 12,
}


def first_day(date, precision):
    """The first day of the span that `date` stands for at this precision."""
    if precision == DatePrecision.DAY:
        return date
    if precision == DatePrecision.MONTH:
        return date.replace(day=1)
    return datetime.date(date.year, _FIRST_MONTH[precision], 1)


def last_day(date, precision):
    """The last day of the span: "2024" is over when 31 December is."""
    if precision == DatePrecision.DAY:
        return date
    month = date.month if precision == DatePrecision.MONTH else _LAST_MONTH[precision]
    following = datetime.date(date.year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def moment_in_words(moment):
    """A moment to the minute, in the portal's time zone: "17 September 2020, 14:30"; "" for None."""
    if moment is None:
        return ""
    moment = timezone.localtime(moment)
    return f"{date_in_words(moment.date())}, {moment:%H:%M}"


def date_in_words(date, precision=DatePrecision.DAY, until=None, *, language=None):
    """The date as people write it: "17 September 2020", "10–13 March 2019", "early 2024".

    Names and order of day and month are CLDR's (by Babel) for `language`, the active one by
    default; Turkmen, for which CLDR has the short form alone, is written as its officials do.  `until`
    closes a range of days.  An absent date gives an empty string.
    """
    if date is None:
        return ""
    if precision in (DatePrecision.DAY, DatePrecision.MONTH):
        return _in_words(date, precision, until, language or get_language() or "en")
    if precision == DatePrecision.YEAR:
        return str(date.year)
    with override(language or get_language()):
        words = {
            DatePrecision.EARLY: _("early %(year)s"),
            DatePrecision.MIDDLE: _("mid-%(year)s"),
            DatePrecision.LATE: _("late %(year)s"),
        }
        return words[precision] % {"year": year_in_words(date.year)}


def year_in_words(year):
    """A year as it stands before the word for it, in the active language: "2021", in Turkmen "2021-nji"."""
    return in_turkmen.ordinal(int(year)) if get_language() == "tk" else str(year)


# CLDR's patterns take long to read, and the same days come again.
@lru_cache(maxsize=16_384)
def _in_words(date, precision, until, language):
    if language == "tk":
        return in_turkmen.date(date, precision == DatePrecision.MONTH, until)
    # English in the order that officials write; CLDR's bare "en" is American.
    locale = Locale.parse("en_GB" if language == "en" else language)
    if precision == DatePrecision.MONTH:
        words = format_skeleton("yMMMM", date, locale=locale)
    elif until and until != date:
        words = _days(date, until, locale)
    else:
        words = _day(date, locale)
    # CLDR's narrow space, before "г." and "ж.", is in few typefaces, and in none of ours.
    return words.replace("\u202f", "\u00a0")


def _day(date, locale):
    return format_date(date, "long", locale=locale)


def _days(start, end, locale):
    """A range of days in full words, which CLDR's intervals have for short months only."""
    pattern = get_date_format("long", locale=locale).pattern
    if (start.year, start.month) == (end.year, end.month):
        return format_date(
            end, pattern.replace("d", f"'{start.day}–'d", 1), locale=locale
        )
    if start.year != end.year:
        return f"{_day(start, locale)} – {_day(end, locale)}"
    if pattern.startswith("y"):
        return f"{_day(start, locale)} – {format_skeleton('MMMMd', end, locale=locale)}"
    return f"{format_skeleton('MMMMd', start, locale=locale)} – {_day(end, locale)}"


def day_and_year(date, precision=DatePrecision.DAY, until=None):
    """The date in two parts for the margin of a list: ("15 May", "2023"), ("2024", "early 2024").

    The second part is empty where the first says everything.  In the active language.
    """
    year = str(date.year)
    if precision not in (DatePrecision.DAY, DatePrecision.MONTH):
        words = date_in_words(date, precision)
        return year, "" if words == year else words
    if until and (
        until == date or (until.year, until.month) != (date.year, date.month)
    ):
        until = None
    # Of any year: a list of many years asks for the same few days.
    date, until = _in_leap_year(date), until and _in_leap_year(until)
    return _day_of_year(date, precision, until, get_language() or "en"), year


def _in_leap_year(date):
    return date.replace(year=2000)


@lru_cache(maxsize=16_384)
def _day_of_year(date, precision, until, language):
    locale = Locale.parse("en_GB" if language == "en" else language)
    if precision == DatePrecision.MONTH:
        return format_date(date, "LLL", locale=locale)
    if until:
        days = format_skeleton("MMMd", until, locale=locale)
        return days.replace(str(until.day), f"{date.day}–{until.day}", 1)
    return format_skeleton("MMMd", date, locale=locale)


def as_machines_read(date, precision=DatePrecision.DAY):
    """The date for <time>, as much of it as is known: "2020-09-17", "2020-09", "2020"."""
    known = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7}.get(precision, 4)
    return date.isoformat()[:known]


def check_range(starts_on, ends_on):
    """Raise `ValidationError` on a range that ends before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError(
            gettext_lazy(
                "It ends on %(end)s, before it begins on %(start)s: mend one of the two."
            )
            % {"end": ends_on.isoformat(), "start": starts_on.isoformat()}
        )


def precision_field(**kwargs):
    """The column that says how much of its neighbour date is known."""
    kwargs.setdefault("verbose_name", gettext_lazy("precision of the date"))
    return models.CharField(
        max_length=8,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
        help_text=gettext_lazy(
            "How much of the date is known. For “September 2024” enter any day of the month "
            "and choose “month”."
        ),
        **kwargs,
    )
