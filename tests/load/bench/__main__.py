"""Builds the worlds where they are missing, measures, prints the table and writes it into the docs.

BENCH_SIZE: sessions of the big world, 100,000 by default.  BENCH_DIR: where worlds are kept.
BENCH_DATABASES: "sqlite", "postgresql" or both.  PORT: where the servers listen.
"""

import datetime
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.load import cluster

from .drive import client_name
from .measure import World, measure
from .server import ROOT
from .table import shortfalls, tables

SMALL = 1_000
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main():
    size = int(os.environ.get("BENCH_SIZE") or 100_000)
    kept = Path(os.environ.get("BENCH_DIR") or ROOT / "var" / "bench").resolve()
    kept.mkdir(parents=True, exist_ok=True)
    kept_in = {"DATA_DIR": str(kept), "PORT": os.environ.get("PORT", "8766")}
    found = {}
    for database in (os.environ.get("BENCH_DATABASES") or " ".join(NAMES)).split():
        with ExitStack() as stack:
            address = _addresses(stack, database, kept)
            small, big = (
                World(n, {**kept_in, "DATABASE_URL": address(n)}) for n in (SMALL, size)
            )
            for world in (small, big):
                _build(world, database)
            found[NAMES[database]] = measure(
                small, big, lambda what, name=database: _say(f"{NAMES[name]}: {what}")
            )
    report = f"{_circumstances(size)}\n\n{tables(found)}"
    print(report)
    short = list(shortfalls(found))
    print(
        "\n".join(
            ["", "Falls short:", *short] if short else ["", "Nothing falls short."]
        )
    )
    if size >= 100_000 and len(found) == len(NAMES):
        _write(report)


def _addresses(stack, database, kept):
    """Names the database of a world of so many sessions; PostgreSQL runs until the stack closes."""
    if database == "sqlite":
        return lambda sessions: f"sqlite:///{kept}/world-{sessions}.sqlite3"
    socket = stack.enter_context(cluster.running(kept / "postgres"))
    return lambda sessions: cluster.ensure_database(socket, f"world-{sessions}")


def _build(world, database):
    _say(f"{NAMES[database]}: a world of {world.sessions:,} sessions")
    command = [sys.executable, "-m", "tests.load.world", str(world.sessions)]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, **world.environment}, check=True
    )


def _say(what):
    print(f"… {what}", file=sys.stderr, flush=True)


def _circumstances(size):
    day = datetime.datetime.now(datetime.UTC).date()
    return (
        f"{day}, {size:,} sessions and {size * 10:,} passages; {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"gunicorn with 2 workers of 4 threads, driven by {client_name()} on the same machine."
    )


def _write(report):
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}")


if __name__ == "__main__":
    main()
