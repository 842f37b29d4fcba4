"""Rows about a record of any kind, which they name by its model and its key.

They outlive the record, and are there again when its deletion is undone.
"""

from django.db import models


class OfRecordQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(model=record._meta.label_lower, object_id=record.pk)


class OfRecord(models.Model):
    """`model` is the label of the record's model ("participants.participant")."""

    model = models.CharField(max_length=80, editable=False)
    object_id = models.BigIntegerField(editable=False)

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["model", "object_id"], name="%(class)s_of_record")
        ]


def naming(record):
    """The columns that name `record`."""
    return {"model": record._meta.label_lower, "object_id": record.pk}
