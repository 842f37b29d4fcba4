from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from commission.models import Figure, Indicator

from .record import RecordAdmin, shown_text


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    fields = ["name", "unit", "area", "slug"]
    list_display = ["shown_name", "unit", "area", "figure_count"]
    list_filter = ["unit"]
    list_select_related = ["area"]
    search_fields = ["slug", "name_en", "name_ru", "name_kk", "name_tk"]

    shown_name = shown_text("name", _("indicator"), ordering="slug")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(figure_number=Count("figures"))

    @admin.display(description=_("figures"), ordering="figure_number")
    def figure_count(self, indicator):
        return indicator.figure_number


@admin.register(Figure)
class FigureAdmin(RecordAdmin):
    fields = ["commission", "indicator", ("period_start", "period_end"), ("bound", "value"),
              "change_percent", "is_target", "note"]  # fmt: skip
    inlines = []
    list_display = ["indicator", "commission", "period_start", "period_end", "shown_value",
                    "is_target", "source_count"]  # fmt: skip
    list_filter = ["commission", "indicator", "is_target"]
    list_select_related = ["indicator", "commission"]
    search_fields = [
        f"{name}_{code}"
        for name in ("indicator__name", "commission__short_name", "note")
        for code in ("en", "ru", "kk", "tk")
    ]
    date_hierarchy = "period_end"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(source_number=Count("sources"))

    @admin.display(description=_("value"), ordering="value")
    def shown_value(self, figure):
        return f"{figure.value.normalize():f} {figure.indicator.get_unit_display()}"

    @admin.display(description=_("sources"), ordering="source_number")
    def source_count(self, figure):
        return figure.source_number
