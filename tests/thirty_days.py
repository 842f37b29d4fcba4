"""A month goes by: what was deleted or replaced can be put back no longer."""

import datetime

from commission.models import RecordedChange
from sessions.forgetting import forget_deleted
from sessions.models import DroppedFile


def days_go_by(days):
    """Everything that happened so far happened so many days earlier."""
    for row in RecordedChange.objects.all():
        row.moment -= datetime.timedelta(days=days)
        row.save()
    for row in DroppedFile.objects.all():
        row.dropped_at -= datetime.timedelta(days=days)
        row.save()


def thirty_days_later():
    """After the daily chore of that day."""
    days_go_by(31)
    return forget_deleted()
