"""Whether the record still stands, known without asking the database: settings.CHANGE_MARK."""

import datetime
import os
import struct
import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commission import change_mark
from commission.environment import Environment
from commission.models import Release, move_content_version
from commission.models.content_version import _standing, latest_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mark(settings, tmp_path):
    settings.CHANGE_MARK = tmp_path / "latest-change-records"
    yield settings.CHANGE_MARK
    change_mark._numbers.cache_clear()
    _standing.clear()


def elsewhere(action):
    """What the action gives in another thread, with a connection of its own."""
    given = []

    def act():
        given.append(action())
        connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join(20)
    return given[0]


def give_up_a_change():
    with transaction.atomic():
        move_content_version()
        raise ZeroDivisionError


def test_what_is_settled_is_known_without_a_query(django_assert_num_queries):
    number = elsewhere(move_content_version)
    assert latest_version().number == number
    with django_assert_num_queries(0):
        assert latest_version().number == number


def test_nothing_is_known_until_something_was_settled():
    assert change_mark.settled() == 0
    assert latest_version().number == 0
    assert move_content_version() == latest_version().number == 1


def test_a_change_under_way_is_asked_for_and_known_as_soon_as_it_is_there(
    django_assert_num_queries,
):
    before = move_content_version()
    assert latest_version().number == before
    with transaction.atomic():
        after = move_content_version()
        assert latest_version().number == after
        assert elsewhere(latest_version).number == before
        assert change_mark.settled() is None
    assert elsewhere(latest_version).number == after
    with django_assert_num_queries(0):
        assert latest_version().number == after


def test_a_transaction_asks_for_itself(django_assert_num_queries):
    """It may read from an older state than others do (`build_downloads`)."""
    number = move_content_version()
    assert latest_version().number == number
    with transaction.atomic(), django_assert_num_queries(1):
        assert latest_version().number == number


def test_after_a_change_that_was_given_up_the_database_is_asked_until_the_next(
    django_assert_num_queries,
):
    before = move_content_version()
    with pytest.raises(ZeroDivisionError):
        give_up_a_change()
    assert change_mark.settled() is None
    assert latest_version().number == before
    assert move_content_version() == latest_version().number == before + 1
    with django_assert_num_queries(0):
        assert latest_version().number == before + 1


def test_a_change_within_one_that_goes_on_may_be_given_up():
    with transaction.atomic():
        kept = move_content_version()
        with pytest.raises(ZeroDivisionError):
            give_up_a_change()
    assert latest_version().number == elsewhere(latest_version).number == kept


def test_a_writer_whose_end_is_late_says_nothing_of_a_later_change():
    """It was slow between its commit and its last word, while the next was committed."""
    first, second = move_content_version(), move_content_version()
    change_mark.end(first)
    assert change_mark.settled() is None
    assert latest_version().number == second


def test_a_release_is_known_at_its_moment(monkeypatch, django_assert_num_queries):
    moment = timezone.now() + datetime.timedelta(hours=1)
    with transaction.atomic():
        move_content_version()
        Release.objects.create(moment=moment)
    assert latest_version().released_at is None
    with django_assert_num_queries(0):
        latest_version()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert latest_version().released_at == moment
    with django_assert_num_queries(0):
        assert latest_version().released_at == moment


def test_another_process_is_heard(mark):
    number = move_content_version()
    begun = "from commission import change_mark; change_mark.begin(77)"
    variables = {
        "DATA_DIR": str(mark.parent),
        "DATABASE_URL": "postgresql:///records",
        "ONE_MACHINE": "true",
    }
    subprocess.run(
        [sys.executable, "-c", begun],
        env={"DJANGO_SETTINGS_MODULE": "commission.settings", "PATH": os.environ["PATH"]} | variables,
        check=True,
    )  # fmt: skip
    assert struct.unpack("QQ", mark.read_bytes()) == (number, 77)
    assert change_mark.settled() is None
    assert latest_version().number == number


def test_a_file_that_cannot_be_shared_stops_the_start(tmp_path, monkeypatch):
    path = tmp_path / "latest-change"
    asked = Environment({"ONE_MACHINE": "true"})
    assert asked.file_if("ONE_MACHINE", path) == path
    assert Environment({}).file_if("ONE_MACHINE", path) is None
    path.touch()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SystemExit, match="may not write to"):
        asked.file_if("ONE_MACHINE", path)
