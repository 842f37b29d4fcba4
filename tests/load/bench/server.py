"""gunicorn with the portal's own settings, started and stopped; what its workers weigh."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
WORKERS = 2
_PATIENCE = 60


class Answer(NamedTuple):
    status: int
    text: str
    tag: str | None


class Server:
    """A running gunicorn: its port, its process, and how long it took to the first full answer."""

    def __init__(
        self, environment: dict[str, str], application: str, first: str
    ) -> None:
        self.port = int(environment["PORT"])
        # A worker that gives way to a new one in between would cost the pages of that moment.
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--max-requests",
            "0",
            "--log-level",
            "warning",
            application,
        ]
        self.log = Path(environment["DATA_DIR"]) / f"server-{self.port}.log"
        begun = time.perf_counter()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment, "WEB_CONCURRENCY": str(WORKERS)},
                stderr=log,
            )
        self._wait_for(first)
        self.started_in = time.perf_counter() - begun

    def _wait_for(self, path: str) -> None:
        for _try in range(_PATIENCE * 50):
            try:
                if self.get(path).status == 200:
                    return
                raise SystemExit(f"{path} does not answer 200: see {self.log}.")
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(
                        f"gunicorn did not start: see {self.log}."
                    ) from None
                time.sleep(0.02)
        raise SystemExit(f"gunicorn does not answer within {_PATIENCE} s.")

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """An answer over a connection of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_PATIENCE)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, text, answer.headers["ETag"])

    def worker_pids(self) -> list[int]:
        children = Path(
            f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        ).read_text()
        return [int(pid) for pid in children.split()]

    def heaviest_worker(self) -> float | None:
        """Megabytes of memory of the heaviest worker, shared pages by its share; None off Linux."""
        try:
            return max(_megabytes(pid) for pid in self.worker_pids())
        except FileNotFoundError:
            return None

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


@contextmanager
def serving(
    environment: dict[str, str], first: str, application: str = "commission.wsgi"
) -> Iterator[Server]:
    """A server that answers `first`, an address, and goes when the block ends."""
    server = Server(environment, application, first)
    try:
        yield server
    finally:
        server.stop()


def _megabytes(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[1]) / 1024
