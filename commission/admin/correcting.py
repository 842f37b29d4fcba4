"""Changing what is public: with a note that readers see, or, of no meaning to them, without one."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import ORDERING_FIELD_NAME as PLACE
from django.utils.translation import gettext_lazy as _

from commission.actions import change_silently, correct
from commission.models import Correction

from .texts import languages_field

NOTE, MINOR = "correction", "minor"
SAY = _(
    "The record is public: tell its readers what is corrected. Nothing is saved yet, and what you "
    "typed is still here."
)
SAY_OR_MINOR = _(
    "The record is public: tell its readers what is corrected, or mark the change as minor. Nothing "
    "is saved yet, and what you typed is still here."
)
ONE_OF_BOTH = _(
    "A change that readers are told of is not minor: leave one of the two out."
)


class CorrectionForm:
    """Mixed into the form of a public record: what changes in it or its rows is said, or is minor.

    `adds_freely` are models of rows that are news by themselves and need no note.
    """

    adds_freely: tuple = ()
    # The rows' formsets, set when they are made.
    rows: tuple = ()

    def __init__(self, *args, **kwargs):
        # Its text is no column of the record.
        kwargs["initial"] = {NOTE: {}, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.instance.correction_form = self

    def clean(self):
        data = super().clean()
        said, minor = self.said(), self.cleaned_data.get(MINOR)
        if said and minor:
            self.add_error(MINOR, ValidationError(ONE_OF_BOTH))
        elif not said and not minor and self.changes():
            sentence = SAY_OR_MINOR if MINOR in self.fields else SAY
            self.add_error(NOTE, ValidationError(sentence))
        return data

    def said(self):
        """{language code: the note}, {} when there is none."""
        texts = self.cleaned_data.get(NOTE) or {}
        return texts if any(texts.values()) else {}

    def changes(self):
        """True when anything of the record, or of its rows, is changed by this form."""
        own = set(self.changed_data) - {NOTE, MINOR}
        return bool(own) or any(self._rows_change(each) for each in self.rows)

    def _rows_change(self, formset):
        free = formset.model in self.adds_freely
        watched = formset.initial_forms if free else formset.forms
        return any(form.has_changed() or _has_moved(form) for form in watched)


def _has_moved(form):
    place = form.fields.get(PLACE)
    return bool(place and place.initial) and str(form[PLACE].value()) != str(
        place.initial
    )


def _note_field():
    column = Correction._meta.get_field("note")
    field = languages_field(column, column.formfield())
    field.required = False
    return field


def with_correction(form_class, *, may_be_minor, adds_freely):
    """`form_class` with the two fields of a correction; the second for who may use it."""
    fields = {NOTE: _note_field(), "adds_freely": adds_freely}
    if may_be_minor:
        fields[MINOR] = forms.BooleanField(
            required=False,
            label=_("It is minor"),
            help_text=_(
                "A slip of the pen: nothing means anything else than before. Readers are not told."
            ),
        )
    return type("CorrectionFormOfRecord", (CorrectionForm, form_class), fields)


class Corrected:
    """For ModelAdmin: what is public is changed with a note to its readers."""

    adds_freely: tuple = ()

    def corrected_record(self, obj):
        """The record with a page on which readers see `obj`."""
        return obj

    def is_corrected(self, request, obj):
        """True when a change of `obj` is a correction."""
        return (
            obj is not None
            and self.corrected_record(obj).is_published
            and self.has_change_permission(request, obj)
        )

    def may_be_minor(self, request, obj):
        meta = self.corrected_record(obj)._meta
        return request.user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.is_corrected(request, obj):
            return fieldsets
        names = [NOTE, MINOR] if self.may_be_minor(request, obj) else [NOTE]
        said = _("Visitors see what you save at once.")
        asked = {"fields": names, "description": said, "classes": ["correction"]}
        return [*fieldsets, (_("What is corrected?"), asked)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.is_corrected(request, obj):
            kwargs["form"] = with_correction(
                kwargs.get("form") or self.form,
                may_be_minor=self.may_be_minor(request, obj),
                adds_freely=self.adds_freely,
            )
        return super().get_form(request, obj, change=change, **kwargs)

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        form = getattr(obj, "correction_form", None)
        if form is not None:
            form.rows = tuple(formsets)
        return formsets, inlines

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not isinstance(form, CorrectionForm):
            return
        record, notes = self.corrected_record(form.instance), form.said()
        if notes:
            correct(record=record, notes=notes, by=request.user)
        elif form.changes():
            change_silently(record=record, by=request.user)
