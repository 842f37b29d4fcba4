"""The words by which records with a name are suggested while a reader types, and their sounds."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from commission.hearing import heard, heard_beginnings

# Letters from which on something is suggested; every word is kept under its first ones.
SHORTEST_TYPED = 2
LONGEST_WORD = 60


class SuggestionQuerySet(models.QuerySet):
    def sounding_like(self, word, *, begins=False):
        """Rows whose word sounds like `word` or, where it `begins` one, begins so; none for a single letter."""
        sounds = sounds_of(word, begins=begins)
        if not begins:
            return self.filter(word__in=sounds)
        fitting = (
            Q(start=each[:SHORTEST_TYPED], word__startswith=each) for each in sounds
        )
        return self.filter(reduce(or_, fitting, Q(pk__in=[])))


def sounds_of(word, *, begins=False):
    """What is kept of words that sound like `word` or begin so; nothing for a single letter."""
    sounds = heard_beginnings(word) if begins else [heard(word)]
    return [each[:LONGEST_WORD] for each in sounds if len(each) >= SHORTEST_TYPED]


class Suggestion(models.Model):
    """One word of the names of one record: of the model called `kind`, with the primary key `row`.

    `word` is folded, or how a folded one sounds (`commission/hearing.py`); `start` its first letters,
    `weight` says how well the record knows the row.  Nothing here says who may see the row: whoever
    looks words up joins public rows.
    """

    kind = models.CharField(max_length=20)
    row = models.BigIntegerField()
    word = models.CharField(max_length=LONGEST_WORD)
    start = models.CharField(max_length=SHORTEST_TYPED)
    weight = models.PositiveSmallIntegerField(default=0)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "suggestion"
        verbose_name_plural = "suggestions"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row", "word"], name="suggestion_once_a_word"
            ),
        ]
        indexes = [
            # From the best known row down, without a look at the table.
            models.Index(
                fields=["kind", "start", "-weight", "row", "word"],
                name="suggestion_best_known",
            ),
            # A search looks for names that sound like one of its words.
            models.Index(fields=["word", "kind", "row"], name="suggestion_sounding"),
        ]

    def __str__(self):
        return f"{self.word} ({self.kind} {self.row})"
