"""A PostgreSQL cluster that is kept between runs, with the settings of a small production server.

Never as root: its programs run under the account `postgres` then.  It listens on a socket alone.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIND = Path(__file__).resolve().parents[2] / "bin" / "find-postgres"
# A machine of four gigabytes.  Writes wait for the disk, as they must in production.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "effective_cache_size": "3GB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
}


@contextmanager
def running(directory: Path) -> Iterator[Path]:
    """The cluster in `directory`, made when there is none: gives the directory of its socket."""
    found = subprocess.run([FIND], check=False, capture_output=True, text=True)
    if found.returncode:
        raise SystemExit(
            "PostgreSQL's server is not installed: apt-get install postgresql."
        )
    server = _Server(Path(found.stdout.strip()), directory.resolve())
    server.start()
    try:
        yield directory.resolve()
    finally:
        server.run("pg_ctl", f"--pgdata={server.data}", "--mode=fast", "stop")


def ensure_database(socket: Path, name: str) -> str:
    """The address of a database, made when there is none."""
    import psycopg

    with psycopg.connect(
        f"postgresql://postgres@/postgres?host={socket}", autocommit=True
    ) as server:
        if not server.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://postgres@/{name}?host={socket}"


class _Server:
    def __init__(self, programs: Path, directory: Path) -> None:
        self.programs, self.directory, self.data = (
            programs,
            directory,
            directory / "data",
        )

    def start(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres", self.directory], check=True)
        if not (self.data / "PG_VERSION").exists():
            self.run("initdb", f"--pgdata={self.data}", "--username=postgres", "--auth=trust",
                     "--encoding=UTF8", "--locale=C.UTF-8")  # fmt: skip
        options = {**SETTINGS, "unix_socket_directories": self.directory}
        said = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self.run("pg_ctl", f"--pgdata={self.data}", f"--log={self.directory}/log", f"--options={said}",
                 "--wait", "start")  # fmt: skip

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Not captured by a pipe: the server would keep it open.
        with (self.directory / "output").open("w") as output:
            done = subprocess.run(
                command, check=False, cwd=self.directory, stdout=output, stderr=output
            )
        if done.returncode:
            said = (self.directory / "output").read_text().strip()
            raise SystemExit(f"{program} failed in {self.directory}: {said}")
