"""Counts as each language writes them: 12,345 · 12 345."""

from functools import lru_cache

from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language

register = template.Library()


class Grouped(int):
    """A whole number that is written with its thousands apart, and counts as the number it is."""

    def __str__(self):
        return _written(int(self), get_language() or "en")


@lru_cache(maxsize=4096)
def _written(number, language):
    return format_decimal(number, locale=language)


@register.filter
def grouped(number):
    """`number` (whole) to be written as the active language writes it (CLDR)."""
    return number if number < 1000 else Grouped(number)
