from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    # django.contrib.sessions already owns the label "sessions".
    label = "commission_sessions"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"
