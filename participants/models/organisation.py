from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.above import above, number_above
from commission.collation import Alphabetical, by_alphabet
from commission.countries import country_choices, country_name
from commission.folding import FoldedField
from commission.models import (
    Addressed,
    Publishable,
    PublishableQuerySet,
    is_public,
    slug_field,
)
from commission.routes import address_of

from .name_variant import named


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("government or cabinet")
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("agency or committee")
    COMPANY = "company", _("company")
    INTERNATIONAL = "international", _("international body")
    OTHER = "other", _("other")


class OrganisationQuerySet(PublishableQuerySet):
    def named(self, words):
        """Organisations whose name, short name or a variant of it holds every word."""
        return named(self, words)

    def with_card(self):
        """What a row of a list shows: `people_count` and `decision_count`.  No query more."""
        people = above(self.model.positions).filter(is_public("participant__"))
        decisions = above(self.model.responsible_bodies).published()
        return self.annotate(
            people_count=number_above(people, "organisation", of="participant"),
            decision_count=number_above(decisions, "organisation", of="decision"),
        )


class Organisation(Addressed, Alphabetical, Publishable):
    """A ministry, agency, company or international body."""

    named_by = (
        "delegation_members__session__commission",
        "responsible_bodies__decision__session__commission",
        "signatures__agreement__commission",
    )

    slug = slug_field()
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    country = models.CharField(
        _("country"), max_length=2, choices=country_choices, blank=True
    )
    kind = models.CharField(_("kind"), max_length=13, choices=OrganisationKind.choices)
    description = models.TextField(_("description"), blank=True)
    folded = FoldedField(of=("name", "short_name"))

    objects = OrganisationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        indexes = [*Publishable.Meta.indexes, *by_alphabet()]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("participants:organisation-detail", self.slug)

    @property
    def country_name(self):
        return country_name(self.country)
