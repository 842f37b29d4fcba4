"""Removes for good what was deleted too long ago to be put back: versions, and files."""

from typing import NamedTuple

from django.core.files.storage import default_storage

from commission.history.forgetting import forget_records, limit
from sessions.models import DocumentFile, DroppedFile, Photo
from sessions.models.stored_file import remove_stored


class Forgotten(NamedTuple):
    """How many records and files are gone for good."""

    records: int
    files: int


def forget_deleted() -> Forgotten:
    """Whatever could be put back until now; run again, it finds nothing.  The files go last: a run
    that breaks off leaves files without rows, and never rows without files.
    """
    records, files = forget_records(), 0
    for dropped in DroppedFile.objects.filter(dropped_at__lt=limit()):
        if not _is_needed(dropped.name):
            remove_stored(default_storage, dropped.name)
            files += 1
        dropped.delete()
    return Forgotten(records, files)


def _is_needed(name):
    """Whether a row names the file, or the photo's folder, again."""
    token = name.removeprefix("photos/")
    return (
        DocumentFile._base_manager.filter(file=name).exists()
        or Photo._base_manager.filter(token=token).exists()
    )
