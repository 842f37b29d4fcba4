"""The report on a session's page: its strip, the chips that narrow it, and the passages that stay."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from commission.filters import narrowest
from commission.models import CooperationArea
from commission.templatetags.record import areas_list, passage_html

from .models.record import kept
from .strips import Outline, carried, cells_of, links_of


@dataclass(frozen=True)
class Chip:
    """An area by which the report can be narrowed, and how many passages that leaves."""

    area: CooperationArea
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Report:
    """`passages` are those that stay, with their numbers; `total` counts the whole report."""

    passages: list
    total: int
    cells: list
    chips: list[Chip]
    areas: list[CooperationArea]

    @property
    def rows(self):
        """The passages as the page draws them."""
        return rows_of(self.passages)

    @property
    def links(self):
        """The cells of the strip as the page draws them."""
        return links_of(self.cells)


class PassageRow(NamedTuple):
    """A passage as a page draws it, all of it text that stands as it is."""

    number: str
    address: str
    html: str
    areas: str
    link_to: str


def rows_of(passages):
    """A PassageRow for each of `passages`, whose areas and session are loaded.  No query."""
    return [
        PassageRow(
            number=str(passage.number),
            address=passage.get_absolute_url(),
            html=passage_html(passage),
            areas=areas_list(kept(passage, "areas")),
            link_to=_("to passage %(number)s") % {"number": passage.number},
        )
        for passage in passages
    ]


def report_of(session, asked):
    """The report of `session` (loaded by `load_record()`) narrowed to the areas `asked`.  No query."""
    whole, areas = kept(session, "passages"), narrowest(asked)
    outlines = [Outline(row.pk, row.number, kept(row, "areas")) for row in whole]
    keys = {area.pk for area in areas}
    staying = {row.number for row in outlines if not keys or carried(row, keys)}
    return Report(
        passages=[passage for passage in whole if passage.number in staying],
        total=len(whole),
        cells=cells_of(outlines, lambda outline: outline.number not in staying, keys),
        chips=_chips(outlines, asked),
        areas=areas,
    )


def _chips(outlines, asked):
    """The spheres of the report and, of the spheres that are asked for, the sectors."""
    counts: Counter = Counter()
    for outline in outlines:
        # A draft's preview may carry other areas: the report cannot be narrowed to those yet.
        own = {area for area in outline.areas if area.is_shown}
        counts.update(own | {area.parent for area in own if area.parent})
    counts.update(dict.fromkeys(asked, 0))
    opened = {area.sphere_id for area in asked}
    shown = [area for area in counts if area.is_sphere or area.sphere_id in opened]
    return [
        Chip(area, counts[area], area in asked)
        for area in sorted(shown, key=_in_tree_order)
    ]


def _in_tree_order(area):
    sphere = area.parent or area
    return (sphere.order, sphere.pk, not area.is_sphere, area.order, area.pk)
