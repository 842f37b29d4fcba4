from django.http import Http404
from django.template.response import TemplateResponse

from commission.addresses import moved, reader_of, record_page, seen_with
from commission.applied import applied
from commission.facets import area_options, commission_options
from commission.listing import orders_of, page_of
from sessions.addresses import find_session
from sessions.decision_facets import organisation_options, status_options
from sessions.decision_filters import DecisionFilter
from sessions.models import Decision
from sessions.threads import thread_of


def decision_list(request):
    """Decisions by status, sector, commission, responsible organisation and year of the session."""
    found = DecisionFilter(request.GET, Decision.objects.published())
    page, notice = page_of(found.qs.with_card(), request)
    context = {
        "found": found,
        "applied": applied(found, request),
        "orders": orders_of(found, request),
        "page": page,
        "notices": [*found.notices, notice],
        "statuses": status_options(found),
        "areas": area_options(found),
        "commissions": commission_options(found, "session__commission"),
        "organisations": organisation_options(found),
    }
    return TemplateResponse(request, "sessions/decision_list.html", context)


def decision_detail(request, commission, key, number):
    """A decision: who answers for it, what each side says became of it, the thread it is part of."""
    session = find_session(request, commission, key)
    decisions = session.decisions.with_card(reader_of(session, request))
    decision = decisions.with_statements().filter(number=number).first()
    if decision is None:
        raise Http404
    if (session.commission.slug, session.key) != (commission, key):
        return moved(request, decision)
    context = {
        "decision": decision,
        "sides": decision.by_side(),
        "thread": thread_of(decision, seen_with(session, Decision.objects, request)),
        "sources": decision.sources.all(),
    }
    return record_page(request, "sessions/decision_detail.html", session, context)
