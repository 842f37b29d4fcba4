"""The list of sessions and the page of one."""

from django.template.response import TemplateResponse

from commission.addresses import moved, reader_of, record_page
from commission.applied import applied
from commission.listing import orders_of, page_of
from commission.models.content_version import unpin
from commission.templatetags.navigation import SHORT_NAMES
from commission.templatetags.record import languages_of
from sessions.addresses import find_session
from sessions.between import what_became
from sessions.delegations import delegations_of
from sessions.facets import session_facets
from sessions.filters import ReportFilter, SessionFilter
from sessions.meant import meant_by, sessions_with
from sessions.models import Session
from sessions.models.record import load_record
from sessions.report import report_of
from sessions.results import results_of
from sessions.wider import wider_questions

# How often a list is made anew because somebody withdrew one of its sessions meanwhile.
MOST_TRIES = 5
# Of what became of decisions since the last session; the rest is on a page of its own.
MOST_OUTCOMES = 5


def session_list(request):
    for _try in range(MOST_TRIES):
        found = SessionFilter(request.GET)
        page, notice = page_of(found.qs, request)
        results = results_of(page.object_list, found.asked)
        if len(results) == len(page.object_list):
            break
        unpin()
    context = {
        "found": found,
        "page": page,
        "notices": [*found.notices, *filter(None, [notice])],
        "results": results,
        "facets": session_facets(found),
        "applied": applied(found, request),
        "orders": orders_of(found, request),
        "wider": [],
    }
    if not page.object_list:
        context["wider"] = wider_questions(found, request)
    if not page.object_list and "q" in found.asked:
        context["meant"] = meant_by(found.asked["q"], request, sessions_with)
    return TemplateResponse(request, "sessions/session_list.html", context)


def session_detail(request, commission, key):
    session = find_session(request, commission, key)
    if (session.commission.slug, session.key) != (commission, key):
        return moved(request, session)
    record = load_record(session, reader_of(session, request), in_sequence=True)
    areas, notices = _narrowed_to(request)
    report = report_of(session, areas, request.GET.get("with", ""))
    earlier, later = session.in_sequence()
    last = session.last_before() if earlier and earlier.called_off else earlier
    context = {
        **record,
        "session": session,
        "notices": [*notices, *filter(None, [report.notice])],
        "report": report,
        "delegations": delegations_of(session),
        "report_languages": [
            SHORT_NAMES[code] for code in languages_of(record["passages"], "text")
        ],
        "earlier": earlier,
        "later": later,
        "last": last,
        "outcomes": what_became(last, session, MOST_OUTCOMES) if last else [],
    }
    return record_page(request, "sessions/session_detail.html", session, context)


def _narrowed_to(request):
    """(areas, notices): what the report is narrowed to, and what of the question was left out."""
    if not request.GET:
        return [], []
    asked = ReportFilter(request.GET, Session.objects.none())
    return asked.asked.get("area", []), asked.notices
