"""The forms of papers, where their libraries are installed."""

from django import template

from sessions.papers import AVAILABLE, NAMES, PDF

register = template.Library()


@register.simple_tag
def paper_forms():
    """[(the ending of the file, its name)] of what can be made here."""
    return [(form, NAMES[form]) for form in AVAILABLE]


@register.simple_tag
def makes_pdf():
    return PDF in AVAILABLE
