"""The options beside the list of sessions, each with how many sessions it would leave.

Counted in memory over what all other filters leave, exactly; a query is only made for names.
"""

from collections import Counter

from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from commission.area_counts import rows_about
from commission.charts import columns
from commission.facets import Option, area_tree, choices_with, record_options_of
from commission.folding import fold
from commission.known_areas import in_tree_order
from commission.models import Commission
from commission.models.register_entry import BETWEEN

from .register import LANGUAGES

# Of commissions and places there are thousands in the world: the fullest are offered.
MOST_COMMISSIONS, MOST_PLACES = 12, 60


def session_facets(found):
    """{parameter: options} of the sessions list; `years`, the histogram; `more`, {parameter: how many
    options more there are}.

    One query for the commissions' names, and one for the areas' when the record changed.
    """
    commissions = found.without("commission").counts("commission")
    places = place_options(found)
    return {
        "area": area_options(found),
        "commission": commission_options(found, commissions),
        "kind": kind_options(found),
        "place": _fullest(places, MOST_PLACES),
        "years": years(found),
        "more": {
            "commission": max(0, len(commissions) - MOST_COMMISSIONS),
            "place": max(0, len(places) - MOST_PLACES),
        },
    }


def area_options(found):
    """Options of the filter `area`: spheres, each row counted once, with their sectors within."""
    left = found.without("area")
    counts = left.counted(rows_about(left.snapshot))
    return area_tree(in_tree_order(), found.asked.get("area", []), counts)


def commission_options(found, counts):
    """Options of the filter `commission`: the fullest and those that are chosen.  One query."""
    asked = found.asked.get("commission", [])
    fullest = sorted(counts, key=lambda pk: (-counts[pk], pk))[:MOST_COMMISSIONS]
    records = Commission.objects.published().filter(
        pk__in={*fullest, *(record.pk for record in asked)}
    )
    options = record_options_of(records, asked, counts)
    return sorted(options, key=lambda option: (-option.count, fold(option.label)))


def kind_options(found):
    """Options of the filter `kind`."""
    counts = found.without("kind").counts("kind")
    return choices_with(
        counts, found.filters["kind"].choices, found.asked.get("kind", [])
    )


def place_options(found):
    """Options of the filter `place`, named in the active language or its fallbacks, in their order."""
    asked = found.asked.get("place", [])
    chosen = {spelling for named in asked for spelling in named.meant}
    counts: Counter = Counter()
    left = found.without("place")
    names = _names_of_places(left.snapshot, get_language())
    for place, count in left.counts("place").items():
        counts[names[place]] += count
    counts.update({named.slug: 0 for named in asked if not chosen & counts.keys()})
    in_order = [name for name in dict.fromkeys(names.values()) if counts.get(name)]
    in_order += [name for name in counts if not counts[name]]
    return [
        Option(name, name, counts[name], name in chosen or not counts[name])
        for name in filter(None, in_order)
    ]


def _names_of_places(snapshot, language):
    """{place of the register: its name in a language or its fallbacks}, by name."""
    key = ("places", language)
    if key not in snapshot.memo:
        named = {place: _name_of(place, language) for place in snapshot.by["place"]}
        in_order = sorted(named.items(), key=lambda item: (fold(item[1]), item[1]))
        snapshot.memo[key] = dict(in_order)
    return snapshot.memo[key]


def _name_of(place, language):
    spellings = dict(zip(LANGUAGES, place.split(BETWEEN), strict=False))
    return next(filter(None, map(spellings.get, resolution_order(language))), "")


def _fullest(options, most):
    """At most so many of `options`, in their order, and those that are chosen."""
    if len(options) <= most:
        return options
    fullest = sorted(options, key=lambda option: (not option.is_chosen, -option.count))
    kept = {option.value for option in fullest[:most]}
    return [option for option in options if option.value in kept or option.is_chosen]


def years(found):
    """The histogram of sessions by year over what all filters but the years leave.

    It spans the years of the whole list, so that it keeps its place while a reader narrows; None
    for an empty one.
    """
    whole = found.queryset.counts("year")
    if not whole:
        return None
    first, last = min(whole), max(whole)
    counts = found.without("year_from", "year_to").counts("year")
    bars = [(year, counts.get(year, 0)) for year in range(first, last + 1)]
    since = found.asked.get("year_from", first)
    until = found.asked.get("year_to", last)
    return {
        "first": first,
        "last": last,
        "chosen": "" if (since, until) == (first, last) else f"{since} – {until}",
        "columns": columns(bars, chosen=lambda year: since <= year <= until),
        "table": [(year, count) for year, count in bars if count],
    }
