"""Files that no row names any more: kept for a while, because what was deleted can be put back."""

from django.db import models
from django.utils import timezone


class DroppedFile(models.Model):
    """A file, or a photo's folder, under MEDIA_ROOT, and since when nothing needs it."""

    name = models.CharField(max_length=255, unique=True)
    dropped_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "dropped file"
        verbose_name_plural = "dropped files"
        default_permissions = ()

    def __str__(self):
        return self.name


def drop(name: str) -> None:
    """A row does not name this any more, or is gone: it is removed when it cannot be put back any
    more (`forget_deleted`), and not at all when the transaction fails.  One query, or none.
    """
    if name:
        DroppedFile.objects.bulk_create(
            [DroppedFile(name=name)],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["dropped_at"],
        )
