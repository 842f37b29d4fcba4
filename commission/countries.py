"""Countries and their names, from CLDR by Babel."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from commission.collation import sort_key

# CLDR's two-letter territories that are no country, and no party to a commission.
_NOT_A_COUNTRY = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}


@lru_cache(maxsize=16)
def _names(language):
    return Locale.parse(language).territories


def country_name(code, language=None):
    """The name of an ISO 3166 country ("EU" included) in `language`, the active one by default.

    An unknown code is returned as it is; an empty one gives an empty string.
    """
    return _names((language or get_language() or "en").replace("-", "_")).get(
        code, code
    )


def country_choices():
    """(code, name) pairs for a choice field, in the active language and its alphabetical order.

    A callable, so that a new edition of CLDR asks for no migration.
    """
    return list(_choices((get_language() or "en").replace("-", "_")))


# A form of sixty rows asks sixty times, and putting the names in order takes long.
@lru_cache(maxsize=16)
def _choices(language):
    names = _names(language)
    codes = (code for code in names if len(code) == 2 and code.isalpha())
    pairs = ((code, names[code]) for code in codes if code not in _NOT_A_COUNTRY)
    return sorted(pairs, key=lambda pair: sort_key(pair[1], language))
