"""The delegations of a session, side by side."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commission.languages import text_and_language
from commission.models import Side
from commission.templatetags.record import text, text_with_note
from participants.models.participant import initials_of

from .models import DelegationMember, DelegationRole
from .models.record import kept


@dataclass(frozen=True)
class Delegation:
    """One side's place at a session: its co-chair, None when not recorded, and all its members."""

    side: Side
    co_chair: DelegationMember | None
    members: list[DelegationMember]

    @property
    def people(self):
        """A Person for each of the members."""
        return list(map(_person, self.members))


class Person(NamedTuple):
    """A member of a delegation as the page draws it; `role` is empty where there is nothing to say."""

    initials: str
    address: str
    name: str
    is_public: bool
    position: str
    role: str


def _person(member):
    participant = member.participant
    return Person(
        initials=initials_of(text_and_language(participant, "name")[0]),
        address=participant.get_absolute_url(),
        name=text(participant, "name"),
        is_public=participant.is_published,
        position=text_with_note(member, "position"),
        role=_role(member),
    )


def _role(member):
    if member.role_confirmed and member.role == DelegationRole.MEMBER:
        return ""
    words = [capfirst(str(DelegationRole(member.role).label))]
    if not member.role_confirmed:
        words.append(_("role not confirmed by the source"))
    return ", ".join(words)


def delegations_of(session):
    """A Delegation for every side of the commission, in its order; co-chairs lead their lists.

    Reads what `load_record()` loaded; no query.
    """
    return [_delegation(session, side) for side in kept(session.commission, "sides")]


def _delegation(session, side):
    members = [
        member
        for member in kept(session, "delegation_members")
        if member.side_id == side.pk
    ]
    members.sort(key=lambda member: member.role != DelegationRole.CO_CHAIR)
    leads = bool(members) and members[0].role == DelegationRole.CO_CHAIR
    return Delegation(side, members[0] if leads else None, members)
