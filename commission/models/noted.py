"""Rows from which something is made that is kept elsewhere, such as what they are found by."""

from django.db import models, transaction
from django.dispatch import Signal

# Sent with `rows` when several rows were written at once, which sends none of Django's signals.
rows_written = Signal()


class NotedQuerySet(models.QuerySet):
    """Rows written together are noted like those written one by one, in the same transaction."""

    def bulk_create(self, objs, *args, **kwargs):
        with transaction.atomic(using=self.db, savepoint=False):
            rows = super().bulk_create(objs, *args, **kwargs)
            rows_written.send(sender=self.model, rows=rows)
        return rows

    def bulk_update(self, objs, fields, *args, **kwargs):
        rows = tuple(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            changed = super().bulk_update(rows, fields, *args, **kwargs)
            rows_written.send(sender=self.model, rows=rows)
        return changed


class Noted(models.Model):
    """A row that is saved together with what `post_save` makes from it, or not at all."""

    objects = NotedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_base(self, *args, **kwargs):
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save_base(*args, **kwargs)
