"""What became of decisions from one session of a commission to a later one."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from commission.dates import last_day
from commission.models.register_entry import microseconds
from commission.prepared import Prepared, give
from commission.templatetags.record import text_with_note

from .models import Decision, DecisionEntry, DecisionStatus, FollowUp, Session
from .models.decision import CARRIED_OVER, FINISHED
from .models.session import OWN_SHOWN
from .templatetags.titles import session_title


class Outcome(NamedTuple):
    """A decision and where it stood at the later session; `is_silent` when nothing was reported
    between the two.

    `carried_by` is the decision of a session between the two that carried it on, the last of them:
    status and due date are those of what is owed there.
    """

    decision: Decision
    carried_by: Decision | None
    status: DecisionStatus
    is_silent: bool

    @property
    def owed(self) -> Decision:
        """Where it is owed, or was finished."""
        return self.carried_by or self.decision


class OutcomeRow(NamedTuple):
    """An Outcome as a page draws it: `due`, `status` and `is_silent` where they say something new.

    What begins with `carried` is of the decision that carried it on, all empty where none did.
    """

    address: str
    text: str
    session: str
    carried_to: str
    carried_by: str
    carried_at: str
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
        return [self._row(outcome) for outcome in self.outcomes]

    def _row(self, outcome):
        decision, by, status, is_silent = outcome
        due = outcome.owed.due_in_words
        is_news = is_silent and status != DecisionStatus.NOT_REPORTED
        return OutcomeRow(
            address=decision.get_absolute_url(),
            text=text_with_note(decision, "text"),
            session=session_title(decision.session),
            carried_to=by.get_absolute_url() if by else "",
            carried_by=gettext("Decision %(number)s") % {"number": by.number}
            if by
            else "",
            carried_at=session_title(by.session) if by else "",
            due=gettext("due %(date)s") % {"date": due} if due else "",
            status=str(status.label) if self.says_status else "",
            is_silent=is_news and self.name == "overdue",
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
# Where a matter was split, it stands where least was done of it.
LEAST_DONE_FIRST = ("overdue", "silent", "open", "carried_over", "ended", "completed")


def _said(until):
    """The statements on the decision of an entry, until a day, the latest first."""
    return FollowUp.objects.filter(decision=OuterRef("pk")).said(until=until)


class Said(NamedTuple):
    """A decision, what was last said of it, and whether the later session carried it over."""

    pk: int
    continues: int | None
    session_day: int
    due_on: datetime.date | None
    due_precision: str
    status: str | None
    said_on: datetime.date | None
    is_carried: bool


def _owed(commission, session, since, day, last, until, now):
    """Decisions owed when the session of the day `since` was over, and those by which sessions
    between it and `session` carried others on; the oldest first.
    """
    entries = DecisionEntry.objects.filter(commission_id=commission)
    continuing = DecisionEntry.objects.filter(continues_id=OuterRef("pk"))
    before = continuing.filter(public_from__lte=now, session_day__lte=since)
    known = entries.filter(public_from__lte=now, session_day__lte=day)
    known = known.exclude(session_id=session).alias(
        was=Coalesce(Subquery(_said(last).values("status")[:1]), Value(""))
    )
    owed = Q(session_day__lte=since) & ~Q(was__in=FINISHED)
    owed = Q(owed, ~Exists(before.exclude(session_id=session)))
    between = Q(session_day__gt=since, continues_id__isnull=False)
    latest = _said(until)
    return (
        known.filter(owed | between)
        .order_by("session_day", "session_id", "number")
        .values_list(
            "pk",
            "continues_id",
            "session_day",
            "decision__due_on",
            "decision__due_precision",
            Subquery(latest.values("status")[:1]),
            Subquery(latest.values("stated_on")[:1]),
            Exists(continuing.filter(session_id=session)),
        )
    )


OWED = Prepared(_owed)
# What a page shows of a decision and of its session.
SHOWN = [
    *("number", "due_on", "due_precision"),
    *get_translation_fields("text"),
    *(f"session__{name}" for name in OWN_SHOWN),
]
ROWS = Prepared(
    lambda pks: (
        Decision.objects.rewrite(False)
        .filter(pk__in=pks)
        .select_related("session")
        .only(*SHOWN)
        .order_by()
    )
)


def what_became(
    earlier: Session, later: Session, most: int | None = None
) -> list[Group]:
    """The groups of decisions that were owed when `earlier` was over, as they stood at `later`.

    Those of `earlier` itself and all older ones that were not finished by then nor carried over;
    only groups that have any, and at most so many of each (`most`, None for all).  Two queries.
    """
    last, until = earlier.ends_on or earlier.starts_on, later.ends_on or later.starts_on
    since = earlier.starts_on.toordinal()
    rows = OWED(
        commission=later.commission_id,
        session=later.pk,
        since=since,
        day=later.starts_on.toordinal(),
        last=last,
        until=until,
        now=microseconds(timezone.now()),
    )
    fates: dict[str, list[list[Said]]] = defaultdict(list)
    for branches in _threads([Said(*row) for row in rows], since):
        by_fate = {_fate(each, last, later.starts_on): each for each in branches}
        fate = min(by_fate, key=LEAST_DONE_FIRST.index)
        fates[fate].append(by_fate[fate])
    shown = [thread for of_fate in fates.values() for thread in of_fate[:most]]
    decisions = _decisions(shown, later)
    return [
        Group(
            name,
            label,
            len(fates[name]),
            [_outcome(thread, decisions, last) for thread in fates[name][:most]],
        )
        for name, label in GROUPS.items()
        if name in fates
    ]


def _threads(said, since):
    """Of each decision that was owed, its branches: itself, followed by those that carried it on while
    it was unfinished, one after another.  Each of several that carried it on begins a branch.
    """
    carrying = defaultdict(list)
    for each in said:
        if each.session_day > since and each.continues:
            carrying[each.continues].append(each)
    for each in said:
        if each.session_day <= since:
            yield list(_branches([each], carrying))


def _branches(thread, carrying):
    at = thread[-1]
    later = [] if at.status in FINISHED else carrying[at.pk]
    if not later:
        yield thread
    for each in later:
        yield from _branches([*thread, each], carrying)


def _decisions(threads, later):
    """{pk: decision} of the first and the last of each thread.  One query."""
    pks = {pk for thread in threads for pk in (thread[0].pk, thread[-1].pk)}
    decisions = {decision.pk: decision for decision in ROWS(pks=sorted(pks))}
    for decision in decisions.values():
        give(decision.session, "commission", later.commission)
    return decisions


def _outcome(thread, decisions, last):
    owed, at = thread[0], thread[-1]
    return Outcome(
        decisions[owed.pk],
        carried_by=None if at is owed else decisions[at.pk],
        status=DecisionStatus(at.status or DecisionStatus.NOT_REPORTED),
        is_silent=_is_silent(thread, last),
    )


def _is_silent(thread, last):
    return all(each.said_on is None or each.said_on <= last for each in thread)


def _fate(thread, last, day):
    """The name of its group at a session of `day`, after one that was over on the `last` day."""
    at = thread[-1]
    if at.status == DecisionStatus.COMPLETED:
        return "completed"
    if at.status in FINISHED:
        return "ended"
    if at.is_carried:
        return "carried_over"
    if at.due_on and last_day(at.due_on, at.due_precision) < day:
        return "overdue"
    return "silent" if _is_silent(thread, last) else "open"
