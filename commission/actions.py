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
    """Number `rows` 1..n in the column `field`: those in `first` in that order, the others where
    they stand, each after the row it stood after, and last where none of `first` follows.

    `rows` is a QuerySet of all that share the numbering, so that a row somebody else added
    meanwhile keeps its place.  Numbers may be unique: they move out of the way before they are
    given anew, because SQLite cannot wait with a constraint.  One query when nothing changes,
    three otherwise.
    """
    standing = sorted(rows.order_by(), key=lambda row: (getattr(row, field), row.pk))
    ordered = _in_their_places(list(first), standing)
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


def _in_their_places(first, standing):
    there = {row.pk: row for row in standing}
    ordered = [there[row.pk] for row in first if row.pk in there]
    placed = {row.pk for row in ordered}
    last = max((n for n, row in enumerate(standing) if row.pk in placed), default=-1)
    for place, row in enumerate(standing):
        if row.pk in placed:
            continue
        after = standing[place - 1] if 0 < place < last else None
        at = len(ordered) if place > last else ordered.index(after) + 1 if after else 0
        ordered.insert(at, row)
    return ordered


def _log(record, by, message):
    LogEntry.objects.log_actions(
        by.pk, [record], CHANGE, change_message=message, single_object=True
    )
