"""Names of people in whichever case and script: which words of a text may be which name.

Names are compared by how they sound (Atdaýew, Атдаев), after the endings of Russian, Kazakh and
Turkmen cases are taken off.  Nothing else is forgiven: "Serik" is not "Serdar".
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from commission.folding import fold
from commission.hearing import heard

from .endings import ENDINGS
from .gazetteer import PersonKnown

# Longest first.  Of each language what may follow a name.
_ENDINGS = {"ru": "ого ому ым им ом ем ой ей ою а я у ю е ы и".split(), **ENDINGS}
_SHORTEST = 3


@lru_cache(maxsize=16_384)
def sounds(word: str, language: str) -> frozenset[str]:
    """How the name sounds that a word of a text may be a form of; itself among them."""
    folded = fold(word)
    found = {heard(folded)}
    for ending in _ENDINGS.get(language, ()):
        base = folded.removesuffix(ending)
        if base != folded and len(base) >= _SHORTEST:
            bases = _bases(ending) if language == "ru" else ("",)
            found |= {heard(base + more) for more in bases}
    return frozenset(found)


def _bases(ending):
    """What a Russian name may end in where its ending was taken off: Ольгой – Ольга, Чайковского – Чайковский."""
    if ending in ("ого", "ому"):
        return ("ий", "ый", "ой")
    return ("", "а", "я", "й", "ий", "ый")


class _Spelling(NamedTuple):
    """`others` are the words of the name beside the family name, folded."""

    person: PersonKnown
    others: tuple[str, ...]

    @property
    def given(self) -> set[str]:
        return {heard(word) for word in self.others}


class KnownNames:
    """People by how their family names sound."""

    def __init__(self, people: Iterable[PersonKnown]) -> None:
        self._by_family: dict[str, list[_Spelling]] = defaultdict(list)
        for person in people:
            family = heard(person.family)
            for name in person.names:
                self._add(person, name, family)

    def _add(self, person, name, family):
        words = fold(name).replace("-", " ").split()
        # The last word as a rule; of the others only when it is none.
        for place in range(len(words) - 1, -1, -1):
            if heard(words[place]) == family:
                break
        else:
            place = len(words) - 1
        if words:
            others = (*words[:place], *words[place + 1 :])
            self._by_family[heard(words[place])].append(_Spelling(person, others))

    def of_family(self, word: str, language: str) -> list[_Spelling]:
        """Those whose family name the word is; nobody twice with the same given names."""
        # As it stands first: «Сулейменова» is her own name before it is a form of his.
        as_written = self._by_family.get(heard(fold(word)), [])
        inflected = [
            s
            for sound in sorted(sounds(word, language))
            for s in self._by_family.get(sound, [])
        ]
        return list(dict.fromkeys([*as_written, *inflected]))


def same_name(words: Iterable[str], spelling: _Spelling, language: str) -> bool:
    """Whether one of the `words` that stand by a family name is the given name of the spelling."""
    given = spelling.given
    return any(given & sounds(word, language) for word in words)


def same_initial(words: Iterable[str], spelling: _Spelling) -> bool:
    """ "R." or "Р." beside the family name of a Roman."""
    initials = {heard(word)[:1] for word in words if len(word) == 1}
    return bool(initials & {heard(word)[:1] for word in spelling.others[:1]})


_NOMINATIVE = (
    ("овым", "ов"),
    ("евым", "ев"),
    ("иным", "ин"),
    ("ыным", "ын"),
    ("ским", "ский"),
)


def in_nominative(given: str, family: str, is_oblique: bool) -> tuple[str, str]:
    """A Russian name as a list would have it, as far as its endings tell; `is_oblique`: the post beside it is
    not in the nominative, so that «Серика Нурланова» is a man.
    """
    for ending, base in _NOMINATIVE:
        if family.endswith(ending):
            return _without(given, ("ом", "ем")), family.removesuffix(ending) + base
    if is_oblique and family.endswith(("ова", "ева", "ина", "ову", "еву", "ину")):
        return _without(given, ("а", "у", "я", "ю")), family[:-1]
    return given, family


def _without(name, endings):
    for ending in endings:
        if name.endswith(ending) and len(name) > len(ending) + 2:
            base = name.removesuffix(ending)
            return base + "й" if ending in ("ем", "я", "ю") else base
    return name
