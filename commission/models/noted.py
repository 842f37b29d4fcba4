"""Changes of the record, and what is made from its rows and kept elsewhere.

Whatever writes rows opens a change with `writing()`, or joins the one that is open.  Just before
the outermost ends, inside its transaction, `change_ending` tells what was written: words are
indexed, registers kept and the like once for each change, however many rows it saved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.signals import m2m_changed, post_delete, pre_delete
from django.dispatch import Signal

from .content_version import move_content_version

# Sent with `change` (a `Change`) when all of its rows are written; `sender` is `Change`.
change_ending = Signal()


class Change:
    """What one change wrote so far.

    `version` is the content version that it makes.  `written` and `gone` are rows by model and
    primary key, as they were last written or deleted; `new` are the keys of rows that were made by
    this change.  `former` are columns of rows as they were before, of models that remember them.
    `answering` are the keys, by model, of the records that searches find otherwise after it: who
    keeps the index tells of them.  `by` is the account that a verb was told of, `reason` one of `Reason`.
    """

    def __init__(self, using: str) -> None:
        self.using = using
        self.version = 0
        self.by: Any = None
        self.reason = ""
        self.written: dict[type[models.Model], dict[Any, models.Model]] = defaultdict(
            dict
        )
        self.new: dict[type[models.Model], set[Any]] = defaultdict(set)
        self.gone: dict[type[models.Model], dict[Any, models.Model]] = defaultdict(dict)
        self.former: dict[type[models.Model], list[dict[str, Any]]] = defaultdict(list)
        self.answering: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._columns: dict[tuple[type[models.Model], Any], set[str] | None] = {}

    def begin(self) -> None:
        """Move the content version, before anything is written.  One query, the first time."""
        if not self.version:
            self.version = move_content_version(self.using)

    def told(self, *, by: Any = None, reason: str = "") -> None:
        """Who makes the change, and why; what was said first stands."""
        self.by = self.by or by
        self.reason = self.reason or reason

    def note(
        self,
        *rows: models.Model,
        columns: Iterable[str] | None = None,
        are_new: bool = False,
    ) -> None:
        """Rows were written; `columns` are all that changed in them, None when any may have."""
        for row in rows:
            if are_new:
                self.new[type(row)].add(row.pk)
            key = (type(row), row.pk)
            known = self._columns.get(key, set())
            everything = columns is None or known is None
            self._columns[key] = None if everything else {*known, *columns}
            self.written[type(row)][row.pk] = row

    def remember(self, model: Any, pks: Iterable[Any]) -> None:
        """Rows are about to be written: what they say in the columns that their model has remembered.

        One query, none for a model without such columns.
        """
        if model.naming:
            rows = model._base_manager.using(self.using).filter(pk__in=pks)
            self.former[model] += rows.values(*model.naming)

    def lose(self, row: models.Model) -> None:
        """A row was deleted."""
        self.written[type(row)].pop(row.pk, None)
        self.gone[type(row)][row.pk] = row

    def rows_of(
        self, model: type[models.Model], columns: tuple[str, ...] = ("",)
    ) -> list[Any]:
        """Rows of `model` written in a column whose name begins with any of `columns`."""
        return [
            row
            for pk, row in self.written.get(model, {}).items()
            if _touches(self._columns[model, pk], columns)
        ]


def _touches(written, columns):
    return written is None or any(name.startswith(columns) for name in written)


@contextmanager
def writing(using: str | None = None, *, savepoint: bool = False) -> Iterator[Change]:
    """The change that is open on a database, or a new one: all of it is written, or nothing.

    With `savepoint`, whoever calls it within a transaction may catch its errors and go on.
    """
    connection: Any = connections[using or DEFAULT_DB_ALIAS]
    change = getattr(connection, "open_change", None)
    if change is not None:
        yield change
        return
    with transaction.atomic(using=connection.alias, savepoint=savepoint):
        connection.open_change = change = Change(connection.alias)
        try:
            yield change
            change_ending.send(sender=Change, change=change)
        finally:
            connection.open_change = None


class NotedQuerySet(models.QuerySet):
    """Rows written together are noted like those written one by one, in the same change."""

    def bulk_create(self, objs, *args, **kwargs):
        rows = list(objs)
        if not rows:
            return rows
        with writing(self.db) as change:
            change.begin()
            rows = super().bulk_create(rows, *args, **kwargs)
            may_exist = "update_conflicts" in kwargs or "ignore_conflicts" in kwargs
            change.note(*rows, are_new=not (args or may_exist))
        return rows

    def bulk_update(self, objs, fields, *args, **kwargs):
        rows = tuple(objs)
        if not rows:
            return 0
        with writing(self.db) as change:
            change.begin()
            change.remember(self.model, [row.pk for row in rows])
            changed = super().bulk_update(rows, fields, *args, **kwargs)
            change.note(*rows, columns=fields)
        return changed

    def update(self, **values):
        """Two queries more than Django's: which rows it meets, and what they are then; one more where
        it is remembered what they say.
        """
        with writing(self.db) as change:
            pks = list(self.order_by().values_list("pk", flat=True))
            if not pks:
                return 0
            change.begin()
            change.remember(self.model, pks)
            changed = super().update(**values)
            rows = self.model._base_manager.using(self.db).in_bulk(pks)
            change.note(*rows.values(), columns=values)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self):
        with writing(self.db, savepoint=True) as change:
            change.begin()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Noted(models.Model):
    """A row that is saved together with what is made from it, or not at all.

    `belongs_to` are the relations that lead to the records it stands on, or to the commission that
    keeps it; `named_by` those by which commissions name a record that belongs to none.  `naming`
    are columns that are remembered, before they are written, for what is made of them; `derived`
    are made of other rows before a change ends, and have no history of their own.
    """

    belongs_to: ClassVar[tuple[str, ...]] = ()
    named_by: ClassVar[tuple[str, ...]] = ()
    naming: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[tuple[str, ...]] = ()

    objects = NotedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_base(self, *args, **kwargs):
        with writing(kwargs.get("using")) as change:
            change.begin()
            # With a key it may stand there already.
            is_new = self.pk is None
            super().save_base(*args, **kwargs)
            change.note(self, columns=kwargs.get("update_fields"), are_new=is_new)

    def delete(self, using=None, *args, **kwargs):
        with writing(using, savepoint=True) as change:
            change.begin()
            return super().delete(using, *args, **kwargs)


def note_deleted(sender, instance, using, **kwargs):
    """A row went, by itself or along with another."""
    if issubclass(sender, Noted):
        with writing(using) as change:
            change.begin()
            change.lose(instance)


def note_unlinked(sender, instance, using, **kwargs):
    """A row goes that others are linked to: those that hold the field change with it."""
    for relation in sender._meta.related_objects:
        if relation.many_to_many and issubclass(relation.related_model, Noted):
            rows = _linked(instance, relation.field.name, relation.related_model, using)
            with writing(using) as change:
                change.begin()
                change.note(*rows, columns=[relation.field.name])


def note_linked(sender, instance, action, reverse, model, pk_set, using, **kwargs):
    """Rows were linked to others, or their links were cut: those that hold the field changed."""
    name = _link_name(sender, model if reverse else type(instance))
    if not name or action in ("pre_add", "pre_remove"):
        return
    if not reverse:
        rows = [instance]
    elif action == "pre_clear":
        # Afterwards nobody knows any more which rows they were.
        instance.links_cut = list(_linked(instance, name, model, using))
        return
    elif action == "post_clear":
        rows = instance.links_cut
    else:
        rows = model._base_manager.using(using).filter(pk__in=pk_set)
    with writing(using) as change:
        change.begin()
        change.note(*rows, columns=[name])


def _link_name(through, holder):
    """The name of the many-to-many field of `holder`, None when nothing is made from it."""
    if not issubclass(holder, Noted):
        return None
    for field in holder._meta.many_to_many:
        if field.remote_field.through is through:
            return field.name
    return None


def _linked(instance, name, model, using):
    return model._base_manager.using(using).filter(**{name: instance})


def listen() -> None:
    """Note what Django deletes and links by itself; called once, when it is ready."""
    post_delete.connect(note_deleted, dispatch_uid="noted")
    pre_delete.connect(note_unlinked, dispatch_uid="noted")
    m2m_changed.connect(note_linked, dispatch_uid="noted")
