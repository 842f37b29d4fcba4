"""Reads versions: a record as it stood after any change, and what a change did to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Max, OuterRef, Subquery

from commission.models import ChangedRecord, What

from .tables import KEPT, Kept, parts_of

Model = type[models.Model]


class Row(NamedTuple):
    """Which row it is."""

    model: Model
    pk: int


@dataclass(frozen=True)
class Was:
    """A row as one of its versions has it: columns by attribute, keys of linked rows by field."""

    row: Row
    version: int
    change: int
    what: str
    values: dict[str, Any]
    links: dict[str, frozenset[int]]

    @property
    def kept(self) -> Kept:
        return KEPT[self.row.model]

    @property
    def content(self) -> tuple[dict[str, Any], dict[str, frozenset[int]]]:
        return self.values, self.links


@dataclass(frozen=True)
class Step:
    """A row before and after; None where it was not there."""

    row: Row
    before: Was | None
    after: Was | None


State = dict[Row, Was]


def record_at(model: Model, pk: int, number: int | None = None) -> State:
    """The record and all that belonged to it after the change `number`, now when left out; empty
    when it was not there.

    Two queries for each kind of row that belongs to it, one for each many-to-many field; as many
    for a hundred rows.
    """
    state: State = {}
    waiting = [(model, _at(KEPT[model], {"id": pk}, number))]
    while waiting:
        owner, rows = waiting.pop()
        state |= {was.row: was for was in rows}
        keys = [was.row.pk for was in rows]
        if keys:
            waiting += [
                (kept.model, _at(kept, {f"{field.name}__in": keys}, number))
                for kept, field in parts_of(owner)
            ]
    return state


def rows_at(kept: Kept, keys: Collection[int], number: int | None = None) -> State:
    """Rows of one model after the change `number`.  One query, one more for each many-to-many field."""
    return {was.row: was for was in _at(kept, {"id__in": list(keys)}, number)}


def _at(kept, where, number):
    versions = kept.history._base_manager.filter(**where)
    if number is not None:
        versions = versions.filter(change__lte=number)
    last = versions.order_by().values("id").annotate(last=Max("history_id"))
    rows = kept.history._base_manager.filter(history_id__in=last.values("last"))
    return _read(kept, rows.exclude(history_type=What.DELETED))


def _read(kept: Kept, versions: models.QuerySet) -> list[Was]:
    names = [each.attname for each in kept.columns]
    rows = list(versions.order_by("history_id").values("history_id", "change_id", "history_type", *names))  # fmt: skip
    links = _links(kept, [row["history_id"] for row in rows])
    return [
        Was(
            Row(kept.model, row["id"]),
            row["history_id"],
            row["change_id"],
            row["history_type"],
            {name: row[name] for name in names},
            links.get(row["history_id"], {each.name: frozenset() for each in kept.links}),
        )
        for row in rows
    ]  # fmt: skip


def _links(kept, versions):
    found: dict[int, dict[str, frozenset[int]]] = {}
    for each in kept.links if versions else ():
        pairs = defaultdict(set)
        rows = each.history._base_manager.filter(history__in=versions)
        for version, other in rows.values_list("history_id", each.theirs):
            pairs[version].add(other)
        for version in versions:
            found.setdefault(version, {})[each.name] = frozenset(pairs[version])
    return found


# ── What changed ─────────────────────────────────────────────────────────────────────────────


def steps_between(before: State, after: State) -> list[Step]:
    """What differs between two states of a record, the record itself first."""
    rows = [*before, *(row for row in after if row not in before)]
    steps = [Step(row, before.get(row), after.get(row)) for row in rows]
    return [step for step in steps if _content(step.before) != _content(step.after)]


def _content(was):
    return was and was.content


def steps_of(model: Model, pk: int, numbers: Collection[int]) -> dict[int, list[Step]]:
    """{number: what that change did to the record and to what belongs to it}.

    Up to four queries for each kind of row, one for each many-to-many field.
    """
    found: dict[int, list[Step]] = defaultdict(list)
    waiting: list[tuple[Kept, dict[str, Any]]] = [(KEPT[model], {"id": pk})]
    seen: set[tuple[str, int]] = set()
    while waiting:
        kept, where = waiting.pop(0)
        versions = kept.history._base_manager.filter(**where)
        for step_number, version, step in _steps(kept, versions, numbers):
            # A source of a decision is found along one way only, and yet: each once.
            if (kept.kind, version) not in seen:
                seen.add((kept.kind, version))
                found[step_number].append(step)
        if parts := parts_of(kept.model):
            keys = list(versions.order_by().values_list("id", flat=True).distinct())
            waiting += [(part, {f"{f.name}__in": keys}) for part, f in parts if keys]
    return found


def _steps(kept, versions, numbers):
    earlier = kept.history._base_manager.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    )
    changed = versions.filter(change__in=numbers)
    before = dict(
        changed.order_by()
        .annotate(before=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        .values_list("history_id", "before")
    )  # fmt: skip
    if not before:
        return []
    keys = {*before, *(each for each in before.values() if each)}
    known = {
        was.version: was
        for was in _read(kept, kept.history._base_manager.filter(history_id__in=keys))
    }
    return [
        (known[version].change, version, Step(
            known[version].row, _there(known.get(previous)), _there(known[version])))
        for version, previous in before.items()
    ]  # fmt: skip


def _there(was):
    return was if was and was.what != What.DELETED else None


def changed_since(model: Model, pk: int, number: int) -> list[int]:
    """Numbers of the changes after `number` that touched the record.  One query."""
    rows = ChangedRecord.objects.filter(
        kind=model._meta.label_lower, record=pk, change__gt=number
    )
    return list(rows.order_by("change").values_list("change", flat=True))


# ── What rows are called ─────────────────────────────────────────────────────────────────────


class Named:
    """The rows that versions speak of, to be called by their names.  One query for each model."""

    def __init__(self, rows: Iterable[Was]) -> None:
        wanted: dict[Model, set[int]] = defaultdict(set)
        for was in rows:
            for column in was.kept.columns:
                if column.is_relation and (key := was.values[column.attname]):
                    wanted[column.related_model].add(key)
            for each in was.kept.links:
                wanted[each.related] |= was.links[each.name]
        self._rows = {
            Row(model, pk): row
            for model, keys in wanted.items()
            for pk, row in model._base_manager.in_bulk(list(keys)).items()
        }

    def of(self, model: Model, pk: int) -> Any:
        """The row as it is now, None when it is gone."""
        return self._rows.get(Row(model, pk))

    def instance(self, was: Was) -> models.Model:
        """A row, not saved, that says what a version says."""
        row = was.row.model(**was.values)
        for column in was.kept.columns:
            if column.is_relation:
                other = self.of(column.related_model, was.values[column.attname])
                if other is not None:
                    setattr(row, column.name, other)
        return row
