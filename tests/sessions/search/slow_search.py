"""Searching as one would explain it: every row of every session is read word by word.

It shares with the portal how a search is read (`read`), a word folded, stemmed and heard (`words_of`,
`stem`, `heard`), and in which order languages are, nothing else: no tokens, no index, no query.
"""

from functools import cache, cached_property

from commission.hearing import heard, heard_beginnings
from commission.languages import columns_of
from sessions.search.query import read
from sessions.search.tokens import spellings_in, words_of
from sessions.search.tokens import stem as stem_of

# In which a text is read by who reads English.
IN_ORDER = [code for _column, code in columns_of("text", "en")]
# The same few hundred words are asked about again and again.
stem = cache(stem_of)


class SlowSearch:
    """The made sessions (`made_record.py`), read once; each answer is primary keys in ascending order."""

    def __init__(self, sessions):
        self.made = sessions
        self.sessions = [_Read(session) for session in sessions]
        # Every word that stands anywhere.
        self.words = set().union(*(session.words for session in self.sessions))

    def found(self, text):
        """Those that answer the search `text`."""
        query = read(text)
        clauses = [[self._stands(term) for term in each] for each in query.clauses]
        without = [self._stands(term) for term in query.without]
        return self._those(
            lambda session: all(any(is_met(session) for is_met in each) for each in clauses)
            and not any(is_met(session) for is_met in without)
        )  # fmt: skip

    def often(self, text, times):
        """Those where for every clause each word of some term stands in `times` passages, in one form."""
        clauses = [
            [self._forms(term) for term in clause] for clause in read(text).clauses
        ]
        return self._those(
            lambda session: (
                bool(clauses)
                and all(
                    any(_all_meet(term, session.often(times)) for term in clause)
                    for clause in clauses
                )
            )
        )

    def exactly(self, text):
        """Those of which a title, number or public name is the whole of `text`."""
        query, asked = read(text), _folded(text)
        is_name = not query.without and all(
            len(clause) == 1 and not clause[0].is_prefix for clause in query.clauses
        )
        return self._those(lambda session: is_name and asked and asked in session.names)

    def passages(self, text, keys):
        """{primary key of a session: {of a passage: how many terms stand in it}}, without zeros.

        Of the sessions with these keys.
        """
        terms = [self._stands(term) for term in read(text).terms]
        counted = {
            session.pk: {
                pk: sum(is_met(passage) for is_met in terms)
                for pk, passage in session.passages.items()
            }
            for session in self.sessions
            if session.pk in keys
        }
        return {
            session: {passage: number for passage, number in each.items() if number}
            for session, each in counted.items()
        }

    def snippets(self, text, key):
        """Of the session with this primary key [(number, language, text, words marked)], as they are shown.

        The best three of its passages, each in the first language in which most terms have a word.
        """
        terms = read(text).terms
        standing = self.passages(text, {key})[key]
        numbers = self.numbers[key]
        best = sorted(standing, key=lambda pk: (-standing[pk], numbers[pk]))[:3]
        return [
            (str(numbers[pk]), *_shown(self.texts[pk], terms))
            for pk in sorted(best, key=numbers.get)
        ]

    @cached_property
    def texts(self):
        """{primary key of a passage: {language: its text}}."""
        return {
            row.passage: row.texts
            for session in self.made
            for row in session.rows
            if row.passage
        }

    @cached_property
    def numbers(self):
        """{primary key of a session: {of a passage: its number}}."""
        return {
            session.pk: {
                row.passage: number
                for number, row in enumerate(
                    (row for row in session.rows if row.passage), start=1
                )
            }
            for session in self.made
        }

    def _those(self, answers):
        return sorted(session.pk for session in self.sessions if answers(session))

    def _stands(self, term):
        """A function that tells whether the term stands in something with words and runs of words."""
        if term.is_phrase:
            phrase = f" {' '.join(term.words)} "
            if any(term.spelling):
                return lambda read: any(_spells(run, term) for run in read.spelt)
            return lambda read: any(phrase in run for run in read.runs)
        asked = [
            {word for word in self.words if _same(each, word)} for each in term.words
        ]
        if term.is_prefix:
            asked[-1] = {w for w in self.words if w[0].startswith(term.words[-1])}
        sounds = [_sound(each) for each in term.words]
        if term.is_prefix:
            sounds[-1] = _sounding(heard_beginnings(term.words[-1]))
        return lambda read: all(
            not read.words.isdisjoint(words) or any(map(sounds_so, read.sounds))
            for words, sounds_so in zip(asked, sounds, strict=True)
        )

    def _forms(self, term):
        """For each word of a term the meanings that it may have."""
        meanings = {meaning for _written, meaning in self.words}
        forms = [{m for m in meanings if _means(each, m)} for each in term.words]
        if term.is_prefix:
            forms[-1] = {m for m in meanings if m[1:].startswith(term.words[-1])}
        return forms


