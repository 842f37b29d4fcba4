"""What became of decisions from one session of a commission to a later one."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commission.models.register_entry import microseconds
from commission.prepared import Prepared

from .models import Decision, DecisionEntry, DecisionStatus, FollowUp, Session
from .models.decision import CARRIED_OVER, FINISHED


@dataclass(frozen=True)
class Outcome:
    """A decision and where it stood at the later session; `is_silent` when nothing was reported
    between the two.
    """

    decision: Decision
    status: DecisionStatus
    is_silent: bool


@dataclass(frozen=True)
class Group:
    """Decisions of one fate; a page shows at most so many of them (`most`, None for all)."""

    name: str
    label: str | Promise
    most: int | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def badge(self) -> str:
        """What the stylesheet calls it."""
        return self.name.replace("_", "-")

    @property
    def shown(self) -> list[Outcome]:
        return self.outcomes[: self.most]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.outcomes) - len(self.shown)

    @property
    def says_status(self) -> bool:
        """The name of the group does not say the status of each."""
        return self.name in ("ended", "carried_over", "overdue", "open")


# In this order; a decision is in the first that is true of it.
GROUPS = {
    "completed": DecisionStatus.COMPLETED.label,
    "ended": _("dropped or superseded"),
    "carried_over": CARRIED_OVER,
    "overdue": _("overdue"),
    "silent": _("nothing heard"),
    "open": _("still open"),
}


def _said(until):
    """The statements on the decision of an entry, until a day, the latest first."""
    return FollowUp.objects.filter(decision=OuterRef("pk")).said(until=until)


def _owed(commission, session, since, last, until, now):
    """(decision, status and day of what was last said, whether the session carried it over)."""
    entries = DecisionEntry.objects.filter(commission_id=commission)
    continuing = DecisionEntry.objects.filter(continues_id=OuterRef("pk"))
    before = continuing.filter(public_from__lte=now, session_day__lte=since)
    owed = entries.filter(public_from__lte=now, session_day__lte=since)
    owed = owed.exclude(session_id=session).alias(
        was=Subquery(_said(last).values("status")[:1])
    )
    owed = owed.filter(Q(was=None) | ~Q(was__in=FINISHED))
    owed = owed.filter(~Exists(before.exclude(session_id=session)))
    latest = _said(until)
    return owed.values_list(
        "pk",
        Subquery(latest.values("status")[:1]),
        Subquery(latest.values("stated_on")[:1]),
        Exists(continuing.filter(session_id=session)),
    )


OWED = Prepared(_owed)
ROWS = Prepared(
    lambda pks: (
        Decision.objects.filter(pk__in=pks)
        .select_related("session")
        .order_by("session__starts_on", "session_id", "number")
    )
)


def what_became(
    earlier: Session, later: Session, most: int | None = None
) -> list[Group]:
    """The groups of decisions that were owed when `earlier` was over, as they stood at `later`.

    Those of `earlier` itself and all older ones that were not finished by then nor carried over;
    only groups that have any.  Two queries.
    """
    last, until = earlier.ends_on or earlier.starts_on, later.ends_on or later.starts_on
    owed = OWED(
        commission=later.commission_id,
        session=later.pk,
        since=earlier.starts_on.toordinal(),
        last=last,
        until=until,
        now=microseconds(timezone.now()),
    )
    facts = {pk: rest for pk, *rest in owed}
    groups = {name: Group(name, label, most) for name, label in GROUPS.items()}
    for decision in ROWS(pks=list(facts)):
        status, said_on, is_carried = facts[decision.pk]
        decision.session.commission = later.commission
        is_silent = said_on is None or said_on <= last
        name = _group(decision, status, is_carried, is_silent, later.starts_on)
        status = DecisionStatus(status or DecisionStatus.NOT_REPORTED)
        groups[name].outcomes.append(Outcome(decision, status, is_silent))
    return [group for group in groups.values() if group.outcomes]


def _group(decision, status, is_carried, is_silent, day: datetime.date):
    if status == DecisionStatus.COMPLETED:
        return "completed"
    if status in FINISHED:
        return "ended"
    if is_carried:
        return "carried_over"
    if decision.due_on and decision.due_last_day < day:
        return "overdue"
    return "silent" if is_silent else "open"
