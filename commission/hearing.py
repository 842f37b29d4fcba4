"""Hearing: one spelling for what sounds alike, so that a name is found in whichever script it is typed.

Atdaýew, Atdayew, Atdaev and Атдаев are heard as "atdaev", Мәмин and Mamin as "mamin".  Names alone
are compared so: what different words sound like says nothing.
"""

import re
from functools import lru_cache

from commission.folding import fold

# Cyrillic letters as English names spell them; what folding leaves of Kazakh ones is Russian.
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
        "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "җ": "j", "ҷ": "j", "ҳ": "kh",
        "w": "v", "y": "i", "q": "k", "x": "ks", "'": "",
    }
)  # fmt: skip
# The same sound as Turkmen, Kazakh, Russian and English write it, one after another.  A Turkmen ş is
# typed as s and heard as ш, so s, sh and ш are one; so are c and ch, z, zh and j.
_SOUNDS = [
    (re.compile(written), heard)
    for written, heard in (
        ("kh", "h"),
        ("gh+", "g"),
        ("d?(zh?|j)h*", "z"),
        ("([sc])h+", r"\1"),
        ("i+", "i"),
        ("i[eo]", "e"),
        (r"([^\W\d])\1+", r"\1"),
    )
]
# What the end of a word may still become when more of it is typed: k a kh, d a dzh, i an ie.
_UNFINISHED = {"k": "h", "d": "z", "i": "e"}


@lru_cache(maxsize=16_384)
def heard(word: str) -> str:
    """How a word sounds, in Latin letters; one of another script stays as it is, folded."""
    sound, before = fold(word).translate(_LETTERS), ""
    while sound != before:
        before = sound
        for written, letters in _SOUNDS:
            sound = written.sub(letters, sound)
    return sound


def heard_beginnings(word: str) -> list[str]:
    """What the sounds of all words that begin with `word` begin with: one spelling or two."""
    sound = heard(word)
    further = _UNFINISHED.get(sound[-1:])
    return [sound, heard(sound[:-1] + further)] if further else [sound]
