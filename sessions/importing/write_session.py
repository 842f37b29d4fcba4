"""Writes sessions: delegations, agenda, report, decisions, documents, photos, sources.

All sessions of a commission go together: the number of queries does not grow with each passage.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from commission.dates import first_day
from commission.models import Agreement, Commission, CooperationArea
from participants.models import Organisation, Participant
from sessions.models import AgendaItem, DelegationMember, Passage, Session

from . import columns
from .known import Known
from .records import PassageRecord, SessionRecord
from .rows import Wanted, Writing, children, freeze_position, identity, reference
from .write_commission import Sides
from .write_decision import write_decisions
from .write_documents import write_documents, write_photos
from .write_shared import write_sources


def write_sessions(
    records: Sequence[SessionRecord],
    commission: Commission,
    sides: Sides,
    writing: Writing,
    known: Known,
) -> None:
    # What lacks its date or number has its problem already, and no address to be known by.
    records = [each for each in records if _has_address(each, writing)]
    wanted = [_session(each, commission, known) for each in records]
    rows = _existing(commission, [each.key for each in wanted])
    sessions = writing.align(Session, wanted, rows, key=lambda row: row.key, keep=True)
    pairs = list(zip(sessions, records, strict=True))
    _write_delegations(pairs, sides, writing, known)
    _write_numbered(AgendaItem, [(s, r.agenda) for s, r in pairs], writing, known)
    _write_numbered(Passage, [(s, r.passages) for s, r in pairs], writing, known)
    write_decisions(pairs, sides, writing, known)
    write_documents("session", [(s, r.documents) for s, r in pairs], writing)
    write_photos([(s, r.photos) for s, r in pairs], writing)
    write_sources("session", [(s, r.sources) for s, r in pairs], writing)


def _has_address(record, writing):
    if record.date is None:
        return False
    if record.kind == "ordinary" and record.number is None:
        message = (
            "is missing: an ordinary session has its number; or give another kind."
        )
        writing.problems.append(record.place.problem("number", message))
        return False
    return True


def _existing(commission, keys):
    """Of the commission, those that the file speaks of."""
    rows = Session.objects.filter(commission=commission) if commission.pk else []
    keys = set(keys)
    for row in rows:
        if row.key in keys:
            row.commission = commission
            yield row


def _session(record, commission, known):
    values = {
        "commission": commission,
        "kind": record.kind,
        "number": record.number,
        "ends_on": record.until,
        "called_off": record.called_off,
        "country": record.country,
        "format": record.format,
        **columns.texts("title", record.title),
        **columns.texts("summary", record.summary),
        **columns.texts("place", record.held_in),
        **columns.date("starts_on", "date_precision", record.date),
        **columns.publication(record.publication),
    }
    address = Session(
        kind=record.kind,
        number=record.number,
        starts_on=first_day(*record.date),
        date_precision=record.date.precision,
    )
    agreements = known.find_all(
        Agreement, record.agreements, record.place, "agreements"
    )
    links = {"agreements": agreements}
    return Wanted(record.place, address.make_key(), values, links)


def _write_delegations(pairs, sides, writing, known):
    wanted = []
    for session, record in pairs:
        for order, each in enumerate(record.delegations, start=1):
            participant = known.find(
                Participant, each.participant, each.place, "participant"
            )
            values = {
                "session": session,
                "side": sides.find(each.side, each.place),
                "participant": participant,
                "role": each.role,
                "role_confirmed": each.role_confirmed,
                "order": order,
            }
            # Left to the person's positions, both are filled in once and stay.
            if each.organisation or each.position is not None:
                values["organisation"] = known.find(
                    Organisation, each.organisation, each.place, "organisation"
                )
            values |= columns.position(each.position)
            key = (identity(session), reference(participant, each.participant))
            wanted.append(Wanted(each.place, key, values))
    writing.align(
        DelegationMember,
        wanted,
        children(DelegationMember, "session", [session for session, _record in pairs]),
        key=lambda row: (row.session_id, row.participant_id),
        owner="session",
        parked={"role": "guest"},
        prepare=freeze_position,
    )


def _write_numbered(
    model: type[Model],
    said: Sequence[tuple[Any, Sequence[PassageRecord]]],
    writing: Writing,
    known: Known,
) -> None:
    """Points of the agenda or passages of the report: told apart by their numbers."""
    wanted = [
        Wanted(
            each.place,
            (identity(session), each.number),
            {
                "session": session,
                "number": each.number,
                **columns.texts("text", each.text),
            },
            {"areas": known.find_all(CooperationArea, each.areas, each.place, "areas")},
        )
        for session, passages in said
        for each in passages
    ]
    writing.align(
        model,
        wanted,
        children(model, "session", [session for session, _passages in said]),
        key=lambda row: (row.session_id, row.number),
        owner="session",
    )