class _Read:
    """A made session that was read: its words, its runs of words that stand side by side, its names."""

    def __init__(self, session):
        rows = [row for row in session.rows if row.public]
        texts = [_ReadText(row.texts) for row in rows]
        self.pk = session.pk
        self.words = set().union(*(text.words for text in texts))
        self.runs = [run for text in texts for run in text.runs]
        self.spelt = [run for text in texts for run in text.spelt]
        # How the words of the names of people and bodies sound.
        named = [_ReadText(row.texts) for row in rows if row.is_heard]
        self.sounds = {heard(word) for text in named for word, _meaning in text.words}
        self.names = {_folded(name) for row in rows for name in row.names}
        self.passages = {
            row.passage: _ReadText(row.texts) for row in rows if row.passage
        }

    def often(self, times):
        """What is meant in at least so many passages."""
        return {
            meaning for meaning, number in self.number_of.items() if number >= times
        }

    @cached_property
    def number_of(self):
        """{what is meant: in how many passages}."""
        number_of = {}
        for passage in self.passages.values():
            for meaning in {meaning for _written, meaning in passage.words}:
                number_of[meaning] = number_of.get(meaning, 0) + 1
        return number_of


class _ReadText:
    """One row: a run does not go over from one language, or past the sign ∎, to the next text."""

    sounds = frozenset()

    def __init__(self, texts):
        self.words, self.runs, self.spelt = set(), [], []
        for code, text in texts.items():
            for part in text.split("∎"):
                words = list(words_of(part, code))
                self.words |= {(word.written, word.meant) for word in words}
                self.runs.append(f" {' '.join(word.written for word in words)} ")
                self.spelt.append(list(spellings_in(part)))


def _spells(run, term):
    """True when the words stand side by side, each with the letters that were given, if any."""
    length = len(term.words)
    runs = [run[n : n + length] for n in range(len(run) - length + 1)]
    asked = list(zip(term.words, term.spelling, strict=True))
    return any(
        all(
            word == folded and (not letters or letters == spelt)
            for (folded, spelt), (word, letters) in zip(each, asked, strict=True)
        )
        for each in runs
    )


def _shown(texts, terms):
    """(language, text, the words of it that are marked)."""
    marks = {}
    for code, text in texts.items():
        words = [(text[word.start : word.end], word) for word in words_of(text, code)]
        fitting = [
            {n for n, (spelt, word) in enumerate(words) if _answers(term, word, spelt)}
            for term in terms
        ]
        everything = sorted(set().union(*fitting))
        marks[code] = (sum(map(bool, fitting)), [words[n][0] for n in everything])
    # Of equals `max` takes the first.
    order = [code for code in IN_ORDER if code in texts]
    code = max(order, key=lambda code: marks[code][0])
    return code, texts[code], marks[code][1]


def _answers(term, word, spelt):
    """True when a word of a text, spelt so, is one of a term's."""
    pairs = list(zip(term.words, term.spelling or term.words, strict=True))
    if any(term.spelling):
        return any(
            asked == word.written and (not letters or letters == spelling)
            for written, spelling in spellings_in(spelt)
            for asked, letters in pairs
            if written == word.written
        )
    if term.is_phrase:
        return word.written in term.words
    *whole, last = term.words
    if term.is_prefix:
        begins = word.written.startswith(last)
    else:
        begins = _same(last, (word.written, word.meant))
    return begins or any(_same(each, (word.written, word.meant)) for each in whole)


def _folded(text):
    return tuple(word.written for word in words_of(text))


def _all_meet(asked, words):
    return all(not words.isdisjoint(each) for each in asked)


def _sound(word):
    """A function that tells whether a sound is that of a word of two letters or more."""
    asked = heard(word)
    return lambda sound: len(asked) > 1 and sound == asked


def _sounding(beginnings):
    return lambda sound: any(
        len(each) > 1 and sound.startswith(each) for each in beginnings
    )


def _same(asked, word):
    written, meaning = word
    if meaning.startswith("s"):
        return stem(written) == stem(asked)
    return written == asked or (len(asked) > 2 and written.startswith(asked))


def _means(asked, meaning):
    if meaning.startswith("s"):
        return meaning[1:] == stem(asked)
    return meaning[1:] == asked or (len(asked) > 2 and meaning[1:].startswith(asked))
