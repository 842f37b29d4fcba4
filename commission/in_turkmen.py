"""Ordinals and dates as Turkmen papers write them: "2021-nji ýylyň 20-nji dekabry".

The ending follows the last vowel of the numeral as it is spoken; a day is a day *of its* month and
a month one *of its* year, which the possessive endings say.
"""

# Numerals with a back vowel at the end: altynjy, dokuzynjy; onunjy, otuzynjy, kyrkynjy,
# altmyşynjy, togsanynjy.  All others, hundreds and thousands too, take -nji.
_BACK_UNITS = {6, 9}
_BACK_TENS = {10, 30, 40, 60, 90}
MONTHS_OF = (
    "ýanwary fewraly marty apreli maýy iýuny iýuly awgusty sentýabry oktýabry noýabry dekabry"
).split()


def ordinal(number):
    """ "11-nji", "9-njy"."""
    units, tens = number % 10, number % 100
    is_back = units in _BACK_UNITS if units else tens in _BACK_TENS
    return f"{number}-{'njy' if is_back else 'nji'}"


def date(day, whole_month=False, until=None):
    """The day of a `datetime.date`, its month, or the days from it `until` another."""
    if whole_month:
        return f"{_year(day)} {_month(day)}"
    if not until or until == day:
        return f"{_year(day)} {_day(day)}"
    if until.year != day.year:
        return f"{_year(day)} {_day(day)} – {_year(until)} {_day(until)}"
    if until.month != day.month:
        return f"{_year(day)} {_day(day)} – {_day(until)}"
    return f"{_year(day)} {day.day}–{_day(until)}"


def _year(day):
    return f"{ordinal(day.year)} ýylyň"


def _day(day):
    return f"{ordinal(day.day)} {_month(day)}"


def _month(day):
    return MONTHS_OF[day.month - 1]
