"""A kind of table: its columns, which row of the record a line means, and what it changes there."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from .columns import Column, Several
from .headings import heading_of
from .written import CODES


class Reach:
    """What whoever sends a table may touch: everything, unless the admin says otherwise."""

    def rows(self, model: type[Model]) -> QuerySet:
        return model._default_manager.all()

    def may_add(self, model: type[Model]) -> bool:
        return True

    def may_change(self, row: Model) -> bool:
        return True

    def written(self, row: Model) -> None:
        """A row was written for good."""


class SheetResource(Resource):
    """Lines of a table into rows of one model, by the record's own rules.

    Everything is saved as it goes, so that each line is judged by what the ones before it made of
    the record; whoever calls it takes all of it back where anything is wrong, or for a trial.
    """

    # Names of fields that are kept per language, of which one must be there.
    needed_texts: tuple[str, ...] = ()

    class Meta:
        instance_loader_class = BaseInstanceLoader
        import_id_fields: list[str] = []
        skip_diff = True
        store_instance = True

    def __init__(self, *, by: Any = None, reach: Reach | None = None) -> None:
        super().__init__()
        self.by, self.reach = by, reach or Reach()
        self.columns = self.make_columns()
        self.fields = {column.key: column for column in self.columns}
        self.taken: dict[int, int] = {}
        self.numbers: list[int] = []

    # ── What each kind says ──────────────────────────────────────────────────────────────────

    def make_columns(self) -> list[Column]:
        raise NotImplementedError

    def find(self, row: dict[str, str]) -> Any:
        """The row of the record that a line means, None for a new one.  Raises ValueError or
        ValidationError.
        """
        raise NotImplementedError

    def new(self, row: dict[str, str]) -> Any:
        return self._meta.model()

    def complete(self, instance: Any, row: dict[str, str]) -> None:
        """What a new row has beside what the line says."""

    def was_saved(self, instance: Any, is_new: bool) -> None:
        """After a row and what belongs to it are saved."""

    def recorded(self) -> QuerySet:
        """The rows that a table of what is recorded holds."""
        return self.reach.rows(self._meta.model)

    # ── Django-import-export's hooks ─────────────────────────────────────────────────────────

    def init_instance(self, row: Any = None) -> Any:
        return self.new(row)

    def get_instance(self, instance_loader: Any, row: dict[str, str]) -> Any:
        try:
            return self.find(row)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:  # fmt: skip
        model = self._meta.model
        line = self.numbers[kwargs["row_number"] - 1]
        if new and not self.reach.may_add(model):
            raise ValidationError(_("You may not add here: ask an administrator."))
        if not new:
            if self.taken.setdefault(instance.pk, line) != line:
                raise ValidationError(
                    _("This is the same as row %(row)d: keep one of the two.")
                    % {"row": self.taken[instance.pk]}
                )
        self._line, self._is_new = line, new
        self._before = {
            key: "" if new else self.fields[key].shown(instance)
            for key in row
            if key in self.fields
        }

    def import_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:  # fmt: skip
        errors: dict[str, Any] = {}
        for column in self.columns:
            try:
                if column.key in row:
                    column.save(instance, row)
            except ValueError as error:
                errors[column.attribute] = ValidationError(str(error))
        if self._is_new:
            try:
                self.complete(instance, row)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:  # fmt: skip
        self._changes = [
            (heading_of(self.fields[key]), before, after)
            for key, before in self._before.items()
            if (after := self.fields[key].shown(instance)) != before
        ]
        if import_validation_errors or self._is_new:
            return False
        if not self._changes:
            return True
        if not self.reach.may_change(instance):
            raise ValidationError(_("You may not change this record: ask whoever may."))
        return False

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True) -> None:  # fmt: skip
        errors = dict(import_validation_errors or {})
        for name in self.needed_texts:
            keys = [f"{name}_{code}" for code in CODES]
            if not set(keys) & set(errors) and not any(
                getattr(instance, key) for key in keys
            ):
                verbose = instance._meta.get_field(name).verbose_name
                errors[keys[0]] = ValidationError(
                    _("Fill in “%(field)s” in at least one language.")
                    % {"field": verbose}
                )
        try:
            instance.full_clean(exclude=[*errors, *self._left_out(instance)])
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _left_out(self, instance):
        """The untranslated originals: their checks would write into the active language."""
        fields = instance._meta.fields
        return {f.translated_field.name for f in fields if hasattr(f, "translated_field")}  # fmt: skip

    def save_m2m(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        for column in self.columns:
            if isinstance(column, Several) and column.key in instance.__dict__.get(
                "from_cells", {}
            ):
                column.write(instance, column.of(instance))
        instance.__dict__.pop("from_cells", None)
        self.taken[instance.pk] = self._line
        if self._is_new:
            # With what was filled in by itself: a frozen position, a number, an address.
            self._changes = [
                (heading_of(column), "", words)
                for column in self.columns
                if (words := column.shown(instance))
            ]
        self.was_saved(instance, self._is_new)

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        row_result.changes = self._changes


# What makes a kind for whoever asks: of a session where the kind is one of a session's.
Kind = Callable[..., SheetResource]
