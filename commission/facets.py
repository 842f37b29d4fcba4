"""The options of a list's filters, each with how many rows it would leave.

Counted over what the *other* filters leave (`Listing.without`), so that a reader who chose one
sector sees what choosing another as well would add.  Options that would leave nothing are not
offered, unless they are chosen.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.db.models import Aggregate, Count, TextField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from modeltranslation.utils import get_translation_fields
from pyroaring import BitMap

from commission.collation import sort_key
from commission.counting import fullest
from commission.countries import country_name
from commission.kept import Kept
from commission.known_areas import in_tree_order, known_areas, named
from commission.languages import called
from commission.models import Commission
from commission.prepared import Prepared
from commission.templatetags.numbers import grouped

# Of commissions there are thousands in the world: the fullest are offered.
MOST_COMMISSIONS = 12
# Of the records that options stand for so many are kept: of bodies there may be tens of thousands.
MOST_KEPT = 4_000


class OptionRecords:
    """The public rows of a model by primary key, with what an option needs of them: kept until the
    record changes, since the fullest are named on page after page.
    """

    def __init__(self, model: Any) -> None:
        name = getattr(model, "called_by", "name")
        columns = ["slug", *get_translation_fields(name)]
        self.rows = Prepared(
            lambda pks, now: (
                model.objects.rewrite(False)
                .published(at=now)
                .filter(pk__in=pks)
                .only(*columns)
                .order_by()
            )
        )
        # What is released by itself moves the version, too.
        self.kept: Kept[dict[int, Any]] = Kept(dict)

    def __call__(self, pks: Iterable[int]) -> list[Any]:
        """Those with the primary keys `pks`, in no order.  One query where any is not kept yet."""
        kept = self.kept()
        found = {pk: kept[pk] for pk in pks if pk in kept}
        if missing := [pk for pk in pks if pk not in found]:
            rows = {row.pk: row for row in self.rows(pks=missing, now=timezone.now())}
            read = {pk: rows.get(pk) for pk in missing}
            if len(kept) < MOST_KEPT:
                kept.update(read)
            found |= read
        return [row for row in found.values() if row]


_COMMISSIONS = OptionRecords(Commission)


@lru_cache(maxsize=4_096)
def by_itself(words: str) -> str:
    """Words as they stand by themselves.  A page has some sixty options and badges, and the same ones
    come again and again.
    """
    return capfirst(words)


@dataclass(slots=True)
class Option:
    """One choice: what the address says, what the reader sees, how many rows it would leave.

    `record` is what it stands for (an area, a commission …) or None; `within` the options of an
    area's sectors; `language` that of the label where it is not the reader's.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    record: object = None
    within: list = field(default_factory=list)
    language: str = ""

    @property
    def key(self):
        """The value as a part of an element's name."""
        return quote(self.value)

    @property
    def title(self):
        """The label as it stands by itself."""
        return by_itself(str(self.label))

    @property
    def number(self):
        """The count as the reader's language writes it."""
        return str(grouped(self.count))

    @property
    def in_sight(self):
        """The sectors of a sphere that is chosen or has a chosen sector; those of others are folded."""
        is_open = self.is_chosen or any(sector.is_chosen for sector in self.within)
        return self.within if is_open else []


def choice_options(found, name):
    """Options of a `ChoicesFilter` on a column.  One query."""
    choices = found.filters[name]
    counts = _counted(found.without(name), choices.field_name)
    return choices_with(counts, choices.choices, found.asked.get(name, []))


def choices_with(counts, choices, asked):
    """Options of (value, label) pairs that are chosen or have rows.  No query."""
    return _worthwhile(
        Option(str(value), label, counts.get(value, 0), value in asked)
        for value, label in choices
    )


def agreement_status_options(found):
    """Options of the agreements' filter `status`.  One query."""
    counts = _counted(found.without("status").with_status(), "derived_status")
    statuses = found.filters["status"].choices
    return choices_with(counts, statuses, found.asked.get("status", []))


