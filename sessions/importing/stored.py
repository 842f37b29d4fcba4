"""Files of rows: whether a row holds a file's content, and giving it a new one."""

from django.core.files.base import ContentFile

from sessions.document_files import file_sha256
from sessions.models import DocumentFile, Photo
from sessions.models.stored_file import remove_stored

from .records import RecordedFile


def holds(row: DocumentFile | Photo, file: RecordedFile) -> bool:
    """True when the row's stored file has the same content, to the byte."""
    if isinstance(row, Photo):
        return _sha256(row.image) == file.sha256
    return row.sha256 == file.sha256


def put(row: DocumentFile | Photo, file: RecordedFile) -> None:
    """Give the row the file as if it were uploaded; it is stored when the row is saved."""
    content = ContentFile(file.content(), file.path.name)
    setattr(row, "image" if isinstance(row, Photo) else "file", content)


def take_back(row: DocumentFile | Photo) -> None:
    """Remove what a save stored, after its transaction was rolled back."""
    if isinstance(row, Photo):
        remove_stored(row.image.storage, row.folder)
    else:
        remove_stored(row.file.storage, row.file.name)


def _sha256(stored):
    """An empty string for a file that is not there (any more)."""
    try:
        with stored.open("rb") as file:
            return file_sha256(file)
    except (FileNotFoundError, ValueError):
        return ""
