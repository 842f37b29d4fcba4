"""Sentences that look like decisions, who answers for them, and by when."""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass, field

from .bodies import Bodies, BodyNamed
from .dates import DateNamed, dates_in
from .figures import period_of
from .found import Found, Span, Trust
from .phrases import beginning_with
from .text import Text

_PLAINLY = re.compile(
    r"\b(?:agreed (?:to|that|on)\b(?! the agenda)|instruct(?:ed|s)?\b|decided\b|resolved to|undertook to|tasked\b|entrusted\b"
    r"|(?:it was|was|were) (?:decided|agreed|instructed|tasked)"
    r"|поруч(?:ить|ено|ила|или|ил|ены|ает|ают)\b|договорил(?:ись|ся|ась)|решил[иао]?\b|решено|постанов(?:или|ила|лено)|условились"
    r"|принято решение|приняли решение|достигнута договор[её]нность|обязал(?:ись|ся)|согласовали"
    r"|тапсырыл\w*|тапсырды|келісті|уағдаласты|шешім қабылда\w*|шешті|келісілді|міндеттелді"
    r"|tabşyryl\w*|tabşyrdy\w*|ylalaşdy\w*|ylalaşyldy|karara geldi\w*|karar edildi|borçly\w*)",
    re.IGNORECASE,
)
_SOMEWHAT = re.compile(
    r"\b(?:shall\b|will (?:submit|prepare|hold|present|consider|exchange|develop|sign)\b|intend(?:s|ed)? to|agreement (?:was|has been) reached"
    r"|намерен[ыа]?\b|предложено|рекоменд\w+|предстоит|представ(?:ит|ят)\b|подготов(?:ит|ят)\b|провед[её]т\b|обеспеч(?:ит|ат)\b"
    r"|ұсынылды|teklip edildi)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"\b(?:generally agreed|previously agreed|as agreed|earlier agreed)\b|agreed minutes|was agreed upon earlier|ранее договорил|отметили, что договор[её]нност",
    re.IGNORECASE,
)
# "The sides decided:", and the points that follow are decisions.
_OPENS_LIST = re.compile(r":\s*$")
_POINT = re.compile(r"\s*(?:\(?\d{1,3}(?:\.\d{1,2})*[.)]|[-–—•·▪])\s+")
_NUMBERED = re.compile(r"\s*\(?\d{1,3}(?:\.\d{1,2})*[.)]\s+")
_HEADING = re.compile(r"^\W*(?:decisions?|решени[ея]|поручени[ея]|шешімдер|тапсырмалар|çözgütler|tabşyryklar|agreed|decided|решили|договорились)\W*$", re.IGNORECASE)  # fmt: skip

_is_limit = beginning_with(
    "by until before deadline later end до срок позднее конц дейин мерзим соны cenli mohlet ahyr"
)
_is_end = beginning_with("end конц соны аяг ahyr sony")
_within = beginning_with("within during in в течени во")


@dataclass(frozen=True, slots=True)
class DecisionNamed:
    """`due` is a day and its precision; `words` the sentence, without the number of a point."""

    words: str
    bodies: tuple[Found[BodyNamed], ...] = ()
    due: tuple[datetime.date, str] | None = None
    span: Span = field(default=Span(0, 0))
    areas: tuple[Found[int], ...] = ()


def decisions_in(text: Text, bodies: Bodies) -> list[Found[DecisionNamed]]:
    found, in_list = [], False
    dates: dict[Span, list[DateNamed]] = defaultdict(list)
    for date in dates_in(text):
        dates[text.sentence_at(date.span.start)].append(date)
    for paragraph in text.paragraphs:
        words = text[paragraph]
        if (
            _POINT.match(words)
            and in_list
            and (_NUMBERED.match(words) or len(words) > 20)
        ):
            found.append(
                _decision(text, bodies, dates, paragraph, paragraph, Trust.HIGH)
            )
            continue
        in_list = _opens_list(words)
        if in_list and _OPENS_LIST.search(words):
            continue
        found += _in_sentences(text, bodies, dates, paragraph)
    return found


