from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commission.admin.record import first_of_country
from commission.admin.rows import Rows
from commission.countries import country_choices
from participants.models import NameVariant


class NamedSearch:
    """Searching by every spelling and language, as the public pages do.

    Pickers for one side of a commission ask for those of its country first.
    """

    search_fields = ["folded"]

    def get_search_results(self, request, queryset, search_term):
        return first_of_country(request, queryset.named(search_term)), False


class CountryFilter(admin.SimpleListFilter):
    """Offers the countries that the list has, of all there are.  One query."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by()
        used = set(rows.values_list("country", flat=True).distinct())
        return [(code, name) for code, name in country_choices() if code in used]

    def queryset(self, request, queryset):
        return queryset.filter(country=self.value()) if self.value() else queryset


class NameRows(Rows):
    model = NameVariant
    fields = ["name"]
