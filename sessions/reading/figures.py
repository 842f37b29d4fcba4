"""Figures with their period: "trade turnover reached $430 million in 2023, up 14 %"."""

import calendar
import datetime
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sessions.search.tokens import words_of

from .dates import month_of, year_at
from .found import Found, Span, Trust
from .gazetteer import Gazetteer
from .phrases import Phrases, beginning_with
from .text import Text

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SCALES = {
    "thousand": r"thousand|тыс(?:\.|яч\w*)?|мың|müň",
    "million": r"million\w*|mln\.?|mn|m\b|млн\.?|миллион\w*",
    "billion": r"billion\w*|bln\.?|bn|млрд\.?|миллиард\w*|milliard\w*",
}
_SCALE_OF = {
    "thousand": Decimal("0.001"),
    "million": Decimal(1),
    "billion": Decimal(1000),
}
_DOLLARS = r"(?:(?:US|U\.S\.|американск\w*|amerikan)\s*)?(?:dollar\w*|доллар\w*|долл\.?|USD)(?:\s*США)?|(?:АҚШ|ABŞ-nyň)\s*(?:доллар\w*|dollar\w*)"
_MONEY = re.compile(
    rf"(?:(?P<sign>US\s?\$|\$|USD)\s?(?P<n1>{_NUMBER})\s?(?P<s1>{'|'.join(_SCALES.values())}))"
    rf"|(?P<n2>{_NUMBER})\s?(?P<s2>{'|'.join(_SCALES.values())})\s*(?:of\s)?(?:{_DOLLARS})",
    re.IGNORECASE,
)
_OTHER_UNITS = {
    "tonnes": re.compile(rf"(?P<n>{_NUMBER})\s?(?P<s>{'|'.join(_SCALES.values())})?\s?(?:tonn?e?s?\b|тонн\w*|tonna\w*)", re.IGNORECASE),
    "bcm": re.compile(rf"(?P<n>{_NUMBER})\s?(?P<s>{'|'.join(_SCALES.values())})\s?(?:cubic met(?:re|er)s|куб\w*\.?\s?м\w*|текше метр\w*|kub metr\w*)", re.IGNORECASE),
    "containers": re.compile(rf"(?P<n>{_NUMBER})\s?(?P<s>{'|'.join(_SCALES.values())})?\s?(?:containers?|контейнер\w*|konteýner\w*)", re.IGNORECASE),
    "companies": re.compile(rf"(?P<n>{_NUMBER})(?P<s>)\s?(?:joint\s)?(?:companies|enterprises|компани\w*|предприяти\w*|кәсіпорын\w*|kompaniýa\w*|kärhana\w*)", re.IGNORECASE),
}  # fmt: skip
_CHANGE = re.compile(
    rf"(?P<n>{_NUMBER})\s?(?:%|per\s?cent|percent\w*|процент\w*|пайыз\w*|göterim\w*)",
    re.IGNORECASE,
)
_is_fall = beginning_with(
    "down decrease decline fell drop сниз сократил уменьшил паден томенде azald peseld"
)
_is_rise = beginning_with(
    "up rise rose grew growth increase higher выше рост выро увелич осу осим артт artd osus yokarlan"
)
_BOUNDS = (
    (
        beginning_with(
            "about approximately around nearly около примерно порядка шамамен takmynan"
        ),
        "about",
    ),
    (
        beginning_with(
            "over exceeded exceed exceeding above свыше более превыси асты астам gowrak"
        ),
        "more_than",
    ),
    (beginning_with("almost почти дерлик diyen"), "almost"),
)
_is_target = beginning_with(
    "target aim goal plan bring raise довести цел планиру увеличить жеткизу ulaltmak yetirmek"
)
_MONTHS_SPOKEN = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
    "одиннадцать": 11, "бес": 5, "алты": 6, "жети": 7, "сегиз": 8, "тогыз": 9, "он": 10, "bas": 5, "alty": 6,
    "yedi": 7, "sekiz": 8, "dokuz": 9,
}  # fmt: skip
_is_months = beginning_with("month месяц ай ayyn ay")
_is_half = beginning_with("half полугод жартыжылды yarym")
_is_quarter = beginning_with("quarter квартал токсан caryek")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "перв": 1, "втор": 2, "трет": 3, "четверт": 4,
        "биринши": 1, "екинши": 2, "birinji": 1, "ikinji": 2, "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2,
        "3": 3, "4": 4}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureNamed:
    """`indicator` is a key, None when none of those known is meant; `unit` as models call it; a period
    that the text does not say is None."""

    indicator: int | None
    unit: str
    value: Decimal
    start: datetime.date | None
    end: datetime.date | None
    bound: str = "exact"
    change: Decimal | None = None
    is_target: bool = False


