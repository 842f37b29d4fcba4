from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.figures import change_in_words, doubt_in_words
from commission.growth import contradicted
from commission.models import Figure, Indicator, leading_to_own

from .correcting import Corrected
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
        own = leading_to_own(request.user, "figures__commission")
        indicators = super().get_queryset(request)
        return indicators.annotate(figure_number=Count("figures", filter=own))

    @admin.display(description=_("figures"), ordering="figure_number")
    def figure_count(self, indicator):
        return indicator.figure_number


def growth_of(figures):
    """`contradicted` of these figures, held against all of their commissions.  One query."""
    stated = [figure for figure in figures if figure.change_percent is not None]
    others = Figure.objects.select_related("indicator").filter(
        indicator__in={figure.indicator_id for figure in stated},
        commission__in={figure.commission_id for figure in stated},
    )
    return contradicted(others)


class GrowthFilter(admin.SimpleListFilter):
    """Figures whose stated growth does not follow from the values."""

    title = _("growth")
    parameter_name = "growth"

    def lookups(self, request, model_admin):
        return [("contradicted", _("contradicts the values"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        stated = Figure.objects.filter(change_percent__isnull=False)
        return queryset.filter(pk__in=growth_of(stated))


@admin.register(Figure)
class FigureAdmin(Corrected, RecordAdmin):
    fields = ["commission", "indicator", ("period_start", "period_end"), ("bound", "value"),
              "change_percent", "growth_by_values", "is_target", "note"]  # fmt: skip
    readonly_fields = ["growth_by_values"]
    inlines = []
    list_display = ["indicator", "shown_value", "shown_growth", "period_start", "period_end",
                    "commission", "is_target", "source_count"]  # fmt: skip
    list_filter = ["commission", "indicator", "is_target", GrowthFilter]
    list_select_related = ["indicator", "commission"]
    search_fields = [
        f"{name}_{code}"
        for name in ("indicator__name", "commission__short_name", "note")
        for code in ("en", "ru", "kk", "tk")
    ]
    date_hierarchy = "period_end"

    def corrected_record(self, figure):
        return figure.commission

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(source_number=Count("sources"))

    @admin.display(description=_("value"), ordering="value")
    def shown_value(self, figure):
        return f"{figure.value.normalize():f} {figure.indicator.get_unit_display()}"

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        self.prepare_rows(changelist.result_list)
        return changelist

    def prepare_rows(self, figures):
        """Let figures know what the values give: one query for all of them."""
        growth = growth_of(figures)
        for figure in figures:
            figure.given = growth.get(figure.pk)

    @admin.display(description=_("growth"), ordering="change_percent")
    def shown_growth(self, figure):
        if figure.given is None:
            return change_in_words(figure.change_percent) or "—"
        return format_html(
            '{} <span class="state" data-state="withdrawn" title="{}">{}</span>',
            change_in_words(figure.change_percent),
            doubt_in_words(figure, figure.given),
            _("contradicts the values"),
        )

    @admin.display(description=_("growth by the values"))
    def growth_by_values(self, figure):
        """What the form says of the growth that was saved."""
        if figure.pk is None or figure.change_percent is None:
            return "—"
        given = growth_of([figure]).get(figure.pk)
        return doubt_in_words(figure, given) or _("Nothing contradicts it.")

    @admin.display(description=_("sources"), ordering="source_number")
    def source_count(self, figure):
        return figure.source_number
