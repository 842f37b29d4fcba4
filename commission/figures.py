"""Figures as readers see them: in words, and in series that join like with like alone.

A series is one indicator over periods of one kind – full years, or first nine months – so that
its values may stand side by side (rule 7 of the record).
"""

import datetime
from dataclasses import dataclass
from itertools import groupby

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .charts import bars
from .models import Bound, Figure, Indicator
from .periods import Kind, period_kind, period_label


@dataclass(frozen=True)
class Row:
    """A figure in words, and the width of its bar in a drawing 100 wide."""

    figure: Figure
    period: str
    value: str
    change: str
    width: float


@dataclass(frozen=True)
class Series:
    """Figures of one kind of period, earliest first."""

    kind: Kind
    rows: list[Row]

    @property
    def description(self):
        """The drawing in words: "2022: 350; 2023: 569"."""
        return "; ".join(f"{row.period}: {row.value}" for row in self.rows)


@dataclass(frozen=True)
class IndicatorFigures:
    """All figures of an indicator: series of several to be drawn, and those that stand alone."""

    indicator: Indicator
    drawn: list[Series]
    alone: list[Series]


def figures_by_indicator(figures):
    """An IndicatorFigures for each indicator of `figures`, by its slug; longer periods come first.

    No query when the indicators are loaded.
    """
    ordered = sorted(figures, key=lambda figure: figure.indicator.slug)
    return [
        _by_kind(list(of_one))
        for _slug, of_one in groupby(ordered, key=lambda figure: figure.indicator.slug)
    ]


def _by_kind(figures):
    kinds = {figure.pk: period_kind(figure) for figure in figures}
    figures.sort(
        key=lambda f: (kinds[f.pk].key, f.period_start or datetime.date.max, f.pk)
    )
    series = [
        _series(kind, list(alike))
        for kind, alike in groupby(figures, key=lambda f: kinds[f.pk])
    ]
    return IndicatorFigures(
        figures[0].indicator,
        drawn=[each for each in series if _worth_drawing(each)],
        alone=[each for each in series if not _worth_drawing(each)],
    )


def _series(kind, figures):
    drawn = bars((period_label(f), f.value, value_in_words(f)) for f in figures)
    return Series(
        kind,
        [
            Row(figure, bar.label, bar.shown, change_in_words(figure), bar.width)
            for figure, bar in zip(figures, drawn, strict=True)
        ],
    )


def _worth_drawing(series):
    return len(series.rows) > 1 and any(row.width for row in series.rows)


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
    """ "+11.7%", "−3%"; "" when the source gives no change on a year earlier."""
    if figure.change_percent is None:
        return ""
    sign = "+" if figure.change_percent > 0 else ""
    number = number_in_words(figure.change_percent).replace("-", "−")
    return _("%(number)s%%") % {"number": f"{sign}{number}"}
