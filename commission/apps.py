from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = _("Commissions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .models.agreement_relation import refuse_circles
        from .models.noted import listen
        from .models.publishing import note_releases
        from .roles import keep_roles

        # Its receivers listen from here on.
        from .signing_in import log  # noqa: F401

        listen()
        note_releases()
        refuse_circles()
        post_migrate.connect(keep_roles, sender=self, dispatch_uid="roles")


class RecordsAdminConfig(AdminConfig):
    """Django's admin with the portal's front page."""

    default_site = "commission.admin_site.RecordsSite"
