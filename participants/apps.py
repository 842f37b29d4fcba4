from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = _("Participants and organisations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from commission.history.tables import keep_history

        from .models import (
            NameVariant,
            Organisation,
            Participant,
            Position,
            Signature,
        )

        keep_history(NameVariant, Position, Signature, of=(Organisation, Participant))
