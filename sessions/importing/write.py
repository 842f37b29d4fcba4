"""The second half: dataclasses into rows, all or nothing.  It never looks for files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.utils.translation import override

from commission.models import Change, Reason
from commission.models import writing as one_change

from .known import Known
from .problems import Place, Problem
from .records import CommissionRecord, Records
from .rows import Writing
from .write_commission import write_commission
from .write_relations import write_relations
from .write_session import write_sessions
from .write_shared import write_shared


class Outcome(NamedTuple):
    """Numbers of rows of every kind, and the problems; nothing was written if there are any."""

    created: int
    changed: int
    unchanged: int
    removed: int
    problems: list[Problem]


def write_records(
    records: Records,
    *,
    dry_run: bool = False,
    check_only: bool = False,
    done: Callable[[CommissionRecord], object] = lambda record: None,
) -> Outcome:
    """Bring the database in line with the records, in one transaction.

    With `dry_run` everything is done and then taken back; with `check_only` (the files have
    problems already) nothing is written, and the rest is checked.  `done` is called after each
    commission.  Queries: for each kind of record some, and one for every 500 rows; a
    session costs about six for its checks, a participant one more when new.
    """
    writing = Writing(check_only=check_only)
    try:
        # The untranslated columns follow the active language.
        with override("en"), transaction.atomic():
            _write(records, writing, done)
            if writing.problems or dry_run:
                transaction.set_rollback(True)
    except DatabaseError as error:
        message = f"the database refuses the records ({str(error).splitlines()[0]})."
        writing.problems.append(Place("").problem("", message))
    if writing.problems or dry_run:
        writing.take_back_files()
    counts = (writing.created, writing.changed, writing.unchanged, writing.removed)
    return Outcome(*counts, writing.problems)


def _write(records, writing, done):
    known = Known(writing.problems)
    with _imported():
        write_shared(records, writing, known)
        commissions = [
            (each, *write_commission(each, writing, known))
            for each in records.commissions
        ]
        agreements = [a for each in records.commissions for a in each.agreements]
        write_relations(agreements, writing, known)
    for record, commission, sides in commissions:
        with _imported():
            write_sessions(record.sessions, commission, sides, writing, known)
        done(record)
    if writing.may_write:
        with _imported():
            writing.finish()


@contextmanager
def _imported() -> Iterator[Change]:
    with one_change() as change:
        change.told(reason=Reason.IMPORTED)
        yield change
