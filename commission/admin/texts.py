"""Texts kept per language: one form field with a place for each language."""

import copy

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

from .by_hand import drawn_input

# Longer lines than this are given a box that grows.
LINE = 200


def text_names(model):
    """Names of the model's fields that are kept per language."""
    try:
        return list(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return []


def in_their_order(first):
    """The portal's languages, those that are named `first` before the others."""
    return [*dict.fromkeys([*first, *(code for code, _name in settings.LANGUAGES)])]


class LanguagesWidget(forms.MultiWidget):
    """One input a language, each marked with its own `lang`; inputs are named as the columns are."""

    # Those that stand before the others, in their order.
    first: list[str] = []

    def __init__(self, widget):
        super().__init__(
            {code: copy.deepcopy(widget) for code, _name in settings.LANGUAGES}
        )

    def decompress(self, value):
        if isinstance(value, str):
            value = {get_language(): value}
        return [(value or {}).get(code) or "" for code, _name in settings.LANGUAGES]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        described = context["widget"]["attrs"].get("aria-describedby")
        for (code, language), each in zip(
            settings.LANGUAGES, context["widget"]["subwidgets"], strict=True
        ):
            each["attrs"]["lang"] = code
            each["language"] = language
            if described:
                each["attrs"]["aria-describedby"] = described
        order = in_their_order(self.first)
        context["widget"]["subwidgets"].sort(
            key=lambda each: order.index(each["attrs"]["lang"])
        )
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """By hand: of a page of a hundred rows, templates for each text take most of the time."""
        widget = self.get_context(name, value, attrs)["widget"]
        label = widget["attrs"].get("label")
        return format_html(
            '<div class="languages" id="{}" role="group"{}>{}</div>',
            widget["attrs"]["id"],
            flatatt({"aria-label": label} if label else {}),
            mark_safe("".join(map(_place_of, widget["subwidgets"]))),  # noqa: S308 - of safe pieces
        )

    def id_for_label(self, id_):
        return id_


def _place_of(each):
    """One language's place: its name, its input, and a way to begin with another's text."""
    attrs = each["attrs"]
    code = attrs["lang"]
    return format_html(PLACE, code, attrs["id"], code, each["language"], drawn_input(each), _("Copy from:"))  # fmt: skip


PLACE = (
    '<div class="language" data-language="{}">'
    '<label for="{}" class="language-name" lang="{}">{}</label>{}'
    '<button class="language-copy" type="button" hidden>{} <span data-from></span></button></div>'
)


class LanguagesField(forms.MultiValueField):
    """A text in several languages: {language code: text}; one of them suffices where it is required."""

    default_error_messages = {
        "required": _("Fill in “%(field)s” in at least one language.")
    }

    def __init__(self, db_field, one, **kwargs):
        self.one_line = not isinstance(db_field, models.TextField)
        one.required = False
        super().__init__(
            [copy.deepcopy(one) for _language in settings.LANGUAGES],
            require_all_fields=False,
            required=not db_field.blank,
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            widget=LanguagesWidget(one.widget),
            **kwargs,
        )

    def clean(self, value):
        if not isinstance(value, list):
            value = self.widget.decompress(value)
        texts, errors = {}, []
        for (code, language), field, text in zip(
            settings.LANGUAGES, self.fields, value, strict=True
        ):
            try:
                texts[code] = self._in_one_line(field.clean(text))
            except ValidationError as error:
                errors += [f"{language}: {sentence}" for sentence in error.messages]
        if errors:
            raise ValidationError(errors)
        if self.required and not any(texts.values()):
            raise ValidationError(
                self.error_messages["required"], "required", {"field": self.label}
            )
        return texts

    def has_changed(self, initial, data):
        """A browser sends every line break as two characters: that alone changes no text."""
        if not isinstance(initial, list):
            initial = self.widget.decompress(initial)
        one = ["\n".join((text or "").splitlines()) for text in initial]
        other = ["\n".join((text or "").splitlines()) for text in data or []]
        return super().has_changed(one, other)

    def _in_one_line(self, text):
        """Line breaks that came along from a PDF are no part of a name or title."""
        return " ".join(text.split()) if self.one_line else text


class TextsForm(forms.ModelForm):
    """A form in which each text kept per language is one `LanguagesField`.

    `own_languages` are those of the commission whose record it is: they stand first.
    """

    own_languages: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.text_names:
            self.fields[name].widget.first = self.own_languages
        given = kwargs.get("initial") or {}
        for name in self.text_names:
            if name not in given:
                self.initial[name] = {
                    code: getattr(self.instance, f"{name}_{code}") or ""
                    for code, _name in settings.LANGUAGES
                }

    @property
    def text_names(self):
        return [
            n for n, field in self.fields.items() if isinstance(field, LanguagesField)
        ]

    def _get_validation_exclusions(self):
        # The model's own checks would write the shown language's text into the active one.
        return super()._get_validation_exclusions() | set(self.text_names)

    def _post_clean(self):
        texts = {
            name: self.cleaned_data.pop(name)
            for name in self.text_names
            if name in self.cleaned_data
        }
        for name, by_language in texts.items():
            for code, text in by_language.items():
                setattr(self.instance, f"{name}_{code}", text)
        super()._post_clean()
        self.cleaned_data |= texts


def languages_field(db_field, one):
    """The `LanguagesField` for a translated column, from the form field `one` of a single language."""
    attrs = one.widget.attrs
    if isinstance(db_field, models.TextField) or (db_field.max_length or 0) > LINE:
        rows = 2 if isinstance(db_field, models.TextField) else 1
        one.widget = forms.Textarea({"class": "grows", "rows": rows})
        if db_field.max_length:
            one.widget.attrs["maxlength"] = db_field.max_length
    else:
        one.widget = forms.TextInput({**attrs, "class": "grows"})
    return LanguagesField(db_field, one)
