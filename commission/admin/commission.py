from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from commission.languages import languages_of_countries
from commission.models import Commission, Side

from .missing import MissingTextFilter
from .publishing import PublishableAdmin, StateFilter, state_badge
from .record import FoldedSearch, RecordAdmin, shown_text
from .rows import Rows


def offer_sides(form_class, commission, *, together=None):
    """Let the form's field `side` choose among the commission's sides; no query per row.

    `together` is the label of the empty choice, where both sides may speak as one.
    """
    field = form_class.base_fields["side"]
    sides = list(commission.sides.all())
    field.queryset = Side.objects.filter(commission=commission)
    field.choices = [("", together or "—"), *((side.pk, side.name) for side in sides)]
    return form_class


class SideRows(Rows):
    model = Side
    number_field = "order"
    fields = [("country", "colour"), "name"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "colour":
            kwargs["widget"] = forms.TextInput({"type": "color"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Commission)
class CommissionAdmin(FoldedSearch, PublishableAdmin, RecordAdmin):
    fields = ["name", "short_name", "slug", "description", "languages"]
    inlines = [SideRows]
    list_display = [
        "shown_name",
        "shown_sides",
        "session_count",
        "agreement_count",
        state_badge,
    ]
    list_filter = [StateFilter, MissingTextFilter]
    parts_with_texts = [("sides", "name")]
    change_form_template = "admin/commission_change_form.html"

    shown_name = shown_text("short_name", _("commission"), ordering="slug")

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        commission = form.instance
        if not commission.languages:
            countries = commission.sides.order_by("order").values_list("country", flat=True)  # fmt: skip
            commission.languages = " ".join(languages_of_countries(countries))
            commission.save(update_fields=["languages"])

    def get_queryset(self, request):
        counts = {
            name: Count(name, distinct=True) for name in ("sessions", "agreements")
        }
        annotated = {f"{name}_number": count for name, count in counts.items()}
        return super().get_queryset(request).with_sides().annotate(**annotated)

    @admin.display(description=_("sides"))
    def shown_sides(self, commission):
        return " · ".join(side.name for side in commission.sides.all())

    @admin.display(description=_("sessions"), ordering="sessions_number")
    def session_count(self, commission):
        return commission.sessions_number

    @admin.display(description=_("agreements"), ordering="agreements_number")
    def agreement_count(self, commission):
        return commission.agreements_number
