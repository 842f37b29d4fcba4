from commission.admin.record import first_of_country
from commission.admin.rows import Rows
from participants.models import NameVariant


class NamedSearch:
    """Searching by every spelling and language, as the public pages do.

    Pickers for one side of a commission ask for those of its country first.
    """

    search_fields = ["folded"]

    def get_search_results(self, request, queryset, search_term):
        return first_of_country(request, queryset.named(search_term)), False


class NameRows(Rows):
    model = NameVariant
    fields = ["name"]
