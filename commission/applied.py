"""The sentence above a list that says what was asked, each piece with a way to drop it."""

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.translation import gettext as _

from .asked import address_without
from .dates import year_in_words
from .filters import narrowest
from .languages import called


@dataclass(frozen=True)
class Piece:
    """One thing that was asked by the parameter `name`: `text`, or the `record` to be named;
    `without` is the address that does not ask it.  `is_or`: the piece before it will do as well.
    `language` is that of the text where it is not the reader's.
    """

    name: str
    text: str
    without: str
    record: object = None
    is_or: bool = False
    language: str = ""

    @property
    def shown(self):
        """The text as it stands on a page."""
        if not self.language:
            return self.text
        return format_html('<span lang="{}">{}</span>', self.language, self.text)


def applied(found, request):
    """The pieces of what a Listing was asked and understood, in the order of its filters."""
    pieces = [
        _piece(found, request, name, value)
        for name, values in found.asked.items()
        if name != "sort"
        for value in _meant(name, values)
    ]
    earlier = [None, *(piece.name for piece in pieces)]
    return [
        replace(piece, is_or=piece.name == name)
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
