"""What a table is: a list's filters, how its rows are read, and its columns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from commission.dates import as_machines_read
from commission.languages import text_and_language
from commission.models import pinned

# So many rows are read at once, however long the list is.
ROWS_AT_ONCE = 500

Words = str | Promise
Value = str | int


@dataclass(frozen=True)
class Column:
    """`name` stays the same in every language; `value` gives what a cell says of a row of the table.

    `note` tells readers of the codebook what the heading leaves open.
    """

    name: str
    heading: Words
    value: Callable[[Any], Words | int | None]
    note: Words = ""


@dataclass(frozen=True)
class Found:
    """What a list found: the primary keys of its rows, in its order, and which values it did not understand.

    `listing` is the Listing that was asked, None of a list without filters.
    """

    keys: Sequence[int]
    notices: Sequence[str] = ()
    listing: Any = None


@dataclass(frozen=True)
class Table:
    """A list to take away; `route` is the list's own page.

    `found(query)` asks the list's filters; `rows(keys)` gives what is public of the rows with these
    primary keys, in any order, and in as many queries for one as for `ROWS_AT_ONCE`.
    """

    name: str
    title: Words
    route: str
    found: Callable[[Any], Found]
    rows: Callable[[list[int]], Iterable[Any]]
    columns: tuple[Column, ...]

    def headings(self) -> list[str]:
        return [capfirst(str(column.heading)) for column in self.columns]

    def lines(self, keys: Sequence[int]) -> Iterator[list[Value]]:
        """The cells of each row with these keys that is public when its turn comes, in their order.

        In the language that is active when the first is asked for.
        """
        language = get_language() or "en"
        for first in range(0, len(keys), ROWS_AT_ONCE):
            # Long after the page's own version and language were put away.
            with override(language), pinned():
                batch = self._batch(list(keys[first : first + ROWS_AT_ONCE]))
            yield from batch

    def _batch(self, keys):
        rows = {row.pk: row for row in self.rows(keys)}
        return [
            [_cell(column.value(rows[pk])) for column in self.columns]
            for pk in keys
            if pk in rows
        ]


def _cell(value):
    return value if isinstance(value, int) else str(value or "")


def found_by(listing: Any) -> Found:
    """What a Listing found.  One query where its rows are a QuerySet."""
    rows = listing.qs
    keys = rows.values_list("pk", flat=True) if isinstance(rows, QuerySet) else rows[:]
    return Found(list(keys), listing.values_left_out, listing)


# ── What several tables say ──────────────────────────────────────────────────────────────────


def words(name: str) -> Callable[[Any], str]:
    """The text of a translated field, in the reader's language or its first fallback."""
    return lambda row: text_and_language(row, name)[0]


def title_of(session: Any) -> str:
    """The title that a list shows: as entered, or made."""
    return words("title")(session) or session.made_title


def date(name: str, precision: str) -> Callable[[Any], str]:
    """As much of a date as is known: "2020-09-17", "2020-09", "2020"."""

    def value(row):
        day = getattr(row, name)
        return as_machines_read(day, getattr(row, precision)) if day else ""

    return value


def listed(texts: Iterable[Any]) -> str:
    """Several things in one cell."""
    return "; ".join(map(str, texts))


def yes_or_no(is_so: bool) -> str:
    return str(_("yes") if is_so else _("no"))


AS_MUCH_AS_IS_KNOWN = _(
    "As much of the date as is known: 2020-09-17, 2020-09 or 2020; empty when it is not recorded."
)
SEVERAL = _("Several are parted by semicolons.")
ADDRESS = Column(
    "address",
    _("address"),
    lambda row: settings.SITE_URL + row.get_absolute_url(),
    _("The permanent address of its page."),
)
