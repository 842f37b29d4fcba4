"""The options beside the list of sessions, each with how many sessions it would leave.

Every count is made by the database, in a number of queries that does not depend on the rows.
"""

from collections import Counter

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from commission.charts import columns
from commission.facets import Option, area_tree, choice_options, commission_options
from commission.models import CooperationArea

from .models import AgendaItem, Decision, Passage

# What carries areas for its session, by the name of the row in the join table.
CARRIERS: dict[str, type[Passage] | type[AgendaItem] | type[Decision]] = {
    "passage": Passage,
    "agendaitem": AgendaItem,
    "decision": Decision,
}


def session_facets(found):
    """{parameter: options} of the sessions list, and `years`, the histogram.

    Ten queries, and three more when a sector is chosen; each use of `about` adds its own.
    """
    return {
        "area": area_options(found),
        "commission": commission_options(found),
        "kind": choice_options(found, "kind"),
        "place": place_options(found),
        "years": years(found),
    }


def area_options(found):
    """Options of the filter `area`: sessions by sphere, and by sector of the spheres that stand open.

    Four queries, three more when a sphere stands open.
    """
    sessions = found.without("area").order_by().values("pk")
    asked = found.asked.get("area", [])
    opened = {area.sphere_id for area in asked}
    of_opened = Q(cooperationarea__in=opened) | Q(cooperationarea__parent__in=opened)
    sphere = Coalesce("cooperationarea__parent", "cooperationarea")
    by_sphere = _counted_once(sessions, sphere)
    by_area = _counted_once(sessions, F("cooperationarea"), of_opened) if opened else {}
    return area_tree(asked, by_sphere, by_area)


def _counted_once(sessions, area, among=Q()):  # noqa: B008 - an empty Q is never changed
    """{area: how many of `sessions` carry it}, a session once however many of its rows do.

    `among` narrows the areas.  One query a carrier; each leaves out what those before it counted.
    """
    counts: Counter = Counter()
    counted: list[str] = []
    for name in CARRIERS:
        rows = _carried(name, area).filter(among, of_session__in=sessions)
        for earlier in counted:
            same = _carried(earlier, area).filter(
                of_session=OuterRef("of_session"), of_area=OuterRef("of_area")
            )
            rows = rows.exclude(Exists(same))
        grouped = rows.values_list("of_area").annotate(
            Count("of_session", distinct=True)
        )
        counts.update(dict(grouped))
        counted.append(name)
    return counts


def _carried(name, area):
    """The join rows of a carrier and its public areas, with `of_session` and `of_area`."""
    public = CooperationArea.objects.published().values("pk")
    rows = CARRIERS[name].areas.through.objects.filter(cooperationarea__in=public)
    return rows.annotate(of_session=F(f"{name}__session"), of_area=area)


def place_options(found):
    """Options of the filter `place`, named in the active language or its fallbacks.  One query."""
    asked = found.asked.get("place", [])
    chosen = {spelling for named in asked for spelling in named.meant}
    counts: Counter = Counter()
    columns_read = [f"place_{code}" for code in resolution_order(get_language())]
    rows = (
        found.without("place")
        .order_by()
        .values_list(*columns_read)
        .annotate(Count("pk"))
    )
    for *spellings, count in rows:
        counts[next(filter(None, spellings), "")] += count
    counts.update({named.slug: 0 for named in asked if not chosen & counts.keys()})
    return [
        Option(place, place, counts[place], place in chosen or not counts[place])
        for place in sorted(filter(None, counts))
    ]


def years(found):
    """The histogram of sessions by year over what all filters but the years leave.  Two queries.

    It spans the years of the whole list, so that it keeps its place while a reader narrows; None
    for an empty one.
    """
    first, last = _span(found.queryset)
    if first is None:
        return None
    counts = _by_year(found.without("year_from", "year_to"))
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


def _span(sessions):
    ends = sessions.aggregate(first=Min("starts_on"), last=Max("starts_on"))
    return (ends["first"] and ends["first"].year, ends["last"] and ends["last"].year)


def _by_year(sessions):
    year = ExtractYear("starts_on")
    return dict(sessions.order_by().values_list(year).annotate(Count("pk")))
