"""Titles of sessions: as entered, in the reader's language or another that says so; or made."""

from django import template

from commission.languages import text_and_language
from commission.templatetags.record import in_its_language, with_its_language

register = template.Library()


@register.simple_tag
def session_title(session):
    """The title where it is a name among others (`in_its_language`).  No query."""
    words, code = text_and_language(session, "title")
    return in_its_language(words, code) if words else session.made_title


@register.simple_tag
def session_title_with_note(session):
    """The title where it is read: over a page, in a list (`with_its_language`).  No query."""
    words, code = text_and_language(session, "title")
    return with_its_language(words, code) if words else session.made_title
