"""Verbs of what happened: writes that admin, importers and commands share."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from commission.actions import renumber
from commission.models import writing
from sessions.models import FollowUp

__all__ = ["record_follow_up", "renumber"]


@transaction.atomic
def record_follow_up(*, decision, status, by, side=None, note="", stated_on=None):
    """Add a dated statement of what became of `decision`, log who entered it, and return it.

    `side` is None when both sides say it together.  `note` is a text in the active language or
    {language code: text}; `stated_on` is a date, today by default.  Earlier statements stay.
    Raises `ValidationError` when the status is none that can be reported or the side is not of
    the decision's commission.
    """
    notes = note if isinstance(note, dict) else {get_language(): note}
    follow_up = FollowUp(
        decision=decision,
        side=side,
        status=status,
        stated_on=stated_on or timezone.localdate(),
        **{f"note_{code}": text for code, text in notes.items()},
    )
    follow_up.full_clean(exclude=["note"])
    with writing() as change:
        change.told(by=by)
        follow_up.save()
    LogEntry.objects.log_actions(by.pk, [follow_up], ADDITION, single_object=True)
    return follow_up
