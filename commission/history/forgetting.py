"""How long what was deleted can be put back, and its removal for good."""

import datetime
from collections import defaultdict

from django.utils import timezone

from commission.models import ChangedRecord, FormerSlug, KeptForm, writing
from commission.models.of_record import OfRecord

from .putting_back import deleted_records
from .tables import KEPT, Kept, parts_of

KEEP_DAYS = 30


def limit() -> datetime.datetime:
    """What was deleted before it is forgotten."""
    return timezone.now() - datetime.timedelta(days=KEEP_DAYS)


def forget_records() -> int:
    """Remove every version of the records that were deleted too long ago to be put back, and of all
    that belonged to them; the number of records.

    What was deleted from a record that still stands belongs to that record's history, and stays.
    """
    models = {kept.kind: kept for kept in KEPT.values()}
    gone = [
        each
        for each in deleted_records(models, until=limit())
        if not _belonged_to_what_stands(models[each.kind], each.record)
    ]
    for record in gone:
        with writing():
            _forget(models[record.kind], record.record)
    KeptForm.outlived().delete()
    return len(gone)


def _belonged_to_what_stands(kept, pk):
    last = kept.history._base_manager.filter(id=pk).order_by("-history_id").first()
    return any(
        getattr(last, owner.attname)
        and owner.related_model._base_manager.filter(pk=getattr(last, owner.attname)).exists()
        for owner in kept.owners
    )  # fmt: skip


def _forget(kept: Kept, pk: int) -> None:
    keys: dict[Kept, set[int]] = defaultdict(set)
    waiting = [(kept, {pk})]
    while waiting:
        owner, owned = waiting.pop()
        keys[owner] |= owned
        for part, field in parts_of(owner.model):
            rows = part.history._base_manager.filter(**{f"{field.name}__in": owned})
            if ids := set(rows.values_list("id", flat=True)):
                waiting.append((part, ids))
    for each, ids in keys.items():
        versions = each.history._base_manager.filter(id__in=ids)
        for links in each.links:
            links.history._base_manager.filter(history__in=versions.values("history_id")).delete()  # fmt: skip
        versions.delete()
        ChangedRecord.objects.filter(kind=each.kind, record__in=ids).delete()
        FormerSlug.objects.filter(model=each.kind, object_id__in=ids).delete()
        for of_record in OfRecord.__subclasses__():
            of_record._base_manager.filter(model=each.kind, object_id__in=ids).delete()
