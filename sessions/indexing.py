"""Keeps the search entries in line with the record, in the transaction that changes a row.

Every entry is made from one row alone; whoever writes rows by `QuerySet.update()` must not touch
the texts named here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override

from commission.models import Agreement, change_ending
from participants.models import NameVariant, Organisation, Participant

from .models import (
    AgendaItem,
    Decision,
    DelegationMember,
    Document,
    Passage,
    SearchEntry,
    Session,
)
from .models.search_entry import place_of
from .search.tokens import NAME, stream_of
from .snippets import plain

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# The columns that each kind of row is found by: some have one for each language.
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Session: ("title", "summary", "place", "kind", "number"),
    AgendaItem: ("text",),
    Passage: ("text",),
    Decision: ("text",),
    Document: ("title",),
    DelegationMember: ("position",),
    Agreement: ("title", "summary", "place", "number"),
    Participant: ("name",),
    Organisation: ("name", "short_name"),
    NameVariant: ("name",),
}
# Rows that are as public as their session, and no less.
OF_A_SESSION = (Session, AgendaItem, Passage, Decision, Document)


def texts_of(row: Any) -> Iterator[tuple[str, str]]:
    """(language, text) of all that a row is found by; "" is the language of names and numbers."""
    if isinstance(row, Session):
        yield from _titles(row)
        yield from _in_languages(row, "summary", "place")
    elif isinstance(row, Passage):
        for code in LANGUAGES:
            yield code, plain(getattr(row, f"html_{code}"))
    elif isinstance(row, NameVariant):
        yield "", row.name
    elif isinstance(row, Agreement):
        yield "", row.number
        yield from _in_languages(row, "title", "summary", "place")
    else:
        yield from _in_languages(row, *COLUMNS[type(row)])


def _titles(session):
    for code in LANGUAGES:
        with override(code):
            yield code, session.full_title
    if session.number:
        yield "", str(session.number)


def _in_languages(row, *names):
    for name in names:
        for code in LANGUAGES:
            if text := getattr(row, f"{name}_{code}"):
                yield code, text


def entry_of(row: Any) -> SearchEntry:
    """The entry that a saved row ought to have, not saved.  No query."""
    session = _session_of(row)
    marks = () if session else (NAME,)
    kind = row._meta.model_name
    return SearchEntry(
        kind=kind,
        row=row.pk,
        session_id=session,
        place=place_of(kind, row.pk, session),
        tokens=stream_of(texts_of(row), *marks),
    )


def _session_of(row):
    if isinstance(row, Session):
        return row.pk
    return getattr(row, "session_id", None) if isinstance(row, OF_A_SESSION) else None


def write_entries(rows: Iterable[Any]) -> None:
    """Bring the entries of saved rows in line with them.  One query for every 500 rows."""
    SearchEntry.objects.bulk_create(
        [entry_of(row) for row in rows],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "row"],
        update_fields=["session", "place", "tokens"],
    )


# ── What is told when the record changes ─────────────────────────────────────────────────────


def _index(sender, change, **kwargs):
    for model, columns in COLUMNS.items():
        if rows := change.rows_of(model, (*columns, "session")):
            write_entries(rows)
        if gone := list(change.gone.get(model, ())):
            kind = model._meta.model_name
            SearchEntry.objects.filter(kind=kind, row__in=gone).delete()


def keep_in_line() -> None:
    """Index what every change of the record writes; called once, when Django is ready."""
    change_ending.connect(_index, dispatch_uid="search")
