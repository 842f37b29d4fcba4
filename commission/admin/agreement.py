from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission.dates import first_day
from commission.models import (
    Agreement,
    AgreementEvent,
    AgreementRelation,
    AgreementStatus,
)
from commission.models.agreement_relation import GOES_ROUND

from .area import AreaFilter
from .commission import offer_sides
from .missing import MissingTextFilter
from .publishing import PublishableAdmin, StateFilter, state_badge
from .record import FoldedSearch, RecordAdmin, RecordForm, shown_text
from .rows import Rows, RowsFormSet
from .two_steps import InTwoSteps


class AgreementForm(RecordForm):
    addressed_by = "title"


class EventFormSet(RowsFormSet):
    """All events of an agreement: each stands there once."""

    def clean(self):
        super().clean()
        told = set()
        for form in self.forms:
            said = getattr(form, "cleaned_data", {})
            if {"happened_on", "happened_precision"} <= said.keys() and not said[
                "DELETE"
            ]:
                day = first_day(said["happened_on"], said["happened_precision"])
                event = (said.get("kind"), said.get("side"), day)
                if event in told:
                    form.add_error("kind", _("This event is already recorded."))
                told.add(event)


class EventRows(Rows):
    """What happened after it was signed, in whatever order it is entered."""

    model = AgreementEvent
    formset = EventFormSet
    fields = [("kind", "side", "happened_on", "happened_precision"),
              ("until", "until_precision", "publisher", "address"), "note"]  # fmt: skip

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if "side" in formset.form.base_fields:
            together = _("all together, or the agreement itself")
            offer_sides(formset.form, obj.commission, together=together)
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("side")


class RelationForm(RecordForm):
    def clean(self):
        cleaned = super().clean()
        self.instance.other = (cleaned or {}).get("other")
        if self.instance.other_id and self.instance.goes_round():
            self.add_error("other", ValidationError(GOES_ROUND))
        return cleaned


class RelationRows(Rows):
    model = AgreementRelation
    form = RelationForm
    fk_name = "agreement"
    fields = [("kind", "other")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("other")


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(value, capfirst(label)) for value, label in AgreementStatus.choices]

    def queryset(self, request, queryset):
        return queryset.of_status([self.value()]) if self.value() else queryset


@admin.register(Agreement)
class AgreementAdmin(InTwoSteps, FoldedSearch, PublishableAdmin, RecordAdmin):
    form = AgreementForm
    fieldsets = [
        (None, {"fields": ["commission", "title", ("kind", "level", "number"),
                           ("signed_on", "signed_precision"), "place", "country", "areas"]}),
        (_("Force"), {"fields": ["enters_into_force", ("valid_until", "valid_until_precision")]}),
        (_("Summary and address"), {"fields": ["summary", "slug"]}),
    ]  # fmt: skip
    fixed_once_added = ["commission"]
    inlines = [EventRows, RelationRows]
    list_display = ["shown_title", "commission", "kind", "signed_in_words", "shown_status",
                    state_badge]  # fmt: skip
    list_filter = ["commission", StatusFilter, "kind", "level", AreaFilter, StateFilter,
                   MissingTextFilter]  # fmt: skip
    list_select_related = ["commission"]
    date_hierarchy = "dated_on"

    shown_title = shown_text("title", _("title"))

    def get_queryset(self, request):
        return super().get_queryset(request).with_status()

    def get_search_results(self, request, queryset, search_term):
        """Pickers of a session ask for the agreements of its commission."""
        commission = request.GET.get("commission", "")
        if commission.isdecimal():
            queryset = queryset.filter(commission=commission)
        return super().get_search_results(request, queryset, search_term)

    def save_related(self, request, form, formsets, change):
        """Events first: a signatory's position is that of the day on which the side signed."""
        ordered = sorted(formsets, key=lambda each: each.model is not AgreementEvent)
        super().save_related(request, form, ordered, change)

    def drafts_named_in(self, records):
        named = []
        for agreement in records:
            named += [agreement.commission, *agreement.areas.all()]
            named += Agreement.objects.filter(related_by__agreement=agreement)
            for signature in agreement.signatures.select_related(
                "participant", "organisation"
            ):
                named += [signature.participant, signature.organisation]
        return [each for each in dict.fromkeys(named) if each and not each.is_published]

    def choice_label(self, agreement):
        year = agreement.dated_on.year if agreement.dated_on else "—"
        return f"{agreement.title} ({year})"

    @admin.display(description=_("signed"), ordering="dated_on")
    def signed_in_words(self, agreement):
        return agreement.signed_in_words or "—"

    @admin.display(description=_("status"))
    def shown_status(self, agreement):
        return capfirst(agreement.status.label)
