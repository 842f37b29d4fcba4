from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commission.dates import check_range
from commission.periods import period_kind, period_label

from .area import CooperationArea
from .commission import Commission
from .noted import Noted
from .publishing import PublishableQuerySet
from .slug import slug_field


class Unit(models.TextChoices):
    USD_MILLION = "usd_million", _("million US dollars")
    PERCENT = "percent", _("per cent")
    TONNES = "tonnes", _("tonnes")
    BCM = "bcm", _("billion cubic metres")
    KWH_MILLION = "kwh_million", _("million kilowatt-hours")
    CONTAINERS = "containers", _("containers")
    COMPANIES = "companies", _("companies")
    PEOPLE = "people", _("people")


class Bound(models.TextChoices):
    """How exactly the source gives the value."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    ALMOST = "almost", _("almost")


class Indicator(Noted):
    """What is measured: mutual trade, transit volume …"""

    slug = slug_field()
    name = models.CharField(_("name"), max_length=160)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    area = models.ForeignKey(
        CooperationArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("area"),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]

    def __str__(self):
        return self.name


class FigureQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("commission",)


class Figure(Noted):
    """One measured value: indicator, period, value; its sources are `figure.sources`.

    A figure is as public as its commission.  A target for which no year is known has no period.
    """

    belongs_to = ("commission",)

    commission = models.ForeignKey(
        Commission, models.CASCADE, related_name="figures", verbose_name=_("commission")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="figures", verbose_name=_("indicator")
    )
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period until"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=3)
    bound = models.CharField(
        _("as the source puts it"),
        max_length=10,
        choices=Bound.choices,
        default=Bound.EXACT,
    )
    is_target = models.BooleanField(
        _("a target"),
        default=False,
        help_text=_("What was aimed at, not what was measured."),
    )
    change_percent = models.DecimalField(
        _("change on a year earlier, %"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = [
            "indicator",
            F("period_start").asc(nulls_last=True),
            "period_end",
            "id",
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    period_start__isnull=True, period_end__isnull=True, is_target=True
                )
                | Q(period_start__isnull=False, period_end__gte=F("period_start")),
                name="figure_keeps_its_period",
                violation_error_message=_(
                    "A figure needs the period it was measured over, from a day to a later one; "
                    "only a target may stand without."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period_in_words}: {self.value.normalize():f}"

    @property
    def period_in_words(self):
        """ "2021", "2021, nine months, January–September"; "no year given" for such a target."""
        kind, label = period_kind(self), period_label(self)
        return f"{label}, {kind.words}" if kind.is_part else label

    def clean(self):
        check_range(self.period_start, self.period_end)
        if self.value is not None and self.indicator_id and self.value < 0:
            if self.indicator.unit != Unit.PERCENT:
                raise ValidationError(
                    {"value": _("Only a percentage can be below zero.")}
                )

    @property
    def unit(self):
        return self.indicator.unit
