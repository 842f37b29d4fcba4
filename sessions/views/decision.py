from django.http import Http404
from django.template.response import TemplateResponse

from commission.addresses import moved, reader_of, record_page, seen_with
from commission.applied import applied
from commission.listing import orders_of, page_of
from commission.models.content_version import unpin
from sessions.addresses import find_session
from sessions.decision_facets import decision_facets
from sessions.decision_filters import DecisionFilter
from sessions.decision_rows import rows_of
from sessions.decision_summary import summary_of
from sessions.models import Decision
from sessions.threads import thread_of

# How often a list is made anew because somebody withdrew one of its decisions meanwhile.
MOST_TRIES = 5


def decision_list(request):
    """The tracker: decisions by what became of them, who answers, where they were taken and when due."""
    for _try in range(MOST_TRIES):
        found = DecisionFilter(request.GET)
        page, notice = page_of(found.qs, request)
        decisions = rows_of(page.object_list)
        if len(decisions) == len(page.object_list):
            break
        unpin()
    summary = summary_of(found.qs)
    context = {
        "found": found,
        "applied": applied(found, request),
        "orders": orders_of(found, request),
        "page": page,
        "decisions": decisions,
        "notices": [*found.notices, *filter(None, [notice])],
        "facets": decision_facets(found, summary),
        "summary": summary,
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
