"""Writes documents, with a file for each language, and photos."""

from collections.abc import Sequence
from typing import Any

from sessions.models import Document, DocumentFile, Photo

from . import columns
from .records import DocumentRecord, PhotoRecord
from .rows import Wanted, Writing, children, identity
from .write_shared import places_in_list


def write_documents(
    owner: str, said: Sequence[tuple[Any, Sequence[DocumentRecord]]], writing: Writing
) -> None:
    """`owner` is "session" or "agreement"; documents are told apart by their place in the list."""
    pairs = [
        (row, order, each)
        for row, documents in said
        for order, each in enumerate(documents, start=1)
    ]
    wanted = [
        Wanted(
            each.place,
            (identity(row), order),
            {
                owner: row,
                "order": order,
                "kind": each.kind,
                **columns.texts("title", each.title),
            },
        )
        for row, order, each in pairs
    ]
    rows = list(children(Document, owner, [row for row, _documents in said]))
    places = places_in_list(rows, f"{owner}_id")
    documents = writing.align(
        Document,
        wanted,
        rows,
        key=lambda row: (getattr(row, f"{owner}_id"), places[row.pk]),
        owner=owner,
    )
    _write_files(documents, [each for _row, _order, each in pairs], writing)


def _write_files(documents, records, writing):
    wanted = [
        Wanted(
            each.place,
            (identity(document), each.language),
            {
                "document": document,
                "language": each.language,
                "authentic": each.authentic,
            },
            file=each.file,
        )
        for document, record in zip(documents, records, strict=True)
        for each in record.files
    ]
    writing.align(
        DocumentFile,
        wanted,
        children(DocumentFile, "document", documents),
        key=lambda row: (row.document_id, row.language),
        owner="document",
    )


def write_photos(
    said: Sequence[tuple[Any, Sequence[PhotoRecord]]], writing: Writing
) -> None:
    """Photos are told apart by their place in the list."""
    wanted = [
        Wanted(
            each.place,
            (identity(session), order),
            {
                "session": session,
                "order": order,
                "credit": each.credit,
                "taken_on": each.taken,
                **columns.texts("alt", each.alt),
                **columns.texts("caption", each.caption),
            },
            file=each.file,
        )
        for session, photos in said
        for order, each in enumerate(photos, start=1)
    ]
    rows = list(children(Photo, "session", [session for session, _photos in said]))
    places = places_in_list(rows, "session_id")
    writing.align(
        Photo,
        wanted,
        rows,
        key=lambda row: (row.session_id, places[row.pk]),
        owner="session",
    )
