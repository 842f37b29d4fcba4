from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.dates import first_day, last_day
from commission.folding import in_every_language
from commission.models import (
    Agreement,
    EventKind,
    Noted,
    PublishableQuerySet,
    Side,
    is_public,
)

from .organisation import Organisation
from .participant import Participant


class SignatureQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("agreement", "agreement__commission")

    def published(self, *, at=None):
        """Signatures on public agreements by people and bodies that are public themselves."""
        return (
            super()
            .published(at=at)
            .filter(Q(participant=None) | is_public("participant__", at=at))
            .filter(Q(organisation=None) | is_public("organisation__", at=at))
        )


class Signature(Noted):
    """Who signed an agreement for a side, in the position held that day (frozen as text)."""

    belongs_to = ("agreement",)

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        related_name="signatures",
        verbose_name=_("agreement"),
    )
    side = models.ForeignKey(
        Side, models.PROTECT, related_name="signatures", verbose_name=_("side")
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("signed by"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("for the organisation"),
    )
    position = models.CharField(
        _("position that day"),
        max_length=300,
        blank=True,
        help_text=_(
            "Filled in from the person's positions when left empty; it stays as it is when the "
            "person moves on."
        ),
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["agreement", "side__order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(organisation__isnull=False),
                name="signature_is_somebodys",
                violation_error_message=_(
                    "Say who signed: a person, an organisation, or both."
                ),
            ),
        ]

    def __str__(self):
        return str(self.participant or self.organisation)

    def clean(self):
        if self.agreement_id and self.side_id:
            if self.side.commission_id != self.agreement.commission_id:
                raise ValidationError(
                    {"side": _("Choose a side of the agreement's commission.")}
                )

    def save(self, *args, **kwargs):
        if not in_every_language(self, "position"):
            self.freeze_position()
        super().save(*args, **kwargs)

    def save_as_it_is(self):
        """Save without filling in a position that is not known."""
        models.Model.save(self)

    def freeze_position(self):
        """Copy the position from the post held on the day the side signed, where both are known.

        Of an imprecise day the post must have been held throughout.  The organisation is left
        as it is: whom a person signed for does not follow from a post.  Two queries.
        """
        signed = self.day_of_signing() if self.participant_id else None
        if signed is None:
            return
        days = first_day(*signed), last_day(*signed)
        if held := self.participant.positions.the_one_held(*days):
            held.freeze_in(self)

    def day_of_signing(self):
        """(day, precision) of the side's own signature, else of the agreement's; None where neither is
        recorded.  One query.
        """
        own = self.agreement.events.filter(kind=EventKind.SIGNED, side=self.side_id)
        if event := own.order_by("happened_on").last():
            return event.happened_on, event.happened_precision
        if self.agreement.signed_on:
            return self.agreement.signed_on, self.agreement.signed_precision
        return None
