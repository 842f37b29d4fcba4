from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = _("Commissions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .models.agreement_relation import refuse_circles
        from .models.noted import listen
        from .models.publishing import note_releases

        # Its receivers listen from here on.
        from .signing_in import log  # noqa: F401

        listen()
        note_releases()
        refuse_circles()


class RecordsAdminConfig(AdminConfig):
    """Django's admin with the portal's front page."""

    default_site = "commission.admin_site.RecordsSite"
