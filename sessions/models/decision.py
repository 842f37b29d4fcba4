import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission.dates import DatePrecision, date_in_words, last_day, precision_field
from commission.folding import FoldedField
from commission.models import (
    CooperationArea,
    Noted,
    PublishableQuerySet,
    Side,
    is_public,
    may_see_unpublished,
)
from commission.routes import address_of
from participants.models import Organisation

from .appearance import Appearing
from .session import Session


class DecisionStatus(models.TextChoices):
    """What became of a decision, by its latest follow-up; overdue is derived, never stored."""

    NOT_REPORTED = "not_reported", _("not reported")
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    SUPERSEDED = "superseded", _("superseded")
    DROPPED = "dropped", _("dropped")


# Statuses after which nothing is owed any more.
FINISHED = (DecisionStatus.COMPLETED, DecisionStatus.SUPERSEDED, DecisionStatus.DROPPED)


class DecisionQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("session", "session__commission")

    def about(self, areas):
        """Decisions that carry any of `areas`; a sphere includes its sectors."""
        within = CooperationArea.objects.within(areas).values("pk")
        carried = self.model.areas.through.objects.filter(cooperationarea__in=within)
        return self.filter(pk__in=carried.values("decision"))

    def with_status(self):
        """Annotates `latest_status`: the status of the latest follow-up, or None.  No query more."""
        latest = FollowUp.objects.filter(decision=OuterRef("pk")).order_by(
            "-stated_on", "-pk"
        )
        return self.annotate(latest_status=Subquery(latest.values("status")[:1]))

    def overdue(self):
        """Not finished, and the whole span of the due date has passed.  As `Decision.is_overdue`."""
        today = timezone.localdate()
        passed = Q()
        for precision in DatePrecision.values:
            passed |= Q(
                due_precision=precision, due_on__lt=_owed_from(today, precision)
            )
        # Not `exclude()`: it would leave out those without a status as well.
        owed = Q(latest_status=None) | ~Q(latest_status__in=FINISHED)
        return self.with_status().filter(passed, owed)

    def of_status(self, statuses):
        """Decisions whose status is any of `statuses`; "overdue" among them adds the overdue."""
        reported = Q(latest_status__in=statuses)
        if DecisionStatus.NOT_REPORTED in statuses:
            reported |= Q(latest_status=None)
        if "overdue" in statuses:
            reported |= Q(pk__in=self.model.objects.overdue().values("pk"))
        return self.with_status().filter(reported)

    def with_card(self, reader=None):
        """What a row of a list shows.  Four queries more: sides, bodies, follow-ups, areas.

        Bodies and areas are those that `reader` may see; None: the public ones.
        """
        bodies = ResponsibleBody.objects.select_related("organisation", "side")
        if not may_see_unpublished(reader, Organisation):
            bodies = bodies.filter(is_public("organisation__"))
        areas = CooperationArea.objects.visible_to(reader).select_related("parent")
        return self.select_related("session__commission").prefetch_related(
            "session__commission__sides",
            Prefetch("responsible_bodies", bodies),
            Prefetch("follow_ups", FollowUp.objects.select_related("side")),
            Prefetch("areas", areas),
        )


