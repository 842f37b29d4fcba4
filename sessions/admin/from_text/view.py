"""`session/from-text/`: the text comes in, proposals stand beside it, and a draft is saved.

Nothing is kept between the steps but in the page itself: the text travels in the form.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from commission.models import Commission
from sessions.gazetteer import gazetteer_of
from sessions.importing.add_session import NotAddedError, add_session
from sessions.models import Session
from sessions.reading import read

from .choices import choices_for, commission_proposed
from .forms import FactsForm, TextForm
from .page import Page
from .records import records_of


def from_text_view(model_admin, request):
    """All three steps.  What is too much for Django to take in is answered with a sentence, too: so the
    check against forgery, which reads the body and which the address is exempt from, comes after it.
    """
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    # What stands before every page of the admin has read it (commission/kept_forms.py).
    if getattr(request, "is_too_big", False):
        return _too_much(model_admin, request)
    return csrf_protect(_steps)(request, model_admin)


def _steps(request, model_admin):
    if request.method != "POST" or "again" in request.POST:
        kept = {name: request.POST.get(name, "") for name in TextForm.base_fields}
        return _entering(model_admin, request, TextForm(initial=kept))
    if "save" in request.POST:
        return _saving(model_admin, request)
    return _reading(model_admin, request)


# ── The text comes in ────────────────────────────────────────────────────────────────────────


def _entering(model_admin, request, form, *, elsewhere=False, status=200):
    context = {
        **_context(model_admin, request),
        "form": form,
        "elsewhere": elsewhere,
    }
    return TemplateResponse(
        request, "admin/from_text/text.html", context, status=status
    )


def _too_much(model_admin, request):
    """Django stops reading beyond 2.5 MB, so nothing of it is here; the browser still has it."""
    sentence = _(
        "What was sent is larger than can be read at once: the limit is 200,000 letters of text, or a file of 10 MB. "
        "Go back with your browser's Back button: what you pasted is still in the form there."
    )
    # Half read: nobody may try again.
    request.POST, request._files = QueryDict(), MultiValueDict()
    form = TextForm()
    messages.error(request, sentence)
    return _entering(model_admin, request, form, status=413)


def _reading(model_admin, request):
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return _entering(model_admin, request, form)
    said = form.cleaned_data
    gazetteer = gazetteer_of(_commissions(model_admin, request))
    reading = read(said["text"], gazetteer, said["published_on"])
    if not reading.is_about_a_session and "anyway" not in request.POST:
        kept = TextForm(initial=said)
        return _entering(model_admin, request, kept, elsewhere=True)
    choices = choices_for(
        gazetteer,
        reading,
        commission_proposed(reading),
        request,
        model_admin.admin_site,
    )
    page = Page(reading, choices, _commissions(model_admin, request), model_admin)
    page.propose(said)
    return _proposing(model_admin, request, page)


# ── Proposals beside the text ────────────────────────────────────────────────────────────────


def _proposing(model_admin, request, page):
    context = {
        **_context(model_admin, request),
        **page.context(),
        "existing": _seen(model_admin, request, page.facts_existing()),
    }
    return TemplateResponse(request, "admin/from_text/proposals.html", context)


def _seen(model_admin, request, session):
    """The address of the session there is already, if the clerk may see it."""
    if session and model_admin.has_view_permission(request, session):
        if model_admin.get_queryset(request).filter(pk=session.pk).exists():
            return session
    return None


def _saving(model_admin, request):
    gazetteer = gazetteer_of(_commissions(model_admin, request))
    facts = FactsForm(request.POST, commissions=_commissions(model_admin, request))
    facts.is_valid()
    said = facts.cleaned_data
    reading = read(said.get("text", ""), gazetteer, said.get("published_on"))
    commission = said.get("commission")
    choices = choices_for(
        gazetteer,
        reading,
        commission and commission.pk,
        request,
        model_admin.admin_site,
    )
    page = Page(reading, choices, _commissions(model_admin, request), model_admin)
    page.take(request.POST, facts)
    if not page.is_valid():
        return _proposing(model_admin, request, page)
    session, people = records_of(facts, page.people, page.passages, page.decisions)
    try:
        added = add_session(
            commission=commission, session=session, people=people, by=request.user
        )
    except NotAddedError as error:
        page.refuse(error.problems)
        return _proposing(model_admin, request, page)
    return _saved(model_admin, request, added, page)


def _saved(model_admin, request, session, page):
    sentence = _(
        "The draft is saved with what you took over. Nobody but staff sees it until it is published."
    )
    messages.success(request, sentence)
    links = [_figure_link(session, form) for form in page.figures if form.is_taken]
    if links:
        intro = _(
            "Figures stand on the commission's page as soon as they are recorded, so none is yet. Record:"
        )
        listed = format_html_join(" · ", '<a href="{}">{}</a>', links)
        messages.info(request, format_html("{} {}", intro, listed))
    name = f"{model_admin.admin_site.name}:commission_sessions_session_change"
    return HttpResponseRedirect(reverse(name, args=[session.pk]))


def _figure_link(session, form):
    """(address of the figure's form with everything filled in, what is recorded there)"""
    said = form.cleaned_data
    names = ("indicator", "period_start", "period_end", "bound", "value", "change_percent")  # fmt: skip
    values = {name: said[name] for name in names if said[name] not in (None, "")}
    values["value"] = f"{said['value'].normalize():f}"
    values |= {"commission": session.commission_id}
    if said["is_target"]:
        values["is_target"] = "1"
    indicator = form.choices.indicators[int(said["indicator"])]
    address = f"{reverse('admin:commission_figure_add')}?{urlencode(values)}"
    return address, f"{indicator}, {said['value'].normalize():f}"


# ── Who may write of what ────────────────────────────────────────────────────────────────────


def _commissions(model_admin, request):
    """Those that the form for adding a session would offer the clerk."""
    field = model_admin.formfield_for_foreignkey(
        Session._meta.get_field("commission"), request
    )
    return field.queryset if field else Commission.objects.none()


def _context(model_admin, request):
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("New session from a text"),
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
