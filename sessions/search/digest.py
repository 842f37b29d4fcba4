"""Digests: the tokens of all rows of one record, and what of them a database's index is made of.

A *stream* is what stands in a record, row after row, and tells which row holds what.  Every row is
a *segment* of it: a marker (`xp12`: kind of row and primary key), its words as they are written,
each text between gaps, then what they mean, each once, then the names by which it may be asked
for exactly:

    xp12 x wroads wa wroad x wyol x sroad sa fyol eroads_a_road

The *tokens* of a stream are those that are looked up: its markers, words and exact names, each
once; `2…` and `4…` for what stands in so many passages; `b…` for every two words side by side.
They are letters, digits and `_` alone, so that neither database needs them escaped.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from .tokens import tokens_in

# Stands between two texts: no phrase runs across it, since no word leaves this token.
GAP = "x"
# A passage's kind comes last in the order of markers, so that its segments end the stream.
PASSAGE = "p"
# In how many passages a word stands that counts as standing there often.
OFTEN = (2, 4)
# PostgreSQL takes a megabyte of tokens for a row; what is more goes to the next part.
PART_BYTES = 800_000
# PostgreSQL takes no longer token; no name that fits its column comes near.
LONGEST_NAME_BYTES = 2_000

_MARKER = re.compile(r" x([a-z])(\d+) ")


def segment_of(
    marker: str, texts: Iterable[tuple[str, str]], names: Iterable[str] = ()
) -> str:
    """The tokens of one row, apart by single spaces; `texts` are (language, text) pairs."""
    written, meant = [GAP], {}
    for language, text in texts:
        for word, meaning in tokens_in(text, language):
            written.append(f"w{word}")
            meant[meaning] = None
        if written[-1] != GAP:
            written.append(GAP)
    exact = dict.fromkeys(filter(None, map(exact_token, names)))
    return " ".join([f"x{marker}", *written, *meant, *exact])


def exact_token(name: str) -> str:
    """The token of a whole name, however it is spelt; "" where there is no word in it."""
    words = "_".join(word for word, _meaning in tokens_in(name))
    return f"e{words}" if words and len(words.encode()) < LONGEST_NAME_BYTES else ""


def stream_of(segments: Mapping[str, str]) -> str:
    """Segments by their markers, in the one order that they have; it begins and ends with a space."""
    ordered = sorted(segments, key=lambda marker: (marker[0], int(marker[1:])))
    return " ".join(["", *(segments[marker] for marker in ordered), ""])


def segments_of(stream: str) -> dict[str, str]:
    """{marker: segment}, what `stream_of` was made from."""
    marks = list(_MARKER.finditer(stream))
    ends = [mark.start() for mark in marks[1:]] + [len(stream) - 1]
    return {
        mark[1] + mark[2]: stream[mark.start() + 1 : end]
        for mark, end in zip(marks, ends, strict=False)
    }


def passages_of(stream: str) -> Iterator[tuple[int, str]]:
    """(primary key, segment) of every passage; the segment begins and ends with a space."""
    for piece in stream.rstrip().split(f" x{PASSAGE}")[1:]:
        end = piece.index(" ")
        yield int(piece[:end]), f"{piece[end:]} "


def tokens_of(stream: str, spaces: Mapping[str, str] | None = None) -> list[str]:
    """The distinct tokens of a stream, pairs last; `spaces` sets apart those of a kind of rows.

    {"t": "t"} puts a `t` before every token that a row of the kind `t` leaves.
    """
    markers, words, pairs = {}, {}, {}
    in_passages: Counter[str] = Counter()
    for marker, segment in segments_of(stream).items():
        space = (spaces or {}).get(marker[0], "")
        mark, *tokens = segment.split()
        markers[mark] = None
        left = {f"{space}{token}": None for token in tokens if token != GAP}
        words.update(left)
        pairs.update(_pairs(tokens, space))
        if marker[0] == PASSAGE:
            in_passages.update(token for token in left if token[0] in "sf")
    often = (
        f"{times}{token}"
        for token, number in in_passages.items()
        for times in OFTEN
        if number >= times
    )
    return [*markers, *words, *often, *pairs]


def _pairs(tokens, space):
    """The token of every two written words that stand side by side."""
    return {
        f"{space}b{one[1:]}_{other[1:]}": None
        for one, other in pairwise(tokens)
        if one[0] == "w" and other[0] == "w"
    }


def parts_of(tokens: Iterable[str]) -> Iterator[str]:
    """The tokens apart by spaces, in as many parts as it takes to keep each small enough."""
    part: list[str] = []
    room = PART_BYTES
    for token in tokens:
        room -= len(token.encode()) + 1
        if room < 0 and part:
            yield " ".join(part)
            part, room = [], PART_BYTES - len(token.encode()) - 1
        part.append(token)
    yield " ".join(part)
