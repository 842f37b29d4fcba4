"""Titles that a session's kind, number and place make, as officials of each language write them."""

from django.utils.translation import get_language

from .ordinals import ordinal_in_words

_SESSIONS = {"en": "session", "ru": "заседание", "kk": "отырыс", "tk": "mejlis"}
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
    """ "Eleventh session", "Одиннадцатое заседание", "Extraordinary session in Ashgabat" …

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
    language = language if language in _SESSIONS else "en"
    ordinal = ordinal_in_words(number, language)
    return f"{ordinal[0].upper()}{ordinal[1:]} {_SESSIONS[language]}"
