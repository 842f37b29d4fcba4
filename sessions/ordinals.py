"""Ordinals in words, as the titles of sessions have them: "eleventh", "одиннадцатое", "он бірінші", "on birinji"."""

from typing import NamedTuple

from commission import in_turkmen


class Words(NamedTuple):
    """`units` are the ordinals from 1 on, as far as they are words of their own; `tens` and `round_tens`
    are the numerals and the ordinals of 10, 20 … 90, `between` stands before the units."""

    units: list[str]
    tens: list[str]
    round_tens: list[str]
    between: str = " "


_WORDS = {
    "en": Words(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        "ten twenty thirty forty fifty sixty seventy eighty ninety".split(),
        "tenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split(),
        "-",
    ),
    # Neuter, of “заседание”.
    "ru": Words(
        "первое второе третье четвёртое пятое шестое седьмое восьмое девятое десятое одиннадцатое "
        "двенадцатое тринадцатое четырнадцатое пятнадцатое шестнадцатое семнадцатое восемнадцатое "
        "девятнадцатое".split(),
        "десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split(),
        "десятое двадцатое тридцатое сороковое пятидесятое шестидесятое семидесятое восьмидесятое "
        "девяностое".split(),
    ),
    "kk": Words(
        "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы".split(),
        "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан".split(),
        "оныншы жиырмасыншы отызыншы қырқыншы елуінші алпысыншы жетпісінші сексенінші тоқсаныншы".split(),
    ),
    "tk": Words(
        "birinji ikinji üçünji dördünji bäşinji altynjy ýedinji sekizinji dokuzynjy".split(),
        "on ýigrimi otuz kyrk elli altmyş ýetmiş segsen togsan".split(),
        "onunjy ýigriminji otuzynjy kyrkynjy ellinji altmyşynjy ýetmişinji segseninji togsanynjy".split(),
    ),
}  # fmt: skip

# Last numerals after which a Kazakh ordinal ends in -шы; after all others, in -ші.
_BACK_UNITS = {6, 9}
_BACK_TENS = {10, 20, 30, 40, 60, 90}


def ordinal_in_words(number: int, language: str) -> str:
    """From 1 to 99 in words, in figures from there: "104th", "104-е", "104-ші", "104-nji"."""
    words = _WORDS[language]
    if number < 1 or number > 99:
        return ordinal_in_figures(number, language)
    if number <= len(words.units):
        return words.units[number - 1]
    tens, units = divmod(number, 10)
    if not units:
        return words.round_tens[tens - 1]
    return f"{words.tens[tens - 1]}{words.between}{words.units[units - 1]}"


def ordinal_in_figures(number: int, language: str) -> str:
    """ "11th", "11-е", "11-ші", "11-nji"."""
    if language == "ru":
        return f"{number}-е"
    if language == "kk":
        return f"{number}-{'шы' if _ends_back(number) else 'ші'}"
    if language == "tk":
        return in_turkmen.ordinal(number)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _ends_back(number):
    if number % 10:
        return number % 10 in _BACK_UNITS
    return number % 100 in _BACK_TENS
