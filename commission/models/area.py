from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commission.folding import FoldedField
from commission.languages import language_name
from commission.routes import address_of

from .noted import Noted
from .publishing import Publishable, PublishableQuerySet, is_public, public_now
from .slug import Addressed, slug_field


class CooperationAreaQuerySet(PublishableQuerySet):
    def spheres(self):
        """The upper level of the tree."""
        return self.filter(parent=None)

    def published(self, *, at=None):
        """Public areas; a sector is not public before its sphere is."""
        return (
            super()
            .published(at=at)
            .filter(Q(parent=None) | is_public("parent__", at=at))
        )

    def in_tree_order(self):
        """Each sphere in its place, followed by its sectors."""
        number = models.BigIntegerField()
        return self.order_by(
            Coalesce("parent__order", "order"),
            Coalesce("parent_id", "pk", output_field=number),
            models.F("parent_id").asc(nulls_first=True),
            "order",
            "pk",
        )

    def within(self, areas):
        """`areas` and, for every sphere among them, its public sectors.

        `areas` is one area, an iterable of areas or primary keys, or a QuerySet.
        """
        if isinstance(areas, CooperationArea):
            areas = [areas]
        if not isinstance(areas, models.QuerySet):
            areas = [getattr(area, "pk", area) for area in areas]
        return self.filter(Q(pk__in=areas) | Q(parent__in=areas) & is_public())


class CooperationArea(Addressed, Publishable):
    """A node of the two-level tree: a sphere (trade and economy) or one of its sectors."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sectors",
        verbose_name=_("sphere"),
        limit_choices_to={"parent": None},
        help_text=_("The sphere this sector belongs to; empty for a sphere."),
    )
    slug = slug_field()
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(
                r"^#[0-9a-fA-F]{6}$", _("Write the colour as #rrggbb, e.g. #1f5fa8.")
            )
        ],
        help_text=_("Of a sphere; a sector takes the colour of its sphere."),
    )
    dac_code = models.CharField(
        _("DAC code"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d{3}(\d{2})?$", _("A DAC code has three or five digits.")
            )
        ],
        help_text=_("Purpose code of the OECD DAC/CRS list, three or five digits."),
    )
    folded = FoldedField(of=("name",))

    objects = CooperationAreaQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("cooperation area")
        verbose_name_plural = _("cooperation areas")
        ordering = ["order", "id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent=None, colour__gt="")
                | Q(parent__isnull=False, colour=""),
                name="area_colour_is_the_spheres",
                violation_error_message=_(
                    "A sphere needs a colour; a sector has its sphere's."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("commission:area-detail", self.slug)

    @property
    def is_sphere(self):
        return self.parent_id is None

    @property
    def is_shown(self):
        """True when visitors see the area now, which is not before its sphere.  Reads the parent."""
        now = public_now()
        return self.is_public_at(now) and (
            self.is_sphere or self.parent.is_public_at(now)
        )

    @cached_property
    def sphere_id(self):
        """Primary key of the sphere: its own for a sphere.  No query; kept, since lists ask it of each passage."""
        return self.parent_id or self.pk

    def clean(self):
        if self.parent_id and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError(
                {"parent": _("Choose a sphere: the tree has two levels.")}
            )
        if self.parent_id and self.pk and self.sectors.exists():
            raise ValidationError(
                {"parent": _("This sphere has sectors of its own: move them first.")}
            )


class AreaTerm(Noted):
    """A word by which texts speak of an area: "railway", "железная дорога", "теміржол"."""

    area = models.ForeignKey(
        CooperationArea, models.CASCADE, related_name="terms", verbose_name=_("area")
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    term = models.CharField(_("term"), max_length=120)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["area", "language", "term"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "language", "term"],
                name="area_term_once",
                violation_error_message=_(
                    "The area already has this term in this language."
                ),
            ),
        ]

    def __str__(self):
        return self.term

    @property
    def language_name(self):
        """The name of its language in the active one (CLDR)."""
        return language_name(self.language)
