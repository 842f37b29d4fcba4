"""What a process keeps of the record in memory, until the record changes."""

from collections.abc import Callable
from typing import Generic, TypeVar

from commission.models import content_version
from commission.models.content_version import Version

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What `load()` gives, kept while the content version stands.  One query, to ask for that.

    What is kept is shared by all requests of the process: nobody may change it, and whether a row
    is public must be asked of the row each time, since embargoes end without a change.
    """

    def __init__(self, load: Callable[[], Value]) -> None:
        self.load = load
        self._kept: tuple[Version, Value] | None = None

    def __call__(self) -> Value:
        # Read before the rows: a change between the two only has them read once more.
        version = content_version()
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = self._kept = version, self.load()
        return kept[1]
