"""Charts to take away: bars as a drawing that stands alone (SVG), and the numbers behind them.

A chart says what the page beside it says: the same rows, from the same filters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from commission.figures import IndicatorFigures
from sessions.decision_summary import Summary
from sessions.models import Session

from .columns import title_of, words

SVG = "image/svg+xml"
INK, PAPER, QUIET = "#1a2332", "#ffffff", "#4b5768"
# The drawing beside a page has the page's style sheets; one that stands alone has none.
FILLS = {
    "plain": "#0b4f7a",
    "completed": "#14532d",
    "in-progress": "#0b4570",
    "planned": "#809fb4",
    "not-reported": "#767f8c",
    "overdue": "#8a2a0a",
    "carried-over": "#97834d",
    "superseded": "#4b5768",
    "dropped": "#ffffff",
}
WIDTH, LINE, EDGE = 900, 26, 20
# A letter is about so wide; labels are cut where bars would be left no room.
LETTER, MOST_LETTERS = 7.4, 46
# For the number behind the longest bar.
NUMBERS = 170
HATCHED = mark_safe(
    '<pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="6" height="6" fill="#b9c5d3"/>'
    '<rect width="2.5" height="6" fill="#0b4f7a"/></pattern>'
)


@dataclass(frozen=True)
class Stretch:
    """A part of a bar: so many, of what is called `name`, painted with `fill` (of FILLS or "hatched")."""

    value: float
    name: str = ""
    fill: str = "plain"


@dataclass(frozen=True)
class Bar:
    """A line of a chart; `shown` is what stands at its end.  Without stretches it is a heading."""

    label: str
    stretches: tuple[Stretch, ...] = ()
    shown: str = ""

    @property
    def length(self) -> float:
        return sum(each.value for each in self.stretches)


@dataclass(frozen=True)
class Chart:
    """`bars` to be drawn on one scale, `headings` and `rows` the same as a table."""

    name: str
    title: str
    bars: list[Bar]
    headings: list[str]
    rows: list[list[Any]]
    legend: tuple[Stretch, ...] = ()
    note: str = ""


# ── What is drawn ────────────────────────────────────────────────────────────────────────────


def sessions_by_year(years: dict | None) -> Chart:
    """The histogram of the list of sessions (`sessions.facets.years`).  No query."""
    counts = [(each.label, each.value) for each in years["columns"]] if years else []
    return Chart(
        name="sessions-by-year",
        title=_("Sessions by year"),
        bars=[
            Bar(year, (Stretch(count),) if count else (), str(count))
            for year, count in counts
        ],
        headings=[_("Year"), _("Sessions")],
        rows=[[year, count] for year, count in counts],
    )


def decisions_by_session(summary: Summary) -> Chart:
    """The bars of the list of decisions.  No query."""
    places = [place.title for place in summary.legend]
    return Chart(
        name="decisions-by-session",
        title=_("Decisions by session"),
        bars=[
            Bar(
                _named(bar.session),
                tuple(
                    Stretch(int(part.count), part.label, part.name)
                    for part in bar.parts
                ),
                bar.total,
            )
            for bar in summary.bars
        ],
        headings=[
            _("Commission"),
            _("Session"),
            _("Year"),
            *places,
            pgettext("in total", "All"),
        ],
        rows=[
            [
                words("short_name")(bar.session.commission),
                title_of(bar.session),
                int(bar.year),
                *map(int, bar.counts),
                int(bar.total),
            ]
            for bar in summary.bars
        ],
        legend=tuple(Stretch(0, place.title, place.name) for place in summary.legend),
    )


def _named(session: Session) -> str:
    commission = words("short_name")(session.commission)
    return f"{session.starts_on.year}, {title_of(session)} · {commission}"


def figures_of(name: str, figures: IndicatorFigures) -> Chart:
    """An indicator of a commission; parts of a year hatched, as on its page.  No query.

    Series whose values cannot stand on one scale are in the rows alone.
    """
    unit = figures.indicator.get_unit_display()
    indicator = words("name")(figures.indicator)
    every = [*figures.drawn, *figures.alone]
    return Chart(
        name=name,
        title=f"{indicator}, {unit}",
        bars=[
            bar
            for drawing in figures.drawings[:1]
            for series in drawing
            for bar in _of_series(series)
        ],
        headings=[
            _("Period"),
            _("Kind of period"),
            _("From"),
            _("Until"),
            _("Value"),
            _("As the source puts it"),
            _("Unit"),
            _("A target"),
            _("On a year earlier, %"),
            _("Source"),
        ],
        rows=[
            _line(row, series.kind.words, unit)
            for series in every
            for row in series.rows
        ],
        note=_("Sources: %(names)s")
        % {"names": "; ".join(_publishers(every)) or _("not recorded")},
    )


def _of_series(series):
    if series.kind.words:
        yield Bar(capfirst(series.kind.words))
    for row in series.rows:
        shown = row.value
        if row.figure.is_target:
            shown = f"{shown} ({_('target')})"
        if row.doubt:
            shown = f"{shown} ({_('growth in doubt')})"
        fill = "hatched" if series.kind.is_part and not row.figure.is_target else "plain"  # fmt: skip
        value = float(max(row.figure.value, 0))
        yield Bar(row.period, (Stretch(value, fill=fill),), shown)


def _publishers(several):
    """Each once, in the order of the rows."""
    return dict.fromkeys(
        source.publisher
        for series in several
        for row in series.rows
        for source in row.figure.sources.all()
    )


def _line(row, kind, unit):
    figure = row.figure
    change = figure.change_percent
    return [
        row.period,
        kind,
        figure.period_start.isoformat() if figure.period_start else "",
        figure.period_end.isoformat() if figure.period_end else "",
        _plain(figure.value),
        str(figure.get_bound_display()),
        str(unit),
        _("yes") if figure.is_target else _("no"),
        "" if change is None else _plain(change),
        "; ".join(source.publisher for source in figure.sources.all()),
    ]


def _plain(number):
    """Without trailing zeros, and without an exponent in their place."""
    return Decimal(f"{number.normalize():f}")


# ── The drawing ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Scale:
    """Where bars begin, and how wide the longest of them is."""

    start: float
    room: float
    longest: float

    @classmethod
    def of(cls, bars: list[Bar]) -> Self:
        letters = max((len(bar.label) for bar in bars if bar.shown), default=0)
        start = round(EDGE + LETTER * min(letters, MOST_LETTERS) + 12)
        longest = max((bar.length for bar in bars), default=0)
        return cls(start, WIDTH - start - NUMBERS, longest)

    def width(self, value: float) -> float:
        return round(self.room * value / self.longest, 1) if self.longest else 0

    def at(self, value: float) -> float:
        return round(self.start + self.width(value), 1)


def svg_of(chart: Chart) -> SafeString:
    """The chart as a file: its own colours and words, light paper, nothing from elsewhere."""
    scale = Scale.of(chart.bars)
    top = 64 + LINE * len(_legend_lines(chart.legend))
    height = top + LINE * len(chart.bars) + 48
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' role="img" aria-labelledby="title" lang="{language}" font-family="sans-serif"'
        ' font-size="13"><title id="title">{title}</title><defs>{hatched}</defs>'
        '<rect width="{w}" height="{h}" fill="{paper}"/>'
        '<text x="20" y="34" font-size="20" font-weight="600" fill="{ink}">{title}</text>'
        '{legend}{bars}<text x="20" y="{end}" fill="{quiet}">{note}</text></svg>\n',
        w=WIDTH,
        h=height,
        language=get_language(),
        title=chart.title,
        hatched=HATCHED,
        paper=PAPER,
        ink=INK,
        quiet=QUIET,
        legend=_legend(chart.legend),
        bars=_drawn(chart.bars, scale, top),
        end=height - 20,
        note=Truncator(chart.note).chars(130),
    )


def _legend_lines(legend):
    """Four to a line."""
    return [legend[n : n + 4] for n in range(0, len(legend), 4)]


def _legend(legend):
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="12" height="12" fill="{}" stroke="{}"/>'
        '<text x="{}" y="{}" fill="{}">{}</text>',
        (
            (
                *(20 + 220 * column, 54 + LINE * number, FILLS[each.fill], QUIET),
                *(38 + 220 * column, 65 + LINE * number, INK, each.name),
            )
            for number, line in enumerate(_legend_lines(legend))
            for column, each in enumerate(line)
        ),
    )


def _drawn(bars: Iterable[Bar], scale: Scale, top: int) -> SafeString:
    return format_html_join(
        "",
        "<g>{}{}{}</g>",
        (
            (
                _label(bar, top + LINE * number),
                _stretches(bar, scale, top + LINE * number),
                _number(bar, scale, top + LINE * number),
            )
            for number, bar in enumerate(bars)
        ),
    )


def _label(bar, y):
    is_heading = not bar.stretches and not bar.shown
    return format_html(
        '<title>{}</title><text x="20" y="{}" fill="{}"{}>{}</text>',
        f"{bar.label}: {bar.shown}" if bar.shown else bar.label,
        y + 14,
        INK,
        mark_safe(' font-weight="600"') if is_heading else "",
        Truncator(bar.label).chars(MOST_LETTERS),
    )


def _stretches(bar, scale, y):
    drawn, before = [], 0.0
    for each in bar.stretches:
        fill = "url(#hatched)" if each.fill == "hatched" else FILLS[each.fill]
        x, width = scale.at(before), scale.width(each.value)
        stroke = QUIET if each.fill == "dropped" else "none"
        said = f"{capfirst(each.name)}: {each.value:g}" if each.name else bar.shown
        drawn.append((x, y + 1, width, fill, stroke, said))
        before += each.value
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="16" fill="{}" stroke="{}"><title>{}</title></rect>',
        drawn,
    )


def _number(bar, scale, y):
    end = scale.at(bar.length)
    return format_html(
        '<text x="{}" y="{}" fill="{}">{}</text>', end + 8, y + 14, INK, bar.shown
    )
