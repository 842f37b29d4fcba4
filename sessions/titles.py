"""Titles that a session's kind, number and place make, as officials of each language write them."""

from django.utils.translation import get_language

_UNITS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

# Last numerals after which the ordinal's ending has a back vowel (Kazakh -шы, Turkmen -njy);
# after all others it has a front one.
_BACK_UNITS = {6, 9}
_BACK_TENS = {"kk": {10, 20, 30, 40, 60, 90}, "tk": {10, 30, 40, 60, 90}}

_EXTRAORDINARY = {
    "en": ("Extraordinary session", "Extraordinary session in {}"),
    "ru": ("Внеочередное заседание", "Внеочередное заседание ({})"),
    "kk": ("Кезектен тыс отырыс", "Кезектен тыс отырыс ({})"),
    "tk": ("Nobatdan daşary mejlis", "Nobatdan daşary mejlis ({})"),
}
_CO_CHAIRS = {
    "en": ("Co-chairs’ meeting", "Co-chairs’ meeting in {}"),
    "ru": ("Встреча сопредседателей", "Встреча сопредседателей ({})"),
    "kk": ("Тең төрағалардың кездесуі", "Тең төрағалардың кездесуі ({})"),
    "tk": ("Egindeş başlyklaryň duşuşygy", "Egindeş başlyklaryň duşuşygy ({})"),
}


def session_title(kind, number, place="", language=None):
    """ "Eleventh session", "11-е заседание", "Extraordinary session in Ashgabat" …

    In `language`, the active one by default.  A place in brackets stands where the language
    would have to decline it.
    """
    language = language or get_language() or "en"
    if kind == "ordinary":
        return _ordinary(number or 0, language)
    titles = _EXTRAORDINARY if kind == "extraordinary" else _CO_CHAIRS
    plain, with_place = titles.get(language, titles["en"])
    return with_place.format(place) if place else plain


def _ordinary(number, language):
    if language == "ru":
        return f"{number}-е заседание"
    if language == "kk":
        return f"{number}-{'шы' if _ends_back(number, 'kk') else 'ші'} отырыс"
    if language == "tk":
        return f"{number}-{'njy' if _ends_back(number, 'tk') else 'nji'} mejlis"
    return f"{ordinal_in_english(number).capitalize()} session"


def ordinal_in_english(number):
    """ "eleventh", "twenty-first", up to 99; "104th" from there."""
    if number >= 100:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
    if number < 20:
        return _UNITS[number]
    tens, units = _TENS[number // 10 - 2], number % 10
    return f"{tens}-{_UNITS[units]}" if units else f"{tens[:-1]}ieth"


def _ends_back(number, language):
    if number % 10:
        return number % 10 in _BACK_UNITS
    return number % 100 in _BACK_TENS[language]
