"""The kinds of tables there are, in the order in which a ministry's papers are taken over."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participants.models import Organisation, Participant, Position
from sessions.models import Decision, DelegationMember, FollowUp

from .of_session import DecisionSheet, DelegationSheet, FollowUpSheet
from .people import OrganisationSheet, ParticipantSheet, PositionSheet
from .resource import SheetResource


@dataclass(frozen=True)
class Kind:
    """`name` is its part of the address; one `of_session` is asked for the session first."""

    name: str
    title: Any
    note: Any
    model: type[Model]
    resource: type[SheetResource]
    of_session: bool = False

    def make(self, session: Any = None, **options: Any) -> SheetResource:
        if self.of_session:
            options["session"] = session
        return self.resource(**options)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("organisations", Organisation._meta.verbose_name_plural,
             _("Ministries, agencies and companies with their names in each language."),
             Organisation, OrganisationSheet),
        Kind("participants", Participant._meta.verbose_name_plural,
             _("People with the spellings of their names."), Participant, ParticipantSheet),
        Kind("positions", Position._meta.verbose_name_plural,
             _("Who holds which post at which organisation, from when until when."),
             Position, PositionSheet),
        Kind("delegations", _("delegations of a session"),
             _("Who came for each side, in which role."),
             DelegationMember, DelegationSheet, of_session=True),
        Kind("decisions", _("decisions of a session"),
             _("The numbered points of the protocol, who answers for them and until when."),
             Decision, DecisionSheet, of_session=True),
        Kind("follow-ups", _("follow-ups of a session's decisions"),
             _("What each side says became of the decisions."),
             FollowUp, FollowUpSheet, of_session=True),
    )
}  # fmt: skip


def headings_and_rows(
    resource: SheetResource, *, with_rows: bool
) -> tuple[list[str], list[list[str]]]:
    """A table to fill in, or one of what is recorded, which read again changes nothing."""
    headings = [capfirst(str(column.heading)) for column in resource.columns]
    rows = resource.recorded() if with_rows else []
    return headings, [
        [column.written(row) for column in resource.columns] for row in rows
    ]
