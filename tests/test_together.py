"""Writers and readers at once, in processes of their own: a short turn of tests/load/together."""

import os
import re
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.load.together import SESSIONS, WRITERS
from tests.load.together.pages import Answer
from tests.load.together.reading import wrongs_of

SECONDS = 4


def database_url() -> str:
    """The address of the test's own database."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    named = {"host": "HOST", "port": "PORT", "password": "PASSWORD"}
    said = "&".join(f"{name}={parts[key]}" for name, key in named.items() if parts[key])
    return f"postgresql://{parts['USER']}@/{parts['NAME']}?{said}"


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@pytest.mark.django_db(transaction=True)
def test_writers_and_readers_at_once_see_no_error_and_nothing_stale():
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.together", str(SECONDS)],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            # As docs/deploy/commission.env has it; on SQLite the database is asked at every request.
            "ONE_MACHINE": str(connection.vendor == "postgresql"),
            "DJANGO_SETTINGS_MODULE": "tests.load.together.plain_settings",
            "PORT": str(free_port()),
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert (done.returncode, done.stderr) == (0, "")
    changes, searches, _seconds = map(int, re.findall(r"\d+", done.stdout))
    assert changes >= WRITERS and searches >= 1


def page(count: int, rows: int, *kinds: int) -> Answer:
    listed = '<li class="result">' * rows
    options = "".join(
        f'<input name="kind"><span class="count">{kind}</span>' for kind in kinds
    )
    return Answer(200, f"<h1>{count} sessions</h1>{options}{listed}")


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (page(3, 3, 2, 1), 0),
        (page(SESSIONS * 100, 20), 0),
        (page(3, 2), 1),
        (page(3, 3, 2, 2), 1),
        (Answer(500, ""), 1),
    ],
)
def test_a_count_that_is_not_its_rows_is_wrong(answer, wrong):
    assert len(list(wrongs_of(answer, "anything"))) == wrong
