from django.db.models import Prefetch
from django.template.response import TemplateResponse

from commission.addresses import find_record, moved, record_page, seen_with
from commission.applied import applied
from commission.facets import (
    agreement_status_options,
    area_options,
    choice_options,
    commission_options,
    country_options,
)
from commission.filters import AgreementFilter
from commission.listing import orders_of, page_of
from commission.models import Agreement, CooperationArea


def agreement_list(request):
    """Agreements by status, sector, commission, party, kind, level and year."""
    found = AgreementFilter(request.GET, Agreement.objects.published())
    page, notice = page_of(found.qs.with_card(), request)
    context = {
        "found": found,
        "applied": applied(found, request),
        "orders": orders_of(found, request),
        "page": page,
        "notices": [*found.notices, notice],
        "statuses": agreement_status_options(found),
        "areas": area_options(found),
        "commissions": commission_options(found),
        "parties": country_options(found, "party", "commission__sides__country"),
        "kinds": choice_options(found, "kind"),
        "levels": choice_options(found, "level"),
    }
    return TemplateResponse(request, "commission/agreement_list.html", context)


def agreement_detail(request, slug):
    """An agreement: its parties and who signed for each, areas, sessions, documents, sources."""
    agreement = find_record(request, _with_page(), slug)
    if agreement.slug != slug:
        return moved(request, agreement)
    sessions = seen_with(agreement, agreement.sessions, request)
    context = {
        "agreement": agreement,
        "parties": _parties(request, agreement),
        "areas": agreement.areas.all(),
        "sessions": sessions.newest_first().select_related("commission"),
        "documents": agreement.documents.prefetch_related("files"),
        "sources": agreement.sources.all(),
    }
    return record_page(request, "commission/agreement_detail.html", agreement, context)


def _with_page():
    areas = CooperationArea.objects.published().select_related("parent")
    return Agreement.objects.select_related("commission").prefetch_related(
        "commission__sides", Prefetch("areas", areas)
    )


def _parties(request, agreement):
    """[(side, [its signatures])], every side in the commission's own order."""
    seen = seen_with(agreement, agreement.signatures, request)
    signatures = list(seen.select_related("participant", "organisation"))
    return [
        (side, [s for s in signatures if s.side_id == side.pk])
        for side in agreement.commission.sides.all()
    ]
