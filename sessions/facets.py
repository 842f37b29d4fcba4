"""The options beside the list of sessions, each with how many sessions it would leave.

Counted in memory over what all other filters leave, exactly; a query is only made for names.
"""

from typing import NamedTuple

import numpy
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from commission.area_counts import public_by_year, rows_about
from commission.charts import columns, drawn
from commission.collation import sort_key
from commission.counting import Column, fullest
from commission.facets import (
    Option,
    area_tree,
    choices_with,
    commission_options,
    more_commissions,
    typed_commission,
)
from commission.known_areas import in_tree_order, within
from commission.models.register_entry import BETWEEN
from commission.templatetags.numbers import grouped

from .register import LANGUAGES
from .selection import Selection

# Of places there are hundreds in the world: the fullest are offered.
MOST_PLACES = 24
YEARS = {"year_from", "year_to"}


class YearRow(NamedTuple):
    """A year and how many sessions were held in it, as the reader's language writes that."""

    year: str
    number: str


def session_facets(found):
    """{parameter: options} of the sessions list; `years`, the histogram; `more`, {parameter: how many
    options more there are}.

    One query at most for the commissions' names, and one for the areas' when the record changed.
    """
    commissions = _counts(found, "commission")
    places, more_places = place_options(found)
    return {
        "area": area_options(found),
        "commission": commission_options(found, commissions),
        "typed_commission": typed_commission(found),
        "kind": kind_options(found),
        "place": places,
        "years": years(found),
        "more": {
            "commission": more_commissions(commissions),
            "place": more_places,
        },
    }


def _counts(found, facet, *names):
    """{value of a facet: how many sessions all filters leave but `names`, by default the facet's own}.

    Readers narrow a list by one area first: of those about one, and no more asked, it is counted once while they stand.
    """
    names = names or (facet,)
    left, areas = found.without(*names), found.asked.get("area", [])
    if len(areas) != 1 or found.others(*names) != {"area"}:
        return left.counts(facet)
    # Of the areas that the key names: another may have come to be public since `left` was narrowed.
    about = tuple(sorted(within(areas)))
    snapshot, key = left.snapshot, (facet, "about", about)
    if key not in snapshot.memo:
        rows = snapshot.public & snapshot.holding("area", about)
        snapshot.memo[key] = Selection(snapshot, rows).counts(facet)
    return snapshot.memo[key]


def area_options(found):
    """Options of the filter `area`: spheres, each row counted once, with their sectors within."""
    rows, asked = found.queryset, found.asked
    if isinstance(rows, Selection) and found.others("area") <= YEARS:
        by_year = public_by_year(rows.snapshot)
        counts = by_year.between(asked.get("year_from"), asked.get("year_to"))
    else:
        left = found.without("area")
        counts = left.counted(rows_about(left.snapshot))
    return area_tree(in_tree_order(), asked.get("area", []), counts)


def kind_options(found):
    """Options of the filter `kind`."""
    counts = _counts(found, "kind")
    return choices_with(
        counts, found.filters["kind"].choices, found.asked.get("kind", [])
    )


def place_options(found):
    """(options of the filter `place`: the fullest and those that are chosen, how many more there are).

    They are named in the active language or its fallbacks, and in their order.
    """
    asked = found.asked.get("place", [])
    chosen = {spelling for named in asked for spelling in named.meant}
    left = found.without("place")
    names = _names_of_places(left.snapshot, get_language())
    counts = _counts(found, "place").by(names)
    there = {name for name in chosen if name in counts}
    offered = there.union(fullest(counts, MOST_PLACES))
    options = [
        Option(name, name, counts[name], name in chosen)
        for name in sorted(offered, key=names.number_of.__getitem__)
    ]
    if not there:
        options += [Option(named.slug, named.slug, 0, True) for named in asked]
    return options, len(counts) - len(offered)


def _names_of_places(snapshot, language):
    """The Column of what places are called in a language or its fallbacks, in the order of these names."""
    key = ("places", language)
    if key not in snapshot.memo:
        names = [
            _name_of(place, language) for place in snapshot.columns["place"].values
        ]
        in_order = sorted(
            {*names} - {""}, key=lambda name: (sort_key(name, language), name)
        )
        number_of = {name: number for number, name in enumerate(in_order)}
        numbers = [number_of.get(name, len(in_order)) for name in names]
        snapshot.memo[key] = Column(in_order, number_of, numpy.array(numbers, int))
    return snapshot.memo[key]


def _name_of(place, language):
    spellings = dict(zip(LANGUAGES, place.split(BETWEEN), strict=False))
    return next(filter(None, map(spellings.get, resolution_order(language))), "")


def _first_and_last(whole):
    """The years of the whole list, None for an empty one."""
    memo = whole.snapshot.memo
    if "years" not in memo:
        held = whole.counts("year")
        memo["years"] = (min(held), max(held)) if held else None
    return memo["years"]


def years(found):
    """The histogram of sessions by year over what all filters but the years leave.

    It spans the years of the whole list, so that it keeps its place while a reader narrows; None
    for an empty one.
    """
    ends = _first_and_last(found.queryset)
    if ends is None:
        return None
    first, last = ends
    counts = _counts(found, "year", *YEARS)
    bars = [(year, counts.get(year, 0)) for year in range(first, last + 1)]
    since = found.asked.get("year_from", first)
    until = found.asked.get("year_to", last)
    standing = columns(bars, chosen=lambda year: since <= year <= until)
    return {
        "first": str(first),
        "last": str(last),
        "chosen": "" if (since, until) == (first, last) else f"{since} – {until}",
        "columns": standing,
        "drawing": drawn(standing),
        "table": [
            YearRow(str(year), str(grouped(count))) for year, count in bars if count
        ],
    }
