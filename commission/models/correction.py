"""Corrections: what was changed in a published record, as readers are told."""

from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.dates import date_in_words
from commission.prepared import Prepared, answers_to

from .noted import Noted, NotedQuerySet
from .of_record import OfRecord
from .publishing import Publishable


@cache
def publishable_models():
    """{label: model} of the records that have a page."""
    models_ = apps.get_models()
    return {m._meta.label_lower: m for m in models_ if issubclass(m, Publishable)}


class CorrectionQuerySet(NotedQuerySet):
    def of(self, record):
        return self.filter(model=record._meta.label_lower, object_id=record.pk)

    def published(self, *, at=None):
        """Those of records that are public at a moment (now)."""
        rule = Q()
        for label, model in publishable_models().items():
            public = model.objects.published(at=at)
            rule |= Q(model=label, object_id__in=public.values("pk"))
        return self.filter(rule)

    def latest_first(self):
        return self.order_by("-moment", "-pk")


class Correction(Noted, OfRecord):
    """A note to readers: what was changed, and when."""

    note = models.TextField(
        _("what is corrected"),
        help_text=_(
            "Readers see it on the page, with its date. Say what it said and what it says now."
        ),
    )
    moment = models.DateTimeField(_("corrected"), default=timezone.now, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta(OfRecord.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["moment", "id"]
        indexes = [
            *OfRecord.Meta.indexes,
            # The list of corrections and its feed.
            models.Index(fields=["-moment", "-id"], name="correction_latest_first"),
        ]

    def __str__(self):
        return self.note

    @property
    def anchor(self):
        return f"correction-{self.pk}"

    @property
    def day_in_words(self):
        return date_in_words(timezone.localtime(self.moment).date())


_OF = Prepared(
    lambda model, object_ids: Correction.objects.filter(
        model=model, object_id__in=object_ids
    )
)


def asking_corrections(records):
    """The question for the corrections of records of one kind, with its values (`answers_to`)."""
    kind = records[0]._meta.label_lower
    return _OF, {"model": kind, "object_ids": [record.pk for record in records]}


def corrections_of(record):
    """The corrections of one record, the first first.  One query, none where they are loaded."""
    if "corrections" not in record.__dict__:
        load_corrections([record])
    return record.corrections


def load_corrections(records):
    """Give each of the records, which are of one kind, its `corrections`, the first first.  One query."""
    by_key = {record.pk: record for record in records}
    for record in by_key.values():
        record.corrections = []
    if by_key:
        [found] = answers_to(asking_corrections([*by_key.values()]))
        for each in found:
            by_key[each.object_id].corrections.append(each)


def with_records(corrections):
    """The corrections as a list, each with its `record` and its `address` on that record's page.

    One query for each kind of record among them; what is gone is left out.
    """
    corrections = list(corrections)
    known = {}
    for label, model in publishable_models().items():
        keys = {c.object_id for c in corrections if c.model == label}
        if keys:
            rows = model._default_manager.filter(pk__in=keys)
            if any(field.name == "commission" for field in model._meta.fields):
                rows = rows.select_related("commission")
            known |= {(label, row.pk): row for row in rows}
    for each in corrections:
        each.record = known.get((each.model, each.object_id))
        if each.record:
            each.address = f"{each.record.get_absolute_url()}#{each.anchor}"
    return [each for each in corrections if each.record]
