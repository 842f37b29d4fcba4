"""The words that stand somewhere in the record, for "did you mean"."""

from django.db import models


class KnownWord(models.Model):
    """A folded word that stands, or once stood, in a digest; a rebuild forgets what went."""

    word = models.CharField(primary_key=True, max_length=60)
    # Its first two letters: where the neighbours of a misspelt word are looked for.
    beginning = models.CharField(max_length=2, db_index=True)

    class Meta:
        verbose_name = "known word"
        verbose_name_plural = "known words"

    def __str__(self):
        return self.word
