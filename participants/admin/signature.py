"""Who signed an agreement, on the agreement's own page."""

from django.utils.translation import gettext_lazy as _

from commission.admin import AgreementAdmin
from commission.admin.commission import offer_sides
from commission.admin.rows import Rows
from participants.models import Signature


class SignatureRows(Rows):
    model = Signature
    verbose_name_plural = _("signed by")
    fields = [("side", "participant", "organisation"), "position"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if "side" in formset.form.base_fields:
            offer_sides(formset.form, obj.commission)
        return formset

    def get_queryset(self, request):
        signatures = super().get_queryset(request)
        return signatures.select_related(
            "side", "organisation", "participant"
        ).prefetch_related("participant__positions")


# Signing comes before all that happens later.
AgreementAdmin.inlines.insert(0, SignatureRows)
