"""Figures as readers see them: in words, and in series that join like with like alone.

A series is one indicator over periods of one kind – full years, or first nine months – so that
its values may stand side by side (rule 7 of the record).  Years and parts of years are drawn on one
scale, series by series, the parts hatched: they can be seen together and are never joined.
"""

import datetime
from dataclasses import dataclass, replace
from itertools import groupby

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .charts import bars
from .growth import contradicted
from .models import Bound, Figure, Indicator
from .periods import Kind, period_kind, period_label


@dataclass(frozen=True)
class Row:
    """A figure in words, and the width of its bar in a drawing 100 wide (0 where it is not drawn).

    `doubt` says that the stated growth does not follow from the values.
    """

    figure: Figure
    period: str
    value: str
    change: str
    doubt: str = ""
    width: float = 0


@dataclass(frozen=True)
class Series:
    """Figures of one kind of period, earliest first."""

    kind: Kind
    rows: list[Row]


@dataclass(frozen=True)
class IndicatorFigures:
    """All figures of an indicator: drawings of several bars, and those that stand in a table alone.

    A drawing is a list of series that share its scale: a year and its parts, or one kind of period.
    """

    indicator: Indicator
    drawings: list[list[Series]]
    alone: list[Series]

    @property
    def drawn(self):
        """The series of all drawings."""
        return [series for drawing in self.drawings for series in drawing]


def figures_by_indicator(figures):
    """An IndicatorFigures for each indicator of `figures`, by its slug; longer periods come first.

    No query when the indicators are loaded.
    """
    figures = list(figures)
    growth = contradicted(figures)
    ordered = sorted(figures, key=lambda figure: figure.indicator.slug)
    return [
        _by_kind(list(of_one), growth)
        for _slug, of_one in groupby(ordered, key=lambda figure: figure.indicator.slug)
    ]


def _by_kind(figures, growth):
    kinds = {figure.pk: period_kind(figure) for figure in figures}
    figures.sort(
        key=lambda f: (kinds[f.pk].key, f.period_start or datetime.date.max, f.pk)
    )
    series = [
        Series(kind, [_row(figure, growth) for figure in alike])
        for kind, alike in groupby(figures, key=lambda f: kinds[f.pk])
    ]
    within = [each for each in series if each.kind.is_within_a_year]
    others = [[each] for each in series if not each.kind.is_within_a_year]
    together = [drawing for drawing in (within, *others) if drawing]
    return IndicatorFigures(
        figures[0].indicator,
        drawings=[_drawn(drawing) for drawing in together if _worth_drawing(drawing)],
        alone=[s for drawing in together if not _worth_drawing(drawing) for s in drawing],
    )  # fmt: skip


def _row(figure, growth):
    return Row(
        figure,
        period_label(figure),
        value_in_words(figure),
        change_in_words(figure.change_percent),
        doubt=doubt_in_words(figure, growth.get(figure.pk)),
    )


def _worth_drawing(drawing):
    rows = [row for series in drawing for row in series.rows]
    return len(rows) > 1 and any(row.figure.value > 0 for row in rows)


def _drawn(drawing):
    """The series of a drawing with their bars, all on one scale."""
    rows = [row for series in drawing for row in series.rows]
    shapes = bars((row.period, row.figure.value, row.value) for row in rows)
    width = {id(row): shape.width for row, shape in zip(rows, shapes, strict=True)}
    return [
        Series(series.kind, [replace(row, width=width[id(row)]) for row in series.rows])
        for series in drawing
    ]


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


def doubt_in_words(figure, growth):
    """That the growth a source states is not what the values give; "" where `growth` is None."""
    if growth is None:
        return ""
    sentence = _("The source says %(stated)s on a year earlier; the two values give %(given)s.")  # fmt: skip
    stated = change_in_words(figure.change_percent)
    return sentence % {"stated": stated, "given": change_in_words(round(growth, 1))}


def change_in_words(percent):
    """ "+11.7%", "−3%"; "" when there is none."""
    if percent is None:
        return ""
    sign = "+" if percent > 0 else ""
    number = number_in_words(percent).replace("-", "−")
    return _("%(number)s%%") % {"number": f"{sign}{number}"}
