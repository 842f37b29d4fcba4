"""Papers that were made, kept until the record changes.

They stand in DATA_DIR/papers, in a folder named by the tag of every public page (commission.unchanged):
another change, another day or another release, and the next paper clears the shelf.  One paper is made at
a time on a machine: it takes one of its few cores for seconds.
"""

import contextlib
import fcntl
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from commission.models import content_version
from commission.unchanged import tag_of

# How long a reader waits for another's paper before being asked to come again.
PATIENCE = 20


class BusyError(Exception):
    """Another paper is being made, and takes its time."""


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The paper called `name` ("tm-kz-11-en.pdf"), made by `make()` unless it is on the shelf.

    Raises `BusyError` when another one takes too long.  One query for the content version, none within a page.
    """
    folder = (
        settings.DATA_DIR / "papers" / re.sub(r"\W+", "-", tag_of(content_version()))
    )
    file = folder / name
    if found := _read(file):
        return found
    with _turn(folder.parent):
        if found := _read(file):
            return found
        made = make()
        _clear(folder)
        _put(file, made)
        return made


def _read(file):
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _turn(shelf: Path) -> Iterator[None]:
    shelf.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + PATIENCE
    with (shelf / "turn").open("w") as turn:
        while True:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise BusyError from None
                time.sleep(0.05)
        yield


def _clear(folder):
    """Make place for what is true now; nothing that was said before is kept."""
    folder.mkdir(exist_ok=True)
    for other in folder.parent.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _put(file, made):
    """Whole or not at all."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as beside:
        beside.write(made)
    Path(beside.name).replace(file)
