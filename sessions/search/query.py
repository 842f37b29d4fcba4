"""The query language: what a reader typed, read so that it always means something.

    railway gas          every word, in any form, somewhere in the session
    "railway line"       these words as they are written, side by side
    "Atdaýew"            the letters that folding takes away count in there, where they are given
    -customs             nowhere in the session; also -"a phrase" and -prefix*
    gas OR oil           either
    transp*              whatever begins so

Nothing here ends in an error.  What could not be used is left out, and a sentence says so.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commission.listing import quoted

from .lookup import Choice, Lookup
from .tokens import (
    SHORTEST_BEGINNING,
    Word,
    beginning_of,
    spellings_in,
    spellings_of,
    stem,
)

MOST_WORDS = 32
SHORTEST_PREFIX = 2
# Longer text is cut before it is read; MOST_WORDS words fit in it many times over.
LONGEST_TEXT = 10_000

_PIECE = re.compile(
    r"""(?P<minus>-*)(?:"(?P<phrase>[^"]*)"|(?P<open>")|(?P<chunk>[^\s"]+))""",
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))


@dataclass(frozen=True)
class Term:
    """One thing to look for: a word, a piece of several, or a phrase.

    `words` are folded.  All of them are looked for by meaning or, in a `phrase`, as they are
    written and side by side; of a `prefix` the last one is the beginning of a word.  `spelling` are
    the words of a phrase with letters that folding takes away, as they were typed in small letters;
    those without any are "".
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    is_prefix: bool = False
    spelling: tuple[str, ...] = ()

    def fits(self, word: Word, spelling: str = "") -> bool:
        """True when a word of a text is one of those that the term looks for.

        `spelling` is how it stands there; it matters only to a term that has a spelling.
        """
        if self.spelling:
            return any(
                each[0] == word.written and _is_spelt_so(asked, letters, each)
                for each in spellings_of(spelling)
                for asked, letters in zip(self.words, self.spelling, strict=True)
            )
        whole, beginnings = self._looked_for
        written = f"w{word.written}"
        if word.meant in whole or written in whole:
            return True
        return word.meant.startswith(beginnings) or written.startswith(beginnings)

    def is_spelt_in(self, text: str) -> bool:
        """True when the phrase stands in `text` with every letter that was given."""
        words = list(spellings_in(text))
        return any(
            all(map(_is_spelt_so, self.words, self.spelling, words[at:]))
            for at in range(len(words) - len(self.words) + 1)
        )

    @cached_property
    def _looked_for(self) -> tuple[set[str], tuple[str, ...]]:
        """The tokens of `choices`: those that are whole, and those that are beginnings."""
        tokens = [each for choice in self.choices for each in choice]
        return (
            {token for token, begins in tokens if not begins},
            tuple(token for token, begins in tokens if begins),
        )

    @cached_property
    def beginnings(self) -> set[str]:
        """What the words begin with that it fits."""
        return {
            beginning_of(token) for choice in self.choices for token, _begins in choice
        }

    def stands_in(self, segment: str) -> bool:
        """True when the term stands in a row that left this segment (`digest.passages_of`)."""
        if self.is_phrase:
            return self.side_by_side in segment
        return all(
            any(f" {token}{'' if begins else ' '}" in segment for token, begins in word)
            for word in self.choices
        )

    @cached_property
    def side_by_side(self) -> str:
        """The part of a token stream that a phrase leaves."""
        return "".join(f" w{word}" for word in self.words) + " "

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """For each word the tokens of a row of which any will do."""
        if self.is_phrase:
            return tuple(((f"w{word}", False),) for word in self.words)
        choices = [_forms(word) for word in self.words]
        if self.is_prefix:
            choices[-1] = ((f"w{self.words[-1]}", True),)
        return tuple(choices)

    @property
    def parts(self) -> tuple["Term", ...]:
        """What may stand in different places of a record: the words, or the phrase as it is."""
        if self.is_phrase or len(self.words) == 1:
            return (self,)
        *whole, last = self.words
        return (
            *(Term((word,)) for word in whole),
            Term((last,), False, self.is_prefix),
        )

    @property
    def lookup(self) -> Lookup:
        """What an index is asked for the term."""
        if not self.is_phrase or len(self.words) == 1:
            return Lookup(self.choices)
        choices = tuple(
            ((f"b{one}_{other}", False),) for one, other in pairwise(self.words)
        )
        return Lookup(choices, self.side_by_side if len(self.words) > 2 else "")

    def often(self, times: int) -> Lookup:
        """The same, where each word stands in so many passages: 2 or 4, in one of its forms.

        Of a phrase its words are looked for, of a prefix what is meant by words that begin so.
        """
        choices = [_forms(word) for word in self.words]
        if self.is_prefix:
            choices[-1] = tuple((f"{kind}{self.words[-1]}", True) for kind in "sf")
        return Lookup(tuple(choices)).within([str(times)])


def _is_spelt_so(asked, letters, word):
    """True when a word (written, as it is spelt) is the one asked for, with these letters if with any."""
    written, spelt = word
    return written == asked and letters in ("", spelt)


def _forms(word):
    """What a word may have left: its stem, or a folded word that is it or begins with it."""
    return (f"s{stem(word)}", False), (f"f{word}", len(word) >= SHORTEST_BEGINNING)


@dataclass(frozen=True)
class Query:
    """`text` as it was read: every clause (any one of its terms) is met, no term of `without`."""

    text: str = ""
    clauses: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    notices: tuple[str | Promise, ...] = ()

    def __bool__(self):
        return bool(self.clauses or self.without)

    def __str__(self):
        return quoted(self.text, most=100)

    @property
    def is_plain(self) -> bool:
        """True when it is words and phrases alone, such as a name."""
        return not self.without and all(
            len(clause) == 1 and not clause[0].is_prefix for clause in self.clauses
        )

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All that is looked for, each once."""
        return tuple(dict.fromkeys(term for clause in self.clauses for term in clause))


