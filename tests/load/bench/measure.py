"""What is measured on one database: numbers by name, for the rows of the table."""

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from .drive import p95, throughput, times, wake
from .server import ROOT, serving

# Each lane is driven so many times for so many seconds.
ROUNDS = 15
SECONDS = 1
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
        """A server of the portal, or of another `application`; `more` goes into its environment."""
        application = more.pop("application", "commission.wsgi")
        more = {name: str(value) for name, value in more.items()}
        with serving({**self.environment, **more}, first, application) as server:
            yield server


def measure(small, big, say):
    """{name: number} of everything but the downloads, and then of these too, which may take an hour.

    `say` is told what is being measured.
    """
    asked, asked_small = (world.inside("addresses", 1) for world in (big, small))
    found = {}
    with ExitStack() as stack:
        say("the start of a process")
        portal = stack.enter_context(big.serving(asked["list"][0]))
        found["start"] = portal.started_in
        others = (
            small.serving(asked_small["list"][0], PORT=portal.port + 1),
            big.serving("/", PORT=portal.port + 2, BARE="view", application=_BARE),
            big.serving("/page", PORT=portal.port + 3, BARE="page", application=_BARE),
        )
        small_portal, view, page = map(stack.enter_context, others)
        lanes = {
            "bare view": (view.port, ["/"], {}),
            "bare page": (page.port, asked["bare"], {}),
            "session": (portal.port, asked["session"], {}),
            "list": (portal.port, asked["list"], {}),
            "tracker": (portal.port, asked["tracker"], {}),
            "list, small": (small_portal.port, asked_small["list"], {}),
            "sector": (portal.port, asked["sector"], {}),
            "sector, small": (small_portal.port, asked_small["sector"], {}),
            **_asked_again(portal, asked["kept"]),
        }
        found |= _in_turns(lanes, say)
        found["bare page, bytes"] = len(page.get(asked["bare"][0]).text)
        found |= _one_by_one(portal, asked, say)
        with big.serving(asked["list"][0], PORT=portal.port + 4) as anew:
            found |= _searched_anew(anew, asked, say)
        found |= _after_changes(big, portal, asked["common"], say)
        found["memory"] = portal.heaviest_worker()
    found |= _sql_alone(big, asked, say)
    say("the API's page of 50 sessions")
    found |= {f"api, {name}": taken for name, taken in big.inside("api").items()}
    for size, world in (("small", small), ("big", big)):
        say(f"publishing among {world.sessions:,} sessions")
        taken = world.inside("publish", PUBLICATIONS)
        found |= {f"{verb}, {size}": p95(each) for verb, each in taken.items()}
    yield found
    for size, world in (("small", small), ("big", big)):
        say(f"the downloads of {world.sessions:,} sessions")
        taken = world.inside("export")
        found |= {f"export {name}, {size}": number for name, number in taken.items()}
    yield found


def _in_turns(lanes, say):
    """{lane: answers a second of each round}: in turns, so that all meet the machine as it is then."""
    found = {lane: [] for lane in lanes}
    for port, paths, _headers in lanes.values():
        wake(port, paths[0])
    for number in range(ROUNDS):
        say(f"throughput, round {number + 1} of {ROUNDS}")
        for lane, (port, paths, headers) in lanes.items():
            found[lane].append(throughput(port, paths, SECONDS, headers=headers))
    return found


def _asked_again(server, paths):
    """A lane for each page, asked with the ETag that it has."""
    return {
        f"again {path}": (server.port, [path], {"If-None-Match": _tag(server, path)})
        for path in paths
    }


def _tag(server, path):
    """The ETag of a page; raises SystemExit where it does not answer 304 to it."""
    tag = server.get(path).tag
    if tag is None or server.get(path, {"If-None-Match": tag}).status != 304:
        raise SystemExit(f"{path} has no ETag to ask again with.")
    return tag


def _one_by_one(server, asked, say):
    found = {}
    # What a process reads for its first search is of the start, not of each search.
    for name in ("search", "compare", "organisation", "first"):
        wake(server.port, asked[name][0])
    say("searches, from the disk")
    for name in ("search", "common"):
        found[f"{name}, disk"] = p95(times(server.port, asked[name]))
    say("comparisons and organisations")
    for name in ("compare", "organisation"):
        found[name] = p95(times(server.port, asked[name]))
    say("page 1,000")
    pairs = zip(asked["first"], asked["deep"], strict=True)
    taken = times(server.port, [path for pair in pairs for path in pair])
    found["first"] = statistics.median(taken[::2])
    found["deep"] = statistics.median(taken[1::2])
    return found


def _sql_alone(world, asked, say):
    found = {}
    say("SQL alone")
    for name in ("session", "list", "search", "common"):
        alone = world.inside("sql", asked[name][0])
        found[f"{name}, SQL"] = alone["milliseconds"]
        found[f"{name}, queries"] = alone["queries"]
    return found


def _searched_anew(server, asked, say):
    """Searches for the first time in a process, which has kept nothing of them; what the disk gave another one
    lies in the system's memory.
    """
    say("searches, in new processes")
    wake(server.port, asked["first"][0])
    return {name: p95(times(server.port, asked[name])) for name in ("search", "common")}


def _after_changes(world, server, paths, say):
    """The most common words, when each process has found them before: right after a session was corrected, and
    right after a body was renamed.
    """
    found = {}
    for path in paths:
        wake(server.port, path)
    for change in ("correct", "rename"):
        say(f"the most common words, after a change: {change}")
        taken = []
        for path in paths:
            world.inside(change)
            taken += times(server.port, [path])
        found[f"common, {change}"] = p95(taken)
    return found
