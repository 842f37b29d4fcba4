"""A text taken apart: its language, words, sentences and paragraphs, each with its place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from sessions.search.tokens import Word, words_of

from .found import Span

# A text is in the first language of which it has at least this share of own letters.
_OWN_LETTERS = (("kk", "әғқңұүһі"), ("tk", "äňöşüýž"))
_SHARE = 0.012
_CYRILLIC = re.compile("[а-яё]")

_POSSESSIVE = re.compile("['’]s$")
_SHORT_LINE = 45
_LONGEST_SENTENCE = 1_200
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"[^\n]+")
_POINT = re.compile(r"\s*(?:[-–—•*·▪]|\(?\d{1,3}[.)]|[IVX]{1,5}\.)\s")
_STOPS = re.compile(r"[.!?;:…][\"'»”’)]*\s*$")
# A sentence ends before a capital or a figure, unless what stands before the stop is short for something.
_END = re.compile(
    r"[.!?…][\"'»”’)]*\s+(?=[\"'«“„(]*[^\W\d_a-zа-яёәғқңөұүһіäçňöşüýž]|[\"'«“„(]*\d)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"“.])(?:[^\W\d_]|гг|млн|млрд|тыс|руб|долл|им|ст|пп|др|Mr|Mrs|Ms|Dr|Prof|No|Nos|St|vs|"
    r"approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.$",
    re.IGNORECASE,
)  # fmt: skip


def language_of(text: str) -> str:
    """The portal's language that `text` is written in, by its letters."""
    small = text.casefold()
    letters = sum(map(str.isalpha, small)) or 1
    for code, own in _OWN_LETTERS:
        if sum(map(small.count, own)) / letters >= _SHARE:
            return code
    return "ru" if len(_CYRILLIC.findall(small)) * 2 > letters else "en"


class Text:
    """`words` are all in order; a `Span` of words is got by `between`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.language = language_of(text)
        self.words: list[Word] = list(words_of(text, self.language))
        self._starts = [word.start for word in self.words]

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def spelt(self, place: int) -> str:
        """The word in that place as it is spelt, without an English possessive."""
        word = self.words[place]
        return _POSSESSIVE.sub("", self.text[word.start : word.end])

    def gap(self, place: int) -> str:
        """What stands between the word in that place and the one before it."""
        return self.text[self.words[place - 1].end : self.words[place].start]

    def within(self, span: Span) -> range:
        """Places of the words in `span`."""
        return range(
            bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        )

    @cached_property
    def paragraphs(self) -> list[Span]:
        return paragraphs_of(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        return [each for p in self.paragraphs for each in _sentences(self.text, p)]

    @cached_property
    def _sentence_starts(self):
        return [each.start for each in self.sentences]

    def sentences_in(self, paragraph: Span) -> list[Span]:
        first = bisect_left(self._sentence_starts, paragraph.start)
        return self.sentences[first : bisect_left(self._sentence_starts, paragraph.end)]

    def sentence_at(self, place: int) -> Span:
        """The sentence that the letter in that place belongs to."""
        index = bisect_right(self._sentence_starts, place) - 1
        return self.sentences[max(index, 0)] if self.sentences else Span(0, 0)

    def order_of(self, sentence: Span) -> int:
        return bisect_left(self._sentence_starts, sentence.start)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def paragraphs_of(text: str) -> list[Span]:
    """Blocks between blank lines, and what stands alone in them."""
    return list(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    blank = [(gap.start(), gap.end()) for gap in _BLANK_LINES.finditer(text)]
    for start, end in [*blank, (len(text), len(text))]:
        yield from _lines(text, at, start)
        at = end


def _lines(text, start, end):
    """Lines of a block: wrapped ones are one paragraph, finished ones and points stand alone."""
    begun, last = -1, Span(0, 0)
    for line in _LINE.finditer(text, start, end):
        if not line[0].strip():
            continue
        if begun >= 0 and _begins_anew(line[0], text[last.start : last.end].strip()):
            yield trimmed(text, begun, last.end)
            begun = -1
        begun = line.start() if begun < 0 else begun
        last = Span(line.start(), line.end())
    if begun >= 0:
        yield trimmed(text, begun, last.end)


def _begins_anew(line, before):
    """After a finished line, or one so short that it is a heading or a line of a list."""
    return (
        bool(_POINT.match(line) or _STOPS.search(before)) or len(before) < _SHORT_LINE
    )


def _sentences(text, paragraph):
    at = paragraph.start
    for end in _END.finditer(text, paragraph.start, paragraph.end):
        stop = end.start() + 1
        if text[end.start()] == "." and _ABBREVIATION.search(
            text, max(0, stop - 12), stop
        ):
            continue
        yield from _bounded(text, at, end.end())
        at = end.end()
    if at < paragraph.end:
        yield from _bounded(text, at, paragraph.end)


def _bounded(text, start, end):
    """The sentence; in pieces when it is longer than any that a report has, so that the time reading takes
    grows with the text and no faster."""
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE) + 1
        cut = cut or start + _LONGEST_SENTENCE
        yield trimmed(text, start, cut)
        start = cut
    yield trimmed(text, start, end)
