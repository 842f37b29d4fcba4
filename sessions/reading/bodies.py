"""Ministries, agencies and companies in a text."""

from collections import defaultdict
from typing import NamedTuple

from sessions.search.tokens import words_of

from .countries import Countries
from .found import Found, Span, Trust
from .gazetteer import Gazetteer
from .phrases import Phrases, beginning_with
from .text import Text

_is_republic = beginning_with("republic республик respublika")
_of_both = beginning_with(
    "both two sides parties обеих обоих двух сторон еки iki taraplar"
)
_CONNECTING = {"of", "the"}


class BodyNamed(NamedTuple):
    key: int
    country: str


class Bodies:
    """Known bodies in the language of one text: by full name, or by the name without its country
    where the sentence says which one is meant."""

    def __init__(
        self, gazetteer: Gazetteer, countries: Countries, language: str
    ) -> None:
        self._countries = countries
        self._country_of = {body.key: body.country for body in gazetteer.bodies}
        names = [
            (code, name, body) for body in gazetteer.bodies for code, name in body.names
        ]
        self._full: Phrases[int] = Phrases(
            ((c, n, b.key) for c, n, b in names), language
        )
        cores = ((c, self._core(n), b.key) for c, n, b in names)
        self._cores: Phrases[int] = Phrases(
            ((c, n, k) for c, n, k in cores if n), language
        )

    def _core(self, name):
        """ "Ministry of Energy of the Republic of Kazakhstan" → "Ministry of Energy"; "" for a single word."""
        words = [w for w in name.split() if not self._is_of_country(w)]
        while words and words[-1].casefold() in _CONNECTING:
            words.pop()
        return (
            " ".join(words) if len(words) > 1 and len(words) < len(name.split()) else ""
        )

    def _is_of_country(self, word):
        written = next((w.written for w in words_of(word)), "")
        return bool(self._countries.named(written)) or _is_republic(written)

    def bodies_in(self, text: Text, sentence: Span) -> list[Found[BodyNamed]]:
        found: dict[int, Found[BodyNamed]] = {}
        by_span: dict[Span, set[int]] = defaultdict(set)
        for hit in self._full.hits(text, sentence):
            by_span[hit.span].add(hit.key)
        for span, keys in by_span.items():
            for key in keys:
                trust = Trust.HIGH if len(keys) == 1 else Trust.LOW
                found.setdefault(
                    key, Found(BodyNamed(key, self._country_of[key]), (span,), trust)
                )
        for each in self._by_core(text, sentence, set(by_span)):
            found.setdefault(each.value.key, each)
        return list(found.values())

    def _by_core(self, text, sentence, taken):
        by_span: dict[Span, set[int]] = defaultdict(set)
        for hit in self._cores.hits(text, sentence):
            if not any(hit.span.meets(other) for other in taken):
                by_span[hit.span].add(hit.key)
        for span, keys in by_span.items():
            near = [p for p in text.within(sentence) if self._is_beside(text, p, span)]
            named = {country for _p, country in self._countries.in_words(text, near)}
            everybody = any(_of_both(text.words[p].written) for p in near)
            meant = {key for key in keys if self._country_of[key] in named} or (
                keys if everybody else set()
            )
            for key in sorted(meant or keys):
                trust = Trust.MEDIUM if meant else Trust.LOW
                yield Found(BodyNamed(key, self._country_of[key]), (span,), trust)

    @staticmethod
    def _is_beside(text, place, span):
        inside = text.within(span)
        return inside[0] - 3 <= place <= inside[-1] + 5 and not (
            inside[0] <= place <= inside[-1]
        )
