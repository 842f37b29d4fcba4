"""Verbs of publication, for every record with a page."""

import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import (
    Correction,
    PreviewLink,
    PublishState,
    Step,
    StepKind,
    naming,
    publishable_models,
)

# What has not been finished, or was taken back, goes through review.
REVIEWED = (PublishState.DRAFT, PublishState.WITHDRAWN)


@transaction.atomic
def send_to_review(*, record, by, remark=""):
    """Say that `record` is ready to be read by somebody else, and log who says so.

    A record in review, or published, stays as it is.  Raises `ValidationError` with every reason
    why it could not be published (`record.check_publishable()`).
    """
    if record.state not in REVIEWED:
        return
    record.check_publishable()
    _set_state(record, PublishState.REVIEW)
    _note(record, by, StepKind.SENT, "Sent to review.", remark=remark)


@transaction.atomic
def send_back(*, record, by, remark):
    """Give `record` back to who wrote it, with what is to be done.

    Raises `ValidationError` without a remark, and for a record that is not in review.
    """
    if record.state != PublishState.REVIEW:
        raise ValidationError(_("It is not in review any more."))
    if not remark.strip():
        raise ValidationError(_("Say what is to be done."))
    _set_state(record, PublishState.DRAFT)
    _note(record, by, StepKind.SENT_BACK, "Sent back from review.", remark=remark)


@transaction.atomic
def publish(*, record, by, at=None, along_with=None):
    """Make `record` public from `at` (an aware datetime, now by default) and log who did it.

    A record that is public already stays as it is, with its first moment.  `along_with` is the
    record whose release it comes along with: when that is moved, it moves too.  Raises
    `ValidationError` with every reason why the record cannot be published yet
    (`record.check_publishable()`).
    """
    if record.is_published and at is None:
        return
    record.check_publishable()
    record.state = PublishState.PUBLISHED
    record.publish_at = at or timezone.now()
    record.save(update_fields=["state", "publish_at", "updated_at"])
    if record.is_embargoed:
        kind, message = StepKind.SCHEDULED, "Scheduled."
    else:
        kind, message = StepKind.PUBLISHED, "Published."
    of = along_with and f"{along_with._meta.label_lower}:{along_with.pk}"
    _note(record, by, kind, message, at=record.publish_at, along_with=of or "")


@transaction.atomic
def withdraw(*, record, by):
    """Take `record` out of public view from now on, close its preview links and log who did it.

    Nothing is deleted.
    """
    if record.state == PublishState.WITHDRAWN:
        return
    _set_state(record, PublishState.WITHDRAWN)
    PreviewLink.objects.of(record).open().update(revoked_at=timezone.now())
    _note(record, by, StepKind.WITHDRAWN, "Withdrawn.")


def came_along(record):
    """Records that are scheduled because `record` is, and for its moment, each once.

    One query, and one for each kind of record among them.
    """
    keys = {}
    for step in Step.objects.came_with(record):
        keys.setdefault(step.model, set()).add(step.object_id)
    models = publishable_models()
    rows = [row for label, pks in keys.items() for row in models[label].objects.filter(pk__in=pks)]  # fmt: skip
    return [r for r in rows if r.is_embargoed and r.publish_at == record.publish_at]


@transaction.atomic
def correct(*, record, notes, by):
    """Tell readers of a public record what was changed in it; `notes` are {language code: text}."""
    texts = {f"note_{code}": text for code, text in notes.items()}
    correction = Correction.objects.create(**naming(record), **texts)
    _note(record, by, StepKind.CORRECTED, "Corrected.", remark=correction.note)
    return correction


@transaction.atomic
def change_silently(*, record, by):
    """Note that a public record was changed in what means nothing to its readers."""
    _note(record, by, StepKind.MINOR, "Minor change.")


@transaction.atomic
def make_preview_link(*, record, by, note, days, along=()):
    """A link that shows the unpublished `record`, and the drafts `along`, for `days`; it is logged."""
    now = timezone.now()
    link = PreviewLink.objects.create(
        **naming(record),
        note=note,
        along=[f"{draft._meta.label_lower}:{draft.pk}" for draft in along],
        made_by=by,
        made_by_name=by.get_username(),
        made_at=now,
        expires_at=now + datetime.timedelta(days=days),
    )
    _log(record, by, "Preview link made.")
    return link


@transaction.atomic
def revoke_preview_link(*, link, record, by):
    """Close a link before its time, and log who did it."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        _log(record, by, "Preview link revoked.")


def _set_state(record, state):
    record.state = state
    record.save(update_fields=["state", "updated_at"])


def _note(record, by, kind, message, **said):
    """A step of the record, shown on its page, and an entry of the admin's own log."""
    name = by.get_full_name() or by.get_username()
    Step.objects.create(**naming(record), kind=kind, by=by, by_name=name, **said)
    _log(record, by, message)


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
    rows.order_by().update(**{field: F(field) + out_of_the_way})
    for number, row in enumerate(ordered, 1):
        setattr(row, field, number)
    rows.model._base_manager.bulk_update(ordered, [field])


def _log(record, by, message):
    LogEntry.objects.log_actions(
        by.pk, [record], CHANGE, change_message=message, single_object=True
    )
