"""What the whole record says of an organisation; it is kept by an app above."""

from collections.abc import Callable
from typing import Any

from .models import Organisation


class WholeRecord:
    """The app that keeps the record lends the way to ask it when Django is ready: the page of an
    organisation shows what it decided, owes and attended without importing that app.
    """

    of: Callable[[Organisation, int], dict[str, Any]]

    @classmethod
    def lend(cls, of: Callable[[Organisation, int], dict[str, Any]]) -> None:
        """`of(organisation, most)` gives what its page shows, at most `most` rows of each kind."""
        cls.of = staticmethod(of)
