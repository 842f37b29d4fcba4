"""What each database is asked for a term.  Tokens are letters and digits: nothing needs escaping."""

from .query import Term


def for_sqlite(term: Term, *marks: str) -> str:
    """An FTS5 query: '("srailwai" OR "frailway"*) AND "kname"'."""
    words = [
        " OR ".join(f'"{token}"{"*" if begins else ""}' for token, begins in choice)
        for choice in term.choices
    ]
    return " AND ".join([*(f"({each})" for each in words), *(f'"{m}"' for m in marks)])


def for_postgres(term: Term, *marks: str) -> str:
    """A tsquery, as its literal: "('srailwai' | 'frailway':*) & 'kname'"."""
    words = [
        " | ".join(f"'{token}'{':*' if begins else ''}" for token, begins in choice)
        for choice in term.choices
    ]
    return " & ".join([*(f"({each})" for each in words), *(f"'{m}'" for m in marks)])
