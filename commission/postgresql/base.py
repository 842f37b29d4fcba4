"""Django's own engine, with connections that are looked at before a request and not asked."""

import re
import select
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.postgresql import base
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import DiagnosticField, ExecStatus

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
        if self.in_atomic_block or self.queries_logged or self.execute_wrappers:
            return None
        self.close_if_health_check_failed()
        self.ensure_connection()
        server = self.connection.pgconn
        with self.wrap_database_errors:
            values = self._values
            texts = values.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
            name = self._prepared.get((sql, values.types))
            if name is None:
                name = b"at_once_%d" % next(self._numbers)
                made = server.prepare(name, _marked(sql), values.types)
                if made.status != ExecStatus.COMMAND_OK:
                    return None
                self._prepared[sql, values.types] = name
            result = server.exec_prepared(name, texts, values.formats)
            if result.error_field(DiagnosticField.SQLSTATE) == NOT_PREPARED:
                # psycopg has the server forget all statements at every rollback.
                self._prepared.clear()
                return self.rows_at_once(sql, parameters)
            if result.status != ExecStatus.TUPLES_OK:
                return None
            values.set_pgresult(result)
            return values.load_rows(0, result.ntuples, tuple)

    def init_connection_state(self) -> None:
        """Django's, of each connection as it is made; statements are prepared in one alone."""
        super().init_connection_state()
        # Kept: it finds out once how to write and read each type.
        self._values = Transformer(self.connection)
        self._prepared: dict[tuple[str, tuple[int, ...] | None], bytes] = {}
        self._numbers = count(1)


@lru_cache(maxsize=1024)
def _marked(sql: str) -> bytes:
    """The statement with PostgreSQL's marks for parameters."""
    numbers = count(1)
    marks = {"%s": lambda: f"${next(numbers)}", "%%": lambda: "%"}
    return re.sub("%[s%]", lambda found: marks[found[0]](), sql).encode()
