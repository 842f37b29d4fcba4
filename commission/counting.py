"""How many rows have each value of a facet, of tens of thousands of rows at once.

Python's own dictionaries take twenty times as long: five milliseconds for 80,000 rows.
"""

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray
from pyroaring import BitMap

Numbers = NDArray[numpy.integer]


def in_numbers(rows: BitMap) -> Numbers:
    """Rows as columns are asked for them: once for all that are counted over the same."""
    return numpy.asarray(rows.to_array(), numpy.intp)


class Column(NamedTuple):
    """The value that each row has of a facet, as a number: `values[numbers[row]]`; `number_of` the other way
    round.  It never changes.  Every row that is counted has a value.
    """

    values: list[Any]
    number_of: dict[Any, int]
    numbers: Numbers

    def changed(self, rows: Mapping[Any, list[int]]) -> "Column":
        """The same where these rows have come to have these values.  Rows that went keep theirs, which nobody
        asks for.
        """
        number_of = dict(self.number_of)
        for value in rows:
            number_of.setdefault(value, len(number_of))
        of_rows = {
            number_of[value]: numpy.array(each, numpy.intp)
            for value, each in rows.items()
        }
        length = max([len(self.numbers), *(each.max() + 1 for each in of_rows.values() if each.size)])  # fmt: skip
        numbers = numpy.zeros(length, numpy.int32)
        numbers[: len(self.numbers)] = self.numbers
        for number, each in of_rows.items():
            numbers[each] = number
        return Column([*number_of], number_of, numbers)

    def counts(self, rows: Numbers) -> "Counts":
        """How many of `rows` (`in_numbers`) have each value."""
        numbers = self.numbers[rows]
        return Counts(self, numpy.bincount(numbers, minlength=len(self.values)))


NO_ROWS = Column([], {}, numpy.zeros(0, numpy.int32))


class Counts(Mapping[Any, int]):
    """{value: how many rows have it}, of the values that any has; `numbers` are those of all values."""

    def __init__(self, column: Column, numbers: Numbers) -> None:
        self.column, self.numbers = column, numbers

    def __getitem__(self, value: Any) -> int:
        if count := self.get(value, 0):
            return count
        raise KeyError(value)

    def get(self, value: Any, default: Any = None) -> Any:
        number = self.column.number_of.get(value)
        count = 0 if number is None else int(self.numbers[number])
        return count or default

    def __contains__(self, value: object) -> bool:
        return bool(self.get(value))

    def __iter__(self) -> Iterator[Any]:
        values = self.column.values
        return iter([values[number] for number in self.numbers.nonzero()[0].tolist()])

    def __len__(self) -> int:
        return int(numpy.count_nonzero(self.numbers))

    def by(self, column: Column) -> "Counts":
        """How many rows have each value of `column`, which tells what each value here belongs to; a number past
        its last is nothing.
        """
        length = len(column.values)
        numbers = numpy.bincount(column.numbers, self.numbers, minlength=length + 1)
        return Counts(column, numbers[:length].astype(numpy.intp))

    def fullest(self, most: int) -> list[Any]:
        values, numbers = self.column.values, self.numbers
        most = min(most, len(self))
        if not most:
            return []
        # How many values have each number or a higher one, from the highest down.
        so_many = numpy.bincount(numbers)[::-1].cumsum()
        least = len(so_many) - 1 - int(so_many.searchsorted(most))
        above = (numbers > least).nonzero()[0].tolist()
        found = sorted((-int(numbers[number]), values[number]) for number in above)
        alike = [values[number] for number in (numbers == least).nonzero()[0].tolist()]
        return [value for _count, value in found] + sorted(alike)[: most - len(found)]


def fullest(counts: Mapping[Any, int], most: int) -> list[Any]:
    """The keys of the highest `counts`, the highest first and of those alike the lowest key: `most`."""
    if isinstance(counts, Counts):
        return counts.fullest(most)
    return nsmallest(most, counts, key=lambda key: (-counts[key], key))
