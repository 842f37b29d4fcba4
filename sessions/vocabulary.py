"""The words of the record, and what somebody who misspelt one may have meant."""

import json
from collections.abc import Iterable

from django.db import connections

from .models import KnownWord

_TABLE = KnownWord._meta.db_table
# Many words in one parameter: a session brings a thousand and more.
_LEARN = {
    "postgresql": f"""
        INSERT INTO {_TABLE} (word, beginning)
        SELECT word, left(word, 2) FROM unnest(%s::text[]) AS word ON CONFLICT DO NOTHING""",
    "sqlite": f"""
        INSERT INTO {_TABLE} (word, beginning)
        SELECT value, substr(value, 1, 2) FROM json_each(%s) WHERE true ON CONFLICT DO NOTHING""",
}


def words_in(stream: str) -> set[str]:
    """The folded words that stand in a stream."""
    return {token[1:] for token in stream.split() if token[0] == "w"}


def learn(streams: Iterable[tuple[str, str]], using: str = "default") -> None:
    """Remember the words of streams; each is given with the stream that it was before.  One query."""
    new = {word for now, before in streams for word in words_in(now) - words_in(before)}
    if not new:
        return
    connection = connections[using]
    words = sorted(new)
    given = words if connection.vendor == "postgresql" else json.dumps(words)
    with connection.cursor() as cursor:
        cursor.execute(_LEARN[connection.vendor], [given])
