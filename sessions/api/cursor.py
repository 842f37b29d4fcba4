"""Where a reader of a list has got to: the key of the last row, by which the next one is found.

A key is what the list is ordered by, the date and the primary key for instance.  Rows that are
added or go meanwhile move nothing: what was read is not read again, what is still to come comes.
"""

from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

Key = list[Any]


def write_cursor(of: str, key: Key) -> str:
    """`of` names the list and its order: a cursor leads nowhere else."""
    return _signer(of).sign_object(key)


def read_cursor(of: str, text: str) -> Key:
    """Raises ValueError for a text that `write_cursor` did not make of this list."""
    try:
        return _signer(of).unsign_object(text)
    except BadSignature as error:
        raise ValueError(text) from error


def _signer(of):
    return Signer(salt=f"sessions.api.cursor {of}")


def following(
    queryset: QuerySet, after: Key | None, most: int
) -> list[tuple[Key, Any]]:
    """[(key, row)] of the first rows of an ordered QuerySet, of those after a key.  One query.

    The columns of its order tell all rows apart; columns that may be empty stand in it as
    `F(column).desc(nulls_last=True)`.
    """
    columns = _columns(queryset)
    if after:
        queryset = queryset.filter(_beyond(columns, after))
    return [(_key(row, columns), row) for row in queryset[:most]]


class Column(NamedTuple):
    """What a list is ordered by; what is empty stands last."""

    name: str
    descends: bool
    may_be_empty: bool


def _columns(queryset):
    order = queryset.query.order_by or queryset.model._meta.ordering
    return [_column(each) for each in order]


def _column(each):
    if isinstance(each, str):
        return Column(each.lstrip("-"), each.startswith("-"), may_be_empty=False)
    return Column(each.expression.name, each.descending, may_be_empty=True)


def _key(row, columns):
    return [_value(row, column.name) for column in columns]


def _value(row, name):
    for step in name.split("__"):
        row = getattr(row, step)
    return row.isoformat() if hasattr(row, "isoformat") else row


def _beyond(columns, key):
    """Rows that are alike in the first columns, and later in the next."""
    rule, alike = Q(pk__in=[]), Q()
    for column, value in zip(columns, key, strict=True):
        rule |= alike & _later(column, value)
        alike &= _like(column, value)
    return rule


def _like(column, value):
    return Q(
        **{f"{column.name}__isnull": True} if value is None else {column.name: value}
    )


def _later(column, value):
    if value is None:
        return Q(pk__in=[])
    lookup = "lt" if column.descends else "gt"
    later = Q(**{f"{column.name}__{lookup}": value})
    return (
        later | Q(**{f"{column.name}__isnull": True}) if column.may_be_empty else later
    )
