"""What the record is found by: a digest of each session, and of each thing that has a name.

A digest is made of the words of a record's own rows, and holds nothing of who may see it: whoever
looks something up joins what `Holding` gives with `published()` rows (`finding.py`).
"""

from django.db import models
from django.db.models.expressions import RawSQL

from commission.models import Agreement, CooperationArea
from participants.models import Organisation, Participant
from sessions.search.lookup import Lookup, for_postgres, for_sqlite

from .decision import Decision
from .session import Session

# PostgreSQL's function that the indexes are made with (see `full_text.py`).
AS_TSVECTOR = "search_tsvector"
# A place is a record's kind, its primary key, and the number of the part in the last 8 bits.
MOST_PARTS = 256
ROWS = (1 << 48) - 1


def place_of(kind: int, row: int) -> int:
    """The place of the first part of a record's digest; the other parts follow it."""
    return (kind << 48 | row) << 8


def record_at(place: int) -> tuple[int, int]:
    """(kind, primary key) of the record whose digest stands at a place."""
    return place >> 56, (place >> 8) & ROWS


def places_of(kind: int) -> tuple[int, int]:
    """The first and the last place that a record of the kind can have."""
    return place_of(kind, 0), place_of(kind + 1, 0) - 1


class Digest(models.Model):
    """A part of a record's digest; the first holds the whole `stream`, each some of its `tokens`.

    `kinds` tells the kinds of records in the table apart.  `spaces` sets apart the tokens of some
    kinds of rows, by the letter of their markers (`digest.tokens_of`).
    """

    kinds: dict[type[models.Model], int] = {}
    spaces: dict[str, str] = {}
    # SQLite's full-text table over the tokens (see `full_text.py`).
    full_text = ""

    place = models.BigIntegerField(primary_key=True)
    # The rules for tokens that it was made by (`tokens.TOKENS`).
    rules = models.PositiveSmallIntegerField()
    stream = models.TextField()
    tokens = models.TextField()

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.place)


class SessionDigest(Digest):
    """Of a session: its titles, summary and place, agenda, passages, decisions, documents."""

    kinds = {Session: 0}
    full_text = "search_sessions"

    class Meta:
        verbose_name = "digest of a session"
        verbose_name_plural = "digests of sessions"


class RecordDigest(Digest):
    """Of a person, body, agreement, decision or area; apart from the sessions', as they are many.

    Tokens of names are in the space `n`, positions in `t`, decisions in `d`, areas in `c`.
    """

    kinds = {
        Participant: 1,
        Organisation: 2,
        Agreement: 3,
        Decision: 4,
        CooperationArea: 5,
    }
    spaces = {
        "n": "n",
        "v": "n",
        "o": "n",
        "a": "n",
        "f": "n",
        "t": "t",
        "d": "d",
        "c": "c",
        "m": "c",
    }
    full_text = "search_records"

    class Meta:
        verbose_name = "digest of a record"
        verbose_name_plural = "digests of records"


class Holding(RawSQL):
    """Primary keys for `pk__in=`: of the records of a model whose digests hold what is looked up.

    Without a model the places of digests of every kind.  Each choice is asked by itself, because
    what belongs together may stand in different parts of a digest.
    """

    def __init__(
        self,
        digest: type[Digest],
        lookup: Lookup,
        model: type[models.Model] | None = None,
    ):
        self.digest, self.lookup = digest, lookup
        self.key = "({0} >> 8) << 8" if model is None else f"({{0}} >> 8) & {ROWS}"
        self.of_kind = ""
        if model is not None and len(digest.kinds) > 1:
            first, last = places_of(digest.kinds[model])
            self.of_kind = f" AND {{0}} BETWEEN {first} AND {last}"
        super().__init__("", [], models.BigIntegerField())

    def as_sqlite(self, compiler, connection):
        table = self.digest.full_text
        found = f"SELECT {{}} FROM {table} WHERE {table} MATCH %s"
        found += self.of_kind.format("rowid")
        asked = [for_sqlite(choice) for choice in self.lookup.choices]
        return self._joined(found, asked, "rowid", "instr")

    def as_postgresql(self, compiler, connection):
        table = self.digest._meta.db_table
        found = f"SELECT {{}} FROM {table} WHERE {AS_TSVECTOR}(tokens) @@ %s::tsquery"
        found += self.of_kind.format("place")
        asked = [for_postgres(choice) for choice in self.lookup.choices]
        return self._joined(found, asked, "place", "strpos")

    def _joined(self, found, asked, place, position):
        """The subquery; a phrase is looked for in the streams of those that hold its words."""
        if not self.lookup.side_by_side:
            each = [found.format(self.key.format(place))] * len(asked)
            return f"({' INTERSECT '.join(each)})", asked
        each = [found.format(f"({place} >> 8) << 8")] * len(asked)
        candidates = (
            f"SELECT place, stream FROM {self.digest._meta.db_table} "
            f"WHERE place IN ({' INTERSECT '.join(each)})"
        )
        # The offset keeps PostgreSQL from reading the streams of all others first.
        return (
            f"(SELECT {self.key.format('place')} FROM ({candidates} LIMIT {ROWS} OFFSET 0) "
            f"AS candidate WHERE {position}(stream, %s) > 0)"
        ), [*asked, self.lookup.side_by_side]
