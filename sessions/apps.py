from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    # django.contrib.sessions already owns the label "sessions".
    label = "commission_sessions"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .indexing import keep_in_line
        from .rebuilding import complete_index

        keep_in_line()
        post_migrate.connect(complete_index, sender=self, dispatch_uid="search")
