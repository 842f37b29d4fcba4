"""Addresses of records: the way to a kind of page is worked out once, not for every row."""

from contextlib import contextmanager
from functools import lru_cache

from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import get_language


def address_of(route, *parts):
    """What `reverse(route, args=parts)` gives in the active language.  `parts` are slugs or numbers."""
    # Below a preview link (views/preview.py) addresses are made anew: a link is not remembered.
    pattern = pattern_of if get_script_prefix() == "/" else pattern_of.__wrapped__
    return pattern(route, get_language(), (None,) * len(parts)).format(*parts)


@lru_cache(maxsize=4096)
def pattern_of(route, language, said):
    """What `reverse(route, args=said)` gives in `language`, the active one, with "{}" for each None of `said`, which
    stands for any slug or number.  Raises NoReverseMatch where the route takes none there.
    """
    # Numbers that stand nowhere else, since a route takes either a slug or a number in a place.
    marks = [f"9{place:03}70707{place:03}9" for place in range(len(said))]
    parts = [mark if part is None else part for part, mark in zip(said, marks, strict=True)]  # fmt: skip
    address = reverse(route, args=parts)
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
