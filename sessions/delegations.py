"""The delegations of a session, side by side."""

from dataclasses import dataclass

from commission.models import Side

from .models import DelegationMember, DelegationRole


@dataclass(frozen=True)
class Delegation:
    """One side's place at a session: its co-chair, None when not recorded, and all its members."""

    side: Side
    co_chair: DelegationMember | None
    members: list[DelegationMember]


def delegations_of(session):
    """A Delegation for every side of the commission, in its order; co-chairs lead their lists.

    Reads what `load_record()` loaded; no query.
    """
    return [_delegation(session, side) for side in session.commission.sides.all()]


def _delegation(session, side):
    members = [
        member
        for member in session.delegation_members.all()
        if member.side_id == side.pk
    ]
    members.sort(key=lambda member: member.role != DelegationRole.CO_CHAIR)
    leads = bool(members) and members[0].role == DelegationRole.CO_CHAIR
    return Delegation(side, members[0] if leads else None, members)
