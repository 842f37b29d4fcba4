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
        from commission.history.tables import keep_history
        from commission.listing import WordsFilter
        from participants.models.name_variant import Sounds
        from participants.whole_record import WholeRecord

        from . import appearing, indexing, models
        from .decision_entries import (
            complete_decision_entries,
            keep_decision_entries,
        )
        from .filters import SearchField
        from .last_changes import note_last_changes
        from .models.finding import found
        from .rebuilding import complete_index
        from .register import complete_entries, keep_entries
        from .suggesting import complete_suggestions, keep_suggestions, sounding_like
        from .taking_part import part_taken_by

        keep_history(
            models.AgendaItem,
            models.DelegationMember,
            models.Document,
            models.DocumentFile,
            models.FollowUp,
            models.Passage,
            models.Photo,
            models.ResponsibleBody,
            models.Source,
            of=(models.Session, models.Decision),
        )
        WordsFilter.lend(SearchField, found)
        Sounds.lend(sounding_like)
        WholeRecord.lend(part_taken_by)
        # The register is told by the first two what is found otherwise.
        indexing.keep_in_line()
        appearing.keep_in_line()
        keep_entries()
        keep_decision_entries()
        keep_suggestions()
        note_last_changes()
        post_migrate.connect(complete_index, sender=self, dispatch_uid="search")
        post_migrate.connect(complete_entries, sender=self, dispatch_uid="register")
        post_migrate.connect(
            complete_decision_entries, sender=self, dispatch_uid="decision entries"
        )
        post_migrate.connect(
            complete_suggestions, sender=self, dispatch_uid="suggestions"
        )
