"""Words about records on the admin's own pages."""

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def kind_of_record(record):
    """What the record is: "participant", "organisation" …, in the active language."""
    return record._meta.verbose_name


@register.simple_tag
def portal_languages():
    """(code, own name) of the languages in which texts are kept."""
    return settings.LANGUAGES
