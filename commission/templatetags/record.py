"""Showing a record's texts: in the reader's language, or in another one that says so."""

from functools import cache

from babel import Locale
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.utils import resolution_order

register = template.Library()


@cache
def columns_of(name, language):
    """[(column of the translated field `name`, its language)], in the order they are read in."""
    return [(f"{name}_{code}", code) for code in resolution_order(language)]


def text_and_language(record, name):
    """(text, language code) of the translated field `name`: the active language's, or the first
    fallback's that has one; ("", active language) when all are empty.  No query.
    """
    active = get_language() or "en"
    for column, code in columns_of(name, active):
        if text := getattr(record, column, None):
            return text, code
    return "", active


def language_note(code):
    """ "in Russian", in the active language."""
    return _("in %(language)s") % {"language": language_name(code, get_language())}


@cache
def language_name(code, language):
    """The name of a language in another (CLDR)."""
    return Locale.parse(language or "en").languages.get(code, code)


@register.simple_tag
def text(record, name):
    """The field's text for a title or a list; in another language it carries its own `lang`."""
    words, code = text_and_language(record, name)
    if code == get_language():
        return words
    return format_html('<span lang="{}">{}</span>', code, words)


@register.simple_tag
def text_with_note(record, name):
    """The field's text for reading; in another language it carries `lang` and a word that says so."""
    words, code = text_and_language(record, name)
    if not words or code == get_language():
        return words
    return format_html(
        '<span lang="{}">{}</span> <span class="lang-mark">{}</span>',
        code,
        words,
        language_note(code),
    )


@register.simple_tag
def areas_list(areas):
    """The areas that a thing speaks of, as links; those that are not public are marked.

    In Python, and each link made once a language for as long as the area is known to the process:
    a page may show a hundred.
    """
    if not areas:
        return ""
    links = SafeString("".join(map(_area_item, areas)))
    return format_html('<ul class="areas" aria-label="{}">{}</ul>', _("Sectors"), links)


def _area_item(area):
    made = area.__dict__.setdefault("_items", {})
    key = (get_language(), area.is_shown)
    if key not in made:
        made[key] = render_to_string("components/area.html", {"area": area})
    return made[key]


@register.simple_tag
def passage_html(passage):
    """A passage's rendered report text; in another language in a block that says so."""
    html, code = (
        mark_safe(passage.html),  # noqa: S308
        passage.language,
    )  # rendered and cleaned when saved
    if code == get_language():
        return html
    return format_html(
        '<div lang="{}">{}</div><span class="lang-mark">{}</span>',
        code,
        html,
        language_note(code),
    )


@register.simple_tag
def languages_of(records, name):
    """Codes of the languages in which any of `records` has the field `name`, in portal order."""
    codes = [code for code, _label in settings.LANGUAGES]
    return [
        c
        for c in codes
        if any(getattr(record, f"{name}_{c}", None) for record in records)
    ]
