"""Questions that are asked over and over: their SQL is written once, not at every request.

To write the SQL of a wide row, and to find out how to read the answer, takes Django several times
as long as the database takes to give it.  A page that asks twenty questions keeps them, therefore:

    PASSAGES = Prepared(lambda session: Passage.objects.filter(session=session))
    PASSAGES(session=54)  # the passages of session 54, as the QuerySet would give them
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import (  # type: ignore[attr-defined]
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)


class Asked(Expression):
    """Stands in a QuerySet for a value that is given when it is asked: of a list, the one at `place`."""

    def __init__(self, name: str, place: int | None = None) -> None:
        super().__init__()
        self.name, self.place = name, place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value(self, values: dict[str, Any]) -> Any:
        value = values[self.name]
        return value if self.place is None else value[self.place]


def plain_rows(model: Any) -> QuerySet:
    """All rows of `model`, whose columns go by their own names: `name_ru` is asked for, not `name`."""
    rows = model.objects.all()
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows


class Prepared:
    """A QuerySet to be asked with other values each time: a list of rows, in one query.

    `question` makes the QuerySet from what stands for the values; a list is one for `in` (and may
    be asked with a value several times), and an empty one finds nothing.  The QuerySet gives whole rows of its model, with those that
    `select_related` joins and what is annotated, or tuples by `values_list` of a model without
    translations; it prefetches nothing, and its SQL depends on nothing else (the language, say).
    """

    def __init__(self, question: Callable[..., QuerySet]) -> None:
        self.question = question
        self._statements: dict[Any, Statement] = {}

    def __call__(self, using: str = DEFAULT_DB_ALIAS, **values: Any) -> list[Any]:
        return answers_to((self, values), using=using)[0]

    def ready(
        self, using: str, values: dict[str, Any]
    ) -> "tuple[Statement, list[Any]] | None":
        """The statement and its parameters; None where nothing can be found.  The SQL is written once for lists
        of about a length.
        """
        if [] in values.values():
            return None
        values = {
            name: _padded(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        lists = {name: len(v) for name, v in values.items() if isinstance(v, list)}
        key = (using, *lists.items())
        statement = self._statements.get(key)
        if statement is None:
            asked = {name: _asked(name, lists.get(name)) for name in values}
            statement = Statement(self.question(**asked), using)
            self._statements[key] = statement
        return statement, statement.given(values)


def answers_to(
    *questions: tuple[Prepared, dict[str, Any]], using: str = DEFAULT_DB_ALIAS
) -> list[list[Any]]:
    """The rows of each of several questions, asked with its values: one query each.

    Where the database takes them so, all are sent before the first is answered.
    """
    ready = [question.ready(using, values) for question, values in questions]
    sent = [(statement.sql, given) for statement, given in filter(None, ready)]
    rows = iter(_rows_of_each(connections[using], sent) if sent else [])
    return [each[0].read(next(rows)) if each else [] for each in ready]


def give(row: Model, name: str, owner: Model) -> None:
    """Let `row.<name>` be `owner`, the row that its column names: past Django's own way, which asks whether the
    two may be of one database.
    """
    row._state.fields_cache[name] = owner


def _rows_of_each(connection, sent):
    rows = connection.rows_of_each(sent)
    return [_by_cursor(connection, *each) for each in sent] if rows is None else rows


def _by_cursor(connection, sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _padded(values: list) -> list:
    """As long as the next power of two, by its last value: lists of any length share few statements."""
    length = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (length - len(values))


def _asked(name: str, length: int | None) -> Any:
    if length is None:
        return Asked(name)
    return [Asked(name, place) for place in range(length)]


class Statement:
    """A QuerySet written for one database: its SQL and parameters, and how to read its rows.

    Reads them as Django's own ModelIterable does, but for the signals of a new instance.
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
        self.model, self.own = _Rows(info["model"]), slice(first, last)
        self.names = [column.target.attname for column in columns[self.own]]
        self.joined = get_related_populators(info, compiler.select, self.using)
        self.annotated = compiler.annotation_col_map.items()
        _read_rows(self.joined)

    def given(self, values: dict[str, Any]) -> list[Any]:
        """What stands for each `%s` of the SQL."""
        connection = connections[self.using]
        return [
            _adapted(each.value(values), connection)
            if isinstance(each, Asked)
            else each
            for each in self.parameters
        ]

    def read(self, rows: list[tuple]) -> list[Any]:
        """What the rows of an answer say."""
        if self.converters:
            rows = self.convert(rows, self.converters)
        return list(map(self._model if self.model else tuple, rows))

    def _model(self, row: Any) -> Any:
        record = self.model.from_db(self.using, self.names, row[self.own])
        for each in self.joined:
            each.populate(row, record)
        for name, place in self.annotated:
            setattr(record, name, row[place])
        return record


class _Rows:
    """Makes instances of a model from columns, at a tenth of what its constructor takes.

    The constructor sets each field by itself, asks each translated one for its languages, and
    sends two signals; a row of the database is whole without.  Stands in for the model class.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model, self._meta = model, model._meta
        self.finish = getattr(model, "was_read", None)

    def from_db(self, using: str, names: list[str], values: Any) -> Model:
        record = self.model.__new__(self.model)
        record._state = state = ModelState()
        state.adding, state.db = False, using
        record.__dict__.update(zip(names, values, strict=True))
        if self.finish:
            self.finish(record)
        return record


def _read_rows(populators):
    for each in populators:
        each.model_cls = _Rows(each.model_cls)
        _read_rows(each.related_populators)


def _adapted(value: Any, connection: Any) -> Any:
    """`value` as this database takes it."""
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
