"""What an organisation took part in, from the registers: its decisions and its sessions."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from commission.models import is_public
from commission.prepared import Prepared
from participants.models import Organisation

from .decision_rows import rows_of
from .decision_selection import public_decisions
from .models import Appearance
from .models.appearance import unpacked
from .models.session import cards_of
from .selection import Selection, public_sessions


def _where(organisation, now):
    """Public people sat for it, or it answers for a decision and is public itself."""
    answers = Q(participant=None) & is_public("organisation__", at=now)
    rows = Appearance.objects.filter(answers | is_public("participant__", at=now))
    return rows.filter(organisation=organisation).values_list("sessions")


_WHERE = Prepared(_where)


def part_taken_by(organisation: Organisation, most: int) -> dict[str, Any]:
    """Public decisions it answers for: the open ones (`owes`, the earliest due first), of these what
    another side's public body answers for together with it (`owed`), and those that are settled,
    the newest first; and the latest of the sessions it took part in.  Of each how many there are,
    and at most `most` rows.  Four queries, and more when the record changed.
    """
    decisions = public_decisions().answered_by([organisation])
    owes = decisions.standing(["open"])
    owed = owes.shared_by(organisation)
    shown = {
        "owes": owes.first_due(most),
        "owed": owed.first_due(most),
        "settled": (decisions - owes)[:most],
    }
    keys = {pk: None for of_kind in shown.values() for pk in of_kind}
    rows = {row.pk: row for row in rows_of(list(keys))}
    sessions = _sessions_of(organisation)
    return {
        **{
            name: [rows[pk] for pk in of_kind if pk in rows]
            for name, of_kind in shown.items()
        },
        "owes_count": len(owes),
        "owed_count": len(owed),
        "decision_count": len(decisions),
        "sessions": cards_of(sessions[:most]),
        "session_count": len(sessions),
    }


def _sessions_of(organisation: Organisation) -> Selection:
    """Sessions to which it sent people or where it got something to answer for, the newest first."""
    packed = _WHERE(organisation=organisation.pk, now=timezone.now())
    keys = unpacked(b"".join(bytes(sessions) for (sessions,) in packed))
    return public_sessions().among(keys)
