"""What is wrong with a records file, said so that it can be mended."""

import difflib
from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: the file and the path of records in it, for people to read."""

    file: str
    record: str = ""

    def inside(self, step: str) -> "Place":
        return Place(self.file, f"{self.record} › {step}" if self.record else step)

    def problem(self, field: str, message: str) -> "Problem":
        return Problem(self.file, self.record, field, message)


class Problem(NamedTuple):
    """One thing to mend; `record` and `field` are empty when the whole file is meant."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (*self[:2], self.field, self.message)))


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """ " (did you mean “railways”?)" with the nearest of the known words, or an empty string."""
    nearest = difflib.get_close_matches(str(word), list(known), n=1)
    return f" (did you mean “{nearest[0]}”?)" if nearest else ""
