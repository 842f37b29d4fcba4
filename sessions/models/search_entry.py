"""What the record is found by: the tokens of each row that holds words.

An entry depends on its row alone, never on another, and holds nothing of who may see it: whoever
looks something up joins the entries with `published()` rows (`finding.py`).
"""

from django.db import models

from sessions.search.engines import for_postgres, for_sqlite
from sessions.search.tokens import NAME

from .session import Session

# SQLite's full-text index over the column `tokens` (see `full_text.py`).
FULL_TEXT = "search_full_text"


class TokensField(models.TextField):
    """A stream of `sessions.search.tokens`, looked up by a `Term`: `tokens__hold=term`."""


@TokensField.register_lookup
class Hold(models.Lookup):
    """Rows in whose tokens a term stands."""

    lookup_name = "hold"
    marks: tuple[str, ...] = ()

    def get_prep_lookup(self):
        return self.rhs

    def as_sqlite(self, compiler, connection):
        tokens, params = self.process_lhs(compiler, connection)
        row = f'"{self.lhs.alias}"."id"'
        sql = f"{row} IN (SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s)"
        return self._with_phrase(
            sql, [for_sqlite(self.rhs, *self.marks)], "instr", tokens, params
        )

    def as_postgresql(self, compiler, connection):
        tokens, params = self.process_lhs(compiler, connection)
        sql = f"array_to_tsvector(string_to_array({tokens}, ' ')) @@ %s::tsquery"
        asked = [*params, for_postgres(self.rhs, *self.marks)]
        return self._with_phrase(sql, asked, "strpos", tokens, params)

    def _with_phrase(self, sql, asked, place_of, tokens, params):
        """Words that stand in the row are a phrase when they stand there side by side."""
        if not self.rhs.is_phrase:
            return sql, asked
        sql = f"({sql} AND {place_of}({tokens}, %s) > 0)"
        return sql, [*asked, *params, self.rhs.side_by_side]


@TokensField.register_lookup
class HoldAsName(Hold):
    """Of those, rows that are as public as what they name, not as one session."""

    lookup_name = "hold_as_name"
    marks = (NAME,)


class SearchEntry(models.Model):
    """The tokens of one row: of the model called `kind`, with the primary key `row`.

    `session` is the session that the row is as public as; a row that asks for more than that
    (a delegation's member, a person, a body, an agreement) has none.
    """

    kind = models.CharField(max_length=20)
    row = models.BigIntegerField()
    # Whoever removes the row removes its entry: the database need not look for it twice.
    session = models.ForeignKey(
        Session,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    tokens = TokensField()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row"], name="search_entry_once_a_row"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.row}"
