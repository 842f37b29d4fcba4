"""Who or what a name in a cell means: one record, none, or several, and then nobody guesses."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commission.folding import fold
from participants.models import NameVariant

from .written import CODES, did_you_mean


class Names:
    """The records of a QuerySet by every name, short name, variant and address.

    A query for the records and one for their variants, however many rows a table has.
    """

    def __init__(self, rows: QuerySet, *names: str) -> None:
        self.rows = rows
        self._columns = [f"{name}_{code}" for name in names for code in CODES]
        self._keys: dict[str, set[int]] = defaultdict(set)
        self._addresses: dict[str, int] = {}
        self._found: dict[int, Any] = {}
        owner = rows.model._meta.model_name
        for pk, slug, *texts in rows.order_by().values_list(
            "pk", "slug", *self._columns
        ):
            self._addresses[slug] = pk
            for text in filter(None, texts):
                self._keys[fold(text)].add(pk)
        if any(field.name == owner for field in NameVariant._meta.fields):
            variants = NameVariant.objects.filter(**{f"{owner}__isnull": False})
            for pk, name in variants.values_list(owner, "name"):
                self._keys[fold(name)].add(pk)

    def add(self, row: Any) -> None:
        """A record that was made meanwhile."""
        self._found[row.pk] = row
        self._addresses[row.slug] = row.pk
        for column in self._columns:
            if text := getattr(row, column):
                self._keys[fold(text)].add(row.pk)

    def find(self, text: str, country: str = "") -> Any:
        """The record that is called `text`, None where none is.  One query for each that is found.

        Of several, those of `country` are meant where it is known.  Raises ValueError, naming
        them, where several are left.
        """
        return self.one_of([text], country)

    def one_of(self, texts: list[str], country: str = "") -> Any:
        """As `find()`, for a record with several names."""
        keys: set[int] = set()
        for text in texts:
            if text in self._addresses:
                return self._row(self._addresses[text])
            keys |= self._keys.get(fold(text), set())
        rows = [self._row(key) for key in sorted(keys)]
        if country:
            rows = [row for row in rows if row.country in ("", country)]
        if len(rows) > 1:
            named = ", ".join(f"{row} ({row.slug})" for row in rows)
            raise ValueError(
                _("“%(text)s” may be any of: %(rows)s. Write the address in brackets instead of the name.")
                % {"text": texts[0], "rows": named}
            )  # fmt: skip
        return rows[0] if rows else None

    def known(self, text: str, country: str = "") -> Any:
        """As `find()`; raises ValueError where there is none."""
        row = self.find(text, country)
        if row is None:
            raise ValueError(
                _("There is no %(kind)s “%(text)s” in the record%(meant)s: correct it, or enter it first.")
                % {
                    "kind": self.rows.model._meta.verbose_name,
                    "text": text,
                    "meant": did_you_mean(text, self._keys),
                }
            )  # fmt: skip
        return row

    def _row(self, key):
        if key not in self._found:
            self._found[key] = self.rows.get(pk=key)
        return self._found[key]
