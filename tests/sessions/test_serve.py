"""`make run`: what a newcomer types, and types again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings

BIN = settings.BASE_DIR / "bin"
START_SECONDS = 120


@pytest.fixture
def database_url(tmp_path):
    """A database of its own: the SQLite file in DATA_DIR, or a new one on the server."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield ""
        return
    name = f"serve_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def served(port: int, **variables: str):
    """The portal running in processes of its own, and what it has printed when it is up."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": str(port), "WEB_CONCURRENCY": "1"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_healthy(process, port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        process.stdout.close()


def wait_until_healthy(process: subprocess.Popen, port: int) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if process.poll() is not None:
            pytest.fail(process.stdout.read())
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert answer.read() == b"ok\n"
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"not up after {START_SECONDS} seconds")


def printed(process: subprocess.Popen) -> str:
    """What it printed before gunicorn took over."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Serving on"):
            break
    return "".join(lines)


def test_it_makes_an_administrator_and_collects_static_files_once_and_keeps_the_data(
    tmp_path, free_port, database_url
):
    variables = {"DATA_DIR": str(tmp_path), "DATABASE_URL": database_url}
    with served(free_port, **variables) as process:
        first = printed(process)
    password = re.search(r"name admin, password (\S+)\n", first)[1]
    assert "manage.py changepassword admin\n" in first
    collected = {path.suffix for path in (tmp_path / "static").rglob("*")}
    assert {".br", ".gz", ".css", ".js"} <= collected
    manifest = tmp_path / "static" / "staticfiles.json"
    written = manifest.stat().st_mtime_ns

    question = (
        "from django.contrib.auth.models import User;"
        f"print(User.objects.get(username='admin').check_password({password!r}))"
    )
    with served(free_port, **variables) as process:
        second = printed(process)
        answer = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", question],
            cwd=settings.BASE_DIR,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=True,
        )
    assert second == f"Serving on http://127.0.0.1:{free_port}/ (Ctrl-C stops it).\n"
    assert answer.stdout == "True\n"
    assert manifest.stat().st_mtime_ns == written


def test_a_taken_port_is_one_clear_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATA_DIR": str(tmp_path), "PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"CommandError: Port {port} on 127.0.0.1 cannot be used (Address already in use):"
        f" stop what runs there, or choose another, as in PORT={port + 1} make run.\n"
    )
    assert not (tmp_path / "records.sqlite3").exists()


@pytest.fixture
def checkout(tmp_path):
    """A directory with bin/venv and a lock that holds nothing."""
    (tmp_path / "bin").mkdir()
    copy(BIN / "venv", tmp_path / "bin" / "venv")
    (tmp_path / "requirements.txt").write_text("# nothing is needed\n")
    return tmp_path


def venv(checkout: Path, python: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bin/venv", "requirements.txt"],
        cwd=checkout,
        env=os.environ | {"PYTHON": python},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("answer", ["exit 1", "exit 127"])
def test_a_python_that_is_too_old_is_one_clear_line(checkout, answer):
    old = checkout / "python3.9"
    old.write_text(f"#!/bin/sh\n{answer}\n")
    old.chmod(0o755)
    done = venv(checkout, str(old))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Python 3.11 or newer is needed and was not found: install it,"
        " or name it as in PYTHON=/path/to/python3.11 make run.\n"
    )
    assert not (checkout / ".venv").exists()


def test_the_lock_is_installed_only_when_it_has_changed(checkout):
    python = sys.executable
    assert venv(checkout, python).stdout == "Installing requirements.txt…\n"
    assert venv(checkout, python).stdout == ""

    (checkout / "requirements.txt").write_text("# still nothing is needed\n")
    assert venv(checkout, python).stdout == "Installing requirements.txt…\n"
