"""What is measured on one database: numbers by name, for the rows of the table."""

import http.client
import json
import os
import statistics
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass

from .drive import p95, throughput, times
from .server import HOST, ROOT, serving

SECONDS = 10
PUBLICATIONS = 200
_BARE = "tests.load.bare.wsgi"


@dataclass
class World:
    """A database with the world in it: how many sessions, and the environment that names it."""

    sessions: int
    environment: dict

    def inside(self, *arguments):
        """What `inside.py` answers."""
        command = [
            sys.executable,
            "-m",
            "tests.load.bench.inside",
            *map(str, arguments),
        ]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise SystemExit(
                f"tests.load.bench.inside {' '.join(map(str, arguments))} failed."
            )
        return json.loads(done.stdout)

    @contextmanager
    def serving(self, first, **more):
        application = more.pop("application", "commission.wsgi")
        with serving({**self.environment, **more}, first, application) as server:
            yield server


def measure(small, big, say):
    """{name: number} of everything; `say` is told what is being measured."""
    asked = big.inside("addresses", 1)
    found = {**bare(big, asked, say), **pages(big, asked, say)}
    found["list, small"] = _small_list(small, say)
    for world in (small, big):
        say(f"publishing among {world.sessions:,} sessions")
        taken = world.inside("publish", PUBLICATIONS)
        size = "small" if world is small else "big"
        found |= {f"{verb}, {size}": p95(each) for verb, each in taken.items()}
    return found


def bare(world, asked, say):
    say("a bare view")
    with world.serving("/", BARE="view", application=_BARE) as server:
        view = throughput(server.port, ["/"], SECONDS)
    say("a bare page")
    with world.serving("/page", BARE="page", application=_BARE) as server:
        page = throughput(server.port, asked["bare"], SECONDS)
        weight = int(server.get(asked["bare"][0]).headers["Content-Length"])
    return {"bare view": view, "bare page": page, "bare page, bytes": weight}


def pages(world, asked, say):
    found = {}
    with world.serving(asked["list"][0]) as server:
        found["start"] = server.started_in
        for name in ("session", "list"):
            say(f"{name}, uncached")
            found[name] = throughput(server.port, asked[name], SECONDS)
        say("searches")
        found["search"] = p95(times(server.port, asked["search"]))
        say("the most common words")
        found |= _common(world, server, asked["common"])
        say("page 1,000")
        times(server.port, asked["first"][:2])
        for name in ("first", "deep"):
            found[name] = statistics.median(times(server.port, asked[name]))
        say("asked again")
        found |= _asked_again(server, asked["kept"])
        found["memory"] = server.heaviest_worker()
    say("SQL alone")
    for name in ("session", "list", "search", "common"):
        alone = world.inside("sql", asked[name][0])
        found[f"{name}, SQL"], found[f"{name}, queries"] = (
            alone["milliseconds"],
            alone["queries"],
        )
    return found


def _common(world, server, paths):
    """Each word is asked for right after a change: nothing that a process keeps answers it then."""
    cold = []
    for path in paths:
        world.inside("move")
        cold += times(server.port, [path])
    return {
        "common": p95(cold),
        "common, worst": max(cold),
        "common, again": p95(times(server.port, paths)),
    }


def _asked_again(server, paths):
    """Answers a second of the page that answers slowest when it has not changed."""
    slowest = {}
    for path in paths:
        tag = _tag(server, path)
        slowest[path] = (
            throughput(server.port, [path], SECONDS / 2, headers={"If-None-Match": tag})
            if tag
            else 0
        )
    path = min(slowest, key=slowest.get)
    return {"again": slowest[path], "again, page": path}


def _tag(server, path):
    """The ETag of a page, None where it has none or does not answer 304 to it."""
    tag = server.get(path).headers["ETag"]
    connection = http.client.HTTPConnection(HOST, server.port)
    connection.request("GET", path, headers={"If-None-Match": tag or ""})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return tag if answer.status == 304 else None


def _small_list(world, say):
    asked = world.inside("addresses", 1)
    say(f"the list among {world.sessions:,} sessions")
    with world.serving(asked["list"][0]) as server:
        return throughput(server.port, asked["list"], SECONDS)
