"""Questions that are asked over and over: their SQL is written once, not at every request.

To write the SQL of a wide row, and to find out how to read the answer, takes Django several times
as long as the database takes to give it.  A page that asks twenty questions keeps them, therefore:

    PASSAGES = Prepared(lambda: Passage.objects.filter(session=Asked("session")))
    PASSAGES(session=54)  # the passages of session 54, as the QuerySet would give them
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.query import (  # type: ignore[attr-defined]
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)


class Asked(Expression):
    """Stands in a `Prepared` QuerySet for a value that is given when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """A QuerySet to be asked with other values each time: a list of rows, in one query.

    `question` makes the QuerySet, with `Asked(name)` where a value will stand.  It gives whole
    rows of its model, with those that `select_related` joins, or tuples by `values_list` of a model
    without translations; it prefetches and annotates nothing.
    """

    def __init__(self, question: Callable[[], QuerySet]) -> None:
        self.question = question
        self._statements: dict[str, Statement] = {}

    def __call__(self, using: str = DEFAULT_DB_ALIAS, **values: Any) -> list[Any]:
        statement = self._statements.get(using)
        if statement is None:
            statement = self._statements[using] = Statement(self.question(), using)
        return statement.ask(values)


class Statement:
    """A QuerySet written for one database: its SQL and parameters, and how to read its rows.

    Reads them as Django's own ModelIterable does.
    """

    def __init__(self, queryset: QuerySet, using: str) -> None:
        self.using = using
        compiler = queryset.query.get_compiler(using)
        self.sql, self.parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        self.converters = compiler.get_converters(columns)
        self.convert = compiler.apply_converters
        self.model: Any = None
        if queryset._iterable_class is ModelIterable:
            self._read_models(compiler, columns)
        elif queryset._iterable_class is not ValuesListIterable:
            raise TypeError("Only rows and tuples of plain columns can be prepared.")

    def _read_models(self, compiler: Any, columns: list[Any]) -> None:
        info = compiler.klass_info
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        self.model, self.own = info["model"], slice(first, last)
        self.names = [column.target.attname for column in columns[self.own]]
        self.joined = get_related_populators(info, compiler.select, self.using)

    def ask(self, values: dict[str, Any]) -> list[Any]:
        connection = connections[self.using]
        parameters = [
            _adapted(values[each.name], connection) if isinstance(each, Asked) else each
            for each in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = cursor.fetchall()
        if self.converters:
            rows = self.convert(rows, self.converters)
        return list(map(self._model if self.model else tuple, rows))

    def _model(self, row: Any) -> Any:
        record = self.model.from_db(self.using, self.names, row[self.own])
        for each in self.joined:
            each.populate(row, record)
        return record


def _adapted(value: Any, connection: Any) -> Any:
    """`value` as this database takes it."""
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
