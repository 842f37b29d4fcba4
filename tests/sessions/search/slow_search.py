"""Searching as one would explain it: every row of every session is read word by word.

It shares with the portal how a search is read (`read`), a word folded and stemmed (`words_of`,
`stem`), and nothing else: no tokens, no index, no query.
"""

from functools import cache

from sessions.search.query import read
from sessions.search.tokens import stem, words_of


def slow_search(sessions, text):
    """The primary keys of the made sessions that answer `text`, in ascending order."""
    query = read(text)
    return sorted(
        session.pk
        for session in sessions
        if all(any(_in(session, term) for term in clause) for clause in query.clauses)
        and not any(_in(session, term) for term in query.without)
    )


def slow_often(sessions, text, times):
    """Those where for every clause each word of some term stands in `times` passages, in one form."""
    clauses = read(text).clauses
    return sorted(
        session.pk
        for session in sessions
        if clauses
        and all(any(_often_in(session, t, times) for t in each) for each in clauses)
    )


def slow_exactly(sessions, text):
    """Those of which a title, number or public name is the whole of `text`."""
    query, asked = read(text), [word.written for word in words_of(text)]
    is_name = not query.without and all(
        len(clause) == 1 and not clause[0].is_prefix for clause in query.clauses
    )
    return sorted(
        session.pk
        for session in sessions
        if is_name
        and any(
            [word.written for word in _words(name, "")] == asked != []
            for row in session.rows
            if row.public
            for name in row.names
        )
    )


def slow_passages(session, text):
    """{primary key of a passage: how many terms stand in it}, without zeros."""
    terms = read(text).terms
    counted = {
        row.passage: sum(_stands([row.texts], term) for term in terms)
        for row in session.rows
        if row.passage
    }
    return {passage: number for passage, number in counted.items() if number}


@cache
def _words(text, code):
    return list(words_of(text, code))


def _in(session, term):
    return _stands([row.texts for row in session.rows if row.public], term)


def _stands(rows, term):
    if term.is_phrase:
        return any(
            _runs_in(text, code, term.words)
            for texts in rows
            for code, text in texts.items()
        )
    *whole, last = [_Asked(word) for word in term.words]
    last.is_prefix = term.is_prefix
    words = [
        word
        for texts in rows
        for code, text in texts.items()
        for word in _words(text, code)
    ]
    return all(any(asked.is_met_by(word) for word in words) for asked in [*whole, last])


def _often_in(session, term, times):
    forms = [_often_forms(session, times)] * len(term.words)
    *whole, last = [_Asked(word) for word in term.words]
    return all(
        any(asked.is_meant_by(form, asked is last and term.is_prefix) for form in often)
        for asked, often in zip([*whole, last], forms, strict=True)
    )


def _often_forms(session, times):
    """What is meant in at least so many passages of the session."""
    passages = [
        {word.meant for code, text in row.texts.items() for word in _words(text, code)}
        for row in session.rows
        if row.passage
    ]
    return {
        form
        for form in set().union(*passages)
        if sum(form in passage for passage in passages) >= times
    }


def _runs_in(text, code, asked):
    """A phrase does not run over the sign that stands between two texts of a row."""
    for part in text.split("∎"):
        written = [word.written for word in _words(part, code)]
        for start in range(len(written)):
            if written[start : start + len(asked)] == list(asked):
                return True
    return False


class _Asked:
    """A word as it is asked for: in any form, or as the beginning of what is written."""

    def __init__(self, word):
        self.word, self.stem, self.is_prefix = word, stem(word), False

    def is_meant_by(self, form, as_beginning):
        kind, form = form[0], form[1:]
        if as_beginning:
            return form.startswith(self.word)
        if kind == "s":
            return form == self.stem
        return form == self.word or (len(self.word) > 2 and form.startswith(self.word))

    def is_met_by(self, word):
        if self.is_prefix:
            return word.written.startswith(self.word)
        if word.meant.startswith("s"):
            return stem(word.written) == self.stem
        if len(self.word) < 3:
            return word.written == self.word
        return word.written.startswith(self.word)
