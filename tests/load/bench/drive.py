"""Asking a server: as much as it can bear (wrk, or a client of our own), or one request at a time."""

import http.client
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

from .server import HOST

CONNECTIONS = 32
# As nginx asks (docs/deploy): of connections that are kept, one worker may take nearly all, and a core is idle.
ONE_REQUEST = {"Connection": "close"}
# Goes through the addresses in turn; the last line of its report is for us.
_SCRIPT = """
local paths, next = {paths}, 0
request = function()
  next = next % #paths + 1
  return wrk.format("GET", paths[next], {{{headers}}})
end
done = function(summary)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.timeout + errors.status
  print(string.format("RESULT %d %d %d", summary.requests, summary.duration, wrong))
end
"""


def client_name() -> str:
    return "wrk" if shutil.which("wrk") else "our own client"


def throughput(
    port: int,
    paths: list[str],
    seconds: float,
    *,
    headers: dict[str, str] | None = None,
) -> float:
    """Answers a second, each over a connection of its own; an error among them raises SystemExit."""
    ask = _by_wrk if shutil.which("wrk") else _by_ourselves
    # What the first requests of a process make ready is not measured.
    times(port, paths[:20])
    return ask(port, paths, seconds, {**(headers or {}), **ONE_REQUEST})


def _by_wrk(port, paths, seconds, headers):
    quoted = "{" + ",".join(json.dumps(path) for path in paths) + "}"
    said = ",".join(
        f"[{json.dumps(name)}]={json.dumps(value)}" for name, value in headers.items()
    )
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "drive.lua"
        script.write_text(_SCRIPT.format(paths=quoted, headers=said))
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            "-s",
            str(script),
            f"http://{HOST}:{port}",
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    results = [
        line.split() for line in done.stdout.splitlines() if line.startswith("RESULT")
    ]
    if not results:
        raise SystemExit(f"wrk failed: {done.stdout}{done.stderr}")
    requests, microseconds, wrong = map(int, results[0][1:])
    _refuse(wrong, requests, paths)
    return requests / (microseconds / 1e6)


def _refuse(wrong, requests, paths):
    if wrong or not requests:
        raise SystemExit(
            f"{wrong} of {requests} answers to addresses such as {paths[0]} went wrong."
        )


def _by_ourselves(port, paths, seconds, headers):
    clients = 4
    with ProcessPoolExecutor(clients) as pool:
        asked = [
            pool.submit(_ask_on, port, paths[n:] + paths[:n], seconds, headers)
            for n in range(clients)
        ]
        counts = [each.result() for each in asked]
    wrong, requests = (sum(column) for column in zip(*counts, strict=True))
    _refuse(wrong, requests, paths)
    return requests / seconds


def _ask_on(port, paths, seconds, headers):
    connection = http.client.HTTPConnection(HOST, port)
    until, wrong = time.perf_counter() + seconds, 0
    for number, path in enumerate(cycle(paths), 1):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        wrong += answer.status >= 400
        if time.perf_counter() > until:
            return wrong, number


def wake(port: int, path: str) -> None:
    """Ask over so many connections that each worker gets some: what a process reads at its first answer may
    take it longer than a round.
    """
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda _connection: times(port, [path]), range(CONNECTIONS)))


def times(port: int, paths: list[str]) -> list[float]:
    """Milliseconds of each address, asked one after the other."""
    connection = http.client.HTTPConnection(HOST, port)
    taken = []
    for path in paths:
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}.")
    return taken


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