class Figures:
    """What is measured, in the language of one text: the indicators' names and the terms of their areas."""

    def __init__(self, gazetteer: Gazetteer, language: str) -> None:
        self._known = {each.key: each for each in gazetteer.indicators}
        terms: dict[int | None, list[tuple[str, str]]] = {
            area.key: [*area.names.items(), *area.terms] for area in gazetteer.areas
        }
        self._phrases: Phrases[int] = Phrases(
            (
                (code, name, each.key)
                for each in gazetteer.indicators
                for code, name in [*each.names.items(), *terms.get(each.area, ())]
            ),
            language,
        )

    def figures_in(self, text: Text) -> list[Found[FigureNamed]]:
        return [
            each
            for sentence in text.sentences
            for each in self._in_sentence(text, sentence)
        ]

    def _in_sentence(self, text, sentence):
        values = list(_values(text, sentence)) or list(_growth(text, sentence))
        if not values:
            return
        period = period_of(text, sentence)
        hits = self._phrases.hits(text, sentence)
        told = {hit.key: self._share_told(hit.key, text, sentence) for hit in hits}
        for unit, value, span in values:
            measured = [hit for hit in hits if self._known[hit.key].unit == unit]
            # Sums without a known indicator are prices and loans, not figures of the record.
            if not measured:
                continue
            nearest = min(
                measured,
                key=lambda hit: (
                    -told[hit.key],
                    -hit.length,
                    abs(hit.span.start - span.start),
                ),
            )
            yield _figure(text, sentence, nearest, unit, value, span, period)

    def _share_told(self, key, text, sentence):
        """The share of the indicator's name that stands in the sentence, in any order."""
        written = self._known[key].names.get(text.language, "")
        name = {word.meant for word in words_of(written, text.language)}
        words = {text.words[p].meant for p in text.within(sentence)}
        return len(name & words) / len(name) if name else 0.0


def _figure(text, sentence, hit, unit, value, span, period):
    around = [
        w
        for w in (text.words[p] for p in text.within(sentence))
        if -40 < w.start - span.start < 0
    ]
    before = [w.written for w in around]
    after = [text.words[p].written for p in text.within(Span(span.end, span.end + 16))]
    bound = next(
        (
            name
            for is_meant, name in _BOUNDS
            if any(map(is_meant, before[-3:] + after[:1]))
        ),
        "exact",
    )
    is_target = any(map(_is_target, before)) and not _is_past(text, sentence)
    start, end, period_span = period or (None, None, None)
    change, change_span = (None, None) if unit == "percent" else _change(text, sentence)
    spans = tuple(s for s in (hit.span, span, period_span, change_span) if s)
    named = FigureNamed(hit.key, unit, value, start, end, bound, change, is_target)
    trust = (
        Trust.HIGH
        if period and hit.length > 1
        else Trust.MEDIUM
        if period
        else Trust.LOW
    )
    return Found(named, spans, trust)


_reached = beginning_with(
    "reached amounted totalled stood was made составил достиг превысил курады жетти boldy yetdi"
)


def _is_past(text, sentence):
    return any(_reached(text.words[p].written) for p in text.within(sentence))


