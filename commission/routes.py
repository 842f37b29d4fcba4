"""Addresses of records: the way to a kind of page is worked out once, not for every row."""

from contextlib import contextmanager
from functools import cache

from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import get_language


def address_of(route, *parts):
    """What `reverse(route, args=parts)` gives in the active language.  `parts` are slugs or numbers."""
    # Below a preview link (views/preview.py) addresses are made anew: a link is not remembered.
    pattern = _pattern if get_script_prefix() == "/" else _pattern.__wrapped__
    return pattern(route, get_language(), len(parts)).format(*parts)


@cache
def _pattern(route, language, parts):
    # Numbers that stand nowhere else, since a route takes either a slug or a number in a place.
    marks = [f"9{place:03}70707{place:03}9" for place in range(parts)]
    address = reverse(route, args=marks)
    for mark in marks:
        address = address.replace(mark, "{}")
    return address


@contextmanager
def below(prefix):
    """Addresses that are made meanwhile begin with `prefix`."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)
