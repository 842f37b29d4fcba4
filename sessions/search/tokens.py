"""One token stream for both databases: what a text is found by, made in Python.

Every word leaves one *written* token, `w` and the word folded, in the order of the text.  It also
leaves one *meant* token: `s` and its stem where the word is plain Russian (Russian stemmer) or
plain Latin (English stemmer); `f` and the word folded where it stands in a Kazakh or Turkmen text
or has letters of neither alphabet.  Words are looked up by what is meant: the stem, or the
beginning of a folded word.  Phrases and `prefix*` are looked up by what is written.

A token is letters and digits alone, so that it needs no escaping in either database.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from commission.folding import fold

# Languages whose words take too many endings for a stemmer of ours: folded, found by prefix.
FOLDED_LANGUAGES = {"kk", "tk"}
# A folded word finds the longer words that begin with it from this length on.
SHORTEST_BEGINNING = 3
LONGEST_WORD = 60
# Moves when the same text leaves other tokens than before, so that the index is made anew.
TOKENS = 3

_ORDINAL_ENDINGS = "st|nd|rd|th|е|й|я|го|му|м|х|ый|ой|ая|ое|ые|ого|ому|ом|ых|ші|шы|нші|ншы|inji|ynjy|nji|njy"
_ORDINAL = rf"[-‐‑–]?(?:{_ORDINAL_ENDINGS})"
# Combining marks and inner apostrophes belong to the word; "12th" and "12-е" are the number.
_RUN = re.compile(
    rf"(?P<run>[0-9]+{_ORDINAL}(?![^\W_]|[\u0300-\u036f])"
    r"|[^\W_][\u0300-\u036f]*(?:[^\W_][\u0300-\u036f]*|['’ʼ‘ʻ`](?=[^\W_]))*)",
    re.IGNORECASE,
)
# The letters of the portal's languages, and the one that each is folded to.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyzäçňöşüýž",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
)
_FOLDED = str.maketrans({letter: fold(letter) for letter in "".join(_ALPHABETS)})
_WORD_ENDS = r"(?![^\W_]|[\u0300-\u036f]|['’ʼ‘ʻ`][^\W_])"
_NUMBER = re.compile(rf"([0-9]+){_ORDINAL}", re.IGNORECASE)
_PARTS = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ‘ʻ`]")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
# The letters of one alphabet that a spelling begins with, where it makes one word: "½" and "ŀ" make two.
_LEAD = re.compile(
    f"({'|'.join(f'[{each}{each.upper()}]+' for each in _ALPHABETS)})"
    r"['’ʼ‘ʻ`0-9a-zA-Z\u00c0-\u013e\u0141-\u0148\u014a-\u024f\u0300-\u036f\u0400-\u04ff]*"
)
# What the English stemmer puts in the place of an ending: "y" for "i", "ate" for "ational".
_STEMMED = 3
_PLAIN = re.compile(r"[a-z0-9]+|[а-яё0-9]+", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-я]")

_russian = snowballstemmer.stemmer("russian")
_english = snowballstemmer.stemmer("english")
# A stemmer keeps the word it works on in itself, and a worker has several threads.
_one_at_a_time = Lock()


class Word(NamedTuple):
    """A word of a text: where it stands there, how it is written, by what meaning it is kept."""

    start: int
    end: int
    written: str
    meant: str


def words_of(
    text: str, language: str = "", beginnings: Iterable[str] | None = None
) -> Iterator[Word]:
    """The words of `text` in order; `language` is its column's, "" where it has none.

    With `beginnings` (`beginning_of`), most words that begin otherwise are passed over, and quickly.
    """
    is_folded = language in FOLDED_LANGUAGES
    if beginnings is None:
        runs = _RUN.finditer(text)
    else:
        wanted = tuple(beginnings)
        runs = (
            run
            for run in _runs_with(frozenset(each[0] for each in wanted)).finditer(text)
            if run.lastgroup and _may_begin(run[0], wanted)
        )
    for run in runs:
        for written, meant in _read(run[0], is_folded):
            yield Word(run.start(), run.end(), written, meant)


def beginning_of(token: str) -> str:
    """What the words that leave a token begin with, folded."""
    kind, word = token[0], token[1:]
    if kind == "s" and word.isascii() and not word.isdigit():
        return word[: max(1, len(word) - _STEMMED)]
    return word


def _may_begin(spelling: str, beginnings: tuple[str, ...]) -> bool:
    """False when no word of a spelling begins with any of `beginnings`."""
    match = _LEAD.fullmatch(spelling)
    if not match:
        return True
    lead, rest = match[1], len(match[1]) < len(spelling)
    # The letter before it may have a mark on it.
    lead = (lead[:-1] if rest else lead).lower().translate(_FOLDED)
    if lead.startswith(beginnings):
        return True
    return rest and any(each.startswith(lead) for each in beginnings)


@lru_cache(maxsize=1_024)
def _runs_with(letters: frozenset[str]) -> re.Pattern[str]:
    """Finds runs; words of one alphabet that do not begin with any of `letters` in one piece, of no group."""
    words = [
        f"[{first}][{alphabet}0-9]*+"
        for alphabet in _ALPHABETS
        if (
            first := "".join(c for c in alphabet if c.translate(_FOLDED) not in letters)
        )
    ]
    if not words:
        return _RUN
    passed_over = f"(?:(?:{'|'.join(words)}){_WORD_ENDS}[\\W_]*+)++"
    return re.compile(f"{passed_over}|{_RUN.pattern}", re.IGNORECASE)


def tokens_in(text: str, language: str = "") -> Iterator[tuple[str, str]]:
    """The same words without their places, (written, meant): several times as fast."""
    is_folded = language in FOLDED_LANGUAGES
    return chain.from_iterable(_read(run, is_folded) for run in _RUN.findall(text))


@lru_cache(maxsize=65_536)
def _read(spelling: str, is_folded: bool) -> tuple[tuple[str, str], ...]:
    """(written, meant) of each part of a spelling; most have one."""
    if number := _NUMBER.fullmatch(spelling):
        spelling = number[1]
    # й and ё may be written as a letter and its mark: composed, they are the letters they are.
    composed = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", spelling))
    is_plain = bool(_PLAIN.fullmatch(_APOSTROPHES.sub("", composed)))
    folded = _APOSTROPHES.sub("", fold(composed))
    parts = (part[:LONGEST_WORD] for part in _PARTS.findall(folded))
    return tuple(
        (part, f"s{stem(part)}")
        if part.isdigit() or (is_plain and not is_folded)
        else (part, f"f{part}")
        for part in parts
    )


def spellings_in(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text, (written, as they are spelt): ("atdayew", "atdaýew")."""
    runs = _RUN.findall(text)
    return chain.from_iterable(map(spellings_of, runs))


@lru_cache(maxsize=65_536)
def spellings_of(spelling: str) -> tuple[tuple[str, str], ...]:
    """(written, as it is spelt, in small letters) of each part of a spelling."""
    written = [word for word, _meaning in _read(spelling, False)]
    composed = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", spelling)).casefold()
    small = unicodedata.normalize("NFC", _APOSTROPHES.sub("", composed))
    spelt = [part[:LONGEST_WORD] for part in _PARTS.findall(small)]
    # A number without its ending; marks that no letter has.
    if [*map(fold, spelt)] != written:
        spelt = written
    return tuple(zip(written, spelt, strict=True))


def stem(folded: str) -> str:
    """The stem of a folded word, by its script; numbers and other scripts stay as they are."""
    if folded.isascii():
        stemmer = _english
    elif _CYRILLIC.match(folded):
        stemmer = _russian
    else:
        return folded
    with _one_at_a_time:
        return stemmer.stemWord(folded) or folded
