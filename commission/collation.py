"""The order of names in each language: one for both databases, the one of the language's own alphabet.

A key is made of a name in Python, and kept beside it in a column (`SortKeyField`) where a database
is to sort: plain ASCII, which every collation of either database puts in the same order.  The
alphabets are those of the official orthographies, which CLDR's collations follow; what another
alphabet writes comes after.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from django.db import models
from django.utils.translation import get_language

from commission.languages import text_and_language

Named = TypeVar("Named")

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_TURKMEN = "abcçdeäfghijžklmnňoöpqrsştuüvwxyýz"
_CYRILLIC = "аәбвгғдежзиійкқлмнңоөпрстуұүфхһцчшщъыьэюя"
_KAZAKH = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
# The reader's own alphabet first.
_ALPHABETS = {
    "en": (_LATIN, _CYRILLIC),
    "ru": (_CYRILLIC, _LATIN),
    "kk": (_KAZAKH, _LATIN),
    "tk": (_TURKMEN, _CYRILLIC),
}
# As letters that Unicode does not decompose are looked up.
_LETTERS = str.maketrans({"ё": "е", "ı": "i", "ə": "ä", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})  # fmt: skip
# Of a key; names that are alike so far stand by their ids.
LONGEST = 120
_WORD_END, _FIRST_LETTER, _UNKNOWN = "01", 0x20, "fe"


def sort_key(text: str, language: str | None = None) -> str:
    """The place of `text` among names in `language`, the active one by default: keys sort as the names do.

    Case, punctuation, and accents that are no letters of the language's alphabet count for nothing.
    """
    weights = _weights(language or get_language() or "en")
    pieces = []
    for letter in unicodedata.normalize("NFC", text).casefold().translate(_LETTERS):
        if letter in weights:
            pieces.append(weights[letter])
        elif letter.isspace() or letter in "-–—/":
            if pieces and pieces[-1] != _WORD_END:
                pieces.append(_WORD_END)
        else:
            base = unicodedata.normalize("NFD", letter)[0]
            if base in weights:
                pieces.append(weights[base])
            elif base.isalnum():
                pieces.append(_UNKNOWN)
    return "".join(pieces)[:LONGEST]


def in_order(
    rows: Iterable[Named], name: str = "name", language: str | None = None
) -> list[Named]:
    """`rows` in the order of their attribute `name`, which is the same in all languages."""
    return sorted(rows, key=lambda row: sort_key(getattr(row, name), language))


@cache
def _weights(language):
    weights = {str(digit): f"{0x10 + digit:02x}" for digit in range(10)}
    own, other = _ALPHABETS.get(language, _ALPHABETS["en"])
    for place, letter in enumerate(own + other, _FIRST_LETTER):
        weights[letter] = f"{place:02x}"
    return weights


class SortKeyField(models.CharField):
    """The `sort_key` of a row for the readers of one language, made whenever the row is saved."""

    def __init__(self, *args, language="en", **kwargs):
        self.language = language
        kwargs |= {"max_length": LONGEST, "editable": False}
        kwargs |= {"blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"language": self.language}

    def pre_save(self, model_instance, add):
        value = sort_key(model_instance.sorted_as(self.language), self.language)
        setattr(model_instance, self.attname, value)
        return value


def sort_key_column() -> str:
    """The column by which a list of `Alphabetical` rows is sorted for the reader."""
    language = get_language()
    return f"sort_key_{language if language in _ALPHABETS else 'en'}"


class Alphabetical(models.Model):
    """A record that lists show in the order of what it is called: a key for each language."""

    sort_key_en = SortKeyField(language="en")
    sort_key_ru = SortKeyField(language="ru")
    sort_key_kk = SortKeyField(language="kk")
    sort_key_tk = SortKeyField(language="tk")

    class Meta:
        abstract = True

    def sorted_as(self, language: str) -> str:
        """What readers of `language` see, as it is sorted."""
        return text_and_language(self, "name", language)[0]


def by_alphabet() -> list[models.Index]:
    """The indexes that serve lists of `Alphabetical` rows, one for each language."""
    return [
        models.Index(fields=[f"sort_key_{code}", "id"], name=f"%(class)s_by_{code}")
        for code in _ALPHABETS
    ]
