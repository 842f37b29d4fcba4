from collections.abc import Callable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.folding import FoldedField, fold
from commission.models import Noted, NotedQuerySet

# More than any name has; a question of a thousand is too long for a database.
MOST_WORDS = 32


class NameVariant(Noted):
    """Another spelling of a name: Atdayev, Atdaýew, Атдаев.  Any of them finds the page."""

    participant = models.ForeignKey(
        "participants.Participant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="name_variants",
        verbose_name=_("participant"),
    )
    organisation = models.ForeignKey(
        "participants.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="name_variants",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("spelling"), max_length=300)
    folded = FoldedField(of=("name",))

    objects = NotedQuerySet.as_manager()

    class Meta:
        verbose_name = _("name variant")
        verbose_name_plural = _("name variants")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=False, organisation__isnull=True)
                | Q(participant__isnull=True, organisation__isnull=False),
                name="name_variant_names_one",
                violation_error_message=_(
                    "A variant is the name of one person or organisation."
                ),
            ),
            models.UniqueConstraint(
                fields=["participant", "name"],
                name="participant_variant_once",
                violation_error_message=_("This spelling is already listed."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="organisation_variant_once",
                violation_error_message=_("This spelling is already listed."),
            ),
        ]

    def __str__(self):
        return self.name


class Sounds:
    """Which names sound like a word.  The app that keeps how they sound lends it when Django is ready:
    lists of this app find Atdaýew by Атдаев without importing it.
    """

    like: Callable[[type[models.Model], str], Q]

    @classmethod
    def lend(cls, like):
        """`like(model, word)` gives the `Q` of the records with a word in a name that sounds as it begins."""
        cls.like = staticmethod(like)


def named(queryset, words):
    """The rows of `queryset` whose own name or a variant of it holds every one of `words`, or a word
    that sounds as it begins.

    For QuerySets of models with a `folded` column to which `NameVariant` has a foreign key of
    the model's name.  An empty query leaves all.
    """
    owner = queryset.model._meta.model_name
    for word in fold(words).split()[:MOST_WORDS]:
        variants = NameVariant.objects.filter(
            folded__contains=word, **{f"{owner}__isnull": False}
        )
        queryset = queryset.filter(
            Q(folded__contains=word)
            | Q(pk__in=variants.values(owner))
            | Sounds.like(queryset.model, word)
        )
    return queryset