def read(text: str) -> Query:
    """What `text` asks.  Any text at all; empty when there is no word in it."""
    reading = _Reading()
    kept = "".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT])
    if "\0" in text:
        reading.say(
            _("The search held characters that no text has: they were left out.")
        )
    for piece in _PIECE.finditer(kept.translate(_QUOTES)):
        reading.take(piece)
    if text.strip():
        reading.end()
    return reading.query(kept.strip())


class _Reading:
    """The state of one reading: what was understood so far, and whether an OR waits."""

    def __init__(self):
        self.clauses: list[list[Term]] = []
        self.without: list[Term] = []
        self.notices: list[str] = []
        self.words_left = MOST_WORDS
        self.or_waits = self.may_join = False

    def say(self, sentence):
        if sentence not in self.notices:
            self.notices.append(sentence)

    def take(self, piece):
        if piece["open"]:
            self.say(_("A quotation mark was never closed, so it was left out."))
        elif piece["chunk"] == "OR" and not piece["minus"]:
            self.take_or()
        elif piece["chunk"] != "AND" and (term := self.term(piece)):
            self.place(term, bool(piece["minus"]))

    def take_or(self):
        if not self.may_join or self.or_waits:
            self.ignore_or()
        self.or_waits = self.may_join

    def end(self):
        if self.or_waits:
            self.ignore_or()
        if not (self.clauses or self.without):
            self.say(_("There is no word in the search, so it was left out."))

    def ignore_or(self):
        self.say(_("OR stands between two words: where it did not, it was left out."))

    def term(self, piece):
        """The Term of a piece, None where there is no word in it or no room left."""
        is_phrase = piece["phrase"] is not None
        text = piece["phrase"] if is_phrase else piece["chunk"]
        words, own = [], []
        for written, spelt in spellings_in(text):
            words.append(written)
            own.append(spelt if spelt != written else "")
        if len(words) > self.words_left:
            self.say(
                _("Only the first %(count)d words of the search were looked for.")
                % {"count": MOST_WORDS}
            )
            words = words[: self.words_left]
        self.words_left -= len(words)
        if words and is_phrase:
            own = own[: len(words)]
            return Term(tuple(words), True, False, tuple(own) if any(own) else ())
        if words:
            return Term(tuple(words), False, self.is_prefix(text, words))

    def is_prefix(self, text, words):
        if not text.endswith("*"):
            return False
        if len(words[-1]) >= SHORTEST_PREFIX:
            return True
        self.say(
            _("“%(text)s” is too short to find the words that begin so.")
            % {"text": quoted(text)}
        )
        return False

    def place(self, term, is_without):
        if is_without:
            if self.or_waits:
                self.ignore_or()
            self.without.append(term)
        elif self.or_waits:
            self.clauses[-1].append(term)
        else:
            self.clauses.append([term])
        self.or_waits, self.may_join = False, not is_without

    def query(self, text):
        clauses = dict.fromkeys(tuple(dict.fromkeys(each)) for each in self.clauses)
        without = dict.fromkeys(self.without)
        return Query(text, tuple(clauses), tuple(without), tuple(self.notices))
