"""Builds the worlds where they are missing, measures, and prints the table.

python -m tests.load.bench         all of it
python -m tests.load.bench build   the worlds alone, of a night before the measuring
python -m tests.load.bench kept    the measuring alone, of worlds that older rules may have made

BENCH_SIZE: sessions of the big world, 1,000 by default.  BENCH_DIR: where worlds and the latest
measurements are kept.  BENCH_DATABASES: "sqlite", "postgresql" or both.  PORT: where the servers
listen, with the three ports after it.  BENCH_DOCS: when set, the table goes into the docs as well.
"""

import datetime
import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
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


def main(*, what=""):
    size = int(os.environ.get("BENCH_SIZE") or SMALL)
    kept = Path(os.environ.get("BENCH_DIR") or ROOT / "var" / "bench").resolve()
    kept.mkdir(parents=True, exist_ok=True)
    kept_in = {
        "DATA_DIR": str(kept),
        "PORT": os.environ.get("PORT") or "8766",
        # As docs/deploy/commission.env has it.
        "ONE_MACHINE": "true",
    }
    for database in (os.environ.get("BENCH_DATABASES") or " ".join(NAMES)).split():
        with ExitStack() as stack:
            address = _addresses(stack, database, kept)
            small, big = (
                World(n, {**kept_in, "DATABASE_URL": address(n)}) for n in (SMALL, size)
            )
            for world in (small, big):
                _build(world, database, "kept" if what == "kept" else world.sessions)
            if what != "build":
                for found in measure(small, big, partial(_say, database)):
                    _remember(
                        kept, database, {"size": size, "day": _today(), "found": found}
                    )
    if what == "build":
        return
    report = _report(kept)
    print(report)
    if os.environ.get("BENCH_DOCS"):
        _write(report)


def _remember(kept, database, measured):
    (kept / f"measured-{database}.json").write_text(json.dumps(measured))


def _report(kept):
    """The tables of what was measured last on each database."""
    found, circumstances = {}, []
    for database, name in NAMES.items():
        path = kept / f"measured-{database}.json"
        if path.exists():
            measured = json.loads(path.read_text())
            title = f"{name}, {measured['size']:,} sessions"
            found[title] = measured["found"]
            circumstances.append(
                f"{title}, {measured['size'] * 10:,} passages: {measured['day']}."
            )
    short = list(shortfalls(found)) or ["Nothing."]
    return "\n".join(
        [
            *circumstances,
            f"{os.cpu_count()} cores, Python {platform.python_version()}, gunicorn with 2 workers of 4 threads, "
            f"driven by {client_name()} on the same machine.",
            "",
            tables(found),
            "",
            "What falls short:",
            "",
            *(f"- {line}" for line in short),
        ]
    )


def _today():
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _addresses(stack, database, kept):
    """Names the database of a world of so many sessions; PostgreSQL runs until the stack closes."""
    if database == "sqlite":
        return lambda sessions: f"sqlite:///{kept}/world-{sessions}.sqlite3"
    socket = stack.enter_context(cluster.running(kept / "postgres"))
    return lambda sessions: cluster.ensure_database(socket, f"world-{sessions}")


def _build(world, database, asked):
    _say(database, f"a world of {world.sessions:,} sessions")
    command = [sys.executable, "-m", "tests.load.world", str(asked)]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, **world.environment}, check=True
    )


def _say(database, what):
    print(f"… {NAMES[database]}: {what}", file=sys.stderr, flush=True)


def _write(report):
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}")


if __name__ == "__main__":
    main(what=" ".join(sys.argv[1:]))
