from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from commission.admin.area import AreaFilter
from commission.admin.missing import MissingTextFilter
from commission.admin.publishing import PublishableAdmin, StateFilter, state_badge
from commission.admin.record import RecordAdmin, RecordForm
from commission.admin.two_steps import InTwoSteps
from commission.models import reach
from sessions.models import Decision, Passage, Session

from .brief import brief_view
from .copied_delegation import CopiesDelegations
from .decision import DecisionRows
from .delegation import MemberFormSet, rows_of_delegations
from .document import DocumentRows
from .follow_ups import follow_ups_view
from .from_text import from_text_view
from .named import drafts_named_in
from .passage import AgendaRows, PassageRows
from .photo import PhotoRows
from .source import SourceRows


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        kept = Session.objects.filter(reach(request.user, Session))
        years = kept.dates("starts_on", "year", order="DESC")
        return [(day.year, str(day.year)) for day in years]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return (
            queryset.filter(starts_on__year=int(value))
            if value.isdecimal()
            else queryset
        )


def _number_of(model):
    """How many rows of `model` a session has, counted beside the others and not multiplied by them."""
    rows = model.objects.filter(session=OuterRef("pk")).order_by()
    return Coalesce(
        Subquery(rows.values("session").annotate(n=Count("pk")).values("n")), 0
    )


WHICH_AND_WHEN = ["commission", ("kind", "number", "format"),
                  ("starts_on", "date_precision", "ends_on")]  # fmt: skip
WHERE = ["place", "country"]


class SessionForm(RecordForm):
    """What moves a session must not turn a thread round."""

    def clean(self):
        data = super().clean()
        day = self.cleaned_data.get("starts_on")
        if day and self.instance.pk and "starts_on" in self.changed_data:
            self.instance.check_order(day)
        return data


@admin.register(Session)
class SessionAdmin(CopiesDelegations, InTwoSteps, PublishableAdmin, RecordAdmin):
    form = SessionForm
    fieldsets = [
        (None, {"fields": [*WHICH_AND_WHEN, "called_off", *WHERE]}),
        (_("Title and summary"), {"fields": ["title", "summary"]}),
        (_("Signed at or around the session"), {"fields": ["agreements"]}),
    ]  # fmt: skip
    add_fieldsets = [(None, {"fields": [*WHICH_AND_WHEN, *WHERE]})]
    fixed_once_added = ["commission"]
    list_display = ["shown_title", "commission", "kind", "shown_date", "place", "passage_count",
                    "decision_count", state_badge]  # fmt: skip
    list_filter = [
        "commission",
        "kind",
        "called_off",
        YearFilter,
        AreaFilter,
        StateFilter,
        MissingTextFilter,
    ]
    parts_with_texts = [
        ("passages", "text"),
        ("agenda_items", "text"),
        ("decisions", "text"),
        ("delegation_members", "position"),
        ("documents", "title"),
    ]
    list_select_related = ["commission"]
    search_fields = ["folded"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-id"]
    change_form_template = "admin/session_change_form.html"
    change_list_template = "admin/session_change_list.html"

    class Media:
        js = ["js/admin-photos.js"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:session>/follow-ups/",
                wrap(self.follow_ups_view),
                name="commission_sessions_session_follow_ups",
            ),
            path(
                "from-text/",
                wrap(csrf_exempt(partial(from_text_view, self))),
                name="commission_sessions_session_from_text",
            ),
            # Beside the sessions: commissions, which know nothing of sessions, lead here.
            path(
                "brief/<int:commission>/",
                wrap(partial(brief_view, self)),
                name="commission_sessions_session_brief",
            ),
            path(
                "brief/<int:commission>/brief.<str:form>",
                wrap(partial(brief_view, self)),
                name="commission_sessions_session_brief_paper",
            ),
            *super().get_urls(),
        ]

    def follow_ups_view(self, request, session):
        record = self.get_object(request, str(session))
        if record is None:
            return self._get_obj_does_not_exist_redirect(
                request, self.opts, str(session)
            )
        if record.is_embargoed and not self.has_publish_permission(request, record):
            raise PermissionDenied
        return follow_ups_view(self, request, record)

    def get_queryset(self, request):
        sessions = super().get_queryset(request).select_related("commission")
        return sessions.annotate(
            passage_number=_number_of(Passage), decision_number=_number_of(Decision)
        )

    def get_search_results(self, request, queryset, search_term):
        return queryset.mentioning(search_term), False

    # ── The page ─────────────────────────────────────────────────────────────────────────────

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_inlines(self, request, obj):
        """In the order of the paper record."""
        if obj is None:
            return []
        return [*rows_of_delegations(obj.commission), AgendaRows, PassageRows, DecisionRows,
                DocumentRows, PhotoRows, SourceRows]  # fmt: skip

    def get_object(self, request, object_id, from_field=None):
        session = super().get_object(request, object_id, from_field)
        if session:
            # Every section asks for the sides: load them once.
            prefetch_related_objects([session], "commission__sides")
        return session

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return self.narrow(
            form, agreements={"commission": obj.commission_id if obj else ""}
        )

    def get_changeform_initial_data(self, request):
        """From a commission's page (`?commission=3`) the next number is known."""
        initial = super().get_changeform_initial_data(request)
        commission = initial.get("commission", "")
        if commission.isdecimal() and "number" not in initial:
            kept = Session.objects.filter(reach(request.user, Session))
            last = kept.filter(commission=commission).order_by("-number")
            initial["number"] = (
                last.exclude(number=None).values_list("number", flat=True).first() or 0
            ) + 1
        return initial

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        delegations = [each for each in formsets if isinstance(each, MemberFormSet)]
        for place, formset in enumerate(delegations):
            formset.others = tuple(delegations[:place])
        return formsets, inlines

    # ── Publishing ───────────────────────────────────────────────────────────────────────────

    def drafts_named_in(self, records):
        return drafts_named_in(records)

    # ── The list ─────────────────────────────────────────────────────────────────────────────

    @admin.display(description=_("session"), ordering="number")
    def shown_title(self, session):
        return session.full_title

    @admin.display(description=_("date"), ordering="starts_on")
    def shown_date(self, session):
        return session.date_in_words

    @admin.display(description=_("passages"), ordering="passage_number")
    def passage_count(self, session):
        return session.passage_number

    @admin.display(description=_("decisions"), ordering="decision_number")
    def decision_count(self, session):
        return session.decision_number
