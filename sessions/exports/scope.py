"""Which rows an export writes: all there are, or what is public."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet


@dataclass(frozen=True)
class Scope:
    """The whole record, drafts included, with its papers and photos; or the public one, as text."""

    is_public: bool = False

    def of(self, model: type[Model]) -> QuerySet[Any]:
        rows: Any = model._default_manager
        return rows.published() if self.is_public else rows.all()

    def within(self, lookup: str, model: type[Model]) -> Prefetch:
        """For `prefetch_related`: what is to be written of the rows at `lookup`."""
        return Prefetch(lookup, self.of(model))

    def slug(self, row: Any) -> str:
        """Of a row that has a page; empty for None, and for what may not be named."""
        if row is None or (self.is_public and not row.is_published):
            return ""
        return row.slug


WHOLE, PUBLIC = Scope(), Scope(is_public=True)
