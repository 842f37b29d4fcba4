"""Countries in a text, by their names in every language and by the adjectives that sides are called by."""

from collections.abc import Iterable
from functools import lru_cache

from commission.countries import country_name
from commission.folding import fold

from .gazetteer import CommissionKnown
from .phrases import letters_shared
from .text import Text

LANGUAGES = ("en", "ru", "kk", "tk")
# What a side is called by besides its country's adjective.
_SIDE = ("side", "сторона", "тарап", "tarap", "part", "часть")
_SHORTEST = 4
# Beginnings that words of one country share at least.
_SHARED = 5


class Countries:
    """Those that have a side in any of the commissions."""

    def __init__(self, commissions: Iterable[CommissionKnown]) -> None:
        keys: dict[str, set[str]] = {}
        for commission in commissions:
            for side in commission.sides:
                words = keys.setdefault(side.country, set(_names_of(side.country)))
                for name in side.names.values():
                    words |= {
                        word
                        for word in fold(name).split()
                        if not word.startswith(_SIDE)
                    }
        self._keys = {
            code: {w for w in words if len(w) >= _SHORTEST}
            for code, words in keys.items()
        }
        self.named = lru_cache(maxsize=4096)(self._named)

    def _named(self, word: str) -> str:
        """The country that a folded word names, "" for none: "туркмено", "kazakhstans"."""
        best, country = 0, ""
        for code, keys in self._keys.items():
            likeness = max((_likeness(word, key) for key in keys), default=0)
            if likeness > best:
                best, country = likeness, code
        return country

    def in_words(self, text: Text, places: Iterable[int]) -> list[tuple[int, str]]:
        """(place of a word, the country it names)"""
        named = ((place, self.named(text.words[place].written)) for place in places)
        return [(place, country) for place, country in named if country]


@lru_cache(maxsize=512)
def _names_of(country: str) -> tuple[str, ...]:
    """The telling word of its name in each language: "zealand" of "New Zealand"."""
    names = (fold(country_name(country, language)) for language in LANGUAGES)
    return tuple(max(name.replace("-", " ").split(), key=len) for name in names)


def _likeness(word: str, key: str) -> int:
    """How many letters both begin with, 0 when they are words of different countries."""
    shared = letters_shared(word, key)
    if word == key:
        return shared + 1
    if shared == len(key) and len(word) - len(key) <= 8:
        return shared
    enough = max(_SHARED, min(len(word), len(key)) - 3)
    return shared if shared >= enough else 0
