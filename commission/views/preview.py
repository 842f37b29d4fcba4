"""A draft shown by a preview link: the record's own pages, below the link's address.

Everything under `/preview/<token>/` is answered by the view that answers the same address without it,
with the eyes of a `LinkReader`.  Addresses are made below the link too, so that pictures, documents
and parts of the record open by it alone: no cookie, no session.
"""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import activate, get_language, get_language_from_path
from django.views.decorators.http import require_safe

from commission.models import PreviewLink, publishable_models
from commission.routes import below

# What is answered below a link; all else is at its public address.
PAGES = {
    "sessions:session-detail",
    "sessions:passage-detail",
    "sessions:decision-detail",
    "commission:commission-detail",
    "commission:area-detail",
    "commission:agreement-detail",
    "participants:participant-detail",
    "participants:organisation-detail",
}
FILES = {"files:document-file", "files:photo-rendition", "draft-colours"}
HOME = "sessions:home"
KEPT_BY_NOBODY = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # The address is the key: it is told to no other site.
    "Referrer-Policy": "same-origin",
}


@require_safe
def preview(request, token, page):
    """The page at `/<page>`, seen by the link; 403 for a wrong link, 410 for one that is over.

    Four queries more than the page itself.
    """
    if language := get_language_from_path(f"/{page}"):
        activate(language)
        request.LANGUAGE_CODE = get_language()
    link = PreviewLink.objects.signed(token)
    if link is None:
        return _kept_by_nobody(render(request, "preview_closed.html", status=403))
    if not link.is_open:
        return _kept_by_nobody(render(request, "preview_closed.html", status=410))
    request.preview_link, request.user = link, link.reader()
    with below(f"/preview/{token}/"):
        return _kept_by_nobody(_answer(request, link, page))


def _answer(request, link, page):
    try:
        match = resolve(f"/{page}")
    except Resolver404:
        return HttpResponseRedirect(f"/{page}")
    if match.view_name == HOME:
        return _to_record(request, link)
    if match.view_name not in PAGES | FILES:
        return _to_public(request, page)
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return _to_public(request, page)
    if match.view_name in FILES or response.status_code != 200:
        return response
    if not response.context_data.get("is_preview"):
        return _to_public(request, page)
    PreviewLink.objects.filter(pk=link.pk).update(opened_at=timezone.now())
    return response.render()


def _to_record(request, link):
    """To the record's address of today."""
    rows = publishable_models()[link.model].objects
    record = rows.filter(pk=link.object_id).first()
    if record is None:
        return render(request, "preview_closed.html", status=410)
    return HttpResponseRedirect(record.get_absolute_url())


def _to_public(request, page):
    query = request.META.get("QUERY_STRING")
    return HttpResponseRedirect(f"/{page}?{query}" if query else f"/{page}")


def _kept_by_nobody(response):
    for name in ("ETag", "Last-Modified"):
        if name in response:
            del response[name]
    for name, value in KEPT_BY_NOBODY.items():
        response[name] = value
    return response
