"""A report drawn as a strip: one cell a passage, in the colour of its first area's sphere."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Cell:
    """A passage in a strip; `label` are the names of its areas, `area_id` is "" when it has none."""

    number: int
    area_id: int | str
    label: str
    is_dimmed: bool


def cells_of(passages, is_dimmed=lambda passage: False, asked=()):
    """A Cell for each of `passages`, whose areas are loaded (`with_areas()`).  No query.

    A cell has the colour of the area that was `asked` for or, where it carries none, of its first.
    """
    return [_cell(passage, is_dimmed(passage), asked) for passage in passages]


def _cell(passage, is_dimmed, asked):
    area = leading_area(passage, asked)
    return Cell(
        number=passage.number,
        area_id=area.pk if area else "",
        label=", ".join(area.name for area in passage.areas.all()),
        is_dimmed=is_dimmed,
    )


def strip_in_words(passages):
    """ "7 passages: Transport 2, Energy 5": the strip for those who do not see it.  No query."""
    spheres: Counter = Counter()
    for passage in passages:
        spheres.update({(area.parent or area).name for area in passage.areas.all()})
    count = ngettext("%(count)d passage", "%(count)d passages", len(passages)) % {
        "count": len(passages)
    }
    if not spheres:
        return count
    named = ", ".join(f"{name} {times}" for name, times in spheres.most_common())
    return _("%(count)s: %(spheres)s") % {"count": count, "spheres": named}


def carried(passage, areas):
    """The areas of `passage` that are among `areas`; a sphere includes its sectors.  No query."""
    keys = {area.pk for area in areas}
    return [
        area
        for area in passage.areas.all()
        if area.pk in keys or area.parent_id in keys
    ]


def leading_area(passage, asked=()):
    """The area that gives a passage its colour: one `asked` for, or else the first; None without."""
    return next(iter(carried(passage, asked) or passage.areas.all()), None)
