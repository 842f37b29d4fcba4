"""Shapes of drawings: numbers in, sizes of rectangles out."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe


@dataclass(slots=True)
class Column:
    """One column of a histogram in a drawing 100 wide and 54 high; `y` counts from the top."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int
    is_chosen: bool


@dataclass(frozen=True)
class Bar:
    """One bar in a drawing 100 wide; `shown` is its value as readers see it."""

    width: float
    label: str
    shown: str


@dataclass(frozen=True)
class Lanes:
    """A line of days at the height `y` of a drawing, and a lane for each side above or below it.

    `of` is {side's primary key: the height of its lane}.
    """

    y: float
    height: float
    above: list
    below: list
    of: dict


# Heights in a drawing with lanes: of a side's lane, and of the line itself.
LANE, LINE = 26, 20
# A drawing with lanes is 100 wide; marks stay inside.
MARGIN = 1.5
HEIGHT = 54
CHOSEN = ' class="is-chosen"'


def columns(counts, *, chosen=None):
    """A Column for each (label, count) of `counts`, in their order.

    `chosen` says of a label whether it is among those asked for; without it none is. A count
    above zero is never drawn thinner than one unit, so that it stays in sight.
    """
    counts = list(counts)
    if not counts:
        return []
    step = 100 / len(counts)
    highest = max(count for _, count in counts) or 1
    drawn = []
    for place, (label, count) in enumerate(counts):
        height = max(round(HEIGHT * count / highest, 2), 1) if count else 0
        drawn.append(
            Column(
                x=round(place * step, 3),
                y=HEIGHT - height,
                width=round(step * 0.9, 3),
                height=height,
                label=str(label),
                value=count,
                is_chosen=bool(chosen and chosen(label)),
            )
        )
    return drawn


def drawn(columns):
    """The columns as SVG: in Python, since a histogram has dozens, and sizes are the same in every
    language.
    """
    return mark_safe(  # noqa: S308 - numbers, and labels that are escaped
        "".join(
            f'<rect x="{column.x}" y="{column.y}" width="{column.width}" height="{column.height}"'
            f"{CHOSEN if column.is_chosen else ''}>"
            f"<title>{escape(column.label)}: {column.value}</title></rect>"
            for column in columns
        )
    )


def bars(values):
    """A Bar for each (label, value, shown) of `values`; the largest value is as wide as the drawing.

    Values are of one unit and one kind of period (rule 7 of the record): the caller sees to it.
    Nothing stands left of zero: a negative value has no bar, only its number.
    """
    values = list(values)
    highest = max((value for _, value, _ in values), default=0)
    return [
        Bar(
            width=round(100 * float(value / highest), 2)
            if highest > 0 and value > 0
            else 0,
            label=str(label),
            shown=str(shown),
        )
        for label, value, shown in values
    ]


def lanes(sides):
    """The Lanes of `sides` (a list), the first half of them above the line, in their order."""
    above = sides[: (len(sides) + 1) // 2]
    return Lanes(
        y=LANE * len(above) + LINE / 2,
        height=LANE * len(sides) + LINE,
        above=above,
        below=sides[len(above) :],
        of={
            side.pk: LANE * n + LANE / 2 + (LINE if side not in above else 0)
            for n, side in enumerate(sides)
        },
    )


def places(first, last):
    """A function from a day to where it lies between the first and the last, in percent."""
    span = (last - first).days

    def place(day):
        share = (day - first).days / span if span else 0.5
        return round(MARGIN + share * (100 - 2 * MARGIN), 2)

    return place
