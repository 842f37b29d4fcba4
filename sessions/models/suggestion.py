"""The words by which records with a name are suggested while a reader types."""

from django.db import models

# Letters from which on something is suggested; every word is kept under its first ones.
SHORTEST_TYPED = 2


class Suggestion(models.Model):
    """One word of the names of one record: of the model called `kind`, with the primary key `row`.

    `word` is folded, `start` its first letters, `weight` says how well the record knows the row.
    Nothing here says who may see the row: whoever looks words up joins public rows.
    """

    kind = models.CharField(max_length=20)
    row = models.BigIntegerField()
    word = models.CharField(max_length=60)
    start = models.CharField(max_length=SHORTEST_TYPED)
    weight = models.PositiveSmallIntegerField(default=0)

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
        ]

    def __str__(self):
        return f"{self.word} ({self.kind} {self.row})"
