"""Two texts side by side, word by word: what was taken out and what was put in."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Words, the space between them, and each other sign by itself.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
# Longer than any passage: beyond it, sentences are compared, which costs a thousandth.
MOST_PIECES = 6000
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")


class Compared(NamedTuple):
    """The former text with what was taken out marked (<del>), the later with what was put in (<ins>),
    and both in one.
    """

    before: SafeString
    after: SafeString
    both: SafeString


def compare(before: str, after: str) -> Compared:
    """Mark what differs; runs of changed words with nothing but space between them are one mark."""
    pieces = _PIECES
    if max(len(before), len(after)) > MOST_PIECES * 4:
        pieces = _SENTENCES
    old, new = pieces.findall(before), pieces.findall(after)
    left: list[str] = []
    right: list[str] = []
    both: list[str] = []
    for out, put, same in _runs(old, new):
        if same:
            for side in (left, right, both):
                side.append(conditional_escape(same))
            continue
        gone = format_html("<del>{}</del>", out) if out else ""
        come = format_html("<ins>{}</ins>", put) if put else ""
        left.append(gone)
        right.append(come)
        both += [gone, come]
    return Compared(*(mark_safe("".join(each)) for each in (left, right, both)))  # noqa: S308 - escaped above


def _runs(old, new):
    """(taken out, put in, kept) one after another; a lone space between two changes goes with them."""
    runs: list[tuple[str, str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():  # fmt: skip
        out, put = "".join(old[a:b]), "".join(new[c:d])
        runs.append(("", "", out) if tag == "equal" else (out, put, ""))
    return _joined(runs)


def _joined(runs):
    joined: list[tuple[str, str, str]] = []
    for place, (out, put, same) in enumerate(runs):
        between = same.isspace() and 0 < place < len(runs) - 1
        if joined and not joined[-1][2] and (not same or between):
            before_out, before_put, _same = joined[-1]
            joined[-1] = (before_out + (out or same), before_put + (put or same), "")
        else:
            joined.append((out, put, same))
    return joined
