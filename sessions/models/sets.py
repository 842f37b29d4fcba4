"""Many numbers that a query selects, at once: several times as fast as rows."""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy
from django.db import connection
from numpy.typing import NDArray
from pyroaring import BitMap

from .appearance import unpacked
from .digest import Holding


def sql_of(holding: Holding) -> tuple[str, list[Any]]:
    """The query of a `Holding` by itself, and its parameters."""
    write = getattr(holding, f"as_{connection.vendor}")
    sql, params = write(None, connection)
    return sql[1:-1], params


def bitmap(sql: str, params: Sequence[Any]) -> BitMap:
    """The set of the numbers that a query selects, of four bytes: 80,000 in some 20 ms."""
    if connection.vendor != "postgresql":
        found = numbers(sql, params).astype(numpy.uint32)
        # Read at once from what it knows.
        return BitMap(array("I", found.tobytes()))
    return packed_in("int4send(found.given::int)", sql, params)


def packed_in(value: str, sql: str, params: Sequence[Any]) -> BitMap:
    """The set of what a query of PostgreSQL's selects; `value` is what is `packed` of each row `found.given`."""
    return BitMap(unpacked(_packed(value, sql, params)))


def _packed(value, sql, params):
    postgresql: Any = connection
    sql = (
        f"WITH found(given) AS ({sql}) SELECT string_agg({value}, ''::bytea) FROM found"
    )
    return postgresql.bytes_at_once(sql, params)


def numbers(sql: str, params: Sequence[Any]) -> NDArray[numpy.int64]:
    """The numbers that a query selects, in its order."""
    if connection.vendor == "postgresql":
        packed = _packed("int8send(found.given)", sql, params)
        return numpy.frombuffer(packed, ">i8").astype(numpy.int64)
    sql = f"WITH found(given) AS ({sql}) SELECT group_concat(found.given) FROM found"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        (joined,) = cursor.fetchone()
    return numpy.fromstring(joined or "", numpy.int64, sep=",")