def country_options(found, name="country", column="country"):
    """Options of a filter by country, by their names in the active language.  One query."""
    counts = _counted(found.without(name), column)
    asked = found.asked.get(name, [])
    options = _worthwhile(
        Option(code, country_name(code), counts.get(code, 0), code in asked)
        for code in {*counts, *asked} - {""}
    )
    return sorted(options, key=lambda option: sort_key(option.label))


def record_options_of(records, asked, counts):
    """Options of `records` that are chosen or have rows, by their primary keys in `counts`."""
    return _worthwhile(
        Option(
            record.slug,
            label,
            counts.get(record.pk, 0),
            record in asked,
            record,
            language=language,
        )
        for record in records
        for label, language in [called(record)]
    )


def commission_counts(found, column="commission"):
    """{commission: how many rows it would leave}.  One query."""
    return _counted(found.without("commission"), column)


def more_commissions(counts):
    """How many commissions with rows `commission_options` leaves out, those aside that are chosen."""
    return max(0, len(counts) - MOST_COMMISSIONS)


def typed_commission(found):
    """What was typed to name commissions, understood or not; "" when they were chosen or none was."""
    asked = found.asked.get("commission", [])
    chosen = {each.slug for each in asked if hasattr(each, "pk")}
    typed = [text for text in found.data.getlist("commission") if text not in chosen]
    return typed[-1] if typed else ""


def commission_options(found, counts):
    """Options of the filter `commission`: the fullest and those that are chosen.  One query at most.

    `counts` are the rows that each would leave, by primary key.
    """
    asked = [each for each in found.asked.get("commission", []) if hasattr(each, "pk")]
    most = fullest(counts, MOST_COMMISSIONS)
    offered = {*most, *(record.pk for record in asked)}
    options = record_options_of(_COMMISSIONS(offered), asked, counts)
    return sorted(options, key=lambda option: (-option.count, sort_key(option.label)))


def area_options(found):
    """Options of the filter `area`, sectors within their spheres.  One query.

    The rows' model carries its areas in a field `areas`; a sphere counts the rows of its sectors.
    """
    rows = found.without("area")
    asked = found.asked.get("area", [])
    return area_tree(in_tree_order(), asked, _counted_by_area(rows))


def area_tree(areas, asked, counts):
    """Options of spheres, their sectors within them, from counts by primary key.

    `areas` are in the order of the tree.
    """
    tree: dict[int, list[Option]] = {}
    spheres, active = [], get_language()
    chosen = {area.pk for area in asked}
    for area in areas:
        count, is_chosen = counts.get(area.pk, 0), area.pk in chosen
        is_sphere, within = area.pk == area.sphere_id, []
        if not (is_sphere or count or is_chosen):
            continue
        label, language = named(area, active)
        option = Option(
            area.slug, label, count, is_chosen, area, within, language=language
        )
        if is_sphere:
            tree[area.pk] = within
            spheres.append(option)
        else:
            tree[area.sphere_id].append(option)
    return [each for each in spheres if each.count or each.is_chosen or each.within]


def _counted(rows, column):
    counts = rows.order_by().values_list(column).annotate(Count("pk", distinct=True))
    return dict(counts)


class _Together(Aggregate):
    """All primary keys of a group in one value: "3,17,4"."""

    function = "group_concat"
    output_field = TextField()

    def as_postgresql(self, compiler, connection):
        template = "string_agg(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template)


def _counted_by_area(rows):
    """{public area: how many of `rows` carry it or, of a sphere, any of its sectors}.  One query."""
    through, owner = rows.model.areas.through, rows.model._meta.model_name
    carriers = through.objects.filter(**{f"{owner}__in": rows.order_by().values("pk")})
    carried = carriers.values_list("cooperationarea").annotate(keys=_Together(owner))
    areas = known_areas()
    about = {area: BitMap(json.loads(f"[{keys}]")) for area, keys in carried if area in areas}  # fmt: skip
    for area in [*about]:
        sphere = areas[area].sphere_id
        about[sphere] = about.get(sphere, BitMap()) | about[area]
    return {area: len(keys) for area, keys in about.items()}


def _worthwhile(options):
    return [option for option in options if option.count or option.is_chosen]
