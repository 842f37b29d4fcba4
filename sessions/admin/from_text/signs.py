"""What each proposal rests on: the words in the source, marked there, and how far it may be trusted."""

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions.reading import Found, Trust

LABELS = {
    Trust.HIGH: _("plainly said"),
    Trust.MEDIUM: _("likely"),
    Trust.LOW: pgettext_lazy("how far a proposal may be trusted", "a guess"),
}
# Longer words are cut in the proposal; the source beside it has them whole.
LONGEST = 70


class Sign(NamedTuple):
    """`name` ties the proposal to its marks; `place` is the number of the first of them."""

    name: str
    trust: str
    label: str
    words: str
    place: int


class Piece(NamedTuple):
    """A piece of the source: its text and, when proposals rest on it, their names and its number."""

    text: str
    names: str
    place: int


class Signs:
    """Gathers what proposals rest on; `of()` and `pieces()` are asked when all are in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, Found] = {}
        self._places: dict[int, int] = {}

    def add(self, name: str, found: Found | None) -> None:
        if found is not None:
            self._found[name] = found

    def pieces(self) -> list[Piece]:
        """The whole source, cut wherever what it is marked for changes."""
        begin, end = defaultdict(list), defaultdict(list)
        for name, found in self._found.items():
            for span in dict.fromkeys(found.spans):
                begin[span.start].append(name)
                end[span.end].append(name)
        cuts = sorted({0, len(self.text), *begin, *end})
        pieces: list[Piece] = []
        over: list[str] = []
        number = 0
        for at, following in pairwise(cuts):
            for name in end[at]:
                over.remove(name)
            over += begin[at]
            if over:
                number += 1
                self._places[at] = number
            names = " ".join(dict.fromkeys(over))
            place = number if over else 0
            pieces.append(Piece(self.text[at:following], names, place))
        return pieces

    def of(self, name: str) -> Sign | None:
        """Call `pieces()` first: it numbers the marks."""
        found = self._found.get(name)
        if found is None:
            return None
        words = dict.fromkeys(_shown(self.text, span) for span in found.spans)
        place = self._places.get(found.spans[0].start, 0) if found.spans else 0
        return Sign(
            name, found.trust.name.lower(), str(LABELS[found.trust]), " … ".join(words), place
        )  # fmt: skip


def _shown(text, span):
    words = " ".join(text[span.start : span.end].split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
