from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.countries import country_choices, country_name
from commission.dates import date_in_words, first_day, last_day, precision_field
from commission.folding import FoldedField
from commission.languages import text_and_language
from commission.routes import address_of

from .agreement_status import AgreementStatus, EntryRule, status_on
from .area import CooperationArea
from .commission import Commission, Side
from .publishing import Publishable, PublishableQuerySet
from .slug import Addressed, slug_field


class AgreementKind(models.TextChoices):
    AGREEMENT = "agreement", _("agreement")
    MEMORANDUM = "memorandum", _("memorandum")
    PROGRAMME = "programme", _("programme")
    PROTOCOL = "protocol", _("protocol")
    DECLARATION = "declaration", _("joint declaration or statement")
    CONTRACT = "contract", _("contract")
    OTHER = "other", _("other document")


class AgreementLevel(models.TextChoices):
    GOVERNMENTS = "governments", _("between governments")
    MINISTRIES = "ministries", _("between ministries")
    COMPANIES = "companies", _("between companies")
    MIXED = "mixed", _("between a ministry and a company")


class AgreementQuerySet(PublishableQuerySet):
    public_through = ("commission",)

    def about(self, areas):
        """Agreements on any of `areas`; a sphere includes its sectors."""
        within = CooperationArea.objects.within(areas)
        return self.filter(pk__in=self.model.areas.through.objects.filter(
            cooperationarea__in=within).values("agreement"))  # fmt: skip

    def with_status(self, day=None):
        """Annotates `derived_status`, the status on `day` (today), by the rule.  No query more."""
        return self.annotate(derived_status=status_on(day or timezone.localdate()))

    def of_status(self, statuses, day=None):
        """Agreements whose status on `day` (today) is any of `statuses`."""
        return self.with_status(day).filter(derived_status__in=statuses)

    def of_party(self, countries):
        """Agreements of commissions in which any of `countries` has a side."""
        sides = Side.objects.filter(country__in=countries)
        return self.filter(commission__in=sides.values("commission"))

    def with_card(self):
        """What a row of a list shows.  Two queries more: areas, sides."""
        return (
            self.with_status()
            .select_related("commission")
            .prefetch_related(
                models.Prefetch(
                    "areas",
                    CooperationArea.objects.published().select_related("parent"),
                ),
                "commission__sides",
            )
        )


class Agreement(Addressed, Publishable):
    """A signed document with a life of its own."""

    belongs_to = ("commission",)
    derived = ("dated_on", "dated_precision", "signed_by_all")

    commission = models.ForeignKey(
        Commission,
        models.PROTECT,
        related_name="agreements",
        verbose_name=_("commission"),
        help_text=_(
            "The commission in whose record it stands; its sides are the parties."
        ),
    )
    slug = slug_field()
    title = models.CharField(_("title"), max_length=400)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What it is about, in a sentence or two.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind.choices)
    level = models.CharField(_("level"), max_length=12, choices=AgreementLevel.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = precision_field()
    place = models.CharField(_("place of signature"), max_length=120, blank=True)
    country = models.CharField(
        _("country of signature"), max_length=2, choices=country_choices, blank=True
    )
    enters_into_force = models.CharField(
        _("enters into force"),
        max_length=12,
        choices=EntryRule,
        blank=True,
        help_text=_(
            "As its own text says; empty when that is not known. Then nothing is said to be missing."
        ),
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day it was made for; extensions are events. Empty when it has no end, or "
            "none is known."
        ),
    )
    valid_until_precision = precision_field(
        verbose_name=_("precision of “valid until”")
    )
    areas = models.ManyToManyField(
        CooperationArea, blank=True, related_name="agreements", verbose_name=_("areas")
    )
    folded = FoldedField(of=("title", "summary", "number", "place"))
    # The day it is listed and shown by, and whether every side has signed: made of `signed_on`, or
    # of its sides' signatures (`agreement_dating.py`).
    dated_on = models.DateField(_("signed on"), null=True, editable=False)
    dated_precision = precision_field(editable=False)
    signed_by_all = models.BooleanField(default=False, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = [models.F("dated_on").desc(nulls_last=True), "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(signed_on__isnull=False) | Q(signed_precision="day"),
                name="agreement_precision_needs_a_date",
                violation_error_message=_("A precision says nothing without a date."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=False) | Q(valid_until_precision="day"),
                name="agreement_until_precision_needs_a_date",
                violation_error_message=_("A precision says nothing without a date."),
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            # The agreements list, newest first.
            models.Index(fields=["-dated_on", "-id"], name="agreement_newest_first"),
        ]

    def __str__(self):
        return text_and_language(self, "title")[0]

    def get_absolute_url(self):
        return address_of("commission:agreement-detail", self.slug)

    def save(self, *args, **kwargs):
        # Of an imprecise date the first day begins its life, the last one ends it.
        if self.signed_on:
            self.signed_on = first_day(self.signed_on, self.signed_precision)
        if self.valid_until:
            self.valid_until = last_day(self.valid_until, self.valid_until_precision)
        super().save(*args, **kwargs)

    def clean(self):
        if self.signed_on and self.valid_until:
            if last_day(self.valid_until, self.valid_until_precision) < first_day(
                self.signed_on, self.signed_precision
            ):
                raise ValidationError(
                    {"valid_until": _("It ends before it was signed: mend one of the two.")}
                )  # fmt: skip

    @property
    def status(self):
        """The status today, as `with_status()` has it; a query where that was not asked for."""
        if "derived_status" not in self.__dict__:
            rows = type(self)._base_manager.filter(pk=self.pk)
            today = status_on(timezone.localdate())
            self.derived_status = rows.values_list(today, flat=True).get()
        return AgreementStatus(self.derived_status)

    @property
    def status_badge(self):
        """What the stylesheet calls its status."""
        return self.status.replace("_", "-")

    @property
    def valid_until_in_words(self):
        return date_in_words(self.valid_until, self.valid_until_precision)

    @property
    def day_of_signing(self):
        """When it was signed as a whole, to `dated_precision`; None while a side is missing."""
        return self.dated_on if self.signed_by_all else None

    @property
    def is_to_be_signed(self):
        """True when the day it is dated by is still to come."""
        return self.dated_on is not None and self.dated_on > timezone.localdate()

    @property
    def signed_in_words(self):
        """When it was signed; by some of the sides alone, when the last of them did and that others
        are missing.  "" where nobody says.
        """
        words = date_in_words(self.dated_on, self.dated_precision)
        if not words or self.signed_by_all:
            return words
        return _("%(date)s (not yet by every side)") % {"date": words}

    @property
    def country_name(self):
        return country_name(self.country)
