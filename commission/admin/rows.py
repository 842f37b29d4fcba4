"""Rows on another record's page: in an order of their own, moved by buttons, numbered by themselves."""

from django import forms
from django.contrib.admin import StackedInline
from django.db import transaction
from django.forms.formsets import ORDERING_FIELD_NAME as PLACE
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from commission.actions import renumber

from .by_hand import InputByHand, by_hand
from .record import RecordOptions, languages_of_record


class PlaceInput(InputByHand, forms.NumberInput):
    pass


class PlaceField(forms.IntegerField):
    """A row's place.  It alone never makes a row changed: an empty row stays an empty row."""

    def __init__(self, **kwargs):
        widget = PlaceInput({"class": "place", "min": 1, "aria-label": _("Place")})
        super().__init__(min_value=1, required=False, widget=widget, **kwargs)

    def has_changed(self, initial, data):
        return False


class RowsFormSet(BaseInlineFormSet):
    """Rows of one record.  `number_field` names the column that keeps their order, if they have one."""

    number_field: str | None = None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.can_order:
            known = index is not None and index < self.initial_form_count()
            form.fields[PLACE] = PlaceField(initial=index + 1 if known else None)
        for name, field in form.fields.items():
            field.widget = by_hand(field.widget)
            if field.help_text:
                # Said once above all rows, not in each of them.
                widget = getattr(field.widget, "widget", field.widget)
                widget.attrs["aria-describedby"] = f"{self.prefix}-{name}-hint"

    def numbered_together(self):
        """All rows that share the numbering, as a QuerySet."""
        return self.model._base_manager.filter(**{self.fk.name: self.instance})

    def save_new(self, form, commit=True):
        if self.number_field:
            self._last = getattr(self, "_last", None) or self._last_number()
            self._last += 1
            setattr(form.instance, self.number_field, self._last)
        return super().save_new(form, commit)

    def _last_number(self):
        numbers = self.numbered_together().values_list(self.number_field, flat=True)
        return max(numbers, default=0)

    @transaction.atomic
    def save(self, commit=True):
        saved = super().save(commit)
        if self.number_field and commit:
            rows = [form.instance for form in self._kept_in_order() if form.instance.pk]
            renumber(rows=self.numbered_together(), first=rows, field=self.number_field)
        return saved

    def _kept_in_order(self):
        kept = [
            f
            for f in self.forms
            if not (self.can_delete and self._should_delete_form(f))
        ]
        return [form for _place, form in sorted(
            ((self._place(form, index), form) for index, form in enumerate(kept)),
            key=lambda pair: pair[0],
        )]  # fmt: skip

    def _place(self, form, index):
        """Where the form's row goes; of two that claim a place, the one that moved there has it."""
        before = form.fields[PLACE].initial
        place = getattr(form, "cleaned_data", {}).get(PLACE) or before
        if place is None:
            return (float("inf"), 0, index)
        moved = (place > before) - (place < before) if before else -1
        return (place, moved, index)


class Rows(RecordOptions, StackedInline):
    """An inline that shows its rows by our own template, with buttons for their order."""

    formset = RowsFormSet
    template = "admin/edit_inline/rows.html"
    extra = 0
    number_field: str | None = None
    # Shown in the heading of a row beside its place: the name of an attribute of the row.
    row_label: str | None = None

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("can_order", bool(self.number_field))
        formset = super().get_formset(request, obj, **kwargs)
        formset.number_field = self.number_field
        formset.form.own_languages = languages_of_record(obj)
        return formset
