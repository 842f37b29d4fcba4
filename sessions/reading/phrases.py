"""Finding phrases of several words in a text, in whichever form they stand there."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import takewhile
from typing import Generic, NamedTuple, TypeVar

from sessions.search.tokens import SHORTEST_BEGINNING, Word, words_of

from .endings import ENDINGS
from .found import Span
from .text import Text

K = TypeVar("K", bound=Hashable)


class Hit(NamedTuple, Generic[K]):
    key: K
    span: Span
    length: int


class Phrases(Generic[K]):
    """Phrases to look for, (language, phrase, what it stands for).

    Words are compared by what they mean, as in a search: by stem in Russian and English, by their
    beginning in Kazakh and Turkmen.  Only phrases of the text's language, and those of none, count.
    """

    def __init__(self, phrases: Iterable[tuple[str, str, K]], language: str) -> None:
        self._by_first: dict[str, list[tuple[list[Word], K]]] = defaultdict(list)
        for code, phrase, key in phrases:
            if code in ("", language):
                if words := list(words_of(phrase, language)):
                    first = words[0].meant[:SHORTEST_BEGINNING]
                    self._by_first[first].append((words, key))

    def hits(self, text: Text, span: Span | None = None) -> list[Hit[K]]:
        """In the order of the text; of hits that overlap the longest only."""
        places = text.within(span) if span else range(len(text.words))
        found = [hit for place in places for hit in self._hits_at(text, place)]
        return _longest(found)

    def _hits_at(self, text: Text, place: int) -> Iterator[Hit[K]]:
        first = text.words[place].meant[:SHORTEST_BEGINNING]
        for phrase, key in self._by_first.get(first, ()):
            words = text.words[place : place + len(phrase)]
            if len(words) == len(phrase) and all(map(_answers, words, phrase)):
                yield Hit(key, Span(words[0].start, words[-1].end), len(phrase))


def _answers(word: Word, wanted: Word) -> bool:
    if word.meant == wanted.meant:
        return not word.written.isascii() or _is_inflected(word.written, wanted.written)
    if wanted.meant[0] != "f" or not word.meant.startswith(wanted.meant):
        return False
    if len(wanted.written) > SHORTEST_BEGINNING:
        return True
    # What follows a short word must be an ending: a newspaper (газет) is no gas (газ).
    return word.written.removeprefix(wanted.written) in _ALL_ENDINGS


_ALL_ENDINGS = {ending for endings in ENDINGS.values() for ending in endings}


# "Railways" is a form of "railway"; "importance" is none of "import", though the stem is one.
_ENGLISH_ENDINGS = set(
    " s es ed d ing e y ies ied al ally er ers ion ions ic ics or ors".split(" ")
)


def _is_inflected(word, other):
    shared = letters_shared(word, other)
    return word[shared:] in _ENGLISH_ENDINGS and other[shared:] in _ENGLISH_ENDINGS


def letters_shared(word: str, other: str) -> int:
    """How many letters both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    return sum(1 for _pair in same)


def _longest(hits: list[Hit[K]]) -> list[Hit[K]]:
    """Without those that overlap a longer one; several of one span all stay."""
    kept: list[Hit[K]] = []
    cluster: list[Hit[K]] = []
    for hit in sorted(dict.fromkeys(hits), key=lambda each: each.span):
        if cluster and hit.span.start >= max(each.span.end for each in cluster):
            kept += _longest_of(cluster)
            cluster = []
        cluster.append(hit)
    return kept + _longest_of(cluster)


def _longest_of(cluster):
    """Of some that hang together."""
    kept: list[Hit] = []
    for hit in sorted(cluster, key=lambda h: (h.span.start - h.span.end, h.span)):
        if not any(
            hit.span != other.span and hit.span.meets(other.span) for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda each: each.span)


def beginning_with(*beginnings: str) -> Callable[[str], bool]:
    """Whether a folded word begins with any of the words in `beginnings` (split at spaces)."""
    wanted = tuple(word for each in beginnings for word in each.split())
    return lambda word: word.startswith(wanted)
