from django import forms
from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.languages import text_and_language
from commission.models import AreaTerm, CooperationArea

from .missing import MissingTextFilter
from .publishing import PublishableAdmin, StateFilter, state_badge
from .record import FoldedSearch, RecordAdmin
from .rows import Rows


class TermRows(Rows):
    model = AreaTerm
    fields = [("language", "term")]


class LevelFilter(admin.SimpleListFilter):
    title = _("level")
    parameter_name = "level"

    def lookups(self, request, model_admin):
        return [("spheres", _("spheres")), ("sectors", _("sectors"))]

    def queryset(self, request, queryset):
        if self.value():
            return queryset.filter(parent__isnull=self.value() == "spheres")
        return queryset


class AreaFilter(admin.SimpleListFilter):
    """Rows about a sector, or about a sphere with all its sectors; for QuerySets with `about()`."""

    title = _("area")
    parameter_name = "area"

    def lookups(self, request, model_admin):
        areas = in_tree_order(CooperationArea.objects.select_related("parent"))
        return [(a.pk, f"{'' if a.is_sphere else '— '}{a.name}") for a in areas]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.about([int(value)]) if value.isdecimal() else queryset


def in_tree_order(areas):
    """Each sphere followed by its sectors, both in their order."""
    return areas.order_by(
        Coalesce("parent__order", "order"),
        Coalesce("parent_id", "id"),
        F("parent_id").asc(nulls_first=True),
        "order",
        "id",
    )


class PlaceForm(forms.ModelForm):
    """A row of the list, which says what it showed: a place that was not touched is not written."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].show_hidden_initial = True

    def clean_order(self):
        shown = self.data.get(self.add_initial_prefix("order"))
        now = CooperationArea.objects.values_list("order", flat=True).get(pk=self.instance.pk)  # fmt: skip
        if shown is None or "order" not in self.changed_data:
            return now
        if shown != str(now):
            raise forms.ValidationError(
                _("Somebody changed this to %(order)s meanwhile.") % {"order": now}
            )
        return self.cleaned_data["order"]


@admin.register(CooperationArea)
class CooperationAreaAdmin(FoldedSearch, PublishableAdmin, RecordAdmin):
    fields = ["parent", "name", "slug", ("colour", "dac_code", "order")]
    inlines = [TermRows]
    list_display = ["shown_name", "colour_dot", "dac_code", "order", state_badge]
    list_editable = ["order"]
    list_filter = [LevelFilter, StateFilter, MissingTextFilter]
    list_select_related = ["parent"]
    list_per_page = 200

    def get_queryset(self, request):
        return in_tree_order(super().get_queryset(request).select_related("parent"))

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=PlaceForm, **kwargs)

    def get_ordering(self, request):
        return []  # the tree's own, from the QuerySet

    def choice_label(self, area):
        name, _code = text_and_language(area, "name")
        if area.parent is None:
            return name
        return f"{text_and_language(area.parent, 'name')[0]} › {name}"

    @admin.display(description=_("area"))
    def shown_name(self, area):
        name, _code = text_and_language(area, "name")
        return name if area.is_sphere else f"— {name}"

    @admin.display(description=_("colour"))
    def colour_dot(self, area):
        colour = area.colour or area.parent.colour
        return format_html(
            '<svg width="16" height="16" role="img" aria-label="{}">'
            '<rect width="16" height="16" rx="3" fill="{}"></rect></svg>',
            colour,
            colour,
        )
