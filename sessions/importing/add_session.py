"""Adds one session to a commission of the record, beside all that is there."""

from collections.abc import Sequence

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import override

from commission.models import Commission
from commission.models import writing as one_change
from participants.models import Participant
from sessions.models import Session

from .known import Known
from .problems import Problem
from .records import ParticipantRecord, SessionRecord
from .rows import Writing
from .write_commission import Sides
from .write_session import write_sessions
from .write_shared import write_participants


class NotAddedError(Exception):
    """Nothing was written; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems


def add_session(
    *,
    commission: Commission,
    session: SessionRecord,
    people: Sequence[ParticipantRecord],
    by: AbstractBaseUser,
) -> Session:
    """The new session with all its rows, and new `people`: all of it or nothing, logged as `by`'s.

    As an import does, through the same checks, but it touches no row that is there.  Raises
    `NotAddedError`, also when the commission has such a session or a person's address is taken: a session
    is never written over another.
    """
    writing = Writing()
    with override("en"), transaction.atomic(), one_change():
        known = Known(writing.problems)
        _refuse_taken(commission, session, people, writing)
        write_participants(people, writing, known)
        sides = Sides(list(commission.sides.all()), writing)
        write_sessions([session], commission, sides, writing, known)
        if writing.may_write:
            writing.finish()
        if writing.problems:
            raise NotAddedError(writing.problems)
        added = Session.objects.filter(commission=commission).latest("pk")
        log = LogEntry.objects.log_actions
        log(by.pk, [added], ADDITION, single_object=True)
        for person in Participant.objects.filter(slug__in=[p.slug for p in people]):
            log(by.pk, [person], ADDITION, single_object=True)
    return added


def _refuse_taken(commission, session, people, writing):
    if session.date is not None:
        key = Session(
            kind=session.kind,
            number=session.number,
            starts_on=session.date.day,
            date_precision=session.date.precision,
        ).make_key()
        if Session.objects.filter(commission=commission, key=key).exists():
            message = f"the commission has the session “{key}” already: open that one instead."
            writing.problems.append(session.place.problem("", message))
    taken = Participant.objects.filter(slug__in=[each.slug for each in people])
    slugs = set(taken.values_list("slug", flat=True))
    writing.problems += [
        each.place.problem("slug", "somebody else has this address by now.")
        for each in people
        if each.slug in slugs
    ]
