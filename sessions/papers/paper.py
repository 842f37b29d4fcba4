"""A paper: a title and blocks, whichever program will read it.

Texts are HTML of a few tags: paragraphs, lists, links, `em`, `strong`, `br`, and `span` or `div` with the
language of what stands in another one.  They come from the record's own rendering and `format_html`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """`level` 1 begins a part of a book, 2 a section, 3 and 4 what is in it; `anchor` is its name."""

    text: str
    level: int = 2
    anchor: str = ""
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph; `style` is "", "lede", "note" or "doubt"."""

    html: str
    style: str = ""
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class Passage:
    """A numbered paragraph of a report or of an agenda, and the sectors it speaks of."""

    number: str
    html: str
    areas: str = ""
    kind: ClassVar[str] = "passage"


@dataclass(frozen=True)
class Grid:
    """A table with one row of headings; `label` says what it is, `sides` that each column is a side's."""

    label: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    sides: bool = False
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Items:
    """A list."""

    items: list[str]
    kind: ClassVar[str] = "items"


Block = Heading | Text | Passage | Grid | Items


@dataclass(frozen=True)
class Paper:
    """`author` is who acted, `address` where the page of it is, `date` when it was, in words.

    `colours` are those of the sides, for the rule under the title; `contents` asks for a table of the
    headings of level 1, each with its page.
    """

    title: str
    author: str
    address: str
    language: str
    lede: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    contents: bool = False
