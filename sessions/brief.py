"""What those who prepare the next session of a commission need to know, on one page."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from commission.agreement_life import missing_of
from commission.dates import date_in_words
from commission.figures import IndicatorFigures, figures_by_indicator
from commission.folding import fold, in_every_language
from commission.models import (
    Agreement,
    AgreementEvent,
    AgreementStatus,
    Commission,
    Figure,
    Side,
    is_public,
)
from participants.models import Organisation, Position

from .models import Decision, DecisionStatus, DelegationMember, FollowUp, Session
from .models.decision import FINISHED, latest_of


@dataclass(frozen=True)
class OpenDecision:
    """A decision as it stood: its status, each side's latest statement, whether it was overdue."""

    decision: Decision
    status: DecisionStatus
    is_overdue: bool
    statements: list[tuple[Side, FollowUp | None]]


@dataclass(frozen=True)
class Owing:
    """What a body of a side answers for; without a body, what no public body is named for."""

    organisation: Organisation | None
    decisions: list[OpenDecision]


@dataclass(frozen=True)
class Waiting:
    """An agreement that is not known to be in force, when it was signed by then ("" when it was not,
    or nobody says), and what it waits for: sentences.
    """

    agreement: Agreement
    signed: str
    missing: list[str]


@dataclass(frozen=True)
class Changed:
    """A post that somebody of the last delegations took up or left, and who has it since instead."""

    position: Position
    successors: list[Position]


@dataclass(frozen=True)
class Brief:
    """The public record of a commission as it stood at the end of the day `on`.

    `count` decisions were open, `overdue` of them late.
    """

    commission: Commission
    on: datetime.date
    last: Session | None
    count: int
    overdue: int
    sides: list[tuple[Side, list[Owing]]]
    agreements: list[Waiting]
    figures: list[IndicatorFigures]
    positions: list[Changed]

    @property
    def day_in_words(self) -> str:
        return date_in_words(self.on)


def brief_of(commission: Commission, on: datetime.date) -> Brief:
    """The Brief of a commission.  Fourteen queries at most."""
    sides = list(commission.sides.all())
    sessions = Session.objects.published().filter(
        commission=commission, starts_on__lte=on
    )
    last = sessions.not_called_off().newest_first().first()
    decisions = _open(commission, sides, on)
    return Brief(
        commission,
        on,
        last,
        count=len(decisions),
        overdue=sum(each.is_overdue for each in decisions),
        sides=[(side, _owing(side, decisions)) for side in sides],
        agreements=_not_yet_in_force(commission, sides, on),
        figures=figures_by_indicator(_figures(commission, on)),
        positions=_changed_positions(last, on),
    )


def _open(commission, sides, on):
    """Public decisions that were open when the day ended, earliest due first."""
    later = Decision.objects.published().filter(
        continues=OuterRef("pk"), session__starts_on__lte=on
    )
    decisions = Decision.objects.published().filter(
        ~Exists(later), session__commission=commission, session__starts_on__lte=on
    )
    decisions = decisions.with_status(until=on).with_card().with_statements()
    rows = decisions.filter(Q(joint_status=None) | ~Q(joint_status__in=FINISHED))
    return [_stood(row, sides, on) for row in rows.earliest_due_first()]


def _stood(decision, sides, on):
    owed_until = decision.due_last_day
    said = [f for f in decision.follow_ups.all() if f.stated_on <= on]
    return OpenDecision(
        decision,
        DecisionStatus(decision.joint_status or DecisionStatus.NOT_REPORTED),
        is_overdue=owed_until is not None and owed_until < on,
        statements=[
            (side, latest_of(f for f in said if f.side_id in (None, side.pk)))
            for side in sides
        ],
    )


def _owing(side, decisions):
    """By body in the order of their deadlines; what no public body is named for comes last."""
    owing: dict[Organisation | None, list[OpenDecision]] = {}
    unnamed = []
    for each in decisions:
        bodies = [
            body.organisation
            for body in each.decision.responsible_bodies.all()
            if body.side_id == side.pk
        ]
        for body in bodies:
            owing.setdefault(body, []).append(each)
        if not each.decision.responsible_bodies.all():
            unnamed.append(each)
    rest = [Owing(None, unnamed)] if unnamed else []
    return [*(Owing(body, of_body) for body, of_body in owing.items()), *rest]


def _not_yet_in_force(commission, sides, on):
    """Public agreements that were signed by the end of the day and not in force then, as far as is
    recorded.  Two queries.
    """
    agreements = Agreement.objects.published().filter(commission=commission)
    waiting = agreements.of_status(
        [AgreementStatus.NOT_YET, AgreementStatus.SIGNED], on
    )
    events = AgreementEvent.objects.select_related("side")
    return [
        Waiting(
            agreement,
            agreement.signed_in_words
            if agreement.dated_on and agreement.dated_on <= on
            else "",
            missing_of(agreement, happened, sides, on),
        )
        for agreement in waiting.prefetch_related(Prefetch("events", events))
        for happened in [list(agreement.events.all())]
    ]


def _figures(commission, on):
    """Public figures of periods that are over, and what is aimed at.  Two queries."""
    figures = Figure.objects.published().filter(commission=commission)
    figures = figures.filter(Q(period_end__lte=on) | Q(is_target=True))
    return figures.select_related("indicator").prefetch_related("sources")


def _changed_positions(last, on):
    """Posts that people of the last session's delegations took up or left since, each once.  Two
    queries at most.
    """
    if last is None:
        return []
    members = DelegationMember.objects.published().filter(session=last)
    since = {"gte": last.starts_on, "lte": on}
    changed = Q()
    for column in ("starts_on", "ends_on"):
        changed |= Q(**{f"{column}__{side}": day for side, day in since.items()})
    rows = Position.objects.filter(
        changed, participant__in=members.values("participant")
    )
    positions = list(rows.select_related("participant").order_by("starts_on", "pk"))
    left = [each for each in positions if each.ends_on and each.ends_on <= on]
    taken = _taken_over(left, last, on)
    # A member who was promoted stands beside the predecessor.
    beside = {each.pk for successors in taken.values() for each in successors}
    return [
        Changed(each, taken.get(each.pk, []))
        for each in positions
        if each in left or each.pk not in beside
    ]


def _taken_over(left, last, on):
    """{key of a position that was left: those of public people who have the same post at the same
    public body since the last session}.  One query.
    """
    bodies = {each.organisation_id for each in left if each.organisation_id}
    rows = Position.objects.held_on(on).filter(
        is_public("participant__"),
        is_public("organisation__"),
        organisation__in=bodies,
        starts_on__gte=last.starts_on,
    )
    taken = list(rows.select_related("participant").order_by("starts_on", "pk"))
    return {
        former.pk: [each for each in taken if _followed(former, each)]
        for former in left
    }


def _followed(former, later):
    """Somebody else took the same post at the same body, later; the same words in one language do."""
    return (
        later.organisation_id == former.organisation_id
        and later.participant_id != former.participant_id
        and later.starts_on > (former.starts_on or datetime.date.min)
        and not _words(former).isdisjoint(_words(later))
    )


def _words(position):
    return {fold(title) for title in in_every_language(position, "title")}
