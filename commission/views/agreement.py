from collections import defaultdict

from django.db.models import F, Prefetch, Q
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commission.addresses import find_record, moved, record_page, seen_with
from commission.agreement_life import life_of
from commission.applied import applied
from commission.facets import (
    agreement_status_options,
    area_options,
    choice_options,
    commission_counts,
    commission_options,
    country_options,
    more_commissions,
    typed_commission,
)
from commission.filters import AgreementFilter
from commission.listing import orders_of, page_of
from commission.models import (
    Agreement,
    AgreementRelation,
    CooperationArea,
    RelationKind,
)

# What one agreement does to another (False), or has done to it (True), in the order of the page.
RELATED = {
    (RelationKind.SUPERSEDES, True): _("Superseded by"),
    (RelationKind.AMENDS, True): _("Amended by"),
    (RelationKind.CARRIES_OUT, True): _("Carried out by"),
    (RelationKind.SUPERSEDES, False): _("Supersedes"),
    (RelationKind.AMENDS, False): _("Amends"),
    (RelationKind.CARRIES_OUT, False): _("Carries out"),
}


def agreement_list(request):
    """Agreements by status, sector, commission, party, kind, level and year."""
    found = AgreementFilter(request.GET, Agreement.objects.published())
    page, notice = page_of(found.qs.with_card(), request)
    commissions = commission_counts(found)
    context = {
        "found": found,
        "applied": applied(found, request),
        "orders": orders_of(found, request),
        "page": page,
        "notices": [*found.notices, notice],
        "statuses": agreement_status_options(found),
        "areas": area_options(found),
        "commissions": commission_options(found, commissions),
        "more_commissions": more_commissions(commissions),
        "typed_commission": typed_commission(found),
        "parties": country_options(found, "party", "commission__sides__country"),
        "kinds": choice_options(found, "kind"),
        "levels": choice_options(found, "level"),
    }
    return TemplateResponse(request, "commission/agreement_list.html", context)


def agreement_detail(request, slug):
    """An agreement: its life, its parties and who signed for each, areas, sessions, other agreements,
    documents, sources.
    """
    agreement = find_record(request, _with_page(), slug)
    if agreement.slug != slug:
        return moved(request, agreement)
    sessions = seen_with(agreement, agreement.sessions, request)
    context = {
        "agreement": agreement,
        "life": life_of(agreement),
        "parties": _parties(request, agreement),
        "related": _related(request, agreement),
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


def _related(request, agreement):
    """[(what this agreement does to the others, or they to it, [the others])]."""
    relations = AgreementRelation.objects.filter(
        Q(agreement=agreement) | Q(other=agreement)
    )
    seen = seen_with(agreement, relations, request)
    seen = seen.select_related("agreement", "other")
    others = defaultdict(list)
    later_last = F("agreement__dated_on").asc(nulls_last=True)
    for relation in seen.order_by(later_last, "pk"):
        if relation.agreement_id == agreement.pk:
            others[relation.kind, False].append(relation.other)
        else:
            others[relation.kind, True].append(relation.agreement)
    return [(words, others[key]) for key, words in RELATED.items() if key in others]


def _parties(request, agreement):
    """[(side, [its signatures])], every side in the commission's own order."""
    seen = seen_with(agreement, agreement.signatures, request)
    signatures = list(seen.select_related("participant", "organisation"))
    return [
        (side, [s for s in signatures if s.side_id == side.pk])
        for side in agreement.commission.sides.all()
    ]
