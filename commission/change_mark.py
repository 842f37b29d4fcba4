"""The number of the latest change, in a file that the processes of one machine share.

Where everything that writes the record runs on this machine (settings.CHANGE_MARK), a page need not
ask the database whether the record still stands as it did: two numbers tell.  A writer puts its
number down as begun while it holds the lock of the content version, so that it is the only one, and
as ended once its change is there for everybody.  Where both are the same, that change is in the
record and no later one has begun.  A change that was given up leaves them apart until the next, and
whoever wants to know asks the database meanwhile.  The file is not to be deleted while any process has
it: the next would make another, and they would not hear each other.
"""

import mmap
import os
from functools import cache

from django.conf import settings

ENDED, BEGUN = 0, 1
SIZE = 2 * 8


def begin(number: int) -> None:
    """Say that the change of this number may be in the record from now on."""
    _put(BEGUN, number)


def end(number: int) -> None:
    """Say that the change of this number is in the record."""
    _put(ENDED, number)


def settled() -> int | None:
    """The number that the record stands at; None when the database must be asked."""
    if not settings.CHANGE_MARK:
        return None
    numbers = _numbers(settings.CHANGE_MARK)
    # In this order: what begins between the two is seen.
    ended = numbers[ENDED]
    return ended if numbers[BEGUN] == ended else None


def _put(place, number):
    if settings.CHANGE_MARK:
        _numbers(settings.CHANGE_MARK)[place] = number


@cache
def _numbers(path):
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.truncate(file, SIZE)
        return memoryview(mmap.mmap(file, SIZE)).cast("Q")
    finally:
        os.close(file)
