from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from commission.above import above, number_above
from commission.collation import Alphabetical, by_alphabet
from commission.colours import WHITE, contrast, is_colour, name_of
from commission.countries import country_choices, country_name
from commission.folding import FoldedField, fold
from commission.languages import check_languages, text_and_language
from commission.routes import address_of

from .noted import Noted
from .publishing import Publishable, PublishableQuerySet, is_public
from .slug import Addressed, slug_field

# Of a name that is typed, so many words are looked for.
MOST_WORDS = 32


class CommissionQuerySet(PublishableQuerySet):
    def named(self, words):
        """Commissions whose names hold every one of `words`, in any language; none for no word.

        One query more, of those that hold them anywhere.
        """
        wanted = fold(words).split()[:MOST_WORDS]
        rows = self if wanted else self.none()
        for word in wanted:
            rows = rows.filter(folded__contains=word)
        return self.filter(pk__in=[row.pk for row in rows if row.is_called(wanted)])

    def with_sides(self):
        """Loads the sides in the commission's own order.  One query more."""
        return self.prefetch_related("sides")

    def with_card(self):
        """What a row of a list shows: sides, `session_count`, `latest_session_on`.  One query more."""
        sessions = above(Commission.sessions).filter(is_public())
        latest = sessions.filter(commission=OuterRef("pk")).order_by("-starts_on")
        return self.with_sides().annotate(
            session_count=number_above(sessions, "commission"),
            latest_session_on=Subquery(latest.values("starts_on")[:1]),
        )


class Commission(Addressed, Alphabetical, Publishable):
    """The standing body of two (rarely more) governments."""

    slug = slug_field()
    name = models.CharField(_("full name"), max_length=400)
    short_name = models.CharField(
        _("short name"),
        max_length=120,
        help_text=_("As it stands in lists: “Turkmenistan – Kazakhstan”."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What the commission is for, in a few sentences."),
    )
    languages = models.CharField(
        _("order of languages"),
        max_length=30,
        blank=True,
        validators=[check_languages],
        help_text=_(
            "In which the commission's texts are shown where the reader's language is missing: “tk kk ru”. "
            "Filled in with the languages of its sides when empty."
        ),
    )
    folded = FoldedField(of=("name", "short_name", "description"))

    objects = CommissionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        ordering = ["slug"]
        indexes = [*Publishable.Meta.indexes, *by_alphabet()]

    called_by = "short_name"

    def __str__(self):
        return text_and_language(self, "short_name")[0]

    def is_called(self, words):
        """True when its names hold every one of `words` (folded), in any language."""
        columns = [
            *get_translation_fields("name"),
            *get_translation_fields("short_name"),
        ]
        names = fold(" ".join(getattr(self, column) or "" for column in columns))
        return all(word in names for word in words)

    def sorted_as(self, language):
        return text_and_language(self, "short_name", language)[0]

    def get_absolute_url(self):
        return address_of("commission:commission-detail", self.slug)


class Side(Noted):
    """One government in a commission."""

    belongs_to = ("commission",)

    commission = models.ForeignKey(
        Commission, models.CASCADE, related_name="sides", verbose_name=_("commission")
    )
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As people call it: “Turkmen side”.")
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        validators=[
            RegexValidator(
                r"^#[0-9a-fA-F]{6}$", _("Write the colour as #rrggbb, e.g. #0b7d4d.")
            )
        ],
        help_text=_(
            "From its flag, darkened until it stands out on white (at least 3:1)."
        ),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ["commission", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["commission", "country"],
                name="side_is_one_per_country",
                violation_error_message=_(
                    "This country already has a side in the commission."
                ),
            ),
            models.UniqueConstraint(
                fields=["commission", "order"],
                name="side_has_its_own_place",
                violation_error_message=_(
                    "Another side already has this place in the order."
                ),
            ),
            models.CheckConstraint(
                condition=Q(order__gte=1),
                name="side_order_from_one",
                violation_error_message=_("The order of sides begins with 1."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def country_name(self):
        """The country's name in the active language (CLDR)."""
        return country_name(self.country)

    @property
    def colour_name(self):
        """By which pages ask for its colour: `data-side`, answered by /colours.css."""
        return name_of(self.colour)

    def clean(self):
        if is_colour(self.colour) and contrast(self.colour, WHITE) < 3:
            raise ValidationError(
                {"colour": _("Too pale on white: choose a darker shade.")}
            )
