from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import CooperationArea, Noted, PublishableQuerySet

from .session import Session


class AgendaItemQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("session", "session__commission")


class AgendaItem(Noted):
    """A point of a session's agenda."""

    belongs_to = ("session",)

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="agenda_items", verbose_name=_("session")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1)]
    )
    text = models.CharField(_("text"), max_length=500)
    areas = models.ManyToManyField(
        CooperationArea,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("areas"),
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="agenda_item_number_once",
                violation_error_message=_(
                    "The agenda already has a point with this number."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"
