"""Figures as readers see them: in words, and in series that join like with like alone.

A series is one indicator over periods of one kind – full years, or first nine months – so that
its values may stand side by side (rule 7 of the record).
"""

import datetime
from dataclasses import dataclass, field
from itertools import groupby

from babel.dates import get_month_names
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .charts import bars
from .dates import date_in_words, last_day
from .models import Bound, Figure, Indicator


@dataclass(frozen=True)
class Kind:
    """What a period is: `key` is equal for periods that may be compared, `words` says it."""

    key: tuple
    words: str


@dataclass(frozen=True)
class Series:
    """Figures of one indicator and one kind of period, earliest first, with a Bar for each.

    A series of several figures is worth drawing; of a single one, its words say all.
    """

    indicator: Indicator
    kind: Kind
    figures: list[Figure]
    rows: list = field(default_factory=list)  # (figure, bar)

    @property
    def is_drawn(self):
        return len(self.figures) > 1 and any(bar.width for _figure, bar in self.rows)


def series_of(figures):
    """Series of `figures`: by indicator, then by kind of period, the longest period first.

    Sort order within: by period.  No query when the indicators are loaded.
    """
    known = [(f.indicator.slug, period_kind(f), f) for f in figures]
    known.sort(
        key=lambda row: (row[0], row[1].key, row[2].period_start or datetime.date.max)
    )
    return [
        _series([figure for _slug, _kind, figure in rows], kind)
        for (_slug, kind), rows in groupby(known, key=lambda row: row[:2])
    ]


def _series(figures, kind):
    drawn = bars((period_label(f), f.value, value_in_words(f)) for f in figures)
    return Series(
        figures[0].indicator, kind, figures, list(zip(figures, drawn, strict=True))
    )


# ── Words ────────────────────────────────────────────────────────────────────────────────────


def number_in_words(number):
    """A number as the active language writes it, without trailing zeros: "1,234.5", "1 234,5"."""
    return format_decimal(number, format="#,##0.###", locale=get_language() or "en")


def value_in_words(figure):
    """The value as its source puts it: "143", "about 143", "more than 143"; without its unit."""
    words = {
        Bound.EXACT: "%(value)s",
        Bound.ABOUT: _("about %(value)s"),
        Bound.MORE_THAN: _("more than %(value)s"),
        Bound.ALMOST: _("almost %(value)s"),
    }
    return words[figure.bound] % {"value": number_in_words(figure.value)}


def change_in_words(figure):
    """ "+11.7 %", "−3 %"; "" when the source gives no change on a year earlier."""
    if figure.change_percent is None:
        return ""
    sign = "+" if figure.change_percent > 0 else ""
    number = number_in_words(figure.change_percent).replace("-", "−")
    return _("%(number)s%%") % {"number": f"{sign}{number}"}


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
        return Kind((3,), _("targets without a year"))
    if not _whole_months(start, end):
        return Kind((2, start.isoformat(), end.isoformat()), _("days"))
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months % 12 == 0 and start.month == 1:
        years = months // 12
        return Kind(
            (0, years), _("full years") if years == 1 else _("several years together")
        )
    return Kind((1, -months, start.month), _part_of_year(start, end, months))


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
    return start.day == 1 and end == last_day(end, "month")
