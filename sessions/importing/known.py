"""The rows that records refer to by slug: those of this run and those in the database."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from .problems import Place, Problem, did_you_mean


class Known:
    """One query for each slug that no file of the run describes."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self._rows: dict[type[models.Model], dict[str, Any]] = {}
        self._slugs: dict[type[models.Model], list[str]] = {}

    def add(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        self._rows.setdefault(model, {}).update({row.slug: row for row in rows})

    def find(
        self, model: type[models.Model], slug: str, place: Place, name: str
    ) -> Any:
        """The row, or None (which is a problem, unless the slug is empty)."""
        if not slug:
            return None
        rows = self._rows.setdefault(model, {})
        if slug not in rows:
            rows[slug] = model._default_manager.filter(slug=slug).first()
        if rows[slug] is None:
            meant = did_you_mean(slug, self._all_slugs(model))
            noun = model._meta.verbose_name
            message = (
                f"there is no {noun} “{slug}”{meant}: correct it, or add that record."
            )
            self.problems.append(place.problem(name, message))
        return rows[slug]

    def find_all(
        self, model: type[models.Model], slugs: list[str], place: Place, name: str
    ) -> list[Any]:
        found = [self.find(model, slug, place, name) for slug in slugs]
        return [row for row in found if row is not None]

    def _all_slugs(self, model):
        if model not in self._slugs:
            stored = model._default_manager.values_list("slug", flat=True)
            here = (slug for slug, row in self._rows[model].items() if row)
            self._slugs[model] = [*stored, *here]
        return self._slugs[model]
