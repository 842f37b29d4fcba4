"""What reading finds: a value, the words it rests on, and how far it may be trusted."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Trust(IntEnum):
    """LOW is a guess to be confirmed, MEDIUM rests on one sign, HIGH on a plain statement."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Span(NamedTuple):
    """Places in the text, from the first letter to behind the last."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end

    def meets(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    value: T
    spans: tuple[Span, ...]
    trust: Trust
