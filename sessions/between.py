"""What became of decisions from one session of a commission to a later one."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission.dates import last_day
from commission.models.register_entry import microseconds
from commission.prepared import Prepared
from commission.templatetags.record import text

from .models import Decision, DecisionEntry, DecisionStatus, FollowUp, Session
from .models.decision import CARRIED_OVER, FINISHED
from .templatetags.titles import session_title


class Outcome(NamedTuple):
    """A decision and where it stood at the later session; `is_silent` when nothing was reported
    between the two.
    """

    decision: Decision
    status: DecisionStatus
    is_silent: bool


class OutcomeRow(NamedTuple):
    """An Outcome as a page draws it: `due`, `status` and `is_silent` where they say something new."""

    address: str
    text: str
    session: str
    due: str
    status: str
    is_silent: bool


@dataclass(frozen=True)
class Group:
    """Decisions of one fate: how many, and those that are shown of them."""

    name: str
    label: str | Promise
    number: int
    outcomes: list[Outcome]

    @property
    def badge(self) -> str:
        """What the stylesheet calls it."""
        return self.name.replace("_", "-")

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.outcomes)

    @property
    def says_status(self) -> bool:
        """The name of the group does not say the status of each."""
        return self.name in ("ended", "carried_over", "overdue", "open")

    @property
    def rows(self) -> list[OutcomeRow]:
        """The outcomes as a page draws them.  No query."""
        return [self._row(*outcome) for outcome in self.outcomes]

    def _row(self, decision, status, is_silent):
        due = decision.due_in_words
        return OutcomeRow(
            address=decision.get_absolute_url(),
            text=text(decision, "text"),
            session=session_title(decision.session),
            due=gettext("due %(date)s") % {"date": due} if due else "",
            status=str(status.label) if self.says_status else "",
            is_silent=is_silent and self.name == "overdue",
        )


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


class Owed(NamedTuple):
    """A decision that was owed: what was last said of it, and whether the session carried it over."""

    pk: int
    due_on: datetime.date | None
    due_precision: str
    status: str | None
    said_on: datetime.date | None
    is_carried: bool


def _owed(commission, session, since, last, until, now):
    """The oldest first."""
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
    return owed.order_by("session_day", "session_id", "number").values_list(
        "pk",
        "decision__due_on",
        "decision__due_precision",
        Subquery(latest.values("status")[:1]),
        Subquery(latest.values("stated_on")[:1]),
        Exists(continuing.filter(session_id=session)),
    )


OWED = Prepared(_owed)
ROWS = Prepared(
    lambda pks: Decision.objects.filter(pk__in=pks).select_related("session").order_by()
)


def what_became(
    earlier: Session, later: Session, most: int | None = None
) -> list[Group]:
    """The groups of decisions that were owed when `earlier` was over, as they stood at `later`.

    Those of `earlier` itself and all older ones that were not finished by then nor carried over;
    only groups that have any, and at most so many of each (`most`, None for all).  Two queries.
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
    fates: dict[str, list[Owed]] = defaultdict(list)
    for each in starmap(Owed, owed):
        fates[_fate(each, last, later.starts_on)].append(each)
    shown = [each.pk for group in fates.values() for each in group[:most]]
    decisions = {decision.pk: decision for decision in ROWS(pks=shown)}
    for decision in decisions.values():
        decision.session.commission = later.commission
    return [
        Group(
            name,
            label,
            len(fates[name]),
            [_outcome(each, decisions, last) for each in fates[name][:most]],
        )
        for name, label in GROUPS.items()
        if name in fates
    ]


def _outcome(owed, decisions, last):
    status = DecisionStatus(owed.status or DecisionStatus.NOT_REPORTED)
    return Outcome(decisions[owed.pk], status, _is_silent(owed, last))


def _is_silent(owed, last):
    return owed.said_on is None or owed.said_on <= last


def _fate(owed, last, day):
    """The name of its group at a session of `day`, after one that was over on the `last` day."""
    if owed.status == DecisionStatus.COMPLETED:
        return "completed"
    if owed.status in FINISHED:
        return "ended"
    if owed.is_carried:
        return "carried_over"
    if owed.due_on and last_day(owed.due_on, owed.due_precision) < day:
        return "overdue"
    return "silent" if _is_silent(owed, last) else "open"
