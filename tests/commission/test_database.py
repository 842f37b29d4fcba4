"""What each database is told, asked of the database itself."""

import datetime
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, connections, transaction
from django.utils import timezone

from commission.models import Release
from commission.models.content_version import latest_version
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


def backend_of(thread_connection):
    with thread_connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_its_connection_from_request_to_request():
    backends = []

    def two_requests():
        for _turn in range(2):
            request_started.send(None)
            backends.append(backend_of(connection))
            request_finished.send(None)
        connection.close()

    thread = threading.Thread(target=two_requests)
    thread.start()
    thread.join()

    assert len(backends) == 2
    assert len(set(backends)) == 1


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_made_anew_before_the_next_request():
    seen = []

    def a_request_before_and_after():
        request_started.send(None)
        seen.append(backend_of(connection))
        request_finished.send(None)
        others_end.set()
        ended.wait(10)
        request_started.send(None)
        seen.append(backend_of(connection))
        connection.close()

    others_end, ended = threading.Event(), threading.Event()
    thread = threading.Thread(target=a_request_before_and_after)
    thread.start()
    others_end.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", seen)
    ended.set()
    thread.join()

    assert len(seen) == 2
    assert seen[0] != seen[1]


@postgresql_only
def test_postgresql_compiles_no_query():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_row_at_once_is_the_row_that_a_cursor_gives():
    asked = "SELECT 1 + %s, NULL, %s::text"
    assert connection.row_at_once(asked, "2", "ё") == ["3", None, "ё"]
    assert connection.row_at_once(asked, "3", "'") == ["4", None, "'"]
    connection.close()
    assert connection.row_at_once(asked, "4", "") == ["5", None, ""]


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_cursor_asks_where_a_row_at_once_cannot(django_assert_num_queries):
    assert connection.row_at_once("SELECT 1 WHERE false") is None
    assert connection.row_at_once("SELECT nothing") is None
    assert connection.row_at_once("SELECT nothing") is None
    with transaction.atomic():
        assert connection.row_at_once("SELECT 1") is None
    with django_assert_num_queries(0):
        assert connection.row_at_once("SELECT 1") is None
    assert connection.row_at_once("SELECT 1") == ["1"]


@pytest.mark.django_db(transaction=True)
def test_the_content_version_is_read_outside_a_transaction_as_within():
    make_commission()
    Release.objects.create(moment=timezone.now() - datetime.timedelta(minutes=1))
    read = latest_version()
    with transaction.atomic():
        assert latest_version() == read
    assert read.number
    assert read.released_at
