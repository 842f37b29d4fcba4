"""Making the search index anew, and proving that it agrees with the record."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections, transaction
from django.db.models import Model

from .indexing import COLUMNS, entry_of, write_entries
from .models import SearchEntry, Session
from .models.full_text import (
    ensure_full_text,
    full_text_problem,
    rebuild_full_text,
)

BATCH = 500


def rows_in_all() -> int:
    """How many rows the index is made from.  One query for each kind."""
    return sum(model._default_manager.count() for model in COLUMNS)


def rebuild(done: Callable[[int], object] = lambda number: None, using="default"):
    """Make every entry anew, 500 rows a transaction, while others read and write.

    `done` is called with the number of rows of each batch.
    """
    connection = connections[using]
    ensure_full_text(connection)
    if full_text_problem(connection):
        rebuild_full_text(connection)
    for model in COLUMNS:
        after: int | None = 0
        while after is not None:
            with transaction.atomic(using=using):
                # Locked, so that nobody changes a row between its reading and its entry.
                rows = _batch(model, after, using).select_for_update()
                rows = list(rows)
                write_entries(rows)
            done(len(rows))
            after = rows[-1].pk if len(rows) == BATCH else None
        _orphans(model, using).delete()


def _batch(model, after, using):
    rows = model._base_manager.using(using).filter(pk__gt=after)
    return rows.order_by("pk")[:BATCH]


def _orphans(model: type[Model], using="default"):
    entries = SearchEntry.objects.using(using).filter(kind=model._meta.model_name)
    return entries.exclude(row__in=model._base_manager.using(using).values("pk"))


def disagreements(done: Callable[[int], object] = lambda number: None) -> Iterator[str]:
    """A sentence for everything in which index and record do not agree; none when all is well."""
    if problem := full_text_problem(connections["default"]):
        yield problem
    for model in COLUMNS:
        after: int | None = 0
        while after is not None:
            rows = list(_batch(model, after, "default"))
            yield from _stale(model, rows)
            done(len(rows))
            after = rows[-1].pk if len(rows) == BATCH else None
        for row in _orphans(model).values_list("row", flat=True):
            yield f"{model._meta.model_name} {row} is gone, but its entry is there."
    kinds = [model._meta.model_name for model in COLUMNS]
    for entry in SearchEntry.objects.exclude(kind__in=kinds):
        yield f"Nothing of the kind “{entry.kind}” has entries."


def _stale(model: type[Model], rows: list[Any]) -> Iterator[str]:
    kind = model._meta.model_name
    kept = SearchEntry.objects.filter(kind=kind, row__in=[row.pk for row in rows])
    there = {entry.row: (entry.place, entry.session_id, entry.tokens) for entry in kept}
    for row in rows:
        wanted = entry_of(row)
        if row.pk not in there:
            yield f"{kind} {row.pk} has no entry."
        elif there[row.pk] != (wanted.place, wanted.session_id, wanted.tokens):
            yield f"The entry of {kind} {row.pk} is not what the row says."


def complete_index(sender, using, **kwargs):
    """After `migrate`: make what the database lacks, and the entries of a record that has none."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if SearchEntry._meta.db_table not in tables:
        return
    ensure_full_text(connection)
    if (
        Session.objects.using(using).exists()
        and not SearchEntry.objects.using(using).exists()
    ):
        rebuild(using=using)
