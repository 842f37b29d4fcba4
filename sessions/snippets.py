"""Passages shortened for a list: the words around what was looked for, marked."""

from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from commission.folding import fold

LENGTH = 200


@dataclass(frozen=True)
class Snippet:
    """A piece of a passage; `language` is None when it is the reader's own."""

    passage: object
    area: object
    html: SafeString
    language: str | None


def snippet(passage, words, area=None):
    """The piece of `passage` where most of the folded `words` stand; its beginning when none does.

    In the reader's language or, where the words stand only in another, in that one.  No query.
    """
    texts = {
        code: plain(getattr(passage, f"html_{code}"))
        for code in resolution_order(get_language())
    }
    texts = {code: text for code, text in texts.items() if text}
    code = max(
        texts, key=lambda code: words_in(texts[code], words), default=get_language()
    )
    html = marked(texts.get(code, ""), words)
    return Snippet(passage, area, html, None if code == get_language() else code)


def plain(html):
    """The text of rendered Markdown on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def words_in(text, words):
    """How many of the folded `words` stand in `text`."""
    folded = fold(text)
    return sum(word in folded for word in words)


def marked(text, words):
    """`text` shortened around the first of its folded `words`, as HTML with each of them in <mark>."""
    spans = spans_of(text, words)
    start, end = window(text, spans[0][0] if spans else 0)
    pieces, at = [], start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [text[at:first], format_html("<mark>{}</mark>", text[first:last])]
            at = last
    pieces.append(text[at:end])
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return format_html(
        "{}{}{}", before, format_html_join("", "{}", ((p,) for p in pieces)), after
    )


def spans_of(text, words):
    """(start, end) in `text` of every whole word that holds one of the folded `words`, in order."""
    folded, places = folded_with_places(text)
    found = set()
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.add(whole_word(text, places[at], places[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    return without_overlaps(sorted(found))


def folded_with_places(text):
    """`text` folded letter by letter, and for each letter of that its place in `text`."""
    letters, places = [], []
    for place, letter in enumerate(text):
        folded = " " if letter.isspace() else fold_letter(letter)
        letters.append(folded)
        places += [place] * len(folded)
    return "".join(letters), places


@lru_cache(maxsize=1024)
def fold_letter(letter):
    return fold(letter)


def whole_word(text, start, end):
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def without_overlaps(spans):
    kept: list = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def window(text, around):
    """(start, end) of about LENGTH characters of `text` with `around` in its first third, cut at spaces."""
    start = max(0, min(around - LENGTH // 3, len(text) - LENGTH))
    if start:
        start = text.find(" ", start, around) + 1 or start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", around, end), around + 1)
    return start, end
