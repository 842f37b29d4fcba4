"""Counts as each language writes them: 12,345 · 12 345."""

from functools import cache

from babel.numbers import get_group_symbol
from django import template
from django.utils.translation import get_language

register = template.Library()


class Grouped(int):
    """A whole number that is written with its thousands apart, and counts as the number it is."""

    def __str__(self):
        return _written(int(self), get_language() or "en")


def _written(number, language):
    return f"{number:,}".replace(",", _apart(language))


@cache
def _apart(language):
    """What stands between thousands.  CLDR has them apart from 1,000 on in each of our languages."""
    return get_group_symbol(language)


@register.filter
def grouped(number):
    """`number` (whole) to be written as the active language writes it (CLDR)."""
    return number if number < 1000 else Grouped(number)
