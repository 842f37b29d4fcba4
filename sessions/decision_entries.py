"""Keeps the entries of decisions in line with the record, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.db.models import F

from commission.made_rows import put_rows
from commission.models import (
    Change,
    Commission,
    Side,
    change_ending,
    move_content_version,
)
from commission.prepared import Prepared, plain_rows
from sessions.models import (
    Decision,
    DecisionEntry,
    DecisionStatus,
    FollowUp,
    ResponsibleBody,
    Session,
)
from sessions.models.decision import CIRCLE, FINISHED

from .register import BATCH, batches, facts_of, public_from
from .threads import circle_in, links_from

FACTS = ("session", "number", "due_", "areas", "continues")
SESSION_FACTS = ("commission", "starts_on", "state", "publish_at")


# ── Making entries ───────────────────────────────────────────────────────────────────────────


def _with_publication(decisions):
    return decisions.annotate(
        state=F("session__state"),
        publish_at=F("session__publish_at"),
        of_state=F("session__commission__state"),
        of_publish_at=F("session__commission__publish_at"),
    )


_ROWS = Prepared(
    lambda pks: (
        _with_publication(Decision.objects.filter(pk__in=pks))
        .with_status()
        .annotate(
            commission=F("session__commission_id"), held_on=F("session__starts_on")
        )
        .order_by()
    )
)
_AREAS = Prepared(
    lambda pks: Decision.areas.through.objects.filter(decision__pk__in=pks).values_list(
        "decision", "cooperationarea"
    )
)
_ANSWERING = Prepared(
    lambda pks: ResponsibleBody.objects.filter(decision__pk__in=pks).values_list(
        "decision", "side__country", "organisation"
    )
)
_LATER = Prepared(
    lambda pks: _with_publication(
        Decision.objects.filter(continues__pk__in=pks)
    ).order_by()
)
_OF_SESSIONS = Prepared(
    lambda pks: (
        plain_rows(Decision).filter(session__pk__in=pks).order_by().values_list("pk")
    )
)
_OF_COMMISSIONS = Prepared(
    lambda pks: (
        plain_rows(Decision)
        .filter(session__commission__pk__in=pks)
        .order_by()
        .values_list("pk")
    )
)
_CONTINUED = Prepared(
    lambda pks: (
        plain_rows(Decision)
        .filter(pk__in=pks, continues__isnull=False)
        .order_by()
        .values_list("continues_id")
    )
)
_CONTINUED_BEFORE = Prepared(
    lambda pks: DecisionEntry.objects.filter(
        decision__pk__in=pks, continues_id__isnull=False
    ).values_list("continues_id")
)


def entries_of(
    decisions: Collection[int], version: int, using: str = "default"
) -> list[DecisionEntry]:
    """The entries that the decisions with these primary keys ought to have, not saved.

    Decisions that are gone get one that says so.  Four queries.
    """
    pks = list(decisions)
    areas, answering = _areas_of(pks, using), _answering(pks, using)
    carried = _carried_from(pks, using)
    entries = {pk: DecisionEntry(decision_id=pk, version=version) for pk in pks}
    for row in _ROWS(using, pks=pks):
        status = row.joint_status or DecisionStatus.NOT_REPORTED
        entries[row.pk] = DecisionEntry(
            decision_id=row.pk,
            version=version,
            public_from=public_from(row),
            session_id=row.session_id,
            commission_id=row.commission,
            session_day=row.held_on.toordinal(),
            number=row.number,
            status=status,
            sides_differ=row.apart,
            stated_day=_ordinal(row.said_on),
            due_day=_ordinal(row.due_on),
            owed_until=None if status in FINISHED else _ordinal(row.due_last_day),
            continues_id=row.continues_id,
            carried_from=carried.get(row.pk),
            areas=" ".join(map(str, sorted(areas[row.pk]))),
            answering=" ".join(sorted(answering[row.pk])),
        )
    return list(entries.values())


def _ordinal(day):
    return None if day is None else day.toordinal()


def _areas_of(pks, using):
    areas = defaultdict(set)
    for pk, area in _AREAS(using, pks=pks):
        areas[pk].add(area)
    return areas


def _answering(pks, using):
    answering = defaultdict(set)
    for pk, country, organisation in _ANSWERING(using, pks=pks):
        answering[pk].add(f"{country}:{organisation}")
    return answering


def _carried_from(pks, using):
    """{decision: the first moment at which one that continues it is public}."""
    carried: dict[int, int] = {}
    for row in _LATER(using, pks=pks):
        moment = public_from(row)
        if moment is not None:
            before = carried.get(row.continues_id, moment)
            carried[row.continues_id] = min(before, moment)
    return carried


def write_entries(
    decisions: Iterable[int], version: int, using: str = "default"
) -> None:
    """Bring the entries of decisions in line with the record.  Five queries for every 500."""
    pks = sorted(set(decisions))
    for at in range(0, len(pks), BATCH):
        entries = entries_of(pks[at : at + BATCH], version, using)
        put_rows(entries, using, replacing=True)


# ── What is told when the record changes ─────────────────────────────────────────────────────


def _touched(change: Change) -> set[int]:
    """Primary keys of the decisions whose facts a change may have moved, but for those that they
    continue.
    """
    touched = {row.pk for row in change.rows_of(Decision, FACTS)}
    touched |= set(change.gone.get(Decision, ()))
    for model in (FollowUp, ResponsibleBody):
        rows: list[Any] = change.rows_of(model)
        rows += change.gone.get(model, {}).values()
        touched |= {row.decision_id for row in rows}
        touched |= {named["decision_id"] for named in change.former.get(model, ())}
    # Those of a new session or commission are new as well.
    sessions = {row.pk for row in change.rows_of(Session, SESSION_FACTS)}
    commissions = _commissions(change) - change.new.get(Commission, set())
    for question, pks in (
        (_OF_SESSIONS, sessions - change.new.get(Session, set())),
        (_OF_COMMISSIONS, commissions),
    ):
        ordered = sorted(pks)
        for at in range(0, len(ordered), BATCH):
            found = question(change.using, pks=ordered[at : at + BATCH])
            touched |= {pk for (pk,) in found}
    return touched


def _commissions(change):
    """Primary keys of commissions that were published or withdrawn, or whose sides are others now."""
    sides = change.rows_of(Side, ("country", "commission"))
    sides += change.gone.get(Side, {}).values()
    commissions = change.rows_of(Commission, ("state", "publish_at"))
    return {row.pk for row in commissions} | {side.commission_id for side in sides}


def _continued(pks: list[int], using: str) -> set[int]:
    """What these decisions continue, and what they continued when their entries were written."""
    questions = (_CONTINUED_BEFORE, _CONTINUED)
    return {pk for question in questions for (pk,) in question(using, pks=pks)}


def _keep(sender, change, **kwargs):
    _refuse_circles(change)
    if touched := _touched(change):
        continued = set()
        pks = sorted(touched)
        for at in range(0, len(pks), BATCH):
            continued |= _continued(pks[at : at + BATCH], change.using)
        write_entries(touched | continued, change.version, change.using)


def _refuse_circles(change: Change) -> None:
    """Raise `ValidationError` when a decision that was written continues, in the end, itself.

    Whoever changes the record waits for the content version, so that nobody links decisions
    between this look and the end of the transaction.  A query for each generation of the longest
    thread.
    """
    linked = [
        row.pk for row in change.rows_of(Decision, ("continues",)) if row.continues_id
    ]
    if linked and circle_in(links_from(linked, change.using)):
        raise ValidationError(CIRCLE)


def keep_decision_entries() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_keep, sender=Change, dispatch_uid="decision entries")


# ── Making them anew, and proving them right ─────────────────────────────────────────────────


def decisions_in_all() -> int:
    """How many decisions have entries.  One query."""
    return Decision._base_manager.count()


def rebuild_decision_entries(
    done: Callable[[int], object] = lambda number: None, using: str = "default"
) -> None:
    """Make every entry anew, 500 decisions a transaction, while others read and write.

    `done` is called with the number of decisions of each batch.
    """
    for pks in batches(Decision, DecisionEntry, using):
        with transaction.atomic(using=using):
            # Its lock keeps others from writing between the reading and the entry.
            write_entries(pks, move_content_version(using), using)
        done(len(pks))


def decision_disagreements(
    done: Callable[[int], object] = lambda number: None, using: str = "default"
) -> Iterator[str]:
    """A sentence for every decision whose entry is not what the record says."""
    for pks in batches(Decision, DecisionEntry, using):
        kept = DecisionEntry.objects.using(using).in_bulk(pks)
        for wanted in entries_of(pks, 0, using):
            if facts_of(kept.get(wanted.pk)) != facts_of(wanted):
                yield f"The entry of decision {wanted.pk} is not what the record says."
        done(len(pks))


def complete_decision_entries(sender: Any, using: str, **kwargs: Any) -> None:
    """After `migrate`: the entries of a record that has none yet."""
    tables = connections[using].introspection.table_names()
    if DecisionEntry._meta.db_table not in tables:
        return
    decisions = Decision._base_manager.using(using)
    if decisions.exists() and not DecisionEntry.objects.using(using).exists():
        rebuild_decision_entries(using=using)
