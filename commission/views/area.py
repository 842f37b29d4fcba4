from itertools import groupby

from django.template.response import TemplateResponse

from commission.above import above
from commission.addresses import find_record, moved, record_page
from commission.area_counts import session_counts
from commission.known_areas import in_tree_order
from commission.listing import page_of
from commission.models import Agreement, CooperationArea

PASSAGES_A_PAGE = 30
LATEST = 8


def area_list(request):
    """The spheres with their sectors, each with the number of sessions about it.  No query."""
    context = {"spheres": _tree(in_tree_order(), session_counts())}
    return TemplateResponse(request, "commission/area_list.html", context)


def area_detail(request, slug):
    """All that was said, decided and signed on an area; a sphere includes its sectors."""
    area = find_record(request, CooperationArea.objects.select_related("parent"), slug)
    if area.slug != slug:
        return moved(request, area)
    page, notice = _passage_page(area, request)
    context = {
        "area": area,
        "sectors": area.sectors.published(),
        "terms": area.terms.all(),
        "page": page,
        "sessions": _by_session(page),
        "notices": [notice],
        **_decided(area),
        **_signed(area),
    }
    return record_page(request, "commission/area_detail.html", area, context)


def _tree(areas, counts):
    """[(sphere, its count, [(sector, its count)])] of areas in tree order."""
    tree = []
    for area in areas:
        if area.is_sphere:
            tree.append((area, counts[area.pk], []))
        else:
            tree[-1][2].append((area, counts[area.pk]))
    return tree


def _passage_page(area, request):
    """(page, notice) of the passages on an area, those of the newest session first.  Five queries.

    The keys alone are sorted and paged: a hundred thousand texts would be a slow thing to sort.
    """
    passages = above(CooperationArea.passages)
    newest_first = ("-session__starts_on", "-session_id", "number")
    keys = (
        passages.published()
        .about([area])
        .order_by(*newest_first)
        .values_list("pk", flat=True)
    )
    page, notice = page_of(keys, request, PASSAGES_A_PAGE)
    shown = passages.filter(pk__in=list(page)).order_by(*newest_first)
    page.object_list = shown.select_related("session__commission").with_areas()
    return page, notice


def _by_session(page):
    """[(session, its passages on the page)], in the order of the page."""
    return [
        (passages[0].session, passages)
        for _pk, run in groupby(page, key=lambda passage: passage.session_id)
        for passages in [list(run)]
    ]


def _decided(area):
    decisions = above(CooperationArea.decisions).published().about([area])
    newest_first = decisions.order_by("-session__starts_on", "-session_id", "number")
    return {
        "decision_count": decisions.count(),
        "decisions": newest_first.with_card()[:LATEST],
    }


def _signed(area):
    agreements = Agreement.objects.published().about([area])
    return {
        "agreement_count": agreements.count(),
        "agreements": agreements.with_card()[:LATEST],
    }
