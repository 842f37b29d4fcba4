"""Lines of days to take away, as drawings that stand alone: a lane for each side, what lies on it and
when, and the same in words below.

Places along the line are in percent, as the drawings of the pages give them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .charts import EDGE, INK, LETTER, LINE, PAPER, QUIET, WIDTH

# What fits into a line of words, and beside a lane.
MOST_LETTERS, MOST_OF_A_NAME = 104, 30
TOP = 92
TODAY = "#0b4f7a"
FAINT = "#767f8c"


@dataclass(frozen=True)
class Pen:
    """How a stretch is drawn, and what that means."""

    means: str
    ink: str = INK
    width: int = 7
    dashes: str = "none"


@dataclass(frozen=True)
class Lane:
    """Of one side, at the height `y` below the top of the lanes."""

    y: float
    name: str
    colour: str


@dataclass(frozen=True)
class Stretch:
    start: float
    end: float
    y: float
    pen: Pen
    said: str


@dataclass(frozen=True)
class Mark:
    """A dot; hollow where it is not `filled`, with `inside` written in it where there is something.

    `foot` is the height of the line on which it hangs.
    """

    x: float
    y: float
    said: str
    ink: str = INK
    filled: bool = True
    foot: float | None = None
    radius: float = 5.5
    inside: str = ""


@dataclass(frozen=True)
class DayChart:
    """`told` are the sentences below the drawing, `headings` and `rows` the same as a table."""

    name: str
    title: str
    of: str
    lanes: list[Lane]
    height: float
    first_year: int
    last_year: int
    stretches: list[Stretch]
    marks: list[Mark]
    told: list[str]
    headings: list[str]
    rows: list[list[Any]]
    legend: tuple[Pen, ...] = ()
    today: float | None = None
    note: str = ""


def days_as_svg(chart: DayChart) -> SafeString:
    """The chart as a file: its own colours and words, light paper, nothing from elsewhere."""
    legend_at = TOP + chart.height + 34
    told_at = legend_at + LINE * len(_legend_lines(chart.legend))
    told = [*chart.told, *([chart.note] if chart.note else [])]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' role="img" aria-labelledby="title" aria-describedby="desc" lang="{language}"'
        ' font-family="sans-serif" font-size="13"><title id="title">{title}: {of}</title>'
        '<desc id="desc">{description}</desc>'
        '<rect width="{w}" height="{h}" fill="{paper}"/>'
        '<text x="20" y="34" font-size="20" font-weight="600" fill="{ink}">{title}</text>'
        '<text x="20" y="58" fill="{quiet}">{of_cut}</text>{days}{legend}{told}</svg>\n',
        w=WIDTH,
        h=round(told_at + LINE * len(told) + EDGE, 1),
        language=get_language(),
        title=chart.title,
        of=chart.of,
        of_cut=Truncator(chart.of).chars(MOST_LETTERS),
        description="; ".join(told),
        paper=PAPER,
        ink=INK,
        quiet=QUIET,
        days=_days(chart),
        legend=_legend(chart.legend, legend_at),
        told=_told(told, told_at),
    )


def _days(chart):
    letters = max((len(lane.name) for lane in chart.lanes), default=0)
    start = round(EDGE + LETTER * min(letters, MOST_OF_A_NAME) + 32)
    room = WIDTH - start - EDGE

    def at(percent):
        return round(start + room * percent / 100, 1)

    return format_html(
        '<g transform="translate(0 {top})">{lanes}{stretches}{today}{marks}'
        '<text x="{start}" y="{below}" fill="{quiet}">{first}</text>'
        '<text x="{end}" y="{below}" fill="{quiet}" text-anchor="end">{last}</text></g>',
        top=TOP,
        lanes=_lanes(chart.lanes),
        stretches=_stretches(chart.stretches, at),
        today=_today(chart, at),
        marks=_marks(chart.marks, at),
        start=start,
        end=WIDTH - EDGE,
        below=chart.height + 14,
        quiet=QUIET,
        first=chart.first_year,
        last=chart.last_year,
    )


def _lanes(lanes: Iterable[Lane]) -> SafeString:
    return format_html_join(
        "",
        '<circle cx="26" cy="{}" r="5" fill="{}"/><text x="38" y="{}" fill="{}">{}</text>',
        (
            (
                *(lane.y, lane.colour, lane.y + 4.5, INK),
                Truncator(lane.name).chars(MOST_OF_A_NAME),
            )
            for lane in lanes
        ),
    )


def _stretches(stretches, at):
    return format_html_join(
        "",
        "{}",
        ((_line(each.pen, at(each.start), at(each.end), each.y, each.said),)
         for each in stretches),
    )  # fmt: skip


def _line(pen, start, end, y, said):
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="{}"'
        ' stroke-dasharray="{}"><title>{}</title></line>',
        *(start, end, y, y, pen.ink, pen.width, pen.dashes, said),
    )


def _today(chart, at):
    if chart.today is None:
        return ""
    x = at(chart.today)
    return format_html(
        '<line x1="{x}" x2="{x}" y1="0" y2="{height}" stroke="{ink}" stroke-dasharray="3 3">'
        '<title>{words}</title></line><text x="{x}" y="-6" fill="{ink}" text-anchor="{anchor}">{words}</text>',
        x=x,
        height=chart.height,
        ink=TODAY,
        words=_("Today"),
        anchor="end" if chart.today > 90 else "middle",
    )


def _marks(marks, at):
    return format_html_join(
        "",
        "<g><title>{}</title>{}{}{}</g>",
        ((each.said, *_mark(each, at(each.x))) for each in marks),
    )


def _mark(mark, x):
    stem, inside = "", ""
    if mark.foot is not None:
        stem = format_html(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="2"/>',
            *(x, x, mark.y, mark.foot, mark.ink),
        )
    dot = format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2"/>',
        *(x, mark.y, mark.radius, mark.ink if mark.filled else PAPER, mark.ink),
    )
    if mark.inside:
        inside = format_html(
            '<text x="{}" y="{}" fill="{}" font-size="11" text-anchor="middle">{}</text>',
            *(x, mark.y + 4, PAPER if mark.filled else INK, mark.inside),
        )
    return stem, dot, inside


def _legend_lines(legend):
    """Four to a line."""
    return [legend[n : n + 4] for n in range(0, len(legend), 4)]


def _legend(legend, y):
    return format_html_join(
        "",
        '{}<text x="{}" y="{}" fill="{}">{}</text>',
        (
            (
                _line(pen, x, x + 24, y + LINE * number - 4.5, pen.means),
                *(x + 32, y + LINE * number, INK, pen.means),
            )
            for number, line in enumerate(_legend_lines(legend))
            for x, pen in zip((20, 240, 460, 680), line, strict=False)
        ),
    )


def _told(told, y):
    return format_html_join(
        "",
        '<text x="20" y="{}" fill="{}">{}</text>',
        (
            (y + LINE * number, QUIET, Truncator(each).chars(MOST_LETTERS))
            for number, each in enumerate(told)
        ),
    )
