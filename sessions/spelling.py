"""Which records hold a phrase with the letters it was given in: their digests know folded words alone.

Streams tell which rows hold the words side by side; the texts of those rows are read.
"""

from collections import defaultdict
from collections.abc import Collection

from .indexing import MOST_ASKED, SOURCES
from .models import Session, SessionDigest
from .models.digest import Digest, record_at
from .search.digest import PASSAGE, segments_of
from .search.query import Term

_SOURCES = {
    (source.digest, source.digest.kinds[source.owner], source.letter): source
    for source in SOURCES
}


def spelt(
    digest: type[Digest], places: Collection[int], term: Term, spaces: str = ""
) -> set[int]:
    """Of the places of digests that hold a phrase those of records that spell it so.

    Of records with spaces the rows in `spaces` alone are read: one of each record, then a second of
    those that it does not settle, and so on.  One query for each 500 digests, and for each 500 rows
    of a kind.
    """
    found: set[int] = set()
    waiting = _rows_with(digest, places, term, spaces)
    while waiting:
        turn = defaultdict(list)
        for rows in waiting.values():
            source, key = rows.pop()
            turn[source].append(key)
        for source, keys in turn.items():
            found.update(map(source.place, _spelling_so(source, keys, term)))
        waiting = {
            place: rows
            for place, rows in waiting.items()
            if rows and place not in found
        }
    return found


def spelt_passages(keys: Collection[int], term: Term) -> set[int]:
    """Of passages by their primary keys those that spell a phrase so.  One query."""
    passages = _SOURCES[SessionDigest, SessionDigest.kinds[Session], PASSAGE]
    return {row.pk for row in _spelling_so(passages, keys, term)}


def _spelling_so(source, keys, term):
    for some in _in_batches(keys):
        for row in source.model._base_manager.filter(pk__in=some):
            texts = (text for _language, text in source.texts(row))
            if any(map(term.is_spelt_in, texts)):
                yield row


def _rows_with(digest, places, term, spaces):
    """{place: [(source, primary key) of the rows with the words of a phrase side by side]}."""
    rows = defaultdict(list)
    for some in _in_batches(places):
        digests = digest.objects.filter(place__in=some)
        for place, stream in digests.values_list("place", "stream"):
            kind = record_at(place)[0]
            for marker, segment in segments_of(stream).items():
                in_space = digest.spaces.get(marker[0], "") in spaces
                if in_space and term.side_by_side in f"{segment} ":
                    source = _SOURCES[digest, kind, marker[0]]
                    rows[place].append((source, int(marker[1:])))
    return rows


def _in_batches(items):
    items = list(items)
    return (items[n : n + MOST_ASKED] for n in range(0, len(items), MOST_ASKED))
