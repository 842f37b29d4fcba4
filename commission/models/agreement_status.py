"""What an agreement's status is on a day: the one rule, told to readers in docs/agreements.md.

It reads the agreement's own columns, its events, and the public agreements that supersede it.
What has happened has a date whose span began by that day; nothing depends on the order in which
events were entered, and of events of one day that contradict each other the one that keeps the
agreement alive counts.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from commission.dates import begun, over

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


def status_on(day: date) -> Case:
    """For `annotate`, on agreements: the `AgreementStatus` on a day.  No query more."""
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
    """Conditions on the agreements that rows reach by `prefix` ("" for their own), on a day."""

    day: date
    prefix: str = ""

    # ── How it ends ──────────────────────────────────────────────────────────────────────────

    def terminated(self):
        return Exists(self._happened(EventKind.TERMINATED))

    def superseded(self):
        """A public agreement in its place is signed, and is not waiting to enter into force."""
        later = _Standing(self.day, "agreement__")
        return Exists(
            AgreementRelation.objects.filter(
                is_public("agreement__"),
                is_public("agreement__commission__"),
                later.entered() | later.signed() & ~later.awaited(),
                kind=RelationKind.SUPERSEDES,
                other=OuterRef("pk"),
            )
        )

    def expired(self):
        """It was said to have, and was not extended since; or its last day is over."""
        extended_since = self._events(EventKind.EXTENDED, of="agreement").filter(
            happened_on__gte=OuterRef("happened_on")
        )
        return (
            Exists(self._happened(EventKind.EXPIRED).filter(~Exists(extended_since)))
            | self._run_out()
        )

    def _run_out(self):
        """The latest of the days until which it was made and extended; none is without an end."""
        extended = self._happened(EventKind.EXTENDED)
        is_over = over("until", "until_precision", self.day)
        goes_on = extended.filter(Q(until=None) | ~is_over)
        own = self._own(over, "valid_until", "valid_until_precision")
        no_end = Q(**{f"{self.prefix}valid_until__isnull": True})
        return (own | no_end & Exists(extended)) & ~Exists(goes_on)

    def suspended(self):
        """By a side or by all, and not resumed since by the same or by all."""
        resumed_since = self._events(EventKind.RESUMED, of="agreement").filter(
            Q(side=None) | Q(side=OuterRef("side")),
            happened_on__gte=OuterRef("happened_on"),
        )
        return Exists(
            self._happened(EventKind.SUSPENDED).filter(~Exists(resumed_since))
        )

    # ── How it begins ────────────────────────────────────────────────────────────────────────

    def entered(self):
        """Said to be, or suspended or resumed, which only what is in force can be; or on signature."""
        said = self._happened(EventKind.ENTERED, EventKind.SUSPENDED, EventKind.RESUMED)
        return Exists(said) | self._rule(EntryRule.SIGNATURE) & self._all_signed()

    def awaited(self):
        """Something is known to be missing: a day that is to come, a signature, a side's step."""
        entry = AgreementEvent.objects.filter(
            self._is_to_come(), agreement=OuterRef(f"{self.prefix}pk"), kind=EventKind.ENTERED
        )  # fmt: skip
        dated = Q(**{f"{self.prefix}signed_on__isnull": False})
        some_signed = Exists(self._happened(EventKind.SIGNED))
        missing = (
            Exists(entry)
            | dated & ~self._signing_begun()
            | ~dated & some_signed & self._lacks(EventKind.SIGNED)
        )
        for rule, step in AWAITED.items():
            missing |= self._rule(rule) & self._lacks(step)
        return missing

    def signed(self):
        """By all, or something happened that comes after signing."""
        later = [kind for kind in EventKind if kind != EventKind.SIGNED]
        return self._all_signed() | Exists(self._happened(*later))

    def _all_signed(self):
        some = Exists(self._happened(EventKind.SIGNED))
        return self._signing_begun() | some & ~self._lacks(EventKind.SIGNED)

    def _signing_begun(self):
        return self._own(begun, "signed_on", "signed_precision")

    def _lacks(self, step):
        """A side of the commission has not taken this step, and all together have not."""
        taken = self._events(step, of=OuterRef(f"{self.prefix}pk")).filter(
            Q(side=None) | Q(side=OuterRef("pk"))
        )
        sides = Side.objects.filter(commission=OuterRef(f"{self.prefix}commission"))
        return Exists(sides.filter(~Exists(taken)))

    # ── Columns and events ───────────────────────────────────────────────────────────────────

    def _rule(self, rule):
        return Q(**{f"{self.prefix}enters_into_force": rule})

    def _own(self, reached, day, precision):
        """`reached` (`begun` or `over`) of a date of the agreement itself; false without a date."""
        column = f"{self.prefix}{day}"
        dated = Q(**{f"{column}__isnull": False})
        return dated & reached(column, f"{self.prefix}{precision}", self.day)

    def _is_to_come(self):
        return ~begun("happened_on", "happened_precision", self.day)

    def _happened(self, *kinds):
        """Events of these kinds that have happened to the agreement."""
        return self._events(*kinds, of=f"{self.prefix}pk")

    def _events(self, *kinds, of):
        """Events of these kinds that have happened to the agreement that the outer query names."""
        return AgreementEvent.objects.order_by().filter(
            begun("happened_on", "happened_precision", self.day),
            agreement=OuterRef(of),
            kind__in=kinds,
        )
