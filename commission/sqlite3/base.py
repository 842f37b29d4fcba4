"""Django's own engine, with rows for those who have the whole question ready."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite through Python's own module."""

    def rows_at_once(
        self, sql: str, parameters: Sequence[Any] = ()
    ) -> list[tuple] | None:
        """The rows of a statement with `%s` for each parameter, as the database gives them.

        For statements that are asked over and over: Django's cursors look at each anew, which takes
        longer than most answers.  One query.  None when a cursor must ask instead, because
        somebody listens to the queries.
        """
        rows = self.rows_of_each([(sql, parameters)])
        return rows[0] if rows else None

    def rows_of_each(
        self, questions: Sequence[tuple[str, Sequence[Any]]]
    ) -> list[list[tuple]] | None:
        """What `rows_at_once` gives for each of several (statement, parameters).  None when a cursor must
        ask each.
        """
        if self.queries_logged or self.execute_wrappers:
            return None
        self.ensure_connection()
        with self.wrap_database_errors:
            ask = self.connection.execute
            return [ask(_marked(sql), given).fetchall() for sql, given in questions]


@lru_cache(maxsize=1024)
def _marked(sql: str) -> str:
    """The statement with SQLite's marks for parameters."""
    return base.FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
