from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.folding import in_every_language
from commission.models import PublishableQuerySet, Side
from participants.models import Organisation, Participant

from .appearance import Appearing
from .session import Session


class DelegationRole(models.TextChoices):
    CO_CHAIR = "co_chair", _("co-chair")
    MEMBER = "member", _("member of the delegation")
    EXPERT = "expert", _("expert")
    SECRETARY = "secretary", _("secretary")
    GUEST = "guest", _("guest")


class DelegationMemberQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("session", "session__commission", "participant")

    def co_chairs(self):
        return self.filter(role=DelegationRole.CO_CHAIR)


class DelegationMember(Appearing):
    """A participant at a session: side, role, and the position held that day, frozen as text."""

    belongs_to = ("session",)

    session = models.ForeignKey(
        Session,
        models.CASCADE,
        related_name="delegation_members",
        verbose_name=_("session"),
    )
    side = models.ForeignKey(
        Side, models.PROTECT, related_name="delegation_members", verbose_name=_("side")
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        related_name="delegation_members",
        verbose_name=_("participant"),
    )
    role = models.CharField(
        _("role"),
        max_length=9,
        choices=DelegationRole.choices,
        default=DelegationRole.MEMBER,
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegation_members",
        verbose_name=_("organisation"),
        help_text=_("Filled in from the person's positions when left empty."),
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
    role_confirmed = models.BooleanField(
        _("role confirmed"),
        default=True,
        help_text=_("Untick when the source names the person but not the role."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    naming = ("participant_id",)
    # What each may have while others take what only one may have.
    free_meanwhile = {"role": DelegationRole.MEMBER}
    objects = DelegationMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation member")
        verbose_name_plural = _("delegation members")
        ordering = ["session", "side__order", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"],
                name="delegation_member_once",
                violation_error_message=_("This person is already in a delegation."),
            ),
            models.UniqueConstraint(
                fields=["session", "side"],
                condition=Q(role="co_chair"),
                name="delegation_has_one_co_chair",
                violation_error_message=_("This side already has its co-chair."),
            ),
        ]

    def __str__(self):
        return str(self.participant)

    def clean(self):
        if self.session_id and self.side_id:
            if self.side.commission_id != self.session.commission_id:
                raise ValidationError(
                    {"side": _("Choose a side of the session's commission.")}
                )

    def save(self, *args, **kwargs):
        if not in_every_language(self, "position"):
            self.freeze_position()
        super().save(*args, **kwargs)

    def save_as_it_is(self):
        """Save without filling in a position that is not known."""
        models.Model.save(self)

    def freeze_position(self):
        """Copy position and organisation from the post held on the day, where one is known.  One query."""
        day = self.session.starts_on
        held = self.participant.positions.the_one_held(day, day)  # type: ignore[attr-defined]
        if held:
            held.freeze_in(self)
            self.organisation = self.organisation or held.organisation
