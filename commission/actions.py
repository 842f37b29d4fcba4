"""Verbs of publication, for every record with a page."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from .models import PublishState


@transaction.atomic
def publish(*, record, by, at=None):
    """Make `record` public from `at` (an aware datetime, now by default) and log who did it.

    A record that is public already stays as it is, with its first moment.  Raises
    `ValidationError` with every reason why the record cannot be published yet
    (`record.check_publishable()`).
    """
    if record.is_published and at is None:
        return
    record.check_publishable()
    record.state = PublishState.PUBLISHED
    record.publish_at = at or timezone.now()
    record.save(update_fields=["state", "publish_at", "updated_at"])
    _log(record, by, "Published.")


@transaction.atomic
def withdraw(*, record, by):
    """Take `record` out of public view from now on and log who did it.  Nothing is deleted."""
    if record.state == PublishState.WITHDRAWN:
        return
    record.state = PublishState.WITHDRAWN
    record.save(update_fields=["state", "updated_at"])
    _log(record, by, "Withdrawn.")


def _log(record, by, message):
    LogEntry.objects.log_actions(
        by.pk, [record], CHANGE, change_message=message, single_object=True
    )
