"""Documents and photos as tables of records files, and the copies of their files."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from PIL import Image

from sessions.importing.table import tidy

from .fields import Values, said, texts
from .scope import Scope

# What is to be written beside a records file: path inside its folder → stored file.
Copies = dict[Path, File]


def documents(owner: Any, folder: Path, copies: Copies, scope: Scope) -> list[Values]:  # fmt: skip
    """Of a session or an agreement, whose files are to stand in `folder`; none of the public record."""
    rows = [] if scope.is_public else owner.documents.all()
    return [
        said(
            kind=row.kind,
            title=texts(row, "title"),
            files=[
                _document_file(file, folder / f"document-{order}", copies)
                for file in sorted(row.files.all(), key=lambda file: file.language)
            ],
        )
        for order, row in enumerate(rows, start=1)
    ]


def _document_file(row, folder, copies):
    path = folder / row.language / row.original_name
    copies[path] = row.file
    return said(
        language=row.language, authentic=row.authentic or None, file=path.as_posix()
    )


def photos(session: Any, folder: Path, copies: Copies, scope: Scope) -> list[Values]:  # fmt: skip
    rows = [] if scope.is_public else session.photos.all()
    return [
        _photo(row, folder / f"photo-{order}", copies)
        for order, row in enumerate(rows, start=1)
    ]


def _photo(row, path, copies):
    path = path.with_name(f"{path.name}.{_extension(row.image)}")
    copies[path] = row.image
    return said(
        file=path.as_posix(),
        alt=texts(row, "alt"),
        caption=texts(row, "caption"),
        credit=tidy(row.credit),
        taken=row.taken_on,
    )


def _extension(stored):
    """By content; the stored original has no name of its own."""
    with stored.open("rb") as file, Image.open(file) as picture:
        return str(picture.format).lower().replace("jpeg", "jpg")
