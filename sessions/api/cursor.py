"""Where a reader of a list has got to: the key of the last row, by which the next one is found.

A key is what the list is ordered by, the date and the primary key for instance.  Rows that are
added or go meanwhile move nothing: what was read is not read again, what is still to come comes.
"""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

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
    columns = [_column(each) for each in _order(queryset)]
    if after:
        queryset = queryset.filter(_beyond(columns, after))
    return [(_key(row, columns), row) for row in queryset[:most]]


def _order(queryset):
    return queryset.query.order_by or queryset.model._meta.ordering


def _column(each):
    """(name, whether it descends, whether it may be empty)."""
    if isinstance(each, OrderBy):
        assert isinstance(each.expression, F)
        return each.expression.name, each.descending, True
    return each.lstrip("-"), each.startswith("-"), False


def _key(row, columns):
    return [_value(row, name) for name, _descending, _empty in columns]


def _value(row, name):
    for step in name.split("__"):
        row = getattr(row, step)
    return row.isoformat() if hasattr(row, "isoformat") else row


def _beyond(columns, key):
    """Rows that are alike in the first columns, and later in the next."""
    rule, alike = Q(pk__in=[]), Q()
    for column, value in zip(columns, key, strict=True):
        rule |= alike & _later(*column, value)
        name = column[0]
        alike &= Q(**{name: value}) if value is not None else Q(**{f"{name}__isnull": True})  # fmt: skip
    return rule


def _later(name, descending, may_be_empty, value):
    if value is None:
        # What is empty stands last.
        return Q(pk__in=[])
    later = Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
    return later | Q(**{f"{name}__isnull": True}) if may_be_empty else later
