"""Brings rows in line with records: what is new is created, what differs changed, the rest left.

Nothing is written any more once a problem is known, but all that follows is still checked.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from commission.folding import in_every_language
from commission.models import Publishable, PublishState
from participants.models import Participant, Signature
from sessions.models import DelegationMember, DocumentFile, Photo

from .checking import check_row, unique_clashes
from .problems import Place, Problem
from .records import RecordedFile
from .stored import holds, put, take_back

# Far below the number of parameters that either database takes in one query.
BATCH = 500
# What saving these works out for itself, bulk_create would leave out.
SAVED_ONE_BY_ONE = (Participant, DocumentFile, Photo)


@dataclass(slots=True)
class Wanted:
    """A row as the file wants it.

    `key` tells the rows of the model apart that are looked at together; `columns` are values by
    field name (rows for foreign keys); `links` the rows of its many-to-many fields; `file` is
    the content of its file column.
    """

    place: Place
    key: Hashable
    columns: dict[str, Any]
    links: dict[str, list[Any]] = field(default_factory=dict)
    file: RecordedFile | None = None


def identity(row: models.Model) -> int:
    """Its primary key; for a row that was not saved (because of a problem) a number of its own."""
    return row.pk or -id(row)


def reference(row: models.Model | None, slug: str) -> Hashable:
    """What tells records apart by a row they refer to, even where there is no such row."""
    return identity(row) if row else slug


def existing(
    model: type[models.Model], column: str, values: Iterable[Any]
) -> Iterator[Any]:
    """The rows whose `column` is one of the values: a query for every 500 of them."""
    values = list(values)
    for at in range(0, len(values), BATCH):
        batch = {f"{column}__in": values[at : at + BATCH]}
        yield from model._default_manager.filter(**batch).order_by("pk")


def freeze_position(row: Any, wanted: Wanted) -> None:
    """Fill in what the file leaves to the person's positions, once."""
    left_open = "position_en" not in wanted.columns
    if left_open and not in_every_language(row, "position"):
        row.freeze_position()


def children(
    model: type[models.Model], parent: str, parents: Iterable[models.Model]
) -> Iterator[Any]:
    """The saved rows below `parents`, each with its parent at hand."""
    by_pk = {row.pk: row for row in parents if row.pk}
    for row in existing(model, parent, by_pk):
        setattr(row, parent, by_pk[getattr(row, f"{parent}_id")])
        yield row


