"""Django's own engine, with connections that are looked at before a request and not asked."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import ExecStatus


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

    def row_at_once(self, sql: str, *texts: str) -> list[str | None] | None:
        """The one row of a statement with `%s` for each text, as texts: sent and awaited in one
        call of libpq, so that a thread gives up its turn once and not at every step of psycopg.

        For a statement that is asked with every request; it is prepared once a connection.  One
        query.  None when a cursor must ask instead: in a transaction, when somebody listens to
        the queries, when there is no row, or an error, which the cursor then raises as Django's.
        """
        if self.in_atomic_block or self.queries_logged or self.execute_wrappers:
            return None
        self.close_if_health_check_failed()
        self.ensure_connection()
        server = self.connection.pgconn
        name = b"at_once_%x" % abs(hash(sql))
        with self.wrap_database_errors:
            if name not in self._prepared:
                for number in range(1, len(texts) + 1):
                    sql = sql.replace("%s", f"${number}", 1)
                server.prepare(name, sql.encode())
                self._prepared.add(name)
            result = server.exec_prepared(name, [text.encode() for text in texts])
        if result.status != ExecStatus.TUPLES_OK or result.ntuples != 1:
            return None
        row = [result.get_value(0, column) for column in range(result.nfields)]
        return [None if value is None else value.decode() for value in row]

    def init_connection_state(self) -> None:
        """Django's, of each connection as it is made; statements are prepared in one alone."""
        super().init_connection_state()
        self._prepared: set[bytes] = set()
