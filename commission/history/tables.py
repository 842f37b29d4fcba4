"""Which models have a history, and the tables it is kept in (django-simple-history).

Registered after django-modeltranslation has added its columns, so that every language is in it.
The rows are not written one by one as they are saved, but once for each change (`versions.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import simple_history  # type: ignore[import-untyped]
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from modeltranslation.translator import NotRegistered, translator
from simple_history.models import HistoricalRecords  # type: ignore[import-untyped]

from commission.collation import SortKeyField
from commission.folding import FoldedField
from commission.models import Noted, RecordedChange

# Made from other columns whenever a row is saved.
DERIVED = (FoldedField, SortKeyField)


class HistoryRow(models.Model):
    """What every version of a row also says: in which change it came to be."""

    change = models.ForeignKey(RecordedChange, models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class NotedHistory(HistoricalRecords):
    """Keeps quiet when rows are saved: `versions.py` writes what a change wrote, all at once."""

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        for signal, receiver in (
            (post_save, self.post_save),
            (post_delete, self.post_delete),
            (pre_delete, self.pre_delete),
        ):
            signal.disconnect(receiver, sender=sender)

    def m2m_changed(self, *args, **kwargs):
        """Nothing: links are written with the row that holds them."""

    def get_meta_options(self, model):
        return super().get_meta_options(model) | {"default_permissions": ()}

    def get_meta_options_m2m(self, through_model):
        options = super().get_meta_options_m2m(through_model)
        return options | {"default_permissions": ()}


@dataclass(frozen=True)
class Links:
    """A many-to-many field: its name, the table of its links, that of their history, the column of
    the row that holds the field, and the one of the other row.
    """

    name: str
    table: str
    history: Any
    ours: str
    theirs: str
    related: type[models.Model]


@dataclass(frozen=True)
class Kept:
    """A model with a history.

    `owners` are the foreign keys by which its rows go when another row goes: they belong to that
    one.  `has_page` says that it is a record with a page of its own in the admin.
    """

    model: type[models.Model]
    history: Any
    columns: tuple[Any, ...]
    owners: tuple[Any, ...]
    has_page: bool
    links: tuple[Links, ...] = field(default=())

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower


KEPT: dict[type[models.Model], Kept] = {}


def keep_history(
    *rows: type[models.Model], of: tuple[type[models.Model], ...] = ()
) -> None:
    """Keep the history of records with pages (`of`) and of rows that belong to them; once, at start."""
    for model in (*of, *rows):
        linked = [f.name for f in model._meta.many_to_many]
        owners = tuple(
            f
            for f in model._meta.fields
            if isinstance(f, models.ForeignKey)
            and f.remote_field.on_delete is models.CASCADE
        )
        simple_history.register(
            model,
            records_class=NotedHistory,
            bases=(HistoryRow,),
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.BigIntegerField(null=True),
            excluded_fields=list(_left_out(model)),
            m2m_fields=linked,
            no_db_index=list(_needs_no_index(model, owners)),
        )
        history = model.history.model  # type: ignore[attr-defined]
        names = {f.name for f in history._meta.fields}
        KEPT[model] = Kept(
            model,
            history,
            tuple(f for f in model._meta.fields if f.name in names),
            owners,
            model in of,
            tuple(_links_of(model, history, name) for name in linked),
        )


def _left_out(model: type[models.Model]) -> Iterator[str]:
    """Columns that are made anew when a row is saved, or of other rows: no content of their own."""
    try:
        plain = set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        plain = set()
    for each in model._meta.fields:
        is_rendered = hasattr(each, "of") and not each.editable
        is_moment_of_save = getattr(each, "auto_now", False)
        is_derived = (
            is_rendered
            or isinstance(each, DERIVED)
            or each.name in getattr(model, "derived", ())
        )
        if each.name in plain or is_derived or is_moment_of_save:
            yield each.name


def _needs_no_index(model, owners):
    """All but the row's key, and the rows it belongs to."""
    for each in model._meta.fields:
        if not each.primary_key and each not in owners:
            yield each.name
    for link in model._meta.many_to_many:
        yield from (f.name for f in link.remote_field.through._meta.fields)


def _links_of(model, history, name):
    each = model._meta.get_field(name)
    through = each.remote_field.through
    return Links(
        name,
        through._meta.db_table,
        getattr(history, name).model,
        each.m2m_column_name(),
        each.m2m_reverse_name(),
        each.related_model,
    )


def kept_models() -> list[type[models.Model]]:
    """Every model of the record: what `Noted` is the base of."""
    return [each for each in _concrete(Noted) if not each._meta.abstract]


def _concrete(base):
    for each in base.__subclasses__():
        yield each
        yield from _concrete(each)


def parts_of(model: type[models.Model]) -> list[tuple[Kept, models.ForeignKey]]:
    """What belongs to rows of `model` directly, each with the foreign key that says so."""
    return [
        (kept, owner)
        for kept in KEPT.values()
        for owner in kept.owners
        if owner.related_model is model
    ]