class Writing:
    """One run: its problems, what it counted, and the rows it saved."""

    def __init__(self, *, check_only: bool = False) -> None:
        self.problems: list[Problem] = []
        self._check_only = check_only
        self.created = self.changed = self.unchanged = self.removed = 0
        # By (model, primary key): records with a page that were saved, or of which a part was.
        self._saved: set[tuple[type[models.Model], int]] = set()
        self._touched: set[tuple[type[models.Model], int]] = set()
        self._places: dict[tuple[type[models.Model], int], Place] = {}
        self._with_files: list[DocumentFile | Photo] = []
        self._last: set[int] = set()

    @property
    def may_write(self) -> bool:
        """False from the first problem on."""
        return not (self._check_only or self.problems)

    def align(
        self,
        model: type[models.Model],
        wanted: Sequence[Wanted],
        rows: Iterable[Any],
        *,
        key: Callable[[Any], Hashable],
        owner: str = "",
        keep: bool = False,
        parked: dict[str, Any] | None = None,
        prepare: Callable[[Any, Wanted], None] | None = None,
    ) -> list[Any]:
        """The rows that `wanted` asks for, in its order, saved unless a problem is known.

        `rows` are those there are, told apart by `key`; the ones that nobody wants are removed
        unless `keep`.  `owner` names the foreign key of the record they belong to, whose moment
        of change they move.  `parked` are values that changed rows take in between, where a
        unique column would let them trade places only one after the other; `prepare` is called
        with each row, and what was wanted of it, before it is saved.
        """
        found = {key(row): row for row in rows}
        linked = _links_of(model, found.values(), wanted[0].links if wanted else {})
        aligned, new, changed = [], [], []
        for each in wanted:
            row = found.pop(each.key, None)
            if row is None:
                row = model()
                new.append(row)
                _apply(row, each)
            elif _apply(row, each) or _links_differ(row, each, linked):
                changed.append(row)
            else:
                self.unchanged += 1
                aligned.append(row)
                continue
            self.problems += check_row(row, each)
            if prepare and self.may_write:
                prepare(row, each)
            aligned.append(row)
        self._check_together(model, wanted, aligned)
        if self.may_write:
            leftover = [] if keep else list(found.values())
            self.remove(model, leftover, wanted, owner)
            self._save(model, new, changed, parked)
            self._link(model, aligned, wanted, linked)
            self._count(new, changed, owner)
            if issubclass(model, Publishable):
                self._remember(model, aligned, wanted, new + changed)
        return aligned

    def remove(
        self,
        model: type[models.Model],
        rows: Sequence[Any],
        wanted: Sequence[Wanted],
        owner: str,
    ) -> None:
        """Remove rows that the files left out; a problem when others need them."""
        try:
            for batch in _batches(model, [row.pk for row in rows]):
                batch.delete()
        except models.ProtectedError as error:
            self._refuse_removal(model, rows, error, wanted)
        self.removed += len(rows)
        self._touch(rows, owner)

    def changed_later(self, row: models.Model, *, owner: str) -> None:
        """Count a row of the last `align` that the caller changed and saved after it."""
        if id(row) not in self._last:
            self._last.add(id(row))
            self.unchanged -= 1
            self.changed += 1
        self._touch([row], owner)

    # ── Checks ───────────────────────────────────────────────────────────────────────────────

    def _check_together(self, model, wanted, rows):
        """Rows that are one and the same, or take the same place."""
        first: dict[Hashable, Wanted] = {}
        for each in wanted:
            if first.setdefault(each.key, each) is not each:
                message = f"is the same as {first[each.key].place.record}: keep one of the two."
                self.problems.append(each.place.problem("", message))
        self.problems += unique_clashes(model, wanted, rows)

    def _refuse_removal(self, model, rows, error, wanted):
        needed = ", ".join(
            sorted({str(row._meta.verbose_name) for row in error.protected_objects})
        )
        names = ", ".join(f"“{row}”" for row in rows)
        place = Place(wanted[0].place.file) if wanted else Place("")
        message = (
            f"no longer holds {names}, which other records need ({needed}): "
            "put it back, or mend those records first."
        )
        self.problems.append(place.problem(str(model._meta.verbose_name), message))

    # ── Writing ──────────────────────────────────────────────────────────────────────────────

    def _save(self, model, new, changed, parked):
        if changed and parked:
            pks = [row.pk for row in changed]
            model._default_manager.filter(pk__in=pks).update(**parked)
        one_by_one = changed + new if model in SAVED_ONE_BY_ONE else changed
        for row in one_by_one:
            if isinstance(row, DelegationMember | Signature):
                # Its own save() would fill in a position that the file says is not known.
                row.save_as_it_is()
            else:
                row.save()
            if isinstance(row, DocumentFile | Photo):
                self._with_files.append(row)
        if model not in SAVED_ONE_BY_ONE:
            model._default_manager.bulk_create(new, batch_size=BATCH)

    def _link(self, model, rows, wanted, linked):
        for name in wanted[0].links if wanted else ():
            through, ours, theirs = _through(model, name)
            stale, fresh = [], []
            for row, each in zip(rows, wanted, strict=True):
                before = linked[name].get(row.pk, {})
                after = {other.pk for other in each.links[name]}
                stale += [link for other, link in before.items() if other not in after]
                fresh += [
                    through(**{ours: row.pk, theirs: pk}) for pk in after - set(before)
                ]
            for batch in _batches(through, stale):
                batch.delete()
            through._default_manager.bulk_create(fresh, batch_size=BATCH)

    def _count(self, new, changed, owner):
        self.created += len(new)
        self.changed += len(changed)
        self._last = {id(row) for row in [*new, *changed]}
        self._touch([*new, *changed], owner)

    def _touch(self, rows, owner):
        if owner:
            pages = {_page_of(getattr(row, owner)) for row in rows}
            self._touched.update((type(page), page.pk) for page in pages)

    def _remember(self, model, rows, wanted, saved):
        self._saved.update((model, row.pk) for row in saved)
        for row, each in zip(rows, wanted, strict=True):
            self._places[model, row.pk] = each.place

    # ── The end ──────────────────────────────────────────────────────────────────────────────

    def finish(self) -> None:
        """Move the moment of change of records of which a part changed, and refuse what may not
        be public.  A query for every 500 records, and those of `check_publishable()`.
        """
        for model, pks in _by_model(self._touched - self._saved).items():
            for rows in _batches(model, pks):
                rows.update(updated_at=timezone.now())
        for model, pks in _by_model(self._touched | self._saved).items():
            for rows in _batches(model, pks):
                for row in rows.filter(state=PublishState.PUBLISHED):
                    self._check_publishable(row)

    def _check_publishable(self, row):
        try:
            row.check_publishable()
        except ValidationError as error:
            place = self._places[type(row), row.pk]
            self.problems += [
                place.problem("published", text) for text in error.messages
            ]

    def take_back_files(self) -> None:
        """Remove the files of a run whose rows were rolled back."""
        for row in self._with_files:
            take_back(row)


