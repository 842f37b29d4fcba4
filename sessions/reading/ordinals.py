"""Ordinals in a text: "12th", "двенадцатого", "XII", "он екінші", "on ikinji"."""

import re

from commission.folding import fold
from sessions.ordinals import ordinal_in_words

from .text import Text

# Endings of Russian adjectives; what is left is the same in every case, gender and number.
_RUSSIAN_ENDING = re.compile(
    "(?:ьего|ьему|ьем|ьим|ьей|ого|его|ому|ему|ом|ем|ым|им|ый|ий|ой|ое|ее|ая|ую|ые|ых|ье|ья|ью)$"
)
_ROMAN = re.compile("(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_NUMBER_SIGN = re.compile(r"(?:№|\bNo\.?|\bN)\s*$", re.IGNORECASE)


def _plain(word):
    return _RUSSIAN_ENDING.sub("", word)


_IN_WORDS = {
    tuple(map(_plain, fold(ordinal_in_words(number, language)).replace("-", " ").split())): number
    for language in ("en", "ru", "kk", "tk")
    for number in range(1, 100)
}  # fmt: skip


def ordinal_at(text: Text, place: int) -> tuple[int, int] | None:
    """(number, place of its first word) of the ordinal that ends with the word in `place`."""
    if number := _in_figures(text, place):
        return number, place
    word = _plain(text.words[place].written)
    if place and (number := _IN_WORDS.get((text.words[place - 1].written, word))):
        return number, place - 1
    if number := _IN_WORDS.get((word,)):
        return number, place
    return None


def _in_figures(text, place):
    spelt, written = text.spelt(place), text.words[place].written
    if written.isdecimal() and len(written) < 4:
        has_sign = _NUMBER_SIGN.search(text.text, 0, text.words[place].start)
        return (
            int(written)
            if spelt != written or has_sign or _stands_before(text, place)
            else 0
        )
    if _ROMAN.fullmatch(spelt):
        return _roman(spelt)
    return 0


def _stands_before(text, place):
    """ "12 заседание": a bare number counts right before a small word."""
    after = text.spelt(place + 1) if place + 1 < len(text.words) else ""
    return after.islower() and text.gap(place + 1) in (" ", "-", "‑", "\u00a0")


def _roman(spelt):
    digits = [_ROMAN_DIGITS[letter] for letter in spelt]
    following = [*digits[1:], 0]
    return sum(
        d if d >= after else -d for d, after in zip(digits, following, strict=True)
    )
