"""What each database is told, asked of the database itself."""

import datetime
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import (
    DatabaseError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.utils import timezone

from commission.models import ContentVersion, Release
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
def test_postgresql_neither_compiles_a_query_nor_shares_it_among_processes():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
        cursor.execute("SHOW max_parallel_workers_per_gather")
        assert cursor.fetchone() == ("0",)


def by_cursor(asked, parameters):
    with connection.cursor() as cursor:
        cursor.execute(asked, parameters)
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_rows_at_once_are_those_that_a_cursor_gives():
    Release.objects.create(moment=timezone.now())
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    asked = (
        "SELECT moment, %s, 1 + %s, NULL, '100%%' FROM commission_release"
        " WHERE moment <= %s"
    )
    for word, number in (("ё", 2), ("'", 3), ("%s", 4)):
        rows = connection.rows_at_once(asked, [word, number, now])
        assert rows == by_cursor(asked, [word, number, now])
        assert [row[1:] for row in rows] == [(word, 1 + number, None, "100%")]
    connection.close()
    assert connection.rows_at_once("SELECT 1") == [(1,)]
    assert connection.rows_at_once("SELECT 1 WHERE 1 = 2") == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00", "1993-10-19T05:30:00", "2026-03-29T01:59:59.1", "9999-12-31T23:59:59.999999"],
)  # fmt: skip
def test_a_moment_is_that_which_a_cursor_gives(moment):
    moment = datetime.datetime.fromisoformat(f"{moment}+00:00")
    Release.objects.create(moment=moment)
    asked = Release.objects.values_list("moment").query
    compiler = asked.get_compiler("default")
    rows = connection.rows_at_once(*compiler.as_sql())
    columns = [column for column, _sql, _alias in compiler.select]
    converters = compiler.get_converters(columns)
    if converters:
        rows = list(map(tuple, compiler.apply_converters(rows, converters)))
    assert rows == [(moment,)] == list(Release.objects.values_list("moment"))
    assert rows[0][0].tzinfo is datetime.UTC


@pytest.mark.django_db(transaction=True)
def test_a_cursor_asks_where_somebody_listens(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert connection.rows_at_once("SELECT 1") is None
    with connection.execute_wrapper(lambda execute, *asked: execute(*asked)):
        assert connection.rows_at_once("SELECT 1") is None
    assert connection.rows_at_once("SELECT 1") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_wrong_statement_is_an_error_and_the_next_one_is_answered():
    for _time in range(2):
        with pytest.raises(DatabaseError):
            connection.rows_at_once("SELECT nothing") or by_cursor("SELECT nothing", [])
    assert connection.rows_at_once("SELECT 1") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_rows_of_each_are_those_of_each_alone():
    asked = [("SELECT %s", ["ё"]), ("SELECT 1 WHERE 1 = 2", []), ("SELECT 2, %s", [3])]
    for _time in range(2):
        assert connection.rows_of_each(asked) == [[("ё",)], [], [(2, 3)]]
    long = "SELECT '" + 20_000 * "x" + "'"
    assert [len(row[0]) for (row,) in connection.rows_of_each([(long, [])] * 12)] == (
        [20_000] * 12
    )
    connection.close()
    assert connection.rows_of_each(asked[:2]) == [[("ё",)], []]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "wrong",
    ["SELECT nothing", "SELECT abs('-9223372036854775808')", "SELECT 1 / number FROM commission_contentversion"],
)  # fmt: skip
def test_one_wrong_among_several_is_an_error_and_the_next_are_answered(wrong):
    if wrong.startswith("SELECT 1 /"):
        ContentVersion.objects.update_or_create(
            defaults={"number": 0, "moved_at": timezone.now()}
        )
    right = ("SELECT 1", [])
    for _time in range(2):
        try:
            rows = connection.rows_of_each([right, (wrong, []), right])
        except DatabaseError:
            rows = None
        # SQLite says nothing of a division by nothing, and PostgreSQL nothing of a text.
        assert rows is None or rows[0] == rows[2] == [(1,)]
        assert connection.rows_of_each([right, right]) == [[(1,)], [(1,)]]


@pytest.mark.django_db(transaction=True)
def test_a_cursor_asks_each_where_somebody_listens(django_assert_num_queries):
    right = ("SELECT 1", [])
    with django_assert_num_queries(0):
        assert connection.rows_of_each([right, right]) is None
    assert connection.rows_of_each([right, right]) == [[(1,)], [(1,)]]


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_bytes_come_as_they_are_whoever_listens(django_assert_num_queries):
    asked = ("SELECT string_agg(int4send(n), ''::bytea) FROM unnest(%s::int[]) n", ["{1,-2}"])  # fmt: skip
    wanted = b"\0\0\0\1\xff\xff\xff\xfe"
    assert connection.bytes_at_once(*asked) == wanted
    with django_assert_num_queries(1):
        assert connection.bytes_at_once(*asked) == wanted
    assert connection.bytes_at_once(asked[0], ["{}"]) == b""
    with transaction.atomic():
        assert connection.bytes_at_once(*asked) == wanted
    with pytest.raises(DatabaseError):
        connection.bytes_at_once("SELECT nothing")
    connection.close()
    assert connection.bytes_at_once(*asked) == wanted


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_ended_is_an_error_and_the_next_request_has_another():
    right = ("SELECT 1", [])
    assert connection.rows_of_each([right, right])
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(%s, 5000)",
            [connection.connection.info.backend_pid],
        )
    other.close()
    with pytest.raises(OperationalError):
        connection.rows_of_each([right, right])
    connection.close_if_unusable_or_obsolete()
    assert connection.rows_of_each([right, right]) == [[(1,)], [(1,)]]


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_what_a_rollback_took_from_the_server_is_prepared_anew():
    asked = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'at_once%%'"
    assert connection.rows_at_once(asked) == [(1,)]
    with transaction.atomic():
        for _time in range(5):
            by_cursor("SELECT %s", [1])
        transaction.set_rollback(True)
    assert by_cursor(asked, []) == [(0,)]
    assert connection.rows_of_each([(asked, []), (asked, [])]) == [[(1,)], [(1,)]]
    assert by_cursor(asked, []) == [(1,)]


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_rows_of_a_transaction_are_asked_within_it():
    with transaction.atomic():
        assert connection.rows_at_once("SELECT 1") is None


@pytest.mark.django_db(transaction=True)
def test_the_content_version_is_read_outside_a_transaction_as_within():
    make_commission()
    Release.objects.create(moment=timezone.now() - datetime.timedelta(minutes=1))
    read = latest_version()
    with transaction.atomic():
        assert latest_version() == read
    assert read.number
    assert read.released_at
