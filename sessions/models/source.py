from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.dates import date_in_words, precision_field
from commission.models import (
    Agreement,
    Commission,
    Figure,
    Noted,
    PublishableQuerySet,
    is_public,
)
from participants.models import Participant

from .decision import Decision
from .session import Session

# What a source may vouch for: exactly one of these.
SUBJECTS = ("commission", "session", "decision", "agreement", "figure", "participant")


def _exactly_one_subject():
    rule = Q()
    for subject in SUBJECTS:
        rule |= Q(**{f"{other}__isnull": other != subject for other in SUBJECTS})
    return rule


class SourceQuerySet(PublishableQuerySet):
    def published(self, *, at=None):
        """Sources of what is public itself."""
        return self.filter(
            is_public("commission__", at=at)
            | is_public("session__", at=at) & is_public("session__commission__", at=at)
            | is_public("decision__session__", at=at)
            & is_public("decision__session__commission__", at=at)
            | is_public("agreement__", at=at)
            & is_public("agreement__commission__", at=at)
            | is_public("figure__commission__", at=at)
            | is_public("participant__", at=at)
        )


def _subject(model, verbose_name):
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=verbose_name,
    )


class Source(Noted):
    """Where a fact comes from: publisher, address, date – and what it leaves in doubt."""

    belongs_to = (
        "commission",
        "session",
        "decision__session",
        "agreement",
        "figure__commission",
        "participant",
    )

    commission = _subject(Commission, _("commission"))
    session = _subject(Session, _("session"))
    decision = _subject(Decision, _("decision"))
    agreement = _subject(Agreement, _("agreement"))
    figure = _subject(Figure, _("figure"))
    participant = _subject(Participant, _("participant"))
    publisher = models.CharField(_("publisher"), max_length=160)
    title = models.CharField(_("title"), max_length=300, blank=True)
    address = models.URLField(_("address"), max_length=600, blank=True)
    published_on = models.DateField(_("date"), null=True, blank=True)
    published_precision = precision_field()
    doubt = models.TextField(
        _("doubt"),
        blank=True,
        help_text=_(
            "What it does not say, or where it differs from another source. Readers see it."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_subject(),
                name="source_vouches_for_one",
                violation_error_message=_(
                    "A source stands at one record: choose exactly one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=False) | Q(published_precision="day"),
                name="source_precision_needs_a_date",
                violation_error_message=_("A precision says nothing without a date."),
            ),
        ]

    def __str__(self):
        return self.title or self.publisher

    def clean(self):
        if self.address and urlsplit(self.address).scheme not in ("http", "https"):
            raise ValidationError(
                {"address": _("The address begins with http:// or https://.")}
            )

    @property
    def date_in_words(self):
        return date_in_words(self.published_on, self.published_precision)
