"""Titles of sessions: as entered, in the reader's language or another that says so; or made."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from commission.languages import text_and_language
from commission.templatetags.record import language_note

register = template.Library()


@register.simple_tag
def session_title(session):
    """The title for a list or a link; in another language it carries its own `lang`.  No query."""
    active = get_language() or "en"
    words, code = text_and_language(session, "title", active)
    if not words:
        return session.made_title
    if code == active:
        return words
    return format_html('<span lang="{}">{}</span>', code, words)


@register.simple_tag
def session_title_with_note(session):
    """The title for a heading; in another language with a word that says so.  No query."""
    active = get_language() or "en"
    words, code = text_and_language(session, "title", active)
    if not words:
        return session.made_title
    if code == active:
        return words
    return format_html(
        '<span lang="{}">{}</span> <span class="lang-mark">{}</span>',
        code,
        words,
        language_note(code),
    )
