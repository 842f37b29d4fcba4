"""Which of a text's dates is the session's."""

import datetime
from collections import Counter
from typing import NamedTuple

from .dates import DateNamed, dates_in, years_in
from .found import Found, Span, Trust
from .kinds import is_held, is_session
from .phrases import beginning_with
from .text import Text

_is_limit = beginning_with("by until before deadline до срок кешиктирмей дейин cenli")
_is_other = beginning_with(
    "next following previous last signed следующ предыдущ прошл подписан будет состоится келеси",
    "алдынг indiki onki turnover товарооборот will",
)  # fmt: skip
_is_today = beginning_with("today yesterday сегодня вчера бугин su")


# The session's own is among the first that a text names.
MOST_DATES = 300


class DateOfSession(NamedTuple):
    day: datetime.date
    precision: str
    until: datetime.date | None


def session_dates(
    text: Text, named: list[Span], published: datetime.date | None
) -> list[Found[DateOfSession]]:
    """The session's date first, then others that it may be.

    `named` are the places where the session is named; a year that the text leaves out is taken from
    its other dates or from the day it was `published`, and trusted less.
    """
    dates = dates_in(text)[:MOST_DATES]
    context = _year_of_context(text, dates, published)
    scored = [(_score(text, each, named), each) for each in dates]
    scored = [(score, each) for score, each in scored if score > 0]
    scored.sort(key=lambda pair: (-pair[0], pair[1].span))
    ahead = scored[0][0] - scored[1][0] if len(scored) > 1 else 4.0
    found = [
        each
        for score, date in scored
        if (
            each := _found(
                score + ahead * (score == scored[0][0]), date, context, published
            )
        )
    ]
    best = _unlike(found)
    return best or _day_of_publication(text, published)


def _found(score, date, context, published):
    trust = Trust.HIGH if score >= 9 else Trust.MEDIUM if score >= 5 else Trust.LOW
    if not date.has_year:
        if not context:
            return None
        date = date.in_year(context)
        if published and date.day > published:
            date = date.in_year(context - 1)
        trust = min(trust, Trust.MEDIUM if published else Trust.LOW)
    return Found(
        DateOfSession(date.day, date.precision, date.until), (date.span,), trust
    )


def _unlike(found):
    """Each date once, with all the words that name it."""
    by_value: dict[DateOfSession, Found[DateOfSession]] = {}
    for each in found:
        if each.value in by_value:
            other = by_value[each.value]
            by_value[each.value] = Found(
                other.value, other.spans + each.spans, other.trust
            )
        else:
            by_value[each.value] = each
    return list(by_value.values())


def _score(text: Text, date: DateNamed, named: list[Span]) -> float:
    sentence = text.sentence_at(date.span.start)
    words = [text.words[p] for p in text.within(sentence)]
    near = [
        w.written
        for w in words
        if -30 < w.start - date.span.end < 24 or -30 < date.span.start - w.end < 24
    ]
    before = [w.written for w in words if 0 <= date.span.start - w.end < 20]
    after = [w.written for w in words if 0 <= w.start - date.span.end < 12]
    score = 5.0 - min(text.order_of(sentence), 8) * 0.5
    score += 2 * any(is_session(w.written) for w in words)
    score += 2 * any(sentence.holds(span.start) for span in named[:1])
    score += 2 * any(is_held(w.written) for w in words)
    score += date.precision == "day"
    limits = (before + after) if text.language in ("kk", "tk") else before
    score -= 9 * any(map(_is_limit, limits))
    score -= 4 * any(map(_is_other, near))
    return score


def _year_of_context(text, dates, published):
    if published:
        return published.year
    years = Counter(each.day.year for each in dates if each.has_year) or Counter(
        years_in(text)
    )
    return years.most_common(1)[0][0] if years else 0


def _day_of_publication(text, published):
    """ "Today": the day on which the text was published, if that is known."""
    for word in text.words[:60]:
        if published and _is_today(word.written) and len(word.written) > 3:
            is_eve = word.written.startswith(("yesterday", "вчера"))
            day = published - datetime.timedelta(days=is_eve)
            return [
                Found(
                    DateOfSession(day, "day", None),
                    (Span(word.start, word.end),),
                    Trust.LOW,
                )
            ]
    return []
