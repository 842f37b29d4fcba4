"""Addresses of records: the way to a kind of page is worked out once, not for every row."""

from contextlib import contextmanager
from functools import lru_cache

from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import get_language


def address_of(route, *parts):
    """What `reverse(route, args=parts)` gives in the active language.  `parts` are slugs or numbers."""
    # Below a preview link (views/preview.py) addresses are made anew: a link is not remembered.
    pattern = pattern_of if get_script_prefix() == "/" else pattern_of.__wrapped__
    return pattern(route, get_language(), (DIGITS,) * len(parts)).format(*parts)


# What stands for the parts of an address that are put in later: a number's digits, which are taken where a slug is
# too, or what is a slug alone.
DIGITS, SLUG = object(), object()
_LETTER = {DIGITS: "", SLUG: "s"}


def kind_of(part):
    """DIGITS or SLUG, for a slug or a number: a route for numbers takes no letters."""
    return DIGITS if str(part).isdecimal() else SLUG


@lru_cache(maxsize=4096)
def pattern_of(route, language, said):
    """What `reverse(route, args=said)` gives in `language`, the active one, with "{}" for each DIGITS
    and SLUG in `said`.  Raises NoReverseMatch where the route takes none there.
    """
    # Numbers that stand nowhere else, with a letter before where a slug is meant.
    parts = [
        f"{_LETTER[part]}9{place:03}70707{place:03}9" if part in _LETTER else part
        for place, part in enumerate(said)
    ]
    address = reverse(route, args=parts)
    for part, kind in zip(parts, said, strict=True):
        if kind in _LETTER:
            address = address.replace(part, "{}")
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
