"""Passages shortened for a list: the words around what was looked for, marked."""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from commission.languages import columns_of

from .markdown import plain
from .search.tokens import words_of

LENGTH = 200


class PassageText(NamedTuple):
    """Of a passage what a snippet is cut from."""

    pk: int
    number: int
    html_en: str
    html_ru: str
    html_kk: str
    html_tk: str


@dataclass(frozen=True)
class Snippet:
    """A piece of a passage; `language` is None when it is the reader's own, `area_id` "" without one."""

    number: str
    area_id: str
    html: SafeString
    language: str | None


def snippet(passage, terms=(), area=None, own=""):
    """The piece of `passage` (or its PassageText) where most of the `terms` stand; its beginning when none does.

    In the reader's language or, where the words stand only in another, in that one; `own` is the
    order of its commission's languages.  No query.
    """
    active = get_language()
    code, text, spans, most = active, "", [], -1
    for column, language in columns_of("html", active, own):
        candidate = plain(getattr(passage, column))
        if candidate:
            met, places = found_in(candidate, terms, language)
            if met > most:
                code, text, spans, most = language, candidate, places, met
            if met == len(terms):
                break
    return Snippet(
        number=str(passage.number),
        area_id=str(area.pk) if area else "",
        html=shortened(text, spans),
        language=None if code == active else code,
    )


def found_in(text, terms, language=""):
    """(how many of `terms` stand in `text`, [(start, end) of every word that one of them fits]), of
    the words that a piece around the first can show.
    """
    if not terms:
        return 0, []
    met, spans, end = set(), {}, len(text)
    beginnings = set().union(*(term.beginnings for term in terms))
    for word in words_of(text, language, beginnings):
        if word.start >= end and len(met) == len(terms):
            break
        spelling = text[word.start : word.end]
        fitting = [n for n, term in enumerate(terms) if term.fits(word, spelling)]
        if fitting:
            if not spans:
                end = word.start + LENGTH
            met.update(fitting)
            spans[word.start, word.end] = None
    return len(met), list(spans)


def marked(text, terms, language=""):
    """`text` shortened around the first word that a term fits, as HTML with each of them in <mark>."""
    return shortened(text, found_in(text, terms, language)[1])


def shortened(text, spans):
    """A piece of `text` around the first of `spans`, as HTML with all of them in <mark>."""
    start, end = window(text, spans[0][0] if spans else 0)
    pieces, at = ["…" if start else ""], start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [escape(text[at:first]), "<mark>", escape(text[first:last])]
            pieces.append("</mark>")
            at = last
    pieces += [escape(text[at:end]), "…" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of text is escaped


def window(text, around):
    """(start, end) of about LENGTH characters of `text` with `around` in its first third, cut at spaces."""
    start = max(0, min(around - LENGTH // 3, len(text) - LENGTH))
    if start:
        start = text.find(" ", start, around) + 1 or start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", around, end), around + 1)
    return start, end
