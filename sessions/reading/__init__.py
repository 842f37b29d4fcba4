"""Reads a press report or protocol and proposes what a session's page would say of it.

Rules that know no record: a `Gazetteer` says which names and terms there are, and a text goes in;
what comes out are values, each `Found` with the words it rests on and a degree of trust.  Nothing
here asks the database, opens a file or writes anything.  How it works and where it ends:
docs/from-a-text.md.
"""

from .found import Found, Span, Trust
from .gazetteer import (
    AreaKnown,
    BodyKnown,
    CommissionKnown,
    Gazetteer,
    IndicatorKnown,
    PersonKnown,
    PlaceKnown,
    SideKnown,
)
from .read import Reading, read

__all__ = [
    "AreaKnown",
    "BodyKnown",
    "CommissionKnown",
    "Found",
    "Gazetteer",
    "IndicatorKnown",
    "PersonKnown",
    "PlaceKnown",
    "Reading",
    "SideKnown",
    "Span",
    "Trust",
    "read",
]
