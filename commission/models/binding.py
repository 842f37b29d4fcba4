"""Whom a commission is given to keep (see reach.py)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .commission import Commission


class Binding(models.Model):
    """A person keeps a commission."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="bindings",
        verbose_name=_("account"),
    )
    commission = models.ForeignKey(
        Commission,
        # Whoever deletes their only commission would be bound to none.
        models.PROTECT,
        related_name="bindings",
        verbose_name=_("commission"),
    )

    class Meta:
        verbose_name = _("commission that this person is bound to")
        verbose_name_plural = _("commissions that this person is bound to")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "commission"],
                name="binding_once",
                violation_error_message=_(
                    "This person is bound to that commission already."
                ),
            ),
        ]

    def __str__(self):
        return str(self.commission)
