from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.dates import (
    date_in_words,
    first_day,
    last_day,
    precision_field,
)

from .commission import Side
from .noted import Noted
from .publishing import PublishableQuerySet


class EventKind(models.TextChoices):
    """What may happen to an agreement.  When it was signed as a whole is its own field."""

    SIGNED = "signed", _("signed by a side")
    RATIFIED = "ratified", _("ratified")
    NOTIFIED = "notified", _("notified")
    ENTERED = "entered", _("entered into force")
    AMENDED = "amended", _("amended")
    EXTENDED = "extended", _("extended")
    SUSPENDED = "suspended", _("suspended")
    RESUMED = "resumed", _("resumed")
    TERMINATED = "terminated", _("terminated")
    EXPIRED = "expired", _("expired")


# What each side does for itself, and what befalls the agreement as a whole.
STEPS = (EventKind.SIGNED, EventKind.RATIFIED, EventKind.NOTIFIED)
OF_THE_WHOLE = (
    EventKind.ENTERED,
    EventKind.AMENDED,
    EventKind.EXTENDED,
    EventKind.EXPIRED,
)


class AgreementEventQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("agreement", "agreement__commission")


class AgreementEvent(Noted):
    """One step in an agreement's life, by one side, or by all of them where there is no side."""

    belongs_to = ("agreement",)

    agreement = models.ForeignKey(
        "commission.Agreement",
        models.CASCADE,
        related_name="events",
        verbose_name=_("agreement"),
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=EventKind)
    side = models.ForeignKey(
        Side,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_events",
        verbose_name=_("side"),
        help_text=_(
            "The side that did so; empty when all did, or where it befell the agreement itself."
        ),
    )
    happened_on = models.DateField(_("date"))
    happened_precision = precision_field()
    until = models.DateField(
        _("extended until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day of an extension; empty when it was extended without an end."
        ),
    )
    until_precision = precision_field(verbose_name=_("precision of “until”"))
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What readers should know of it, and what is in doubt."),
    )
    publisher = models.CharField(
        _("source"), max_length=160, blank=True, help_text=_("Who says so.")
    )
    address = models.URLField(_("address of the source"), max_length=600, blank=True)

    objects = AgreementEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["agreement", "happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=EventKind.SIGNED) | Q(side__isnull=False),
                name="agreement_event_signed_by_a_side",
                violation_error_message=_(
                    "Say which side signed on that day; when all of them signed is the "
                    "agreement's own date of signature."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=OF_THE_WHOLE) | Q(side__isnull=True),
                name="agreement_event_of_the_whole",
                violation_error_message=_(
                    "This befalls the agreement itself: leave the side empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.EXTENDED) | Q(until__isnull=True),
                name="agreement_event_until_of_an_extension",
                violation_error_message=_("Only an extension has a last day."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(until_precision="day"),
                name="agreement_event_precision_needs_a_date",
                violation_error_message=_("A precision says nothing without a date."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "side", "happened_on"],
                name="agreement_event_of_a_side_once",
                violation_error_message=_("This event is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "happened_on"],
                condition=Q(side=None),
                name="agreement_event_once",
                violation_error_message=_("This event is already recorded."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.happened_in_words})"

    def save(self, *args, **kwargs):
        # Of an imprecise date the first day begins what happened, the last one ends it.
        self.happened_on = first_day(self.happened_on, self.happened_precision)
        self.until = self.until and last_day(self.until, self.until_precision)
        super().save(*args, **kwargs)

    def clean(self):
        if self.agreement_id and self.side_id:
            if self.side.commission_id != self.agreement.commission_id:
                raise ValidationError(
                    {"side": _("Choose a side of the agreement's commission.")}
                )
        if self.until and self.happened_on:
            until = last_day(self.until, self.until_precision)
            if until < first_day(self.happened_on, self.happened_precision):
                raise ValidationError(
                    {"until": _("The extension ends before it was agreed.")}
                )
        self.check_comes_after_signing()

    def check_comes_after_signing(self):
        """Raise `ValidationError` where all of its span lies before the agreement was signed.

        A side may have signed before the others.  No query when the agreement is loaded.
        """
        agreement = getattr(self, "agreement", None)
        if self.kind == EventKind.SIGNED or not (
            agreement and agreement.signed_on and self.happened_on
        ):
            return
        signed = agreement.signed_on, agreement.signed_precision
        if last_day(self.happened_on, self.happened_precision) < first_day(*signed):
            raise ValidationError({"happened_on": _(
                "This is before the agreement was signed (%(date)s): correct this date, or the "
                "agreement's date of signature."
            ) % {"date": date_in_words(*signed)}})  # fmt: skip

    @property
    def happened_in_words(self):
        return date_in_words(self.happened_on, self.happened_precision)

    @property
    def until_in_words(self):
        return date_in_words(self.until, self.until_precision)
