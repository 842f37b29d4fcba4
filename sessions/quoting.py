"""Words quoted from a passage: found again after a report was numbered anew, and marked where they stand.

A link to a passage may carry some of its words (`?quote=…`).  They are looked for without regard to
case, white space and the shape of quotation marks and dashes, in every language of the passage.
"""

import re
from collections.abc import Iterable
from html import unescape

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from .markdown import TAG
from .models import Passage

# A longer quotation is cut: the beginning is enough to find it by.
MOST_LETTERS = 600
_PIECE = re.compile(rf"{TAG.pattern}|&[^;\s]+;|.", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|ul|ol|li|br|div)\b")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("‐‑–—", "-"),
        # Soft hyphens and marks of direction come along when words are copied.
        **dict.fromkeys("\u00ad\u200b\u200e\u200f", None),
    }
)


def words_quoted(asked: str) -> str:
    """What is looked for of the value of `?quote=`: its first MOST_LETTERS, evenly spaced."""
    return " ".join(asked.replace("\0", " ").split())[:MOST_LETTERS].strip()


def languages_with(passage: Passage, quote: str) -> list[str]:
    """Codes of the languages in whose text of `passage` the words stand, in the portal's order."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [code for code in codes if marked(getattr(passage, f"html_{code}"), quote)]


def passage_with(passages: Iterable[Passage], quote: str) -> Passage | None:
    """The one of `passages` in which the words stand; None when none has them, or several have."""
    found = [passage for passage in passages if languages_with(passage, quote)]
    return found[0] if len(found) == 1 else None


def marked(html: str, quote: str) -> SafeString | None:
    """`html` (cleaned when it was saved) with the words of `quote` in <mark> where they stand first.

    None where they do not.  Words may run through emphasis, and from one paragraph into the next.
    """
    pieces = _PIECE.findall(html)
    letters, places = [], []
    for place, piece in enumerate(pieces):
        for letter in _letters(piece):
            if letter != " " or letters[-1:] != [" "]:
                letters.append(letter)
                places.append(place)
    wanted = " ".join(_folded(quote).split())
    start = "".join(letters).find(wanted) if wanted else -1
    if start < 0:
        return None
    return _with_marks(pieces, places[start], places[start + len(wanted) - 1])


def _with_marks(pieces, first, last):
    """Marks open and close around tags; white space between blocks stays outside."""
    made, is_open = [], False
    for place, piece in enumerate(pieces):
        within = first <= place <= last and not piece.startswith("<")
        marks = within and (is_open or not piece.isspace())
        if marks != is_open:
            made.append("<mark>" if marks else "</mark>")
            is_open = marks
        made.append(piece)
    if is_open:
        made.append("</mark>")
    return mark_safe("".join(made))  # noqa: S308 - marks in what was cleaned when it was saved


def _letters(piece):
    if piece.startswith("<"):
        return " " if _BLOCK.match(piece) else ""
    return _folded(unescape(piece))


def _folded(text):
    return re.sub(r"\s", " ", text.translate(_ALIKE)).casefold()
