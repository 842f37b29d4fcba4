"""Where people and bodies appear: read by the thousand for a word such as "ministry"."""

import sys
from array import array
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from commission.models import Noted, writing
from participants.models import Organisation, Participant


class Appearance(models.Model):
    """The sessions in which a person sat for a body, or for none; without a person, those for
    whose decisions a body answers.

    `sessions` are their primary keys, `packed`.  Nothing is said of who may see it: whoever asks
    joins the people and bodies that are public.
    """

    participant = models.ForeignKey(
        Participant,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    organisation = models.ForeignKey(
        Organisation,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    sessions = models.BinaryField()

    class Meta:
        verbose_name = "appearance"
        verbose_name_plural = "appearances"
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(organisation__isnull=False),
                name="appearance_of_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.participant_id} {self.organisation_id}"


def packed(sessions: Iterable[int]) -> bytes:
    """Primary keys as the column keeps them, ascending: four bytes each, the highest first."""
    return _turned(array("I", sorted(sessions))).tobytes()


def unpacked(columns: bytes) -> array:
    """The primary keys in any number of columns, one after another."""
    return _turned(array("I", columns))


def _turned(keys):
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


class Appearing(Noted):
    """Rows that say something of others: `naming` are the columns that name who appeared, or which
    decision is spoken of.
    """

    class Meta:
        abstract = True

    def save_base(self, *args, **kwargs):
        """One query more than Django's, for a row that is not new."""
        with writing(kwargs.get("using")) as change:
            change.begin()
            if not self._state.adding:
                # Not what this instance knows: somebody else may have written it since.
                change.remember(type(self), [self.pk])
            super().save_base(*args, **kwargs)
