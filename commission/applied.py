"""The sentence above a list that says what was asked, each piece with a way to drop it."""

from dataclasses import dataclass, replace

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .asked import address_without
from .dates import year_in_words
from .filters import narrowest
from .languages import called

# How a piece stands in the sentence, by parameter; all others stand by themselves.
SENTENCES = {
    "q": gettext_noop("mentioning <b>%(text)s</b>"),
    "area": gettext_noop("in <b>%(text)s</b>"),
    "place": gettext_noop("held in <b>%(text)s</b>"),
    "organisation": gettext_noop("with <b>%(text)s</b>"),
    "participant": gettext_noop("with <b>%(text)s</b>"),
}


@dataclass(frozen=True)
class Piece:
    """One thing that was asked by the parameter `name`: `text`, or the `record` to be named;
    `without` is the address that does not ask it.  `is_or`: the piece before it will do as well;
    `of_names`: of a list that is searched by names alone.
    `language` is that of the text where it is not the reader's.
    """

    name: str
    text: str
    without: str
    record: object = None
    is_or: bool = False
    language: str = ""
    of_names: bool = False

    @property
    def shown(self):
        """The text as it stands on a page."""
        if not self.language:
            return self.text
        return format_html('<span lang="{}">{}</span>', self.language, self.text)

    @property
    def said(self) -> SafeString:
        """Its part of the sentence, as HTML."""
        if self.is_or:
            sentence = _("or <b>%(text)s</b>")
        elif self.name == "q" and self.of_names:
            sentence = _("found by <b>%(text)s</b>")
        elif self.name in SENTENCES:
            sentence = _(SENTENCES[self.name])
        else:
            sentence = "<b>%(text)s</b>"
        said = sentence % {"text": conditional_escape(self.shown)}
        return mark_safe(said)  # noqa: S308 - of the catalogues, what was asked escaped

    @property
    def dropping(self) -> str:
        """What the way to drop it is called."""
        return _("Drop %(text)s") % {"text": self.text}


def applied(found, request, *, of_names=False):
    """The pieces of what a Listing was asked and understood, in the order of its filters; `of_names`
    where it is searched by names alone.
    """
    pieces = [
        _piece(found, request, name, value)
        for name, values in found.asked.items()
        if name != "sort"
        for value in _meant(name, values)
    ]
    earlier = [None, *(piece.name for piece in pieces)]
    return [
        replace(piece, is_or=piece.name == name, of_names=of_names)
        for name, piece in zip(earlier, pieces, strict=False)
    ]


def _meant(name, values):
    """The single values; of a sphere and its sector, the sector alone was asked for."""
    if name == "area":
        return narrowest(values)
    return values if isinstance(values, list) else [values]


def _piece(found, request, name, value):
    if hasattr(value, "slug"):
        without = address_without(request, name, value.slug)
        if not hasattr(value, "pk"):
            return Piece(name, str(value), without)
        label, language = called(value)
        return Piece(name, label or str(value), without, value, language=language)
    if name == "q":
        return Piece(
            name, _("“%(words)s”") % {"words": value}, address_without(request, name)
        )
    if name == "year_from":
        return Piece(
            name,
            _("from %(year)s") % {"year": year_in_words(value)},
            address_without(request, name),
        )
    if name == "year_to":
        return Piece(
            name,
            _("until %(year)s") % {"year": year_in_words(value)},
            address_without(request, name),
        )
    label = dict(found.filters[name].choices)[value]
    return Piece(name, label, address_without(request, name, value))
