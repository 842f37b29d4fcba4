from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from commission.dates import date_in_words, last_day, precision_field
from commission.folding import FoldedField
from commission.models import (
    CooperationArea,
    Noted,
    PublishableQuerySet,
    Side,
    is_public,
)
from commission.models.register_entry import microseconds
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
CARRIED_OVER = _("carried over")
CIRCLE = _(
    "A thread runs from an earlier decision to a later one, and this one would lead back to its "
    "own beginning: choose another decision to continue."
)


# Of two statements of one day the one that claims less is the later: nobody knows which was said
# first, and it must not matter which was entered first.
CLAIMING_LEAST_FIRST = (
    DecisionStatus.PLANNED,
    DecisionStatus.IN_PROGRESS,
    DecisionStatus.DROPPED,
    DecisionStatus.SUPERSEDED,
    DecisionStatus.COMPLETED,
)


class DecisionQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("session", "session__commission")

    def about(self, areas):
        """Decisions that carry any of `areas`; a sphere includes its sectors."""
        within = CooperationArea.objects.within(areas).values("pk")
        carried = self.model.areas.through.objects.filter(cooperationarea__in=within)
        return self.filter(pk__in=carried.values("decision"))

    def with_status(self, *, until=None):
        """The one rule of what became of a decision: see docs/decisions-followed.md.

        Annotates `joint_status` and `said_on`, status and day of the latest statement, None when
        there is none; `apart`, whether another side's latest statement, its own or of both
        together, is of another status.  `until` leaves out statements of later days.  No query
        more, but dear for many rows: lists read `DecisionEntry`.
        """
        latest = FollowUp.objects.filter(decision=OuterRef("pk")).said(until=until)
        own = FollowUp.objects.filter(
            Q(side=OuterRef("pk")) | Q(side=None), decision=OuterRef(OuterRef("pk"))
        ).said(until=until)
        sides = Side.objects.filter(commission=OuterRef("session__commission"))
        sides = sides.alias(said=Subquery(own.values("status")[:1]))
        return self.annotate(
            joint_status=Subquery(latest.values("status")[:1]),
            said_on=Subquery(latest.values("stated_on")[:1]),
        ).annotate(
            apart=Exists(
                sides.filter(said__isnull=False).exclude(said=OuterRef("joint_status"))
            )
        )

    def unfinished(self):
        """Something is still owed, here or by the decision that carries it over."""
        return self.exclude(entry__status__in=FINISHED)

    def carried_over(self):
        """Unfinished, and continued by a public decision: what was owed is owed there now."""
        now = microseconds(timezone.now())
        return self.unfinished().filter(entry__carried_from__lte=now)

    def open(self):
        """Unfinished, and not carried over."""
        now = microseconds(timezone.now())
        still_here = Q(entry__carried_from=None) | Q(entry__carried_from__gt=now)
        return self.unfinished().filter(still_here)

    def overdue(self):
        """Open, and the whole span of the due date has passed.  As `Decision.is_overdue`."""
        today = timezone.localdate().toordinal()
        return self.open().filter(entry__owed_until__lt=today)

    def answered_by(self, organisations):
        """Decisions for which any of `organisations` answers."""
        bodies = ResponsibleBody.objects.filter(organisation__in=organisations)
        return self.filter(pk__in=bodies.values("decision"))

    def earliest_due_first(self):
        """What is overdue first, what has no due date last."""
        return self.order_by(F("entry__owed_until").asc(nulls_last=True), "pk")

    def with_card(self, reader=None):
        """What a row of a list shows.  Three queries more: sides, bodies, areas.

        Bodies and areas are those that `reader` may see; None: the public ones.
        """
        bodies = ResponsibleBody.objects.select_related("organisation", "side")
        if reader is None:
            bodies = bodies.filter(is_public("organisation__"))
        else:
            seen = Organisation.objects.visible_to(reader)
            bodies = bodies.filter(organisation__in=seen)
        areas = CooperationArea.objects.visible_to(reader).select_related("parent")
        return self.select_related("session__commission", "entry").prefetch_related(
            "session__commission__sides",
            Prefetch("responsible_bodies", bodies),
            Prefetch("areas", areas),
        )

    def with_statements(self):
        """The follow-ups too, for `by_side()`.  One query more."""
        return self.prefetch_related(
            Prefetch("follow_ups", FollowUp.objects.select_related("side"))
        )


