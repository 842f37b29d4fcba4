"""A session's report, a commission's book and the brief, as PDF and for Word."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from commission.addresses import find_record
from commission.models import Commission
from sessions.addresses import find_session
from sessions.papers import AVAILABLE, CONTENT_TYPES, PDF, shelf
from sessions.papers.commission_paper import commission_paper
from sessions.papers.forms import written
from sessions.papers.session_paper import session_paper


def session_report(request, commission, key, form):
    """The report of a public session; a draft has none."""
    session = _public(find_session(request, commission, key))
    address = f"{session.get_absolute_url()}report.{form}"
    if request.path != address:
        return redirect(address, permanent=True)
    name = f"{session.commission.slug}-{session.key}"
    return _kept(request, name, form, lambda: session_paper(session))


def commission_book(request, slug):
    """All public sessions of a public commission in one PDF with contents."""
    commission = _public(find_record(request, Commission.objects.with_sides(), slug))
    address = f"{commission.get_absolute_url()}book.pdf"
    if request.path != address:
        return redirect(address, permanent=True)
    return _kept(request, commission.slug, PDF, lambda: commission_paper(commission))


def paper_file(made, name, form):
    """The answer that carries a paper, to be saved."""
    return HttpResponse(
        made,
        content_type=CONTENT_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _public(record):
    if record.is_preview:
        raise Http404
    return record


def _kept(request, name, form, shape):
    if form not in AVAILABLE:
        raise Http404
    name = f"{name}-{get_language()}"
    try:
        made = shelf.kept(f"{name}.{form}", lambda: written(shape(), form))
    except shelf.BusyError:
        response = TemplateResponse(request, "sessions/papers/busy.html", status=503)
        response.headers["Retry-After"] = "20"
        return response
    return paper_file(made, name, form)
