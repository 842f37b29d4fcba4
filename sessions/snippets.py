"""Passages shortened for a list: the words around what was looked for, marked."""

from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from .search.tokens import words_of

LENGTH = 200


@dataclass(frozen=True)
class Snippet:
    """A piece of a passage; `language` is None when it is the reader's own."""

    passage: object
    area: object
    html: SafeString
    language: str | None


def snippet(passage, terms=(), area=None):
    """The piece of `passage` where most of the `terms` stand; its beginning when none does.

    In the reader's language or, where the words stand only in another, in that one.  No query.
    """
    texts = {
        code: plain(getattr(passage, f"html_{code}"))
        for code in resolution_order(get_language())
    }
    texts = {code: text for code, text in texts.items() if text}
    code = max(
        texts,
        key=lambda code: terms_in(texts[code], code, terms),
        default=get_language(),
    )
    html = marked(texts.get(code, ""), terms, code)
    return Snippet(passage, area, html, None if code == get_language() else code)


def plain(html):
    """The text of rendered Markdown on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def terms_in(text, language, terms):
    """How many of the `terms` have a word in `text`."""
    if not terms:
        return 0
    words = list(words_of(text, language))
    return sum(any(term.fits(word) for word in words) for term in terms)


def marked(text, terms, language=""):
    """`text` shortened around the first word that a term fits, as HTML with each of them in <mark>."""
    spans = spans_of(text, terms, language)
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


def spans_of(text, terms, language=""):
    """(start, end) in `text` of every word that one of the `terms` looks for, in order."""
    spans = dict.fromkeys(
        (word.start, word.end)
        for word in words_of(text, language)
        if any(term.fits(word) for term in terms)
    )
    return list(spans)


def window(text, around):
    """(start, end) of about LENGTH characters of `text` with `around` in its first third, cut at spaces."""
    start = max(0, min(around - LENGTH // 3, len(text) - LENGTH))
    if start:
        start = text.find(" ", start, around) + 1 or start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", around, end), around + 1)
    return start, end
