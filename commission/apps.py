from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = _("Commissions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import models
        from .history.tables import keep_history
        from .history.versions import complete_history, keep_versions
        from .models.agreement_dating import keep_dates
        from .models.agreement_relation import refuse_circles
        from .models.noted import listen
        from .models.publishing import note_releases
        from .roles import keep_roles

        # Its receivers listen from here on.
        from .signing_in import log  # noqa: F401

        # django-modeltranslation, which stands above, has added its columns.
        keep_history(
            models.AgreementEvent,
            models.AgreementRelation,
            models.AreaTerm,
            models.Correction,
            models.Side,
            of=(
                models.Agreement,
                models.Commission,
                models.CooperationArea,
                models.Figure,
                models.Indicator,
            ),
        )
        keep_versions()
        post_migrate.connect(complete_history, sender=self, dispatch_uid="history")
        listen()
        note_releases()
        refuse_circles()
        keep_dates()
        post_migrate.connect(keep_roles, sender=self, dispatch_uid="roles")


class RecordsAdminConfig(AdminConfig):
    """Django's admin with the portal's front page."""

    default_site = "commission.admin_site.RecordsSite"
