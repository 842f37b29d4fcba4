"""What every process keeps of the record, read once before they part."""

# numpy's `unique` asks for it, and the first search would wait for it to be read.
import numpy.ma  # noqa: F401
from django.db import connections

from commission.known_areas import known_areas
from commission.register import register

from .models.called import NAMES
from .models.hidden import hidden


def read_beforehand() -> None:
    """Read the register, the areas and which names are hidden: a second, among 100,000 sessions, for which
    the first reader of each process would wait, and memory that the processes share until the record changes.

    Raises `django.db.Error` where the record cannot be read.  Leaves no connection behind: those that part
    must not share one.
    """
    try:
        register()
        known_areas()
        for model in NAMES:
            hidden(model)
    finally:
        connections.close_all()
