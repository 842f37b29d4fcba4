from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commission.dates import check_range, date_in_words, precision_field
from commission.models import Noted, NotedQuerySet

from .organisation import Organisation
from .participant import Participant


class PositionQuerySet(NotedQuerySet):
    def held_on(self, day):
        """Positions held on that day; an open end or an unknown beginning includes it."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
        )

    def the_one_held(self, first, last):
        """The post held on all days from `first` to `last`, of one person's; None where nothing is
        recorded.  One query.

        Where several posts without a beginning could have been held, it is None too: a guess would
        stand in the record as a fact.
        """
        held = list(self.held_on(first).held_on(last)[:2])
        if not held or (len(held) == 2 and held[0].starts_on is None):
            return None
        return held[0]


class Position(Noted):
    """A participant's post at an organisation, from – until."""

    participant = models.ForeignKey(
        Participant,
        models.CASCADE,
        related_name="positions",
        verbose_name=_("participant"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("organisation"),
    )
    title = models.CharField(
        _("position"),
        max_length=300,
        help_text=_(
            "In full, as in an official list: “Minister of Energy of Kazakhstan”."
        ),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    starts_precision = precision_field(verbose_name=_("precision of “from”"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ends_precision = precision_field(verbose_name=_("precision of “until”"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["participant", F("starts_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_it_begins",
                violation_error_message=_("The position ends before it begins."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def starts_in_words(self):
        return date_in_words(self.starts_on, self.starts_precision)

    @property
    def ends_in_words(self):
        return date_in_words(self.ends_on, self.ends_precision)

    @property
    def public_organisation(self):
        """The organisation when it has a page; reads `organisation`, no query when that is loaded."""
        body = self.organisation
        return body if body and body.is_published else None

    def freeze_in(self, row):
        """Copy the title, in every language, to the `position` of a row that keeps it as text."""
        for name in [field.name for field in row._meta.fields]:
            if name.startswith("position_"):
                setattr(row, name, getattr(self, name.replace("position", "title", 1)))

    def clean(self):
        check_range(self.starts_on, self.ends_on)
