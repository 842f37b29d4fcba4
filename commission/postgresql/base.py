"""Django's own engine, with connections that are looked at before a request and not asked."""

import datetime
import re
import select
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.postgresql import base
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Loader, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import DiagnosticField, ExecStatus, Format
from psycopg.types.numeric import Int8Dumper

# The SQLSTATE of a statement that the server does not know.
NOT_PREPARED = b"26000"


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL through psycopg.

    Threads keep their connections, and Django asks `is_usable` of each at the first query of a
    request (CONN_HEALTH_CHECKS): by asking the server, which takes a page that did not change
    longer than all the rest of it.
    """

    def is_usable(self) -> bool:
        """False when the server has gone.  No query as long as nothing has come from it.

        A server that ends a connection says so or closes it, and either waits to be read.  One
        that vanished with its machine says nothing; that the first query finds out, by error.
        """
        if self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.pgconn.socket, select.POLLIN)
        return super().is_usable() if waiting.poll(0) else True

    def rows_at_once(
        self, sql: str, parameters: Sequence[Any] = ()
    ) -> list[tuple] | None:
        """The rows of a statement with `%s` for each parameter, as a cursor gives them: sent and
        awaited in one call of libpq, so that a thread gives up its turn once and not at every
        step of psycopg.

        For statements that are asked over and over; each is prepared once a connection.  One query.
        None when a cursor must ask instead: in a transaction, when somebody listens to the
        queries, or after an error, which the cursor then raises as Django's.
        """
        rows = self.rows_of_each([(sql, parameters)])
        return rows[0] if rows else None

    def rows_of_each(
        self, questions: Sequence[tuple[str, Sequence[Any]]]
    ) -> list[list[tuple]] | None:
        """What `rows_at_once` gives for each of several (statement, parameters): all are sent before the
        first answer is awaited (libpq's pipeline), and the server begins and ends one transaction.

        Few and short ones: what is sent must fit into the socket.  None when a cursor must ask each.
        """
        if self.in_atomic_block or self.queries_logged or self.execute_wrappers:
            return None
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            ready = [self._ready(*question) for question in questions]
            if None in ready:
                return None
            results = _results(self.connection.pgconn, ready)
            if any(each.status != ExecStatus.TUPLES_OK for each in results):
                wrong = {each.error_field(DiagnosticField.SQLSTATE) for each in results}
                if NOT_PREPARED not in wrong:
                    return None
                # psycopg has the server forget all statements at every rollback.
                self._prepared.clear()
                return self.rows_of_each(questions)
            return list(map(self._rows, results))

    def bytes_at_once(self, sql: str, parameters: Sequence[Any] = ()) -> bytes:
        """The one `bytea` that a statement with `%s` for each parameter selects, b"" for NULL.  One query.

        A cursor of Django's has it written as text, which takes longer for some megabytes than to find them.
        """
        if self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql, parameters)
                return bytes(cursor.fetchone()[0] or b"")
        self.close_if_health_check_failed()
        self.ensure_connection()
        values = self._values
        with self.wrap_database_errors:
            texts = values.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
            # Not prepared: how it is best found depends on the words.
            result = self.connection.pgconn.exec_params(
                _marked(sql), texts, values.types, values.formats, Format.BINARY
            )
            if result.status != ExecStatus.TUPLES_OK:
                raise error_from_result(result)
        return result.get_value(0, 0) or b""

    def _ready(self, sql, parameters):
        """(name, texts, formats) of a statement that the server knows; None where it takes it for wrong."""
        values = self._values
        texts = values.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
        name = self._prepared.get((sql, values.types))
        if name is None:
            name = b"at_once_%d" % next(self._numbers)
            made = self.connection.pgconn.prepare(name, _marked(sql), values.types)
            if made.status != ExecStatus.COMMAND_OK:
                return None
            self._prepared[sql, values.types] = name
        return name, texts, values.formats

    def _rows(self, result):
        self._values.set_pgresult(result)
        return self._values.load_rows(0, result.ntuples, tuple)

    def init_connection_state(self) -> None:
        """Django's, of each connection as it is made; statements are prepared in one alone."""
        super().init_connection_state()
        # Kept: it finds out once how to write and read each type.
        self._values = Transformer(_Whole(self.connection))
        self._prepared: dict[tuple[str, tuple[int, ...] | None], bytes] = {}
        self._numbers = count(1)


class _Moment(Loader):
    """A moment in UTC, the zone of all connections, as PostgreSQL writes it: at a fifth of what psycopg's
    takes, which reads any zone and style.  A page has dozens.
    """

    def load(self, data: Buffer) -> datetime.datetime:
        return datetime.datetime.fromisoformat(bytes(data).decode())


class _Whole:
    """How a connection writes values, with whole numbers all of one type, and reads them.

    psycopg has three, by their size: twenty keys would be a statement of their own each time, to be prepared
    and remembered by the server.
    """

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        self.adapters.register_dumper(int, Int8Dumper)
        self.adapters.register_loader("timestamptz", _Moment)


def _results(server, ready):
    """The result of each of `ready`, (name, texts, formats)."""
    if len(ready) == 1:
        return [server.exec_prepared(*ready[0])]
    server.enter_pipeline_mode()
    try:
        for each in ready:
            server.send_query_prepared(*each)
        server.pipeline_sync()
        waiting = select.poll()
        waiting.register(server.socket, select.POLLIN)
        results = []
        # After each result comes the end of it, and at last the end of all.
        for _turn in range(2 * len(ready) + 1):
            # To wait in `get_result` would keep all other threads waiting as well.
            while server.is_busy():
                waiting.poll()
                server.consume_input()
            results.append(server.get_result())
        return results[:-1:2]
    finally:
        server.exit_pipeline_mode()


@lru_cache(maxsize=1024)
def _marked(sql: str) -> bytes:
    """The statement with PostgreSQL's marks for parameters."""
    numbers = count(1)
    marks = {"%s": lambda: f"${next(numbers)}", "%%": lambda: "%"}
    return re.sub("%[s%]", lambda found: marks[found[0]](), sql).encode()
