"""What the record is found by: the tokens of each row that holds words.

An entry depends on its row alone, never on another, and holds nothing of who may see it: whoever
looks something up joins what `SessionsHolding` and `RowsHolding` give with `published()` rows
(`finding.py`).
"""

from django.db import models
from django.db.models.expressions import RawSQL

from sessions.search.engines import for_postgres, for_sqlite
from sessions.search.tokens import NAME

from .session import Session

# SQLite's full-text index over the column `tokens` (see `full_text.py`).
FULL_TEXT = "search_full_text"
# PostgreSQL's function that the index is made with.
AS_TSVECTOR = "search_tsvector"
# The kinds of rows, by the names of their models; the number of each stays what it is.
KINDS = {
    "session": 1,
    "agendaitem": 2,
    "passage": 3,
    "decision": 4,
    "document": 5,
    "delegationmember": 6,
    "agreement": 7,
    "participant": 8,
    "organisation": 9,
    "namevariant": 10,
}
ROW_BITS = 32
SESSION_AT = ROW_BITS + 4


def place_of(kind, row, session):
    """The number under which SQLite's index knows an entry: session, kind and row in one.

    From the number alone one reads which session was found, without a look at the entry.
    """
    return ((session or 0) << SESSION_AT) | (KINDS[kind] << ROW_BITS) | row


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
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    place = models.BigIntegerField(unique=True)
    tokens = models.TextField()

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


class Holding(RawSQL):
    """Primary keys for `pk__in=`: a subquery that asks the database's own index for a term."""

    def __init__(self, term):
        self.term = term
        super().__init__("", [], models.BigIntegerField())

    def in_sqlite(self, key, condition, *marks):
        sql = (
            f"SELECT {key} FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s AND {condition}"
        )
        return self._with_phrase(sql, [for_sqlite(self.term, *marks)], "instr")

    def in_postgres(self, key, condition, *marks):
        sql = (
            f"SELECT {key} FROM {SearchEntry._meta.db_table} "
            f"WHERE {AS_TSVECTOR}(tokens) @@ %s::tsquery AND {condition}"
        )
        return self._with_phrase(sql, [for_postgres(self.term, *marks)], "strpos")

    def _with_phrase(self, sql, params, place_of):
        """Words that stand in the row are a phrase when they stand there side by side."""
        if not self.term.is_phrase:
            return f"({sql})", params
        return f"({sql} AND {place_of}(tokens, %s) > 0)", [
            *params,
            self.term.side_by_side,
        ]


class SessionsHolding(Holding):
    """Sessions in a row of which, as public as they are, a term stands."""

    def as_sqlite(self, compiler, connection):
        return self.in_sqlite(f"rowid >> {SESSION_AT}", f"rowid >= {1 << SESSION_AT}")

    def as_postgresql(self, compiler, connection):
        return self.in_postgres("session_id", "session_id IS NOT NULL")


class RowsHolding(Holding):
    """Rows of `kind` in which a term stands."""

    def __init__(self, term, kind):
        self.kind = kind
        super().__init__(term)

    def as_sqlite(self, compiler, connection):
        row = f"rowid & {(1 << ROW_BITS) - 1}"
        kind = KINDS[self.kind]
        return self.in_sqlite(row, f"(rowid >> {ROW_BITS}) & 15 = {kind}")

    def as_postgresql(self, compiler, connection):
        return self.in_postgres('"row"', f"kind = '{self.kind}'")


class NamesHolding(RowsHolding):
    """Of those, rows that ask for more than a public session: they stand first in the index."""

    def as_sqlite(self, compiler, connection):
        row = f"rowid & {(1 << ROW_BITS) - 1}"
        first = KINDS[self.kind] << ROW_BITS
        last = first + (1 << ROW_BITS) - 1
        return self.in_sqlite(row, f"rowid BETWEEN {first} AND {last}")

    def as_postgresql(self, compiler, connection):
        return self.in_postgres('"row"', f"kind = '{self.kind}'", NAME)
