"""What an index is asked, in each database's own words.

Tokens are letters, digits and `_`: nothing in them needs escaping.
"""

from collections.abc import Iterable
from typing import NamedTuple

# Tokens of which any will do for a word: (token, whether it is the beginning of one).
Choice = tuple[tuple[str, bool], ...]


class Lookup(NamedTuple):
    """What a digest must hold: one token of every choice, and then `side_by_side` in its stream."""

    choices: tuple[Choice, ...]
    side_by_side: str = ""

    def is_met(self, parts: list[str], stream: str) -> bool:
        """Whether a digest holds it, of whose parts these are the tokens, with spaces around each: as the
        databases find it.
        """
        return self.side_by_side in stream and all(
            any(
                f" {token}{'' if begins else ' '}" in tokens
                for token, begins in choice
                for tokens in parts
            )
            for choice in self.choices
        )

    def within(self, spaces: Iterable[str]) -> "Lookup":
        """The same among the tokens that are set apart by any of `spaces` (`digest.tokens_of`)."""
        return self._replace(
            choices=tuple(
                tuple(
                    (f"{space}{token}", begins)
                    for space in spaces
                    for token, begins in choice
                )
                for choice in self.choices
            )
        )


def for_sqlite(choice: Choice) -> str:
    """An FTS5 query: '"srailwai" OR "frailway"*'."""
    return " OR ".join(f'"{token}"{"*" if begins else ""}' for token, begins in choice)


def for_postgres(choice: Choice) -> str:
    """A tsquery, as its literal: "'srailwai' | 'frailway':*"."""
    return " | ".join(f"'{token}'{':*' if begins else ''}" for token, begins in choice)
