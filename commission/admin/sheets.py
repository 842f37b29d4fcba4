"""What a form's inputs would send if nobody touched them: for comparing three states of a page.

A sheet is one form of a page, the record's own or a row's.  Its inputs are told apart by what
stands after the form's prefix: the column's name, in a language ("text_ru") where it has some.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict

from commission.history.reading import Row, State
from commission.history.tables import KEPT

Sent = tuple[str, ...]
# Not what somebody types.
APART = {DELETION_FIELD_NAME, ORDERING_FIELD_NAME}


@dataclass
class Input:
    """An input: its widget, what it is called, what it sends as the record is, and was before."""

    widget: forms.Widget
    label: str
    language: str
    now: Sent
    before: Sent
    # What stands in its id after the form's prefix.
    place: str
    is_file: bool = False


@dataclass
class Sheet:
    """A form for a row as it is; `inputs` by their names after the prefix."""

    row: Row
    form: Any
    inputs: dict[str, Input]
    inner: "Rows | None" = None


@dataclass
class Rows:
    """The rows of a formset: its prefix, the sheets by the rows' keys, and one for a row that is gone."""

    prefix: str
    formset: Any
    sheets: dict[int, Sheet] = field(default_factory=dict)


def sheet_of(form: forms.ModelForm, before: State) -> Sheet:
    """The sheet of a form that is bound to nothing but its row; `before` is the record as it was."""
    row = Row(type(form.instance), form.instance.pk)
    inputs = dict(_inputs(form, before, row))
    inner = getattr(form, "files_formset", None)
    return Sheet(row, form, inputs, rows_of(inner, before) if inner is not None else None)  # fmt: skip


def rows_of(formset: Any, before: State) -> Rows:
    rows = Rows(formset.prefix, formset)
    for form in formset.initial_forms:
        rows.sheets[form.instance.pk] = sheet_of(form, before)
    return rows


def sheet_of_gone(rows: Rows, row: Row, before: State, index: int) -> Sheet:
    """The sheet of a row that is not there any more, as it was."""
    instance = row.model(**before[row].values)
    form = rows.formset.form(
        instance=instance,
        prefix=f"{rows.prefix}-{index}",
        initial=dict(before[row].links),
        **rows.formset.get_form_kwargs(index),
    )
    rows.formset.add_fields(form, None)
    return Sheet(row, form, dict(_inputs(form, before, row)))


def _inputs(form, before: State, row: Row) -> Iterator[tuple[str, Input]]:
    former = _former(form, before, row)
    for name, form_field in form.fields.items():
        if name in APART or isinstance(form_field, InlineForeignKeyField):
            continue
        if name == form._meta.model._meta.pk.name or form_field.disabled:
            continue
        label = str(form_field.label or name)
        widget: Any = getattr(form_field.widget, "widget", form_field.widget)
        value = form[name].value()
        if isinstance(widget, forms.MultiWidget):
            several: Any = widget
            values = several.decompress(value)
            parts = zip(several.widgets_names, several.widgets, values, strict=True)
            for index, (part, each, now) in enumerate(parts):
                key = f"{name}{part}"
                language = part.strip("_")
                yield (
                    key,
                    _input(each, label, language, now, former, key, f"{name}_{index}"),
                )
        else:
            yield name, _input(widget, label, "", value, former, name, name)


def _former(form, before, row):
    """{name of a column, many-to-many field or field of the form: what it was}."""
    was = before.get(row)
    if was is None:
        return {}
    columns = {column.name: was.values[column.attname] for column in KEPT[row.model].columns}  # fmt: skip
    as_of = getattr(form, "as_of", None)
    return {**columns, **was.links, **(as_of(before) if as_of else {})}


def _input(widget, label, language, now, former, key, place):
    is_file = isinstance(widget, forms.FileInput)
    sent = _sent_file if is_file else sends
    then = former.get(key, now)
    return Input(
        widget, label, language, sent(widget, now), sent(widget, then), place, is_file
    )


def _sent_file(widget, value):
    return (str(value),) if value else ()


def sends(widget: forms.Widget, value: Any) -> Sent:
    """What a browser would send for an input that shows `value`."""
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if widget.check_test(value) else ()
    if isinstance(widget, forms.SelectMultiple):
        return tuple(sorted(str(getattr(each, "pk", each)) for each in value or ()))
    shown = widget.format_value(getattr(value, "pk", value))
    if isinstance(shown, list):
        shown = shown[0] if shown else ""
    return (plain_text("" if shown is None else str(shown)),)


def sent_in(data: QueryDict, files: Any, key: str, each: Input) -> Sent | None:
    """What was sent for an input; None where the form had none."""
    if each.is_file:
        return ("a file",) if files.get(key) else None
    if isinstance(each.widget, forms.CheckboxInput):
        return ("on",) if key in data else ()
    if isinstance(each.widget, forms.SelectMultiple):
        return tuple(sorted(data.getlist(key)))
    return (plain_text(str(data[key])),) if key in data else None


def plain_text(text: str) -> str:
    """Browsers send line breaks their own way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def in_words(sheet: Sheet, each: Input, key: str, sent: Sent) -> str:
    """What was sent, as people read it: the names of what was chosen."""
    if not any(sent):
        return ""
    if isinstance(each.widget, forms.CheckboxInput):
        return "✓"
    choices = getattr(sheet.form.fields.get(key), "queryset", None)
    if choices is not None:
        keys = [value for value in sent if value.isdecimal()]
        rows = choices.model._base_manager.filter(pk__in=keys)
        named = {str(row.pk): str(row) for row in rows}
        return ", ".join(named.get(value, value.partition(":")[2] or value) for value in sent)  # fmt: skip
    if isinstance(each.widget, forms.Select):
        labels = {str(value): str(label) for value, label in each.widget.choices}
        return ", ".join(labels.get(value, value) for value in sent)
    return sent[0]
