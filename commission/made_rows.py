"""Writes rows that are made from the record, by statements that are themselves written once.

Django's `bulk_create` writes its SQL anew each time: for the few rows of a change that takes several
times as long as the database takes to store them.
"""

# ruff: noqa: S608 - tables and columns are Django's own names

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import AutoField, Field, Model


def put_rows(rows: Collection[Model], using: str, *, replacing: bool = False) -> None:
    """Store rows of one model; when `replacing`, in the place of those that have their primary keys.

    One statement, executed for each row in one call; none without rows.  Nothing is set in the rows,
    and no signal tells of them.
    """
    if not rows:
        return
    connection: Any = connections[using]
    sql, fields = _statement(type(next(iter(rows))), replacing=replacing)
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


@cache
def _statement(model: type[Model], *, replacing: bool) -> tuple[str, list[Field]]:
    """The SQL of one row, and the fields whose values it takes: not a key that the database counts."""
    meta: Any = model._meta
    fields = [each for each in meta.concrete_fields if not isinstance(each, AutoField)]
    columns = ", ".join(f'"{each.column}"' for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({marks})'
    if replacing:
        others = [each.column for each in fields if not each.primary_key]
        taken = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
        sql += f' ON CONFLICT ("{meta.pk.column}") DO UPDATE SET {taken}'
    return sql, fields
