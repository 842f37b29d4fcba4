"""The paragraphs of a text that are passages of a report, and what is none: headings, credits, lists of names."""

import re
from dataclasses import dataclass

from .found import Found, Span, Trust
from .text import Text

_CREDIT = re.compile(
    r"^\s*(?:Source|Источник|Дереккөз|Çeşme|Photo|Фото|Author|Автор)\s*[:–—-]\s*(?P<name>.{2,160}?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_IS_SOURCE = re.compile(r"^\s*(?:Source|Источник|Дереккөз|Çeşme)", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…:;]['\"»”’)]*$")
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class PassageNamed:
    words: str
    span: Span
    is_heading: bool
    areas: tuple[Found[int], ...] = ()


def passages_in(text: Text) -> list[PassageNamed]:
    """Paragraphs in order, without credits; headings are marked."""
    return [
        PassageNamed(_in_one_line(text[p]), p, _is_heading(text[p]))
        for p in text.paragraphs
        if not _CREDIT.match(text[p])
    ]


def publisher_in(text: Text) -> Found[str] | None:
    """Whom the text itself names as its source, at its end or beginning."""
    for paragraph in reversed(text.paragraphs):
        match = _CREDIT.match(text[paragraph])
        if match and _IS_SOURCE.match(text[paragraph]):
            span = Span(
                paragraph.start + match.start("name"),
                paragraph.start + match.end("name"),
            )
            return Found(" ".join(match["name"].split()), (span,), Trust.HIGH)
    return None


def _is_heading(words):
    return len(words) <= _LONGEST_HEADING and not _ENDS.search(words)


def _in_one_line(words):
    return " ".join(words.split())
