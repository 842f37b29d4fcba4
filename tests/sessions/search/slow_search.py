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
    rows = [row.texts for row in session.rows if row.public]
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

    def is_met_by(self, word):
        if self.is_prefix:
            return word.written.startswith(self.word)
        if word.meant.startswith("s"):
            return stem(word.written) == self.stem
        if len(self.word) < 3:
            return word.written == self.word
        return word.written.startswith(self.word)
