"""A report drawn as a strip: one cell a passage, in the colour of its first area's sphere."""

from collections import defaultdict
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commission.kept import Kept
from commission.known_areas import known_areas, name_of
from commission.models import CooperationArea, RegisterEntry
from commission.prepared import Prepared

from .register import in_outline, reports_of


class Outline(NamedTuple):
    """A passage without its text: all that a strip draws.  `areas` are in their order."""

    pk: int
    number: int
    areas: list[CooperationArea]


# Of so many combinations of areas it is kept which they are.
MOST_TOGETHER = 5_000
DIMMED = ' class="is-dimmed"'
_PLACE = attrgetter("order", "id")

REPORTS = Prepared(
    lambda sessions: RegisterEntry.objects.filter(session_id__in=sessions).values_list(
        "session_id", "report"
    )
)


def outlines_of(session, reader=None):
    """The Outlines of the report of one session (its key), as its passages say: entries wait to be made anew
    after some migrations.  Two queries.
    """
    report = reports_of([session])[session]
    return outlines_in([(session, in_outline(report))], reader)[session]


def outlines_in(rows, reader=None):
    """{primary key of a session: the Outlines of its report}, of the rows that `REPORTS` gives.

    With the areas that `reader` may see (None: the public ones).  One query after a change of the record.
    """
    areas = _PUBLIC() if reader is None else _Areas(known_areas(reader))
    reports: dict[int, list[Outline]] = defaultdict(list)
    for session, report in rows:
        passages = [each.split(":") for each in (report or "").split()]
        reports[session] = [
            Outline(int(pk), int(number), areas[carried])
            for pk, number, carried in passages
        ]
    return reports


class _Areas(dict):
    """Of the keys of areas as an entry has them, "3,17", those that are `known`, in their order: few differ."""

    def __init__(self, known):
        super().__init__()
        self.known = known

    def __missing__(self, carried):
        known = map(self.known.get, map(int, filter(None, carried.split(","))))
        areas = sorted(filter(None, known), key=_PLACE)
        if len(self) < MOST_TOGETHER:
            self[carried] = areas
        return areas


# The same lists for all readers: nobody may change them.
_PUBLIC = Kept(lambda: _Areas(known_areas()))


class Cell(NamedTuple):
    """A passage in a strip, with the key of the area that gives its colour, "" without one."""

    number: int
    area_id: str
    areas: list[CooperationArea]
    is_dimmed: bool

    @property
    def label(self):
        """The names of its areas."""
        return ", ".join(map(name_of, self.areas))


def cells_of(outlines, is_dimmed=lambda outline: False, keys=frozenset()):
    """A Cell for each of `outlines`.  No query.

    A cell has the colour of an area among `keys` or, where it carries none, of its first.
    """
    return [
        Cell(
            outline.number,
            str(area.id) if (area := leading_area(outline, keys)) else "",
            outline.areas,
            is_dimmed(outline),
        )
        for outline in outlines
    ]


class CellLink(NamedTuple):
    """A cell of a strip whose passages can be gone to: what it says to the eye and to the ear."""

    number: str
    area_id: str
    label: str
    words: str
    is_dimmed: bool


def links_of(cells):
    """A CellLink for each of `cells`.  No query."""
    words = _("Passage %(number)s: %(label)s")
    return [
        CellLink(
            number=str(cell.number),
            area_id=cell.area_id,
            label=(label := cell.label),
            words=words % {"number": cell.number, "label": label},
            is_dimmed=cell.is_dimmed,
        )
        for cell in cells
    ]


def drawn(cells):
    """A small strip's cells as HTML: in Python, since a page of the list draws hundreds of them."""
    return mark_safe(  # noqa: S308 - keys of areas and nothing else
        "".join(
            f'<span data-area="{cell.area_id}"{DIMMED if cell.is_dimmed else ""}></span>'
            for cell in cells
        )
    )


def strip_in_words(outlines):
    """ "7 passages: Transport 2, Energy 5": the strip for those who do not see it.  No query."""
    language = get_language() or "en"
    spheres, counts = {}, {}
    for outline in outlines:
        for sphere, area in {area.sphere_id: area for area in outline.areas}.items():
            spheres[sphere] = area
            counts[sphere] = counts.get(sphere, 0) + 1
    count = _passages(len(outlines), language)
    if not counts:
        return count
    named = ", ".join(
        f"{name_of(spheres[pk].parent or spheres[pk], language)} {counts[pk]}"
        for pk in sorted(counts, key=counts.__getitem__, reverse=True)
    )
    return _passages_and_spheres(language) % {"count": count, "spheres": named}


# Of twenty sessions a page: translated once, into `language`, the active one.


@cache
def _passages(number, language):
    return ngettext("%(count)d passage", "%(count)d passages", number) % {
        "count": number
    }


@cache
def _passages_and_spheres(language):
    return _("%(count)s: %(spheres)s")


def carries(outline, keys):
    """Whether any area of `outline` is, or its sphere is, among `keys`.  No query."""
    return _first_among(outline, keys) is not None


def leading_area(outline, keys):
    """The area that gives a passage its colour: one among `keys`, or else its first; None without."""
    chosen = _first_among(outline, keys) if keys else None
    return chosen or (outline.areas[0] if outline.areas else None)


def _first_among(outline, keys):
    for area in outline.areas:
        if area.id in keys or area.sphere_id in keys:
            return area
    return None
