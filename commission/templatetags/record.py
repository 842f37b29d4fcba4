"""Showing a record's texts: in the reader's language, or in another one that says so."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.dates import year_in_words
from commission.languages import IN_LANGUAGE, text_and_language

register = template.Library()
register.filter(year_in_words)


@cache
def _note(code, language):
    """ "in Russian" in `language`, the active one: said many times on a page."""
    return str(IN_LANGUAGE[code])


def in_its_language(words: str, code: str) -> str:
    """`words` as a name stands among others: in another language than the reader's they carry its
    `lang`, and say which it is to whoever points at them.
    """
    return _named(words, code, get_language() or "en")


def _named(words, code, active):
    if code == active:
        return words
    # As format_html does it, escaped, at a third of the time: a page may have a hundred.
    note = escape(_note(code, active))
    return SafeString(
        f'<span lang="{code}" title="{note}">{conditional_escape(words)}</span>'
    )


def with_its_language(words: str, code: str) -> str:
    """`words` for reading: in another language than the reader's they carry its `lang` and a word
    beside them that says so.
    """
    return _noted(words, code, get_language() or "en")


def _noted(words, code, active):
    if code == active:
        return words
    # Escaped as well.
    note = escape(_note(code, active))
    return SafeString(
        f'<span lang="{code}">{conditional_escape(words)}</span> '
        f'<span class="lang-mark">{note}</span>'
    )


@register.simple_tag
def text(record, name):
    """The field's text where it is a name among others (`in_its_language`)."""
    active = get_language() or "en"
    return _named(*text_and_language(record, name, active), active)


@register.simple_tag
def text_with_note(record, name):
    """The field's text where it is read: titles, sentences (`with_its_language`)."""
    active = get_language() or "en"
    return _noted(*text_and_language(record, name, active), active)


@register.filter
def plain_text(record, name):
    """The field's text as it is shown, for where no markup can stand: a page's title, a description."""
    return text_and_language(record, name)[0]


@register.filter
def language_of(record, name):
    """The code of the language in which the field is shown, for an element's own `lang`."""
    return text_and_language(record, name)[1]


@register.simple_tag
def areas_list(areas):
    """The areas that a thing speaks of, as links; those that are not public are marked.

    In Python, and each link made once a language for as long as the area is known to the process:
    a page may show a hundred.
    """
    if not areas:
        return ""
    language = get_language()
    links = "".join([_area_link(area, language) for area in areas])
    # Made by templates.
    return SafeString(f"{_areas_tag(language)}{links}</ul>")


@cache
def _areas_tag(language):
    """The beginning of a list of areas in `language`, the active one."""
    return f'<ul class="areas" aria-label="{escape(_("Sectors"))}">'


def _area_link(area, language):
    made = area.__dict__.setdefault("_links", {})
    key = (language, area.is_shown)
    if key not in made:
        made[key] = render_to_string("components/area.html", {"area": area})
    return made[key]


@register.simple_tag
def passage_html(passage, language=None):
    """A passage's rendered report text for the reader of `language`, the active one by default; in
    another language in a block that says so.
    """
    active = language or get_language() or "en"
    rendered, code = text_and_language(passage, "html", active)
    # Cleaned when it was saved.
    html = SafeString(rendered)
    if code == active:
        return html
    return format_html(
        '<div lang="{}">{}</div><span class="lang-mark">{}</span>',
        code,
        html,
        _note(code, active),
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
