from django.conf import settings
from django.template.response import TemplateResponse

from commission.above import above
from commission.addresses import find_record, moved, record_page
from commission.area_counts import session_counts
from commission.collation import sort_key
from commission.known_areas import in_tree_order, within
from commission.listing import page_of
from commission.models import Agreement, Commission, CooperationArea
from commission.register import NewestFirst, register

SESSIONS_A_PAGE = 8
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
    page, notice = _session_page(area, request)
    context = {
        "area": area,
        "sectors": area.sectors.published(),
        "terms": _terms(area),
        "page": page,
        "notices": [notice],
        **_signed(area),
    }
    return record_page(request, "commission/area_detail.html", area, context)


def _terms(area):
    """By languages, in the order of each."""
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(
        area.terms.all(),
        key=lambda row: (codes.index(row.language), sort_key(row.term, row.language)),
    )


def _tree(areas, counts):
    """[(sphere, its count, [(sector, its count)])] of areas in tree order."""
    tree = []
    for area in areas:
        if area.is_sphere:
            tree.append((area, counts[area.pk], []))
        else:
            tree[-1][2].append((area, counts[area.pk]))
    return tree


def _session_page(area, request):
    """(page, notice) of the sessions about an area, newest first: (session, its passages on it).

    A session that only had it on its agenda, or decided on it, has none.  Three queries: which
    sessions there are, how many and in what order, is known to the process.
    """
    snapshot = register()
    about = snapshot.holding("area", within([area])) & snapshot.public
    page, notice = page_of(NewestFirst(snapshot, about), request, SESSIONS_A_PAGE)
    keys = list(page.object_list)
    sessions = above(Commission.sessions).published().select_related("commission")
    known = sessions.in_bulk(keys)
    passages = above(CooperationArea.passages).about([area]).order_by("number")
    said: dict[int, list] = {pk: [] for pk in known}
    for passage in passages.filter(session__in=known).with_areas():
        passage.session = known[passage.session_id]
        said[passage.session_id].append(passage)
    page.object_list = [(known[pk], said[pk]) for pk in keys if pk in known]
    return page, notice


def _signed(area):
    agreements = Agreement.objects.published().about([area])
    return {
        "agreement_count": agreements.count(),
        "agreements": agreements.with_card()[:LATEST],
    }
