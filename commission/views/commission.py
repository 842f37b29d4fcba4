from django.db.models import Count, Max, Min, Q
from django.template.response import TemplateResponse

from commission.addresses import find_record, moved, record_page, seen_with
from commission.co_chairs import LANE, MOST_SESSIONS, co_chairs_over_time
from commission.figures import figures_by_indicator
from commission.listing import page_of
from commission.matrix import area_matrix
from commission.models import Commission
from commission.parameter_names import names_left_out

# What a commission's page shows before it points to the full lists.
LATEST_SESSIONS = 10
LATEST_AGREEMENTS = 8
MATRIX_SESSIONS = 20


def commission_list(request):
    """The commissions, each with its sides and number of sessions.  Three queries."""
    page, notice = page_of(
        Commission.objects.published().with_card().alphabetically(), request
    )
    context = {"page": page, "notices": [*names_left_out(request.GET, []), notice]}
    return TemplateResponse(request, "commission/commission_list.html", context)


def commission_detail(request, slug):
    """A commission: sides, sessions, sectors, co-chairs, figures, agreements, sources."""
    commission = find_record(request, Commission.objects.with_sides(), slug)
    if commission.slug != slug:
        return moved(request, commission)
    context = {
        "commission": commission,
        "sides": commission.sides.all(),
        "sources": commission.sources.all(),
        "indicators": figures_by_indicator(_figures(commission)),
        **_sessions(request, commission),
        **_agreements(request, commission),
    }
    return record_page(
        request, "commission/commission_detail.html", commission, context
    )


def _sessions(request, commission):
    seen = seen_with(commission, commission.sessions, request)
    sessions = list(seen.newest_first().select_related("commission")[:MOST_SESSIONS])
    # At one that was called off nobody spoke, and nobody was in the chair.
    held = [session for session in sessions if not session.called_off]
    shown = held[:MATRIX_SESSIONS][::-1]
    lines = co_chairs_over_time(commission.sides.all(), held)
    return {
        **seen.aggregate(
            session_count=Count("pk"),
            held_count=Count("pk", filter=Q(called_off=False)),
            first_on=Min("starts_on"),
            latest_on=Max("starts_on"),
        ),
        "sessions": sessions[:LATEST_SESSIONS],
        "matrix": area_matrix(shown),
        "matrix_sessions": shown,
        "lines": lines,
        "lines_height": LANE * len(lines),
        "line_sessions": held,
    }


def _agreements(request, commission):
    agreements = seen_with(commission, commission.agreements, request)
    return {
        "agreement_count": agreements.count(),
        "agreements": agreements.with_status()[:LATEST_AGREEMENTS],
    }


def _figures(commission):
    return commission.figures.select_related("indicator").prefetch_related("sources")
