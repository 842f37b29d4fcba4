"""What a passage is about, by the terms of the cooperation areas."""

from collections import defaultdict

from .found import Found, Span, Trust
from .gazetteer import Gazetteer
from .phrases import Phrases
from .text import Text


class AreaTerms:
    """The terms of all areas in the language of one text."""

    def __init__(self, gazetteer: Gazetteer, language: str) -> None:
        terms = (
            (code, term, area.key)
            for area in gazetteer.areas
            for code, term in [*area.names.items(), *area.terms]
        )
        self._phrases: Phrases[int] = Phrases(terms, language)

    def areas_of(
        self, text: Text, passage: Span, masked: list[Span]
    ) -> list[Found[int]]:
        """Keys of areas in the order of their first term.

        Terms in `masked` (names of commissions, people's posts) say nothing of the passage.  Two terms, or
        one of several words, are trusted most.
        """
        hits = defaultdict(list)
        for hit in self._phrases.hits(text, passage):
            if not any(hit.span.meets(other) for other in masked):
                hits[hit.key].append(hit)
        return [
            Found(key, tuple(hit.span for hit in found), _trust(found))
            for key, found in hits.items()
        ]


def _trust(hits):
    return Trust.HIGH if len(hits) > 1 or hits[0].length > 1 else Trust.MEDIUM
