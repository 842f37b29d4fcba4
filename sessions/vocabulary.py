"""The words of the record, and what somebody who misspelt one may have meant."""

import json
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, get_close_matches

from django.db import connections
from django.db.models.functions import Length

from .models import KnownWord
from .search.query import Query, Term
from .search.tokens import words_of

# Shorter words are one slip away from too many others.
SHORTEST_MISSPELT = 3
# How many neighbours of a word are asked whether they find something.
MOST_ASKED = 5
# How many words that begin alike and are as long are compared.
MOST_COMPARED = 5_000
# What is left of letters when words are folded.
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя")

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


# ── Did you mean ─────────────────────────────────────────────────────────────────────────────


def suggested(query: Query, finds: Callable[[Term], int]) -> str | None:
    """The query with the nearest known word for each word that finds nothing; None when there is none.

    `finds(term)` says how many records that the reader may see hold a term (or whether any does):
    no word that stands in hidden ones alone is ever offered.  Two queries for each such word at
    most, besides those of `finds`.
    """
    asked = {word for term in query.terms for word in term.words}
    missing = [word for word in asked if not finds(Term((word,)))]
    meant = {word: _nearest(word, finds) for word in missing}
    if not meant or not all(meant.values()):
        return None
    return _with_words(query.text, meant)


def _with_words(text, meant):
    """`text` with other words in the places of some."""
    pieces, at = [], 0
    for word in words_of(text):
        if word.written in meant and word.start >= at:
            pieces += [text[at : word.start], meant[word.written]]
            at = word.end
    return "".join([*pieces, text[at:]])


def _nearest(word, finds):
    """The best word one slip away or, without any, the best that begins and reads alike; "" for none."""
    if len(word) < SHORTEST_MISSPELT or word.isdigit():
        return ""
    for neighbours in (_one_slip_away, _alike):
        near = sorted(
            neighbours(word), key=lambda other: (-_likeness(word, other), other)
        )
        # As it is written: another form of the word may be hidden where this one is not.
        found = {
            other: int(finds(Term((other,), is_phrase=True)))
            for other in near[:MOST_ASKED]
        }
        if any(found.values()):
            return max(near[:MOST_ASKED], key=lambda other: found[other])
    return ""


def _likeness(word, other):
    return SequenceMatcher(None, word, other).ratio()


def _one_slip_away(word):
    """Known words with one letter too many, too few, or another, or two in turned order.  One query."""
    known = KnownWord.objects.filter(pk__in=slips_of(word))
    return list(known.values_list("pk", flat=True))


def slips_of(word: str) -> set[str]:
    """Every word one slip away from `word`."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    letters = next((each for each in ALPHABETS if set(word) & set(each)), "")
    slips = {before + after[1:] for before, after in splits if after}
    slips |= {
        before + after[1] + after[0] + after[2:]
        for before, after in splits
        if len(after) > 1
    }
    for letter in letters:
        slips |= {before + letter + after for before, after in splits}
        slips |= {before + letter + after[1:] for before, after in splits if after}
    return slips - {word}


def _alike(word):
    """Known words with the same first two letters and nearly the same others.  One query."""
    known = KnownWord.objects.annotate(length=Length("word")).filter(
        beginning=word[:2], length__range=(len(word) - 2, len(word) + 2)
    )
    words = known.order_by("pk").values_list("pk", flat=True)[:MOST_COMPARED]
    letters = set(word)
    few = [other for other in words if len(letters ^ set(other)) <= 4]
    return get_close_matches(word, few, n=MOST_ASKED, cutoff=0.7)