def _opens_list(words):
    """A list of decisions goes on until something else begins."""
    last = words.rpartition(".")[2]
    return bool(
        (_OPENS_LIST.search(words) and _PLAINLY.search(last)) or _HEADING.match(words)
    )


def _in_sentences(text, bodies, dates, paragraph):
    for sentence in text.sentences_in(paragraph):
        words = text[sentence]
        if _NOT_ONE.search(words):
            continue
        if match := _PLAINLY.search(words):
            yield _decision(
                text, bodies, dates, sentence, _at(sentence, match), Trust.HIGH
            )
        elif match := _SOMEWHAT.search(words):
            each = _decision(
                text, bodies, dates, sentence, _at(sentence, match), Trust.LOW
            )
            # A future tense alone says little; with a body or a day it is most likely one.
            sure = (
                any(b.trust > Trust.LOW for b in each.value.bodies) and each.value.due
            )
            yield Found(each.value, each.spans, Trust.MEDIUM if sure else Trust.LOW)


def _at(sentence, match):
    return Span(sentence.start + match.start(), sentence.start + match.end())


def _decision(text, bodies, dates, sentence, sign, trust):
    words = (
        _NUMBERED.sub("", text[sentence], count=1)
        if _NUMBERED.match(text[sentence])
        else text[sentence]
    )
    words = re.sub(r"^\s*[-–—•·▪]\s+", "", words)
    here = [d for each in text.sentences_in(sentence) for d in dates[each]]
    due = _due(text, sentence, here)
    answering = tuple(bodies.bodies_in(text, sentence))
    spans = [sign] if sign != sentence else []
    spans += [span for body in answering for span in body.spans]
    if due:
        spans.append(due[2])
    named = DecisionNamed(
        " ".join(words.split()), answering, due[:2] if due else None, sentence
    )
    return Found(named, tuple(spans) or (sentence,), trust)


def _due(
    text: Text, sentence: Span, dates: list[DateNamed]
) -> tuple[datetime.date, str, Span] | None:
    """(day, precision, its words): a date after "by", «до», before "дейін" or "çenli"."""
    for date in dates:
        if _is_limited(text, date.span, sentence):
            # "By the end of 2023" is the whole year's end, not its last months.
            precision = "year" if date.precision == "late" else date.precision
            day = date.day.replace(month=1, day=1) if precision == "year" else date.day
            if not date.has_year:
                continue
            return day, precision, date.span
    return _end_of_period(text, sentence)


def _is_limited(text, span, sentence):
    inside = text.within(span)
    before = [
        text.words[p].written
        for p in text.within(sentence)
        if inside[0] - 3 <= p < inside[0]
    ]
    after = [
        text.words[p].written
        for p in text.within(sentence)
        if inside[-1] < p <= inside[-1] + 3
    ]
    near = [*before, *(text.words[p].written for p in inside)]
    if text.language in ("kk", "tk"):
        near += after
    return any(map(_is_limit, near))


def _end_of_period(text, sentence):
    """ "In the first half of 2024", "by 2025": the last month of it, or the year."""
    period = period_of(text, sentence)
    if not period:
        return None
    start, end, span = period
    inside = text.within(span)
    before = [
        text.words[p].written
        for p in text.within(sentence)
        if inside[0] - 3 <= p < inside[0]
    ]
    is_whole_year = (start.month, end.month) == (1, 12)
    if is_whole_year:
        limits = [*before, *(text.words[p].written for p in inside)]
        following = [
            text.words[p].written
            for p in text.within(sentence)
            if inside[-1] < p <= inside[-1] + 2
        ]
        limits += following if text.language in ("kk", "tk") else []
        if any(map(_is_limit, limits)):
            return start, "year", span
        return None
    if not any(map(_is_limit, before)) and not any(map(_within, before)):
        return None
    return end.replace(day=1), "month", span
