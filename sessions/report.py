"""The report on a session's page: its strip, the chips that narrow it, and the passages that stay."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.filters import narrowest
from commission.listing import quoted
from commission.models import CooperationArea
from commission.templatetags.record import (
    areas_list,
    languages_of,
    passage_html,
    text,
)

from .models.record import kept
from .strips import Outline, carries, cells_of, links_of


@dataclass(frozen=True)
class Chip:
    """An area by which the report can be narrowed, and how many passages that leaves."""

    area: CooperationArea
    count: int
    is_chosen: bool
    address: str

    @property
    def area_id(self):
        return str(self.area.pk)

    @property
    def name(self):
        return text(self.area, "name")


@dataclass(frozen=True)
class SecondLanguage:
    """A language in which the report can stand beside the reader's; without a code, none."""

    code: str
    name: str
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Report:
    """`passages` are those that stay, with their numbers; `total` counts the whole report.

    `address` is the whole report's; `beside` is the language that stands beside the reader's, "" for none; `notice` says why it is
    not the one that was asked for.
    """

    passages: list
    total: int
    address: str
    cells: list
    chips: list[Chip]
    areas: list[CooperationArea]
    languages: list[SecondLanguage]
    beside: str
    notice: str

    @property
    def rows(self):
        """The passages as the page draws them."""
        return rows_of(self.passages, self.beside)

    @property
    def links(self):
        """The cells of the strip as the page draws them."""
        return links_of(self.cells)


class PassageRow(NamedTuple):
    """A passage as a page draws it, all of it text that stands as it is."""

    number: str
    address: str
    html: str
    beside: str
    areas: str
    link_to: str


def rows_of(passages, beside=""):
    """A PassageRow for each of `passages`, whose areas and session are loaded, with its text in the
    language `beside` if one is given.  No query."""
    language, link_to = get_language() or "en", _("to passage %(number)s")
    return [
        PassageRow(
            number=str(passage.number),
            address=passage.get_absolute_url(),
            html=_text(passage, beside, language),
            beside=_in_language(passage, beside) if beside else "",
            areas=areas_list(kept(passage, "areas")),
            link_to=link_to % {"number": passage.number},
        )
        for passage in passages
    ]


def _text(passage, beside, language):
    """In the reader's language; where only `beside` has it, that is said instead of shown twice."""
    missing = beside and not getattr(passage, f"html_{language}")
    if missing and getattr(passage, f"html_{beside}"):
        return _in_language(passage, language)
    return passage_html(passage, language)


def _in_language(passage, code):
    if html := getattr(passage, f"html_{code}"):
        html = mark_safe(html)  # noqa: S308 - cleaned when it was saved
        return format_html('<div lang="{}">{}</div>', code, html)
    missing = _("This passage is not in the record in this language.")
    return format_html('<p class="not-recorded">{}</p>', missing)


def report_of(session, asked, with_language=""):
    """The report of `session` (loaded by `load_record()`) narrowed to the areas `asked`, beside its
    text in the language with the code `with_language`.  No query.
    """
    whole, areas = kept(session, "passages"), narrowest(asked)
    outlines = [Outline(row.pk, row.number, kept(row, "areas")) for row in whole]
    keys = {area.pk for area in areas}
    staying = {row.number for row in outlines if not keys or carries(row, keys)}
    known = languages_of(whole, "text")
    offered = [code for code in known if code != get_language()]
    beside = with_language if with_language in offered else ""
    return Report(
        passages=[passage for passage in whole if passage.number in staying],
        total=len(whole),
        address=_address(session, [], beside),
        cells=cells_of(outlines, lambda outline: outline.number not in staying, keys),
        chips=_chips(session, outlines, asked, beside),
        areas=areas,
        languages=_languages(session, offered, beside, areas),
        beside=beside,
        notice=_notice(with_language, known),
    )


def _notice(code, known):
    if code in ("", get_language(), *known):
        return ""
    return _("The report is not in the language “%(value)s”, so it stands alone.") % {
        "value": quoted(code)
    }


def _languages(session, offered, beside, areas):
    names = dict(settings.LANGUAGES)
    return (
        [
            SecondLanguage(
                code,
                names.get(code, ""),
                code == beside,
                _address(session, areas, code),
            )
            for code in ["", *offered]
        ]
        if offered
        else []
    )


def _chips(session, outlines, asked, beside):
    """The spheres of the report and, of the spheres that are asked for, the sectors."""
    # By their keys: to compare rows takes Django longer than all the counting.
    carried = {area.id: area for outline in outlines for area in outline.areas}
    # A draft's preview may carry other areas: the report cannot be narrowed to those yet.
    public = {key: area for key, area in carried.items() if area.is_shown}
    counts: Counter[int] = Counter()
    for outline in outlines:
        own = [area for area in outline.areas if area.id in public]
        counts.update({key for area in own for key in (area.id, area.sphere_id)})
    spheres = {area.sphere_id: area.parent or area for area in public.values()}
    asked_for = {area.id: area for area in asked}
    opened = {area.sphere_id for area in asked}
    shown = [
        area
        for key, area in {**public, **spheres, **asked_for}.items()
        if area.is_sphere or area.sphere_id in opened
    ]
    return [
        Chip(
            area,
            counts[area.id],
            area.id in asked_for,
            _address(session, [area], beside),
        )
        for area in sorted(shown, key=_in_tree_order)
    ]


def _address(session, areas, beside):
    """The page, asked for the report about `areas` beside a language."""
    asked = [("area", area.slug) for area in areas] + [("with", beside)] * bool(beside)
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{session.get_absolute_url()}{query}#report"


def _in_tree_order(area):
    sphere = area.parent or area
    return (sphere.order, sphere.pk, not area.is_sphere, area.order, area.pk)
