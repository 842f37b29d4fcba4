"""Django's own engine, with connections that are looked at before a request and not asked."""

import select

from django.db.backends.postgresql import base


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
