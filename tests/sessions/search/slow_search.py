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


@cache
def _words(text, code):
    return list(words_of(text, code))


def _in(session, term):
    return any(_in_row(row, term) for row in session.rows if row.public)


def _in_row(row, term):
    if term.is_phrase:
        return any(_runs_in(text, code, term.words) for code, text in row.texts.items())
    *whole, last = term.words
    words = [
        (word, code) for code, text in row.texts.items() for word in _words(text, code)
    ]
    if term.is_prefix:
        last_is_there = any(word.written.startswith(last) for word, _code in words)
    else:
        last_is_there = any(_same(last, word) for word, _code in words)
    return last_is_there and all(
        any(_same(asked, word) for word, _code in words) for asked in whole
    )


def _runs_in(text, code, asked):
    """A phrase does not run over the sign that stands between two texts of a row."""
    for part in text.split("∎"):
        written = [word.written for word in _words(part, code)]
        for start in range(len(written)):
            if written[start : start + len(asked)] == list(asked):
                return True
    return False


def _same(asked, word):
    if word.meant.startswith("s"):
        return stem(word.written) == stem(asked)
    if len(asked) < 3:
        return word.written == asked
    return word.written.startswith(asked)
