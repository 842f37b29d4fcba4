from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commission.admin.missing import MissingTextFilter
from commission.admin.publishing import PublishableAdmin, StateFilter, state_badge
from commission.admin.record import RecordAdmin, shown_text
from participants.models import Organisation

from .names import CountryFilter, NamedSearch, NameRows


@admin.register(Organisation)
class OrganisationAdmin(NamedSearch, PublishableAdmin, RecordAdmin):
    fields = ["name", "short_name", ("kind", "country"), "slug", "description"]
    inlines = [NameRows]
    list_display = ["shown_name", "kind", "country_name", state_badge]
    list_filter = ["kind", CountryFilter, StateFilter, MissingTextFilter]

    shown_name = shown_text("name", _("organisation"), ordering="slug")

    def choice_label(self, organisation):
        return ", ".join(filter(None, [organisation.name, organisation.country_name]))

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, organisation):
        return organisation.country_name
