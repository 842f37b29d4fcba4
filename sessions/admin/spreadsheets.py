"""Spreadsheets of ministries: a template, a trial that shows every change, and then the taking over.

Nothing that was sent is kept here between the trial and the taking over: its cells go to the browser
and come back, signed for the person, the kind and the session, and good for an hour.
"""

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commission.actions import change_silently
from commission.admin.choosing import PickOne
from commission.models import Publishable
from sessions.importing.sheets.columns import in_the_readers_language, note_of
from sessions.importing.sheets.headings import heading_of
from sessions.importing.sheets.kinds import KINDS, headings_and_rows
from sessions.importing.sheets.reading import MOST_ROWS, Sheet, read_sheet
from sessions.importing.sheets.resource import Reach
from sessions.importing.sheets.trial import take_over, try_out
from sessions.models import DelegationMember, FollowUp, Session
from sessions.tables.spreadsheets import XLSX, xlsx_of

GOOD_FOR = 60 * 60
# What a form may send back; Django takes 2.5 MB.
MOST_CARRIED = 2_200_000
# Lines that a page shows; errors come first.
MOST_SHOWN = 500


class AdminReach(Reach):
    """What the person who is signed in may touch, as their other pages have it."""

    def __init__(self, request):
        self.request = request
        self.noted = set()

    def rows(self, model):
        if admin.site.is_registered(model):
            return admin.site.get_model_admin(model).get_queryset(self.request)
        return super().rows(model)

    def may_add(self, model):
        return _may(self.request, "add", model)

    def may_change(self, row):
        if not _may(self.request, "change", type(row)):
            return False
        if not _may_correct(self.request, _record_of(row)):
            return False
        if admin.site.is_registered(type(row)):
            page = admin.site.get_model_admin(type(row))
            return page.has_change_permission(self.request, row)
        return True

    def written(self, row):
        record = _record_of(row)
        key = type(record), record.pk
        if record.is_published and key not in self.noted:
            self.noted.add(key)
            change_silently(record=record, by=self.request.user)


def _record_of(row):
    """The record with a page on which readers see the row."""
    while not isinstance(row, Publishable):
        row = next(getattr(row, name) for name in ("session", "participant", "decision") if hasattr(row, name))  # fmt: skip
    return row


def _may_correct(request, record):
    """What is public is corrected with a note on its own page; a publisher vouches for a table, which
    counts as a minor change.
    """
    return not record.is_published or _may(request, "publish", type(record))


def _may(request, what, model):
    return request.user.has_perm(f"{model._meta.app_label}.{what}_{model._meta.model_name}")  # fmt: skip


class SheetForm(forms.Form):
    """The file, and the session where the kind is one of a session's."""

    session = forms.ModelChoiceField(
        Session.objects.none(), label=gettext_lazy("Session")
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"empty": gettext_lazy("The file is empty: choose another.")},
    )

    def __init__(self, request, kind, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not kind.of_session:
            del self.fields["session"]
            return
        page = admin.site.get_model_admin(Session)
        field = self.fields["session"]
        field.queryset = page.get_queryset(request)
        field.widget = PickOne(DelegationMember._meta.get_field("session"), admin.site)
        field.widget.choices = field.choices


def spreadsheets_view(request):
    """The kinds of tables that the person may take over."""
    session = request.GET.get("session", "")
    context = {
        **admin.site.each_context(request),
        "title": _("Spreadsheets"),
        "kinds": [(kind, capfirst(kind.title)) for kind in KINDS.values() if _is_open_to(request, kind)],
        "session": session if session.isdecimal() else "",
    }  # fmt: skip
    return TemplateResponse(request, "admin/spreadsheets.html", context)


def spreadsheet_view(request, name):
    """One kind: what its columns are; then the trial of a file; then its taking over."""
    kind = _kind(request, name)
    if request.method == "POST" and "carried" in request.POST:
        return _confirmed(request, kind)
    files = request.FILES if request.method == "POST" else None
    data = request.POST if request.method == "POST" else None
    form = SheetForm(request, kind, data, files, initial=_asked(request))
    if form.is_valid():
        session = form.cleaned_data.get("session")
        try:
            _check_session(request, kind, session)
            sheet = read_sheet(form.cleaned_data["file"], form.cleaned_data["file"].name)  # fmt: skip
            return _trial(request, kind, session, sheet)
        except ValidationError as error:
            form.add_error("file", error)
    return _page(request, kind, form=form)


def template_view(request, name):
    """A table to fill in, in the language of the page; `?rows=1` with what is recorded."""
    kind = _kind(request, name)
    session = _session(request, request.GET.get("session", "")) if kind.of_session else None  # fmt: skip
    resource = kind.make(session, by=request.user, reach=AdminReach(request))
    headings, rows = headings_and_rows(
        resource, with_rows=request.GET.get("rows") == "1"
    )
    file = xlsx_of(capfirst(kind.title), headings, rows)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )


# ── Trial and taking over ────────────────────────────────────────────────────────────────────


def _trial(request, kind, session, sheet, notice=""):
    resource = kind.make(session, by=request.user, reach=AdminReach(request))
    outcome = try_out(sheet, resource)
    carried = signing.dumps(
        {
            "user": request.user.pk,
            "kind": kind.name,
            "session": session and session.pk,
            "name": sheet.name,
            "rows": sheet.rows,
            "digest": outcome.digest,
        },
        salt="spreadsheet",
        compress=True,
    )
    if len(carried) > MOST_CARRIED:
        raise ValidationError(_("The table holds too much text: part it into several."))
    return _page(
        request, kind, outcome=outcome, session=session, sheet=sheet, notice=notice,
        carried="" if outcome.is_wrong or outcome.changes_nothing else carried,
    )  # fmt: skip


def _confirmed(request, kind):
    again = HttpResponseRedirect(request.get_full_path())
    try:
        carried = signing.loads(
            request.POST["carried"], salt="spreadsheet", max_age=GOOD_FOR
        )
    except signing.BadSignature:
        carried = {}
    if (carried.get("user"), carried.get("kind")) != (request.user.pk, kind.name):
        messages.error(request, _("This trial is over: choose the file again."))
        return again
    session = _session(request, str(carried["session"])) if kind.of_session else None
    sheet = Sheet(carried["name"], [(number, row) for number, row in carried["rows"]])
    try:
        _check_session(request, kind, session)
        resource = kind.make(session, by=request.user, reach=AdminReach(request))
        outcome, is_written = take_over(sheet, resource, carried["digest"])
        if not is_written:
            notice = _("The record has changed since the trial, and nothing was written: this is what the table would do now.")  # fmt: skip
            return _trial(request, kind, session, sheet, notice)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return again
    _tell(request, outcome)
    return HttpResponseRedirect(_where_to_look(kind, session))


def _tell(request, outcome):
    new, changed = outcome.number_of("new"), outcome.number_of("changed")
    sentences = [
        ngettext("%(count)d row is new.", "%(count)d rows are new.", new) % {"count": new},
        ngettext("%(count)d row is changed.", "%(count)d rows are changed.", changed) % {"count": changed},
    ]  # fmt: skip
    told = [_("The table is taken over."), *sentences]
    messages.success(request, " ".join(told))


def _where_to_look(kind, session):
    if session:
        return reverse("admin:commission_sessions_session_change", args=[session.pk])
    name = {"organisations": "organisation"}.get(kind.name, "participant")
    return reverse(f"admin:participants_{name}_changelist")


# ── What is asked for ────────────────────────────────────────────────────────────────────────


def _kind(request, name):
    if name not in KINDS:
        raise Http404
    if not _is_open_to(request, KINDS[name]):
        raise PermissionDenied
    return KINDS[name]


def _is_open_to(request, kind):
    may = _may(request, "add", kind.model) or _may(request, "change", kind.model)
    return may and (not kind.of_session or _may(request, "change", Session))


def _session(request, asked):
    """The session, if the person may see it; 404 otherwise."""
    rows = admin.site.get_model_admin(Session).get_queryset(request)
    session = rows.filter(pk=asked).first() if asked.isdecimal() else None
    if session is None:
        raise Http404
    return session


def _check_session(request, kind, session):
    page = admin.site.get_model_admin(Session)
    if session and not (
        page.has_change_permission(request, session)
        and (kind.model is FollowUp or _may_correct(request, session))
    ):
        raise ValidationError(_("You may not change this session: ask whoever may."))


def _asked(request):
    session = request.GET.get("session", "")
    return {"session": session} if session.isdecimal() else {}


def _page(request, kind, *, outcome=None, session=None, **context):
    session = (session and str(session.pk)) or _asked(request).get("session", "")
    # Columns are the same for every session but for the names of its sides.
    resource = None
    if outcome is None and (session or not kind.of_session):
        of = _session(request, session) if kind.of_session else None
        resource = kind.make(of, by=request.user, reach=AdminReach(request))
    columns = resource.columns if resource else []
    order = {"wrong": 0, "new": 1, "changed": 1}
    lines = [line for line in outcome.lines if line.what in order] if outcome else []
    lines.sort(key=lambda line: (order[line.what], line.number))
    context |= {
        **admin.site.each_context(request),
        "title": capfirst(kind.title),
        "kind": kind,
        "session": session,
        "media": context["form"].media if "form" in context else "",
        "columns": [
            (heading_of(column), note_of(column))
            for column in columns
            if in_the_readers_language(column)
        ],
        "outcome": outcome,
        "counts": outcome and {w: outcome.number_of(w) for w in ("new", "changed", "same", "wrong")},
        "lines": lines[:MOST_SHOWN],
        "more": max(0, len(lines) - MOST_SHOWN),
        "most_rows": MOST_ROWS,
    }  # fmt: skip
    return TemplateResponse(request, "admin/spreadsheet.html", context)