class Decision(Noted):
    """A numbered point of a session's protocol."""

    belongs_to = ("session",)

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
            if self.pk and self.pk in self.continues.generations():
                raise ValidationError({"continues": CIRCLE})

    def generations(self):
        """Primary keys of this decision and all that it continues, the latest first.

        One query for each generation.
        """
        reached: list[int] = []
        at: int | None = self.pk
        rows = Decision._base_manager
        while at and at not in reached:
            reached.append(at)
            at = rows.filter(pk=at).values_list("continues", flat=True).first()
        return reached

    @property
    def due_in_words(self):
        return date_in_words(self.due_on, self.due_precision)

    @property
    def due_last_day(self):
        """The last day of the due date's span, None without a due date."""
        return self.due_on and last_day(self.due_on, self.due_precision)

    # What became of it is read from the entry, which is made by `with_status()`.

    @property
    def status(self):
        """Status of the latest statement, *not reported* when there is none."""
        return DecisionStatus(self.entry.status)

    @property
    def sides_differ(self):
        """True when the sides' latest statements name different statuses."""
        return self.entry.sides_differ

    @property
    def is_finished(self):
        """Nothing is owed any more."""
        return self.entry.status in FINISHED

    @property
    def is_carried_over(self):
        """Unfinished, and continued by a public decision."""
        moment = self.entry.carried_from
        is_continued = moment is not None and moment <= microseconds(timezone.now())
        return is_continued and not self.is_finished

    @property
    def is_overdue(self):
        """Derived: the due date's whole span has passed, and the decision is neither finished nor
        carried over.
        """
        owed_until = self.entry.owed_until
        if owed_until is None or owed_until >= timezone.localdate().toordinal():
            return False
        return not self.is_carried_over

    @property
    def standing(self):
        """Where it stands, in one word: "overdue", "carried_over" or the status."""
        if self.is_overdue:
            return "overdue"
        return "carried_over" if self.is_carried_over else self.entry.status

    def by_side(self):
        """[(side, its responsible bodies, its latest statement or None)], every side in its order.

        A statement of both together speaks for every side until that side reports later on its
        own.  Reads what `with_card()` and `with_statements()` have loaded; no query.
        """
        bodies = self.responsible_bodies.all()
        statements = self.follow_ups.all()
        return [
            (
                side,
                [body for body in bodies if body.side_id == side.pk],
                latest_of(f for f in statements if f.side_id in (None, side.pk)),
            )
            for side in self.session.commission.sides.all()
        ]

    @property
    def overdue_in_words(self):
        """ "overdue 4 y", "overdue 7 mo", "overdue"; "" when it is not."""
        return self._overdue_for(timezone.localdate()) if self.is_overdue else ""

    def _overdue_for(self, today):
        due = last_day(self.due_on, self.due_precision)
        months = (
            (today.year - due.year) * 12
            + today.month
            - due.month
            - (today.day < due.day)
        )
        if months < 12:
            return _overdue_in_words(max(0, months), "months", get_language())
        return _overdue_in_words(months // 12, "years", get_language())

    @property
    def badges(self):
        """[(what the stylesheet calls it, what it says)]: overdue or the status, whether it is
        carried over, and whether the sides differ.  No query where the entry is loaded.
        """
        status = self.status
        badges = [(status.replace("_", "-"), status.label)]
        if self.is_overdue:
            badges = [("overdue", self._overdue_for(timezone.localdate()))]
        if self.is_carried_over:
            badges.append(("carried-over", CARRIED_OVER))
        if self.sides_differ:
            badges.append(("differ", _("the sides differ")))
        return badges


@cache
def _overdue_in_words(number, unit, language):
    """In `language`, the active one: said of every other decision."""
    if not number:
        return str(_("overdue"))
    if unit == "months":
        return _("overdue %(number)d mo") % {"number": number}
    words = ngettext("overdue %(number)d y", "overdue %(number)d y", number)
    return words % {"number": number}


def latest_of(statements):
    """The latest of some follow-ups, None of none.  As `said()`."""
    return max(
        statements,
        key=lambda f: (f.stated_on, -CLAIMING_LEAST_FIRST.index(f.status), f.pk),
        default=None,
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

    belongs_to = ("decision__session",)

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

    naming = ("organisation_id", "decision_id")
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

    def said(self, *, until=None):
        """Those of a day up to `until` (any), the latest first."""
        ranks = [
            When(status=status, then=rank)
            for rank, status in enumerate(CLAIMING_LEAST_FIRST)
        ]
        rows = self.filter(stated_on__lte=until) if until else self
        return rows.order_by("-stated_on", Case(*ranks), "-pk")


class FollowUp(Appearing):
    """A dated statement by one side (or both) of what became of a decision."""

    belongs_to = ("decision__session",)

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

    naming = ("decision_id",)
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
        if self.stated_on and _is_known(self, "decision"):
            check_day(self.decision, self.stated_on)
        if self.decision_id and self.side_id:
            if self.side.commission_id != self.decision.session.commission_id:
                raise ValidationError(
                    {"side": _("Choose a side of the decision's commission.")}
                )


def check_day(decision: Decision, day: date) -> None:
    """Raise ValidationError (of `stated_on`) unless a statement on `decision` can be of `day`: it comes
    after the decision, and has been made.
    """
    session = decision.session
    if day > timezone.localdate():
        raise ValidationError(
            {"stated_on": _("This day is to come: enter the day on which it was said.")}
        )
    if session.starts_on and day < session.starts_on:
        sentence = _(
            "The decision was taken later, %(date)s: enter the day on which it was said."
        )
        raise ValidationError({"stated_on": sentence % {"date": session.date_in_words}})


def _is_known(row, relation):
    """True when there is a row at the end of a relation, be it unsaved."""
    return bool(getattr(row, f"{relation}_id") or row._state.fields_cache.get(relation))
