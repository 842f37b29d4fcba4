"""Decisions: on their session's page with the bodies responsible, and on a page with what became of them."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.admin.area import AreaFilter
from commission.admin.choosing import PickMany
from commission.admin.commission import offer_sides
from commission.admin.correcting import Corrected
from commission.admin.record import FoldedSearch, RecordAdmin, RecordForm
from commission.admin.rows import Rows, RowsFormSet
from commission.languages import text_and_language
from commission.templatetags.record import in_its_language
from participants.models import Organisation
from sessions.actions import record_follow_up
from sessions.models import (
    Decision,
    DecisionStatus,
    FollowUp,
    ResponsibleBody,
    Session,
)

from .passage import AREAS

BODIES = Prefetch(
    "responsible_bodies", ResponsibleBody.objects.select_related("organisation")
)


class DecisionForm(RecordForm):
    """A decision with the bodies that answer for it on each side (fields `bodies_<side>`)."""

    sides: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        for side in self.sides:
            bodies = [b.organisation for b in self.instance.responsible_bodies.all()
                      if b.side_id == side.pk]  # fmt: skip
            if field := self.fields.get(bodies_field(side)):
                self.initial[bodies_field(side)] = [body.pk for body in bodies]
                field.widget.loaded = tuple(bodies)

    def as_of(self, state):
        """{field: the bodies it had in an earlier state of the record}."""
        bodies = [
            was.values for row, was in state.items()
            if row.model is ResponsibleBody and was.values["decision_id"] == self.instance.pk
        ]  # fmt: skip
        return {
            bodies_field(side): [b["organisation_id"] for b in bodies if b["side_id"] == side.pk]
            for side in self.sides
        }  # fmt: skip

    def _save_m2m(self):
        super()._save_m2m()
        for side in self.sides:
            if bodies_field(side) in self.changed_data:
                self._set_bodies(side, self.cleaned_data[bodies_field(side)])

    def _set_bodies(self, side, organisations):
        ours = ResponsibleBody.objects.filter(decision=self.instance, side=side)
        ours.exclude(organisation__in=organisations).delete()
        for organisation in organisations:
            ours.get_or_create(
                decision=self.instance, side=side, organisation=organisation
            )


def bodies_field(side):
    return f"bodies_{side.pk}"


def form_with_bodies(sides, site):
    """`DecisionForm` with a picker of organisations for each of the sides."""
    relation = ResponsibleBody._meta.get_field("organisation")
    pickers = {
        bodies_field(side): forms.ModelMultipleChoiceField(
            Organisation.objects.all(),
            required=False,
            label=_("Responsible: %(side)s") % {"side": side.name},
            widget=PickMany(relation, site),
        )
        for side in sides
    }
    for side in sides:
        pickers[bodies_field(side)].widget.narrow = {"country": side.country}
    return type(
        "DecisionFormOfSides", (DecisionForm,), {**pickers, "sides": tuple(sides)}
    )


class DecisionFields:
    """The fields of a decision, for its row and for its page."""

    def of_commission(self, request, obj):
        raise NotImplementedError

    def sides(self, request, obj):
        commission = self.of_commission(request, obj)
        return list(commission.sides.all()) if commission else []

    def get_fields(self, request, obj=None):
        bodies = tuple(bodies_field(side) for side in self.sides(request, obj))
        return ["text", "areas", *([bodies] if bodies else []),
                ("due_on", "due_precision", "continues")]  # fmt: skip


class DecisionRows(DecisionFields, Rows):
    model = Decision
    number_field = "number"
    show_change_link = True
    change_link_text = _("Follow-ups and sources")

    def of_commission(self, request, obj):
        return obj and obj.commission

    def get_queryset(self, request):
        decisions = (
            super()
            .get_queryset(request)
            .select_related("continues__session__commission")
        )
        return decisions.prefetch_related(AREAS, BODIES)

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["form"] = form_with_bodies(self.sides(request, obj), self.admin_site)
        formset = super().get_formset(request, obj, **kwargs)
        self.narrow(formset.form, continues={"commission": obj.commission_id})
        return formset


class FollowUpFormSet(RowsFormSet):
    """Follow-ups in the order they were stated; new ones go through the verb."""

    by = None

    @transaction.atomic
    def save_new(self, form, commit=True):
        data = form.cleaned_data
        return record_follow_up(
            decision=self.instance,
            side=data["side"],
            status=data["status"],
            note=data["note"],
            stated_on=data["stated_on"],
            by=self.by,
        )


class FollowUpRows(Rows):
    model = FollowUp
    formset = FollowUpFormSet
    fields = [("stated_on", "side", "status"), "note"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        if "side" in formset.form.base_fields:
            offer_sides(
                formset.form, obj.session.commission, together=_("both together")
            )
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("side")


OVERDUE = "overdue"


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(OVERDUE, _("overdue")), *DecisionStatus.choices]

    def queryset(self, request, queryset):
        if self.value() == OVERDUE:
            return queryset.overdue()
        return queryset.filter(entry__status=self.value()) if self.value() else queryset


@admin.register(Decision)
class DecisionAdmin(DecisionFields, FoldedSearch, Corrected, RecordAdmin):
    inlines = [FollowUpRows]
    # A statement of what became of a decision is news, with a date of its own.
    adds_freely = (FollowUp,)
    list_display = ["shown_text", "session", "due_in_words", "shown_status"]
    list_filter = ["session__commission", StatusFilter, AreaFilter]
    date_hierarchy = "session__starts_on"
    ordering = ["-session__starts_on", "-session", "number"]

    def of_commission(self, request, obj):
        return obj and obj.session.commission

    def has_add_permission(self, request):
        """Decisions are entered on their session's page, where they get their number."""
        return False

    def has_delete_permission(self, request, obj=None):
        """They are taken out there, too; here, and along with their session, by administrators."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and request.user.has_perm("commission_sessions.delete_session")

    def has_change_permission(self, request, obj=None):
        """As its session may be changed."""
        sessions = self.admin_site.get_model_admin(Session)
        return super().has_change_permission(request, obj) and (
            obj is None or sessions.has_change_permission(request, obj.session)
        )

    def corrected_record(self, decision):
        return decision.session

    def get_queryset(self, request):
        decisions = super().get_queryset(request)
        return decisions.select_related(
            "entry", "session__commission", "continues__session__commission"
        )

    def get_object(self, request, object_id, from_field=None):
        decision = super().get_object(request, object_id, from_field)
        if decision:
            prefetch_related_objects(
                [decision], AREAS, BODIES, "session__commission__sides"
            )
        return decision

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = form_with_bodies(self.sides(request, obj), self.admin_site)
        form = super().get_form(request, obj, change=change, **kwargs)
        commission = self.of_commission(request, obj)
        return self.narrow(form, continues={"commission": commission and commission.pk})

    def get_search_results(self, request, queryset, search_term):
        """Pickers ask for the decisions of one commission."""
        commission = request.GET.get("commission", "")
        if commission.isdecimal():
            queryset = queryset.filter(session__commission=commission)
        return super().get_search_results(request, queryset, search_term)

    def choice_label(self, decision):
        session = decision.session
        return f"{session.full_title}, {session.starts_on.year}: {decision}"

    @admin.display(description=_("decision"), ordering="number")
    def shown_text(self, decision):
        text, language = text_and_language(decision, "text")
        return format_html("{}. {}", decision.number, in_its_language(text[:120], language))  # fmt: skip

    @admin.display(description=_("due"), ordering="due_on")
    def due_in_words(self, decision):
        return decision.due_in_words or "—"

    @admin.display(description=_("status"))
    def shown_status(self, decision):
        return ", ".join(str(words) for _name, words in decision.badges)
