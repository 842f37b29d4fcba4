"""What each database is told, asked of the database itself."""

import threading

import pytest
from django.db import connection, connections, transaction

from tests.factories import make_commission

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")
postgresql_only = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="about PostgreSQL"
)


def pragma(name: str):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@sqlite_only
def test_sqlite_keeps_a_write_ahead_log_and_the_keys_between_tables():
    normal = 1
    assert {
        "journal_mode": pragma("journal_mode"),
        "synchronous": pragma("synchronous"),
        "foreign_keys": pragma("foreign_keys"),
        "busy_timeout": pragma("busy_timeout"),
    } == {
        "journal_mode": "wal",
        "synchronous": normal,
        "foreign_keys": 1,
        "busy_timeout": 20000,
    }


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_second_writer_waits_at_the_start_of_its_transaction():
    """A deferred transaction would fail at its first write, whatever the timeout."""
    order = []
    first_holds, second_reads = threading.Event(), threading.Event()

    def second():
        first_holds.wait(5)
        second_reads.set()
        with transaction.atomic():
            order.append("second")
            make_commission()
        connections.close_all()

    writer = threading.Thread(target=second)
    writer.start()
    with transaction.atomic():
        first_holds.set()
        second_reads.wait(5)
        writer.join(0.3)
        make_commission()
        order.append("first")
    writer.join(10)

    assert order == ["first", "second"]


@postgresql_only
def test_postgresql_connections_come_from_a_pool():
    assert connection.settings_dict["CONN_MAX_AGE"] == 0
    assert (connection.pool.min_size, connection.pool.max_size) == (1, 8)
    assert connection.pool.get_stats()["requests_num"] >= 1


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_thread_gives_its_connection_back_to_the_pool():
    backends = []

    def ask():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.append(cursor.fetchone()[0])
        connection.close()

    for _turn in range(6):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    assert len(backends) == 6
    assert len(set(backends)) < 6


@postgresql_only
def test_postgresql_compiles_no_query():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
