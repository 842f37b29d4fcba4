"""Showing a record's texts: in the reader's language, or in another one that says so."""

from functools import cache

from babel import Locale
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.languages import text_and_language

register = template.Library()


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
    active = get_language() or "en"
    words, code = text_and_language(record, name, active)
    if code == active:
        return words
    return format_html('<span lang="{}">{}</span>', code, words)


@register.simple_tag
def text_with_note(record, name):
    """The field's text for reading; in another language it carries `lang` and a word that says so."""
    active = get_language() or "en"
    words, code = text_and_language(record, name, active)
    if code == active:
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
    language = get_language()
    links = "".join([_area_link(area, language) for area in areas])
    return mark_safe(  # noqa: S308 - made by a template
        f'<ul class="areas" aria-label="{escape(_("Sectors"))}">{links}</ul>'
    )


def _area_link(area, language):
    made = area.__dict__.setdefault("_links", {})
    key = (language, area.is_shown)
    if key not in made:
        made[key] = render_to_string("components/area.html", {"area": area})
    return made[key]


@register.simple_tag
def passage_html(passage):
    """A passage's rendered report text; in another language in a block that says so."""
    active = get_language() or "en"
    rendered, code = text_and_language(passage, "html", active)
    html = mark_safe(rendered)  # noqa: S308 - cleaned when it was saved
    if code == active:
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
