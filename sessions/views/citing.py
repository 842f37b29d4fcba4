"""How a session, a passage, a decision, an agreement is cited: a page, and files for programs that keep references.

Of what is public alone: a draft has no address that lasts.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from commission.addresses import find_record
from commission.models import Agreement
from sessions.addresses import find_session
from sessions.citing import (
    FORMS,
    agreement_citation,
    decision_citation,
    passage_citation,
    session_citation,
)
from sessions.quoting import languages_with, words_quoted


def cite_session(request, commission, key, form=""):
    session = _public(find_session(request, commission, key))
    return _cited(request, session, session_citation(session), form)


def cite_passage(request, commission, key, number, form=""):
    """With `?quote=`, the words that are quoted stand in it, if they stand in the passage."""
    session = _public(find_session(request, commission, key))
    passage = get_object_or_404(session.passages, number=number)
    quote = words_quoted(request.GET.get("quote", ""))
    if quote and not languages_with(passage, quote):
        # The page of the passage finds where they stand now, or says that they do not.
        return redirect(f"{passage.get_absolute_url()}?{urlencode({'quote': quote})}")
    return _cited(request, passage, passage_citation(passage, quote), form)


def cite_decision(request, commission, key, number, form=""):
    session = _public(find_session(request, commission, key))
    decision = get_object_or_404(session.decisions, number=number)
    return _cited(request, decision, decision_citation(decision), form)


def cite_agreement(request, slug, form=""):
    agreements = Agreement.objects.select_related("commission")
    agreement = _public(find_record(request, agreements, slug))
    return _cited(request, agreement, agreement_citation(agreement), form)


def _public(record):
    if record.is_preview:
        raise Http404
    return record


def _cited(request, record, citation, form):
    name = f"cite.{form}" if form else "cite/"
    address = record.get_absolute_url() + name
    if request.path != address:
        query = request.META.get("QUERY_STRING")
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    if not form:
        return _page(request, record, citation)
    file = f'attachment; filename="{citation.key}.{form}"'
    return HttpResponse(
        FORMS[form].write(citation),
        content_type=f"{FORMS[form].content_type}; charset=utf-8",
        headers={"Content-Disposition": file},
    )


def _page(request, record, citation):
    query = f"?{urlencode({'quote': citation.quote})}" if citation.quote else ""
    written = [
        (form, form.write(citation), f"{record.get_absolute_url()}cite.{name}{query}")
        for name, form in FORMS.items()
    ]
    context = {
        "citation": citation,
        "record": record.get_absolute_url() + query,
        "plain": written[0],
        "written": written[1:],
    }
    return TemplateResponse(request, "sessions/cite.html", context)