class Decision(Noted):
    """A numbered point of a session's protocol."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="decisions", verbose_name=_("session")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1)]
    )
    text = models.TextField(_("text"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_precision = precision_field(verbose_name=_("precision of the due date"))
    areas = models.ManyToManyField(
        CooperationArea, blank=True, related_name="decisions", verbose_name=_("areas")
    )
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
        help_text=_("The decision of an earlier session that this one carries over."),
    )
    folded = FoldedField(of=("text",))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="decision_number_once",
                violation_error_message=_(
                    "The protocol already has a decision of this number."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(due_precision="day"),
                name="decision_precision_needs_a_date",
                violation_error_message=_(
                    "A precision says nothing without a due date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(continues=None) | ~Q(continues=F("id")),
                name="decision_does_not_continue_itself",
                violation_error_message=_("A decision cannot continue itself."),
            ),
        ]
        indexes = [
            # The decisions list by due date.
            models.Index(fields=["due_on", "id"], name="decision_by_due_date"),
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:80]}"

    def get_absolute_url(self):
        session = self.session
        return address_of(
            "sessions:decision-detail",
            session.commission.slug,
            session.key,
            self.number,
        )

    def clean(self):
        if self.continues_id and self.session_id:
            if self.continues.session.commission_id != self.session.commission_id:
                raise ValidationError(
                    {"continues": _("Choose a decision of this commission.")}
                )
            if self.continues.session.starts_on >= self.session.starts_on:
                raise ValidationError(
                    {"continues": _("Choose one of an earlier session.")}
                )

    @property
    def due_in_words(self):
        return date_in_words(self.due_on, self.due_precision)

    def latest_follow_ups(self):
        """The latest follow-up of each side, and of both together: {side pk or None: FollowUp}.

        Reads the prefetched follow-ups; no query after `with_card()`.
        """
        latest = {}
        for follow_up in sorted(
            self.follow_ups.all(), key=lambda f: (f.stated_on, f.pk)
        ):
            latest[follow_up.side_id] = follow_up
        return latest

    @property
    def status(self):
        """Status of the latest follow-up, *not reported* when there is none."""
        latest = list(self.latest_follow_ups().values())
        if not latest:
            return DecisionStatus.NOT_REPORTED
        return DecisionStatus(max(latest, key=lambda f: (f.stated_on, f.pk)).status)

    def by_side(self):
        """[(side, its responsible bodies, its latest statement or None)], every side in its order.

        A joint statement speaks for every side until that side reports later on its own.  Reads
        what `with_card()` has loaded; no query.
        """
        latest = self.latest_follow_ups()
        bodies = self.responsible_bodies.all()
        return [
            (
                side,
                [body for body in bodies if body.side_id == side.pk],
                _later(latest.get(side.pk), latest.get(None)),
            )
            for side in self.session.commission.sides.all()
        ]

    @property
    def sides_differ(self):
        """True when the sides' latest statements name different statuses.  As `by_side()`."""
        if len(self.latest_follow_ups()) < 2:
            return False
        spoken = [statement for _side, _bodies, statement in self.by_side()]
        return len({statement.status for statement in spoken if statement}) > 1

    @property
    def is_overdue(self):
        """Derived: the due date's whole span has passed and the decision is not finished."""
        if self.due_on is None:
            return False
        is_past = last_day(self.due_on, self.due_precision) < timezone.localdate()
        return is_past and self.status not in FINISHED

    @property
    def overdue_in_words(self):
        """ "overdue 4 y", "overdue 7 mo", "overdue"; "" when it is not."""
        if not self.is_overdue:
            return ""
        due, today = last_day(self.due_on, self.due_precision), timezone.localdate()
        months = (
            (today.year - due.year) * 12
            + today.month
            - due.month
            - (today.day < due.day)
        )
        if months < 1:
            return _("overdue")
        if months < 12:
            return _("overdue %(number)d mo") % {"number": months}
        words = ngettext("overdue %(number)d y", "overdue %(number)d y", months // 12)
        return words % {"number": months // 12}

    @property
    def badges(self):
        """[(what the stylesheet calls it, what it says)]: overdue or the status, and whether the
        sides differ.  As `by_side()`.
        """
        status = self.status
        badges = [(status.replace("_", "-"), status.label)]
        if self.is_overdue:
            badges = [("overdue", self.overdue_in_words)]
        if self.sides_differ:
            badges.append(("differ", _("the sides differ")))
        return badges


def _owed_from(today, precision):
    """The first due date of this precision whose span is not over by `today`."""
    this_years = last_day(today.replace(month=1, day=1), precision)
    if precision == DatePrecision.DAY:
        return today
    if precision == DatePrecision.MONTH:
        return today.replace(day=1)
    return datetime.date(today.year + (this_years < today), 1, 1)


def _later(one, other):
    """The later of two follow-ups, either of which may be missing."""
    return max(
        filter(None, (one, other)), key=lambda f: (f.stated_on, f.pk), default=None
    )


class ResponsibleBodyQuerySet(PublishableQuerySet):
    own_state = False
    public_through = (
        "decision__session",
        "decision__session__commission",
        "organisation",
    )


class ResponsibleBody(Appearing):
    """The organisation that answers for a decision on one side."""

    decision = models.ForeignKey(
        Decision,
        models.CASCADE,
        related_name="responsible_bodies",
        verbose_name=_("decision"),
    )
    side = models.ForeignKey(
        Side, models.PROTECT, related_name="responsible_bodies", verbose_name=_("side")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="responsible_bodies",
        verbose_name=_("organisation"),
    )

    naming = ("organisation_id",)
    objects = ResponsibleBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsible body")
        verbose_name_plural = _("responsible bodies")
        ordering = ["decision", "side__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "side", "organisation"],
                name="responsible_body_once",
                violation_error_message=_(
                    "This body already answers for the decision."
                ),
            ),
        ]

    def __str__(self):
        return str(self.organisation)

    def clean(self):
        if self.decision_id and self.side_id:
            if self.side.commission_id != self.decision.session.commission_id:
                raise ValidationError(
                    {"side": _("Choose a side of the decision's commission.")}
                )


class FollowUpQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("decision__session", "decision__session__commission")


class FollowUp(Noted):
    """A dated statement by one side (or both) of what became of a decision."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="follow_ups", verbose_name=_("decision")
    )
    side = models.ForeignKey(
        Side,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("side"),
        help_text=_("The side that says so; empty when both say it together."),
    )
    stated_on = models.DateField(_("stated on"))
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=[
            c for c in DecisionStatus.choices if c[0] != DecisionStatus.NOT_REPORTED
        ],
    )
    note = models.TextField(_("statement"), blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["decision", "stated_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="not_reported"),
                name="follow_up_reports_something",
                violation_error_message=_(
                    "A follow-up reports something: choose what."
                ),
            ),
        ]
        indexes = [
            # The latest follow-up of a decision is its status.
            models.Index(
                fields=["decision", "-stated_on", "-id"], name="follow_up_latest"
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()} ({self.stated_on})"

    @property
    def stated_in_words(self):
        return date_in_words(self.stated_on)

    @property
    def badge(self):
        """What the stylesheet calls its status."""
        return self.status.replace("_", "-")

    def clean(self):
        if self.decision_id and self.side_id:
            if self.side.commission_id != self.decision.session.commission_id:
                raise ValidationError(
                    {"side": _("Choose a side of the decision's commission.")}
                )