def _apply(row, wanted):
    """Set what differs; True when anything did."""
    differs = False
    for name, value in wanted.columns.items():
        if not _same(row, name, value):
            setattr(row, name, value)
            differs = True
    if wanted.file and (row._state.adding or not holds(row, wanted.file)):
        put(row, wanted.file)
        differs = True
    return differs


def _same(row, name, value):
    """An empty text is the same as none: which of the two a column holds says nothing."""
    if isinstance(value, models.Model):
        return value.pk is not None and getattr(row, f"{name}_id") == value.pk
    if value is None and f"{name}_id" in row.__dict__:
        return row.__dict__[f"{name}_id"] is None
    now = getattr(row, name)
    return (now == value) or (now in ("", None) and value in ("", None))


def _links_of(model, rows, links):
    """{field: {row's key: {other's key: key of the link}}}.  A query for every 500 rows."""
    linked: dict[str, dict[int, dict[int, int]]] = {}
    for name in links:
        through, ours, theirs = _through(model, name)
        linked[name] = defaultdict(dict)
        for link in existing(through, ours, [row.pk for row in rows]):
            linked[name][getattr(link, ours)][getattr(link, theirs)] = link.pk
    return linked


def _links_differ(row, wanted, linked):
    return any(
        set(linked[name].get(row.pk, ())) != {other.pk for other in others}
        for name, others in wanted.links.items()
    )


def _through(model, name):
    """The model of a many-to-many field's links, and its columns for the two ends."""
    field = model._meta.get_field(name)
    ours = field.m2m_column_name()
    return field.remote_field.through, ours, field.m2m_reverse_name()


def _page_of(row):
    """The record with a page that a row stands on."""
    while not isinstance(row, Publishable):
        names = ("session", "agreement", "decision", "document", "commission")
        row = next(
            getattr(row, name) for name in names if getattr(row, f"{name}_id", None)
        )
    return row


def _by_model(keys):
    by_model = defaultdict(list)
    for model, pk in keys:
        by_model[model].append(pk)
    return by_model


def _batches(model, pks):
    for at in range(0, len(pks), BATCH):
        yield model._default_manager.filter(pk__in=pks[at : at + BATCH])
