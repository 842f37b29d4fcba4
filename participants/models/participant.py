from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commission.above import above, number_above
from commission.collation import Alphabetical, by_alphabet
from commission.countries import country_choices, country_name
from commission.folding import FoldedField, in_every_language
from commission.languages import text_and_language
from commission.models import Addressed, Publishable, PublishableQuerySet, slug_field
from commission.routes import address_of

from .name_variant import named


class ParticipantQuerySet(PublishableQuerySet):
    def named(self, words):
        """Participants whose name or a variant of it holds every word, however it is spelt."""
        return named(self, words)

    def with_card(self):
        """What a row of a list shows: positions, latest first, and `session_count`.  One query more."""
        attended = above(self.model.delegation_members).published()
        return self.prefetch_related("positions").annotate(
            session_count=number_above(attended, "participant")
        )


class Participant(Addressed, Alphabetical, Publishable):
    """A person who takes part in the work of a commission."""

    named_by = (
        "delegation_members__session__commission",
        "signatures__agreement__commission",
    )

    slug = slug_field()
    name = models.CharField(
        pgettext_lazy("of a person", "name"),
        max_length=160,
        help_text=_("Given name first, as the person is presented."),
    )
    sort_name = models.CharField(
        _("sorted as"),
        max_length=160,
        blank=True,
        help_text=_(
            "Family name first, in Latin letters: “Atdayev Batyr”. Filled in when empty."
        ),
    )
    country = models.CharField(
        _("country"), max_length=2, choices=country_choices, blank=True
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What readers should know about the person's record."),
    )
    folded = FoldedField(of=("name",))

    objects = ParticipantQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["sort_name", "id"]
        indexes = [
            *Publishable.Meta.indexes,
            # The list of participants in the admin, in the order of family names.
            models.Index(fields=["sort_name", "id"], name="participant_by_family_name"),
            # And the public's, in each language.
            *by_alphabet(),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("participants:participant-detail", self.slug)

    def save(self, *args, **kwargs):
        self.sort_name = self.sort_name or _family_name_first(
            *in_every_language(self, "name")[:1]
        )
        super().save(*args, **kwargs)

    def sorted_as(self, language):
        return sorted_as(self, language)

    @property
    def country_name(self):
        return country_name(self.country)

    @property
    def initials(self):
        """Two letters for the avatar."""
        return initials_of(text_and_language(self, "name")[0])


def sorted_as(participant, language):
    """The name that readers of `language` see, family name first: as it is entered for the first of
    the names, otherwise by the last word.
    """
    name, _code = text_and_language(participant, "name", language)
    is_first = name == next(iter(in_every_language(participant, "name")), "")
    return (is_first and participant.sort_name) or _family_name_first(name)


def initials_of(name):
    """Those of the first and the last word of a name."""
    words = [word for word in name.replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[0], words[-1]))[: len(words)].upper()


def _family_name_first(name=""):
    *given, family = name.split() or [""]
    return " ".join([family, *given])
