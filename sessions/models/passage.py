from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _

from commission.models import CooperationArea, Noted, PublishableQuerySet
from commission.routes import address_of
from sessions.markdown import RenderedField

from .session import Session


class PassageQuerySet(PublishableQuerySet):
    own_state = False
    public_through = ("session", "session__commission")

    def about(self, areas):
        """Passages that carry any of `areas`; a sphere includes its sectors."""
        within = CooperationArea.objects.within(areas).values("pk")
        carried = self.model.areas.through.objects.filter(
            passage=OuterRef("pk"), cooperationarea__in=within
        )
        # Not `pk__in`: for every session SQLite would try all passages of the areas in turn.
        return self.filter(Exists(carried))

    def with_areas(self, reader=None):
        """Loads the areas that `reader` may see (None: the public ones), each with its sphere.

        One query more.
        """
        areas = CooperationArea.objects.visible_to(reader).select_related("parent")
        return self.prefetch_related(Prefetch("areas", areas))


class Passage(Noted):
    """A paragraph of a session's report; the report is its ordered passages."""

    belongs_to = ("session",)

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="passages", verbose_name=_("session")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1)]
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "*emphasis*, **strong emphasis**, [words](https://address) for a link, and lines that "
            "begin with “- ” for a list."
        ),
    )
    areas = models.ManyToManyField(
        CooperationArea, blank=True, related_name="passages", verbose_name=_("areas")
    )
    html_en = RenderedField(of="text_en")
    html_ru = RenderedField(of="text_ru")
    html_kk = RenderedField(of="text_kk")
    html_tk = RenderedField(of="text_tk")

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="passage_number_once",
                violation_error_message=_(
                    "The report already has a passage with this number."
                ),
            ),
        ]

    def __str__(self):
        return f"¶ {self.number}"

    def get_absolute_url(self):
        session = self.session
        return address_of(
            "sessions:passage-detail", session.commission.slug, session.key, self.number
        )
