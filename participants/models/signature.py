from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models import Agreement, Noted, PublishableQuerySet, Side, is_public

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
            "As it was on the day of signature; it stays when the person moves on."
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
