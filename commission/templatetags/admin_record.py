"""Words about records on the admin's own pages."""

from django import template
from django.conf import settings

from commission.admin.record import languages_of_record
from commission.admin.texts import in_their_order

register = template.Library()


@register.filter
def kind_of_record(record):
    """What the record is: "participant", "organisation" …, in the active language."""
    return record._meta.verbose_name


@register.simple_tag
def portal_languages(record=None):
    """(code, own name) of the languages in which texts are kept, those of its commission first."""
    names = dict(settings.LANGUAGES)
    return [
        (code, names[code])
        for code in in_their_order(languages_of_record(record or None))
    ]