def _values(text, sentence):
    for match in _MONEY.finditer(text.text, sentence.start, sentence.end):
        number, scale = match["n1"] or match["n2"], match["s1"] or match["s2"]
        if (value := _scaled(number, scale)) is not None:
            yield "usd_million", value, Span(match.start(), match.end())
    for unit, pattern in _OTHER_UNITS.items():
        for match in pattern.finditer(text.text, sentence.start, sentence.end):
            value = _scaled(match["n"], match["s"] or "")
            if value is None:
                continue
            if unit == "bcm":
                value /= 1000
            elif unit in ("tonnes", "containers", "companies") and match["s"]:
                value *= 1_000_000
            yield unit, value, Span(match.start(), match.end())


def _growth(text, sentence):
    """A rise or a fall that stands without the value it is of is a figure by itself."""
    change, span = _change(text, sentence)
    if span:
        yield "percent", change, span


def _scaled(number, scale):
    value = number_in(number)
    for name, pattern in _SCALES.items():
        if scale and re.fullmatch(pattern, scale, re.IGNORECASE):
            return value and value * _SCALE_OF[name]
    return value


def number_in(words: str) -> Decimal | None:
    """ "1,234.5", "1 234,5" and "563": a comma before three figures groups them, else it is the decimal's."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", words)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def _change(text, sentence):
    """A percentage in the sentence that is said to be a rise or a fall; falls are below zero."""
    for match in _CHANGE.finditer(text.text, sentence.start, sentence.end):
        words = [w.written for w in (text.words[p] for p in text.within(sentence))
                 if -60 < w.start - match.start() < 30]  # fmt: skip
        value = number_in(match["n"])
        if value is None or value >= 10_000:
            continue
        where = Span(match.start(), match.end())
        if any(map(_is_fall, words)):
            return -value, where
        if any(map(_is_rise, words)):
            return value, where
    return None, None


def period_of(
    text: Text, sentence: Span
) -> tuple[datetime.date, datetime.date, Span] | None:
    """(first day, last day, its words) of the period that a sentence names; None when it names no year."""
    places = list(text.within(sentence))
    years = [p for p in places if year_at(text, p)]
    if not years:
        return None
    place = years[0]
    year = year_at(text, place)
    months, used = _months_of(text, places, place)
    first, last = months
    start = datetime.date(year, first, 1)
    end = datetime.date(year, last, calendar.monthrange(year, last)[1])
    used = [*used, place]
    return start, end, Span(text.words[min(used)].start, text.words[max(used)].end)


def _months_of(text, places, year):
    """((first month, last month), places of the words that say so) within 9 words of the year."""
    near = [p for p in places if abs(p - year) <= 9]
    named = [(p, month_of(text.words[p].written, text.language)) for p in near]
    named = [
        (p, m)
        for p, m in named
        if m and (text.language != "en" or text.spelt(p)[0].isupper())
    ]
    if len(named) >= 2 and named[0][1] < named[1][1] and named[1][0] - named[0][0] <= 3:
        return (named[0][1], named[1][1]), [named[0][0], named[1][0]]
    for p in near:
        word = text.words[p].written
        before = text.words[p - 1].written if p else ""
        if _is_months(word) and (count := _count(before)) and (word != "ай" or before):
            return (1, count), [p - 1, p]
        nth = next(
            (
                n
                for key, n in _NTH.items()
                if before.startswith(key) and len(before) - len(key) < 4
            ),
            0,
        )
        if _is_half(word) and nth in (1, 2):
            return (nth * 6 - 5, nth * 6), [p - 1, p]
        if _is_quarter(word) and nth:
            return (nth * 3 - 2, nth * 3), [p - 1, p]
    if named and abs(named[0][0] - year) <= 2:
        return (named[0][1], named[0][1]), [named[0][0]]
    return (1, 12), []


def _count(word):
    if word.isdecimal():
        return int(word) if 1 < int(word) < 12 else 0
    return next(
        (
            n
            for key, n in _MONTHS_SPOKEN.items()
            if word == key or (len(key) > 4 and word.startswith(key[:-1]))
        ),
        0,
    )
