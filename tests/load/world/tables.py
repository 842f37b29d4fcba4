"""Rows straight into the tables: COPY on PostgreSQL, executemany on SQLite; no save(), no signals."""

from functools import cached_property

from django.db import connection, transaction
from django.utils import timezone

from commission.collation import SortKeyField, sort_key
from commission.folding import FoldedField, fold
from sessions.markdown import RenderedField, render

CODES = ("en", "ru", "kk", "tk")
_MADE = timezone.now().strftime("%Y-%m-%d %H:%M:%S")


class Table:
    """Makes rows of a model, as its columns want them, from what is said of each."""

    def __init__(self, model):
        self.model = model
        self.name = model._meta.db_table
        self.fields = model._meta.concrete_fields
        self.columns = [field.column for field in self.fields]

    @cached_property
    def blank(self):
        """What stands where nothing is said."""
        return {field.column: _blank(field) for field in self.fields}

    @cached_property
    def derived(self):
        return [
            field
            for field in self.fields
            if isinstance(field, (FoldedField, RenderedField, SortKeyField))
        ]

    @cached_property
    def translated(self):
        """Columns without a language: they hold the English text, as modeltranslation keeps them."""
        return [name for name in self.columns if f"{name}_en" in self.blank]

    def row(self, **said):
        """A tuple in the order of the columns; a text per language is given as name={code: text}."""
        for name in self.translated:
            texts = said.pop(name, {})
            said[name] = texts.get("en", "")
            for code, text in texts.items():
                said[f"{name}_{code}"] = text
        values = {**self.blank, **said}
        for field in self.derived:
            values[field.column] = _derived(field, values)
        if len(values) != len(self.columns):
            raise TypeError(f"{self.name} has no {values.keys() - set(self.columns)}.")
        return tuple(values.values())


def _blank(field):
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return _MADE
    if field.primary_key or field.null:
        return None
    default = field.get_default()
    # Plain values, which both databases take: 1 for true, a choice as the text it stands for.
    if isinstance(default, bool):
        return int(default)
    return str(default) if isinstance(default, str) else default


def _derived(field, values):
    if isinstance(field, RenderedField):
        # What render() makes of a text without marks, which would take most of the time.
        return f"<p>{text}</p>\n" if (text := values[field.of]) else ""
    if isinstance(field, SortKeyField):
        row = field.model(**values)
        return sort_key(row.sorted_as(field.language), field.language)
    texts = []
    for name in field.of:
        texts += filter(None, [values.get(f"{name}_{code}") for code in CODES]) or [
            values[name] or ""
        ]
    return fold(" ".join(dict.fromkeys(filter(None, texts))))


def write(rows):
    """Write {model: [tuples of `Table.row`]}, in that order, in one transaction."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Keys are right by the way they are made: nobody need look each of them up.
                cursor.execute("SET LOCAL session_replication_role = replica")
        for model, tuples in rows.items():
            _check_rendering(model, tuples)
            put = _copy if connection.vendor == "postgresql" else _insert
            put(Table(model), tuples)


def _check_rendering(model, tuples):
    """Raise ValueError where a text is kept rendered otherwise than `render()` would do it."""
    table = Table(model)
    for field in table.fields:
        if isinstance(field, RenderedField) and tuples:
            said = dict(zip(table.columns, tuples[0], strict=True))
            if (text := said[field.of]) and said[field.column] != render(text):
                raise ValueError(
                    f"{field} is rendered otherwise than tests/load/world does."
                )


def _copy(table, tuples):
    columns = ", ".join(f'"{name}"' for name in table.columns)
    command = f"COPY {table.name} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for each in tuples:
            copy.write_row(each)


def _insert(table, tuples):
    columns = ", ".join(f'"{name}"' for name in table.columns)
    marks = ", ".join("?" * len(table.columns))
    connection.ensure_connection()
    # Not through Django's cursor, which looks at every value.
    connection.connection.executemany(
        f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", tuples
    )
