from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commission.models import Agreement

from .area import AreaFilter
from .publishing import PublishableAdmin, StateFilter, state_badge
from .record import FoldedSearch, RecordAdmin, RecordForm, shown_text
from .two_steps import InTwoSteps


class AgreementForm(RecordForm):
    addressed_by = "title"


@admin.register(Agreement)
class AgreementAdmin(InTwoSteps, FoldedSearch, PublishableAdmin, RecordAdmin):
    form = AgreementForm
    fieldsets = [
        (None, {"fields": ["commission", "title", ("kind", "level", "number"),
                           ("signed_on", "signed_precision"), "place", "country", "areas"]}),
        (_("Summary and address"), {"fields": ["summary", "slug"]}),
    ]  # fmt: skip
    fixed_once_added = ["commission"]
    inlines = []
    list_display = ["shown_title", "commission", "kind", "signed_in_words", state_badge]
    list_filter = ["commission", "kind", "level", AreaFilter, StateFilter]
    list_select_related = ["commission"]
    date_hierarchy = "signed_on"

    shown_title = shown_text("title", _("title"))

    def get_search_results(self, request, queryset, search_term):
        """Pickers of a session ask for the agreements of its commission."""
        commission = request.GET.get("commission", "")
        if commission.isdecimal():
            queryset = queryset.filter(commission=commission)
        return super().get_search_results(request, queryset, search_term)

    def drafts_named_in(self, records):
        named = []
        for agreement in records:
            named += [agreement.commission, *agreement.areas.all()]
            for signature in agreement.signatures.select_related(
                "participant", "organisation"
            ):
                named += [signature.participant, signature.organisation]
        return [each for each in dict.fromkeys(named) if each and not each.is_published]

    def choice_label(self, agreement):
        year = agreement.signed_on.year if agreement.signed_on else "—"
        return f"{agreement.title} ({year})"

    @admin.display(description=_("signed"), ordering="signed_on")
    def signed_in_words(self, agreement):
        return agreement.signed_in_words or "—"
