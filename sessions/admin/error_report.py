"""What readers report, and the desk's answer to it."""

from functools import reduce
from operator import or_
from urllib.parse import quote

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commission.dates import date_in_words
from commission.models import Commission, bound_to
from sessions.actions import answer_report
from sessions.models import ErrorReport, Passage, ReportState
from sessions.subjects import subject_at


class OpenFirst(admin.SimpleListFilter):
    """Without a choice, what is still to be answered."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*ReportState.choices, ("all", capfirst(str(_("all"))))]

    def choices(self, changelist):
        """Without Django's own word for no choice."""
        return list(super().choices(changelist))[1:]

    def value(self):
        return super().value() or ReportState.OPEN

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.filter(state=self.value())  # fmt: skip


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    """Reports come from readers alone: staff read them, answer them and may delete them."""

    list_display = ["title", "in_short", "created_at", "state"]
    list_filter = [OpenFirst]
    search_fields = ["title", "about", "wrong", "right", "remark"]
    said = ("page_link", "quote", "wrong", "right", "known_from", "created_at", "language")  # fmt: skip
    readonly_fields = [*said, "answer_link", "answered"]
    fieldsets = [
        (_("What the reader says"), {"fields": said}),
        (_("Answer"), {"fields": ["state", "remark", "answer_link", "answered"]}),
    ]
    radio_fields = {"state": admin.HORIZONTAL}

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        reports = super().get_queryset(request).select_related("answered_by")
        return reports.filter(_about_own(request.user))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "remark":
            kwargs["widget"] = forms.Textarea({"rows": 4})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        answer_report(report=obj, state=obj.state, remark=obj.remark, by=request.user)

    @admin.display(description=_("what is wrong"))
    def in_short(self, report):
        return Truncator(report.wrong).chars(120)

    @admin.display(description=_("page"))
    def page_link(self, report):
        """To the page, and to where its record is edited."""
        links = format_html('<a href="{}">{}</a>', report.page, report.title)
        if edit := _edit_address(report):
            links += format_html(' · <a href="{}">{}</a>', edit, _("Edit the record"))
        return links

    @admin.display(description=_("address for an answer"))
    def answer_link(self, report):
        if not report.reply_to:
            return _("None was given, or it was deleted since.")
        return format_html(
            '<a href="mailto:{}?subject={}">{}</a> <small>{}</small>',
            report.reply_to, quote(report.title), report.reply_to, ErrorReport._meta.get_field("reply_to").help_text,
        )  # fmt: skip

    @admin.display(description=_("answered"))
    def answered(self, report):
        if not report.answered_at:
            return _("not yet")
        moment = localtime(report.answered_at)
        when = f"{date_in_words(moment.date())}, {moment:%H:%M}"
        return " · ".join(filter(None, [when, str(report.answered_by or "")]))


def _about_own(user):
    """Reports of pages of the commissions that a person keeps; an empty condition for all of them."""
    if (keys := bound_to(user)) is None:
        return Q()
    slugs = Commission.objects.filter(pk__in=keys).values_list("slug", flat=True)
    about = [Q(about__contains=f"/{slug}/") for slug in slugs]
    return reduce(or_, about, Q(pk=None))


def _edit_address(report):
    """None where the record is gone, not public any more, or edited nowhere by itself."""
    try:
        with override(report.language):
            record = subject_at(report.about).record
    except Http404:
        return None
    if isinstance(record, Passage):
        record = record.session
    meta = record._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])  # fmt: skip
    except NoReverseMatch:
        return None
