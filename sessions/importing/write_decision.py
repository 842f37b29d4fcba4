"""Writes decisions: what they continue, their responsible bodies, follow-ups and sources."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from commission.models import CooperationArea
from participants.models import Organisation
from sessions.models import Decision, FollowUp, ResponsibleBody, Session

from . import columns
from .known import Known
from .records import DecisionRecord, SessionRecord
from .rows import Wanted, Writing, children, identity, reference
from .write_commission import Sides
from .write_shared import write_sources

# A decision of this run with what the file says of it.
Pair = tuple[Decision, DecisionRecord]


def write_decisions(
    said: Sequence[tuple[Session, SessionRecord]],
    sides: Sides,
    writing: Writing,
    known: Known,
) -> None:
    sessions = [session for session, _record in said]
    wanted = [
        _decision(each, session, known)
        for session, record in said
        for each in record.decisions
    ]
    rows = list(children(Decision, "session", sessions))
    decisions = writing.align(
        Decision,
        wanted,
        rows,
        key=lambda row: (row.session_id, row.number),
        owner="session",
        keep=True,
    )
    records = [each for _session, record in said for each in record.decisions]
    pairs = list(zip(decisions, records, strict=True))
    _link_threads(pairs, writing)
    _remove_others(rows, decisions, wanted, writing)
    _write_responsible(pairs, sides, writing, known)
    _write_follow_ups(pairs, sides, writing)
    write_sources("decision", [(row, each.sources) for row, each in pairs], writing)


def _decision(record: DecisionRecord, session: Session, known: Known) -> Wanted:
    values = {
        "session": session,
        "number": record.number,
        **columns.texts("text", record.text),
        **columns.date("due_on", "due_precision", record.due),
    }
    areas = known.find_all(CooperationArea, record.areas, record.place, "areas")
    key = (identity(session), record.number)
    return Wanted(record.place, key, values, {"areas": areas})


# ── Threads ──────────────────────────────────────────────────────────────────────────────────


def _link_threads(pairs: Sequence[Pair], writing: Writing) -> None:
    """Once all decisions are saved: one may continue another of the same run."""
    here = {(row.session.key, row.number): row for row, _record in pairs}
    for decision, record in pairs:
        earlier = None
        if record.continues:
            earlier = here.get(record.continues) or _stored(decision, *record.continues)
            if earlier is None:
                message = (
                    'session "{}" has no decision {}: correct the one or the other.'
                )
                message = message.format(*record.continues)
                writing.problems.append(record.place.problem("continues", message))
        if writing.may_write and decision.continues != earlier:
            _link(decision, earlier, record.place, writing)


def _stored(decision, key, number):
    """A decision of a session that no file of the run speaks of.  One query."""
    rows = Decision.objects.filter(session__commission=decision.session.commission_id)
    rows = rows.select_related("session").filter(session__key=key, number=number)
    return rows.first() if decision.session.commission_id else None


def _link(decision, earlier, place, writing):
    decision.continues = earlier
    try:
        decision.clean()
    except ValidationError as error:
        writing.problems += [
            place.problem("continues", text) for text in error.messages
        ]
    else:
        decision.save(update_fields=["continues"])
        writing.changed_later(decision, owner="session")


def _remove_others(rows, decisions, wanted, writing):
    """Only after the threads are linked anew does nothing hold on to what the file left out."""
    kept = {decision.pk for decision in decisions}
    leftover = [row for row in rows if row.pk not in kept]
    if leftover and writing.may_write:
        pks = [row.pk for row in leftover]
        Decision.objects.filter(pk__in=pks).update(continues=None)
        writing.remove(Decision, leftover, wanted, owner="session")


# ── Who answers, and what became of it ───────────────────────────────────────────────────────


def _write_responsible(pairs, sides, writing, known):
    wanted = []
    for decision, record in pairs:
        for each in record.responsible:
            side = sides.find(each.side, each.place)
            organisation = known.find(
                Organisation, each.organisation, each.place, "organisation"
            )
            key = (
                identity(decision),
                reference(side, each.side),
                reference(organisation, each.organisation),
            )
            values = {"decision": decision, "side": side, "organisation": organisation}
            wanted.append(Wanted(each.place, key, values))
    writing.align(
        ResponsibleBody,
        wanted,
        children(ResponsibleBody, "decision", [row for row, _record in pairs]),
        key=lambda row: (row.decision_id, row.side_id, row.organisation_id),
        owner="decision",
    )


def _write_follow_ups(pairs: Sequence[Pair], sides: Sides, writing: Writing) -> None:
    """History over overwriting: a statement that the file does not know of stays.

    They are told apart by side, day and status; only the note of one can be mended.
    """
    wanted = [
        _follow_up(each, decision, sides)
        for decision, record in pairs
        for each in record.follow_ups
    ]
    writing.align(
        FollowUp,
        wanted,
        children(FollowUp, "decision", [row for row, _record in pairs]),
        key=lambda row: (row.decision_id, row.side_id or "", row.stated_on, row.status),
        owner="decision",
        keep=True,
    )


def _follow_up(record: Any, decision: Decision, sides: Sides) -> Wanted:
    side = sides.find(record.side, record.place)
    values = {
        "decision": decision,
        "side": side,
        "stated_on": record.date,
        "status": record.status,
        **columns.texts("note", record.note),
    }
    side_key = reference(side, record.side)
    key = (identity(decision), side_key, record.date, record.status)
    return Wanted(record.place, key, values)
