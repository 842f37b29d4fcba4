from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .noted import Change, Noted, change_ending
from .publishing import PublishableQuerySet


class RelationKind(models.TextChoices):
    """What an agreement does to an earlier one."""

    AMENDS = "amends", _("amends")
    SUPERSEDES = "supersedes", _("supersedes")
    CARRIES_OUT = "carries_out", _("carries out")


class AgreementRelationQuerySet(PublishableQuerySet):
    own_state = False
    public_through = (
        "agreement",
        "agreement__commission",
        "other",
        "other__commission",
    )


class AgreementRelation(Noted):
    """`agreement` amends, supersedes or carries out the `other`, which came before it.

    No row can lead back to its own agreement, whatever the kinds on the way: forms ask
    `goes_round`, and every change of the record is held to it when it ends (`refuse_circles`).
    """

    belongs_to = ("agreement",)

    agreement = models.ForeignKey(
        "commission.Agreement",
        models.CASCADE,
        related_name="relations",
        verbose_name=_("agreement"),
    )
    kind = models.CharField(_("what it does"), max_length=12, choices=RelationKind)
    other = models.ForeignKey(
        "commission.Agreement",
        models.PROTECT,
        related_name="related_by",
        verbose_name=_("the earlier agreement"),
    )

    objects = AgreementRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation to another agreement")
        verbose_name_plural = _("relations to other agreements")
        ordering = ["agreement", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "other"],
                name="agreement_relation_once",
                violation_error_message=_("This relation is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(agreement=F("other")),
                name="agreement_relation_to_another",
                violation_error_message=_("An agreement is not related to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.other}"

    def goes_round(self):
        """True when the relations of the other agreement lead back to this one.

        A query for each step of the way.
        """

        def earlier(ahead):
            further = AgreementRelation._base_manager.using(self._state.db)
            further = further.filter(agreement__in=ahead).exclude(pk=self.pk)
            return set(further.values_list("other", flat=True))

        return leads_back(self.agreement_id, self.other_id, earlier)


GOES_ROUND = _(
    "That agreement amends, supersedes or carries out this one, directly or through others: "
    "the two cannot both come after each other."
)


def leads_back(agreement, other, earlier):
    """True when one gets from `other` to `agreement`; `earlier` gives what a set of them relates to."""
    reached, ahead = set(), {other}
    while ahead and agreement not in ahead:
        reached |= ahead
        ahead = earlier(ahead) - reached
    return bool(ahead)


def _refuse_circles(sender, change, **kwargs):
    """Raise `ValidationError` before a change ends that closed a circle.

    Writers wait for one another from their first row on (`content_version.py`), so nobody closes
    one meanwhile.
    """
    if any(relation.goes_round() for relation in change.rows_of(AgreementRelation)):
        raise ValidationError(GOES_ROUND)


def refuse_circles() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_refuse_circles, sender=Change, dispatch_uid="circles")
