"""Periods of figures: what kind they are, so that unlike ones are never joined, and how they are called."""

from dataclasses import dataclass

from babel.dates import get_month_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .dates import DatePrecision, date_in_words, last_day

FULL_YEAR = (0, 1)


@dataclass(frozen=True)
class Kind:
    """What a period is: `key` is equal for periods that may be compared, `words` says it.

    `is_part`: it is less than a year, of one year.
    """

    key: tuple
    words: str
    is_part: bool = False

    @property
    def is_within_a_year(self):
        """True for a year and for its parts."""
        return self.is_part or self.key == FULL_YEAR


def period_label(figure):
    """The period within its kind: "2021" for a year or its first nine months, "2010–2020" …"""
    start, end = figure.period_start, figure.period_end
    if start is None:
        return _("no year given")
    if not _whole_months(start, end):
        return date_in_words(start, until=end)
    return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"


def period_kind(figure):
    """The Kind of the figure's period, in the words of the active language."""
    start, end = figure.period_start, figure.period_end
    if start is None:
        # No two of them are known to be alike.
        return Kind((3, figure.pk), "")
    if not _whole_months(start, end):
        key, is_part = (2, start.isoformat(), end.isoformat()), start.year == end.year
        return Kind(key, _("counted in days"), is_part)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months % 12 == 0 and start.month == 1:
        years = months // 12
        return Kind(
            (0, years), _("full year") if years == 1 else _("several years together")
        )
    words, is_part = _part_of_year(start, end, months), start.year == end.year
    return Kind((1, -months, start.month), words, is_part)


def _part_of_year(start, end, months):
    names = get_month_names(
        "wide", context="stand-alone", locale=get_language() or "en"
    )
    span = (
        names[start.month]
        if months == 1
        else f"{names[start.month]}–{names[end.month]}"
    )
    known = {
        (1, 3): _("first quarter"),
        (1, 6): _("first half of the year"),
        (1, 9): _("nine months"),
    }
    words = known.get((start.month, months))
    return f"{words}, {span}" if words else span


def _whole_months(start, end):
    return start.day == 1 and end == last_day(end, DatePrecision.MONTH)
