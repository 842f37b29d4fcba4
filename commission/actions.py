"""Verbs of publication, for every record with a page."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .models import PublishState, Reason, writing


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
    with writing() as change:
        change.told(by=by, reason=Reason.PUBLISHED)
        record.save(update_fields=["state", "publish_at", "updated_at"])
    _log(record, by, "Published.")


@transaction.atomic
def withdraw(*, record, by):
    """Take `record` out of public view from now on and log who did it.  Nothing is deleted."""
    if record.state == PublishState.WITHDRAWN:
        return
    record.state = PublishState.WITHDRAWN
    with writing() as change:
        change.told(by=by, reason=Reason.WITHDRAWN)
        record.save(update_fields=["state", "updated_at"])
    _log(record, by, "Withdrawn.")


@transaction.atomic
def renumber(*, rows, first=(), field="number"):
    """Number `rows` 1..n in the column `field`: those in `first` in that order, then the others
    in the order they have.

    `rows` is a QuerySet of all that share the numbering, so that a row somebody else added
    meanwhile keeps a place.  Numbers may be unique: they move out of the way before they are
    given anew, because SQLite cannot wait with a constraint.  One query when nothing changes,
    three otherwise.
    """
    place = {row.pk: n for n, row in enumerate(first)}
    ordered = sorted(
        rows.order_by(),
        key=lambda row: (place.get(row.pk, len(place)), getattr(row, field), row.pk),
    )
    if [getattr(row, field) for row in ordered] == list(range(1, len(ordered) + 1)):
        return
    out_of_the_way = max(len(ordered), *(getattr(row, field) for row in ordered))
    with writing() as change:
        change.begin()
        rows.order_by().update(**{field: F(field) + out_of_the_way})
        for number, row in enumerate(ordered, 1):
            setattr(row, field, number)
        rows.model._base_manager.bulk_update(ordered, [field])
        # Base managers do not note what they write.
        change.note(*ordered, columns=[field])


def _log(record, by, message):
    LogEntry.objects.log_actions(
        by.pk, [record], CHANGE, change_message=message, single_object=True
    )
