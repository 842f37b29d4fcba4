"""The brief for the next session of a commission, for staff; it prints on plain paper."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from commission.listing import quoted
from commission.models import Commission, reach
from sessions.brief import brief_of
from sessions.papers import AVAILABLE
from sessions.papers.brief_paper import brief_paper
from sessions.papers.forms import written
from sessions.views.papers import paper_file


def brief_view(model_admin, request, commission, form=""):
    """The commission's brief as of `?on=2026-11-24`, today by default: a page, or a file in one of the
    forms of papers.
    """
    if not request.user.has_perm("commission.view_commission"):
        raise PermissionDenied
    kept = Commission.objects.filter(reach(request.user, Commission))
    record = kept.filter(pk=commission).first()
    if record is None:
        raise Http404
    brief = brief_of(record, _day(model_admin, request))
    if form:
        return _file(brief, form)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Brief for the next session"),
        "brief": brief,
    }
    return TemplateResponse(request, "admin/brief.html", context)


def _file(brief, form):
    """Made anew each time: it says what it was made from, and few ask for it."""
    if form not in AVAILABLE:
        raise Http404
    name = f"{brief.commission.slug}-{brief.on.isoformat()}"
    return paper_file(written(brief_paper(brief), form), name, form)


def _day(model_admin, request):
    asked = request.GET.get("on", "")
    try:
        return datetime.date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError:
        sentence = _(
            "“%(value)s” is not a day such as 2026-11-24: this is the brief of today."
        )
        model_admin.message_user(
            request, sentence % {"value": quoted(asked)}, messages.WARNING
        )
        return timezone.localdate()
