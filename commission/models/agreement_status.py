"""What an agreement's status is on a day: the one rule, told to readers in docs/agreements.md.

It reads the agreement's own columns, its events, and the public agreements that supersede it.
What has happened has a date whose span began by that day, and what is over has one whose span
ended before it: the first day is kept of the one, the last of the other.  Nothing depends on the order in which
events were entered, and of events of one day that contradict each other the one that keeps the
agreement alive counts.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .agreement_event import AgreementEvent, EventKind
from .agreement_relation import AgreementRelation, RelationKind
from .commission import Side
from .publishing import is_public


class AgreementStatus(models.TextChoices):
    """Derived, never stored."""

    NOT_YET = "not_yet", _("not yet in force")
    SIGNED = "signed", _("signed, entry into force not recorded")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    SUPERSEDED = "superseded", _("superseded")
    TERMINATED = "terminated", _("terminated")
    NOT_KNOWN = "not_known", _("not known")


class EntryRule(models.TextChoices):
    """How an agreement says that it enters into force."""

    SIGNATURE = "signature", _("on signature")
    NOTIFICATION = "notification", _("after every side has notified the others")
    RATIFICATION = "ratification", _("after every side has ratified it")


# The step of every side that an agreement waits for.
AWAITED = {
    EntryRule.NOTIFICATION: EventKind.NOTIFIED,
    EntryRule.RATIFICATION: EventKind.RATIFIED,
}


# To put the rule together takes as long as it takes to write its SQL.
@lru_cache(maxsize=16)
def status_on(day: date) -> Case:
    """For `annotate`, on agreements: the `AgreementStatus` on a day.  No query more.

    What is public is so at the moment of the query, whatever the day.
    """
    standing = _Standing(day)
    known = [
        (standing.terminated(), AgreementStatus.TERMINATED),
        (standing.superseded(), AgreementStatus.SUPERSEDED),
        (standing.expired(), AgreementStatus.EXPIRED),
        (standing.suspended(), AgreementStatus.SUSPENDED),
        (standing.entered(), AgreementStatus.IN_FORCE),
        (standing.awaited(), AgreementStatus.NOT_YET),
        (standing.signed(), AgreementStatus.SIGNED),
    ]
    return Case(
        *(When(condition, then=Value(status.value)) for condition, status in known),
        default=Value(AgreementStatus.NOT_KNOWN.value),
        output_field=models.CharField(),
    )


@dataclass(frozen=True)
class _Standing:
    """Conditions on agreements, as they are on a day."""

    day: date

    # ── How it ends ──────────────────────────────────────────────────────────────────────────

    def terminated(self):
        return Exists(self._happened(EventKind.TERMINATED))

    def superseded(self):
        """A public agreement in its place entered into force; or was signed, and nothing says that
        it has to wait.
        """
        entry = AgreementEvent.objects.order_by().filter(
            agreement=OuterRef("agreement"), kind=EventKind.ENTERED
        )
        at_once = Q(agreement__enters_into_force=EntryRule.SIGNATURE)
        not_said = Q(agreement__enters_into_force="") & ~Exists(entry)
        signed = Q(agreement__signed_on__lte=self.day)
        return Exists(
            AgreementRelation.objects.order_by().filter(
                is_public("agreement__", at=Now()),
                is_public("agreement__commission__", at=Now()),
                Exists(entry.filter(happened_on__lte=self.day))
                | signed & (at_once | not_said),
                kind=RelationKind.SUPERSEDES,
                other=OuterRef("pk"),
            )
        )

    def expired(self):
        """It was said to have, and was not extended since; or its last day is over."""
        extended_since = self._happened(EventKind.EXTENDED, of="agreement").filter(
            happened_on__gte=OuterRef("happened_on")
        )
        said = self._happened(EventKind.EXPIRED).filter(~Exists(extended_since))
        return Exists(said) | self._run_out()

    def _run_out(self):
        """The latest of the days until which it was made and extended; none is without an end."""
        extended = self._happened(EventKind.EXTENDED)
        goes_on = extended.filter(Q(until=None) | Q(until__gte=self.day))
        own = Q(valid_until__lt=self.day)
        return (own | Q(valid_until=None) & Exists(extended)) & ~Exists(goes_on)

    def suspended(self):
        """By a side or by all, and not resumed since by the same or by all."""
        resumed_since = self._happened(EventKind.RESUMED, of="agreement").filter(
            Q(side=None) | Q(side=OuterRef("side")),
            happened_on__gte=OuterRef("happened_on"),
        )
        suspended = self._happened(EventKind.SUSPENDED)
        return Exists(suspended.filter(~Exists(resumed_since)))

    # ── How it begins ────────────────────────────────────────────────────────────────────────

    def entered(self):
        """Said to be, or suspended or resumed, which only what is in force can be; or on signature."""
        said = self._happened(EventKind.ENTERED, EventKind.SUSPENDED, EventKind.RESUMED)
        at_once = Q(enters_into_force=EntryRule.SIGNATURE)
        return Exists(said) | at_once & self._all_signed()

    def awaited(self):
        """Something is known to be missing: a day that is to come, a signature, a side's step."""
        to_come = AgreementEvent.objects.order_by().filter(
            agreement=OuterRef("pk"), kind=EventKind.ENTERED, happened_on__gt=self.day
        )
        some_signed = Q(signed_on=None) & Exists(self._happened(EventKind.SIGNED))
        missing = (
            Q(signed_on__gt=self.day)
            | Exists(to_come)
            | some_signed & self._lacks(EventKind.SIGNED)
        )
        for rule, step in AWAITED.items():
            missing |= Q(enters_into_force=rule) & self._lacks(step)
        return missing

    def signed(self):
        """By all, or something happened that comes after signing."""
        later = [kind for kind in EventKind if kind != EventKind.SIGNED]
        return self._all_signed() | Exists(self._happened(*later))

    def _all_signed(self):
        some = Exists(self._happened(EventKind.SIGNED))
        return Q(signed_on__lte=self.day) | some & ~self._lacks(EventKind.SIGNED)

    def _lacks(self, step):
        """A side of the commission has not taken this step, and all together have not."""
        taken = self._happened(step, of=OuterRef("pk")).filter(
            Q(side=None) | Q(side=OuterRef("pk"))
        )
        sides = Side.objects.order_by().filter(commission=OuterRef("commission"))
        return Exists(sides.filter(~Exists(taken)))

    def _happened(self, *kinds, of="pk"):
        """Events of these kinds that have happened to the agreement `of` the outer query."""
        return AgreementEvent.objects.order_by().filter(
            agreement=OuterRef(of), kind__in=kinds, happened_on__lte=self.day
        )
