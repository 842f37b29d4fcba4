"""Titles that a session's kind, number and place make, in the active language."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

_UNITS = [
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
]  # fmt: skip
_TENS = {
    2: "twent",
    3: "thirt",
    4: "fort",
    5: "fift",
    6: "sixt",
    7: "sevent",
    8: "eight",
    9: "ninet",
}
_CARDINAL = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty",
             9: "ninety"}  # fmt: skip


def ordinal_in_english(number):
    """ "eleventh", "twenty-first" up to 99, "104th" from there."""
    if number >= 100:
        ending = (
            "th"
            if 10 <= number % 100 <= 20
            else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        )
        return f"{number}{ending}"
    if number < 20:
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return f"{_CARDINAL[tens]}-{_UNITS[units]}" if units else f"{_TENS[tens]}ieth"


def session_title(kind, number, place=""):
    """ "Eleventh session", "Extraordinary session in Ashgabat", "Co-chairs' meeting in Moscow".

    Languages other than English write the number in figures with their ordinal ending.
    """
    if kind == "ordinary":
        number = number or 0
        if (get_language() or "en").startswith("en"):
            return f"{ordinal_in_english(number).capitalize()} session"
        return pgettext("ordinary session", "Session %(number)s") % {"number": number}
    if kind == "extraordinary":
        if place:
            return _("Extraordinary session in %(place)s") % {"place": place}
        return _("Extraordinary session")
    if place:
        return _("Co-chairs' meeting in %(place)s") % {"place": place}
    return _("Co-chairs' meeting")
