"""Which session a text is about: ordinary with its number, extraordinary, or of the co-chairs."""

from collections import defaultdict
from typing import NamedTuple

from .found import Found, Span, Trust
from .ordinals import ordinal_at
from .phrases import beginning_with
from .text import Text

# Beginnings of folded words, of all four languages.
is_session = beginning_with("session sitting meeting заседани отырыс mejlis")
_is_extraordinary = beginning_with("extraordinary unscheduled внеочередн чрезвычайн")
_EXTRAORDINARY_PAIRS = {("кезектен", "тыс"), ("nobatdan", "dasary")}
_is_group = beginning_with(
    "group subcommittee subcommission групп подкомисси подкомитет тобы тобын kici iscitopar"
)
_is_other_time = beginning_with(
    "previous last next following preceding upcoming earlier предыдущ прошл следующ последн",
    "предстоящ алдынг келеси откен geljek indiki onki gecen",
)  # fmt: skip
_is_later = beginning_with("will состоится пройдет отеди gecirile gecjek")
is_held = beginning_with(
    "held took take takes opened convened gathered completed concluded hosted состоял прошл прошед",
    "провел проведен открыл заверш отти откизилди болып gecirildi gecdi boldy tamamlandy",
)  # fmt: skip
_is_co_chair = beginning_with("cochair сопредседател")
_is_encounter = beginning_with(
    "meeting met talks negotiations встреч переговор кездес dususyk"
)

# How many words before its noun an ordinal may stand: "twelfth regular joint plenary session".
_REACH = 5


class SessionNamed(NamedTuple):
    kind: str
    number: int | None


class _Mention(NamedTuple):
    named: SessionNamed
    span: Span
    score: float


def sessions_named(text: Text) -> list[Found[SessionNamed]]:
    """The sessions that the text names, the one it is about first."""
    mentions = [m for place, word in enumerate(text.words) if is_session(word.written)
                for m in [_mention(text, place)] if m]  # fmt: skip
    mentions += _of_co_chairs(text)
    by_session: dict[SessionNamed, list[_Mention]] = defaultdict(list)
    for each in mentions:
        by_session[each.named].append(each)
    scored = sorted(
        ((_score(found), named, found) for named, found in by_session.items()),
        key=lambda each: (-each[0], each[2][0].span),
    )
    return [
        Found(named, tuple(m.span for m in found), _trust(score, scored))
        for score, named, found in scored
    ]


def _score(mentions):
    best = max(mention.score for mention in mentions)
    return best + min(len(mentions) - 1, 3)


def _trust(score, scored):
    others = [other for other, _named, _found in scored if other < score]
    if score < 4:
        return Trust.LOW
    alone = len(scored) == 1 or score - max(others, default=0) >= 4
    return Trust.HIGH if alone and score == scored[0][0] else Trust.MEDIUM


def _mention(text, noun):
    sentence = text.sentence_at(text.words[noun].start)
    places = [p for p in text.within(sentence) if noun - _REACH <= p < noun]
    for place in reversed(places):
        if _between_breaks(text, place, noun):
            break
        if _is_extraordinary(text.words[place].written) or _pair(text, place):
            start = place - 1 if _pair(text, place) else place
            return _made(
                text, SessionNamed("extraordinary", None), start, noun, sentence
            )
        if found := ordinal_at(text, place):
            number, start = found
            return _made(text, SessionNamed("ordinary", number), start, noun, sentence)
    return None


def _between_breaks(text, place, noun):
    """A stop between the ordinal and its noun parts them."""
    return any(
        mark in text.text[text.words[place].end : text.words[noun].start]
        for mark in ";:()"
    )


def _pair(text, place):
    pair = (text.words[place - 1].written, text.words[place].written) if place else ()
    return pair in _EXTRAORDINARY_PAIRS


def _made(text, named, start, noun, sentence):
    span = Span(text.words[start].start, text.words[noun].end)
    around = [text.words[p].written for p in range(max(start - 3, 0), noun)]
    after = [
        w.written for w in text.words[noun + 1 : noun + 7] if w.start < sentence.end
    ]
    everything = [text.words[p].written for p in text.within(sentence)]
    score = 6.0 - min(text.order_of(sentence), 6) * 0.5
    is_later = any(map(_is_later, everything))
    score += 0 if is_later else 4 * any(map(is_held, everything))
    score -= 7 * any(map(_is_other_time, around))
    score -= 5 * is_later
    score -= 7 * any(map(_is_group, [*around, *after]))
    return _Mention(named, span, score)


def _of_co_chairs(text):
    """ "A meeting of the co-chairs": both words side by side, the one or the other first."""
    named = SessionNamed("co-chairs", None)
    for place in range(len(text.words)):
        end = _co_chairs_end(text, place)
        if end is None:
            continue
        near = [
            *range(max(place - 3, 0), place),
            *range(end + 1, min(end + 2, len(text.words))),
        ]
        met = [p for p in near if _is_encounter(text.words[p].written)]
        if met:
            first, last = min(met[0], place), max(met[-1], end)
            span = Span(text.words[first].start, text.words[last].end)
            sentence = text.sentence_at(span.start)
            yield _Mention(named, span, 7.0 - min(text.order_of(sentence), 10) * 0.6)


def _co_chairs_end(text, place):
    """The last word of "co-chairs" beginning at `place`, in the plural."""
    written = [word.written for word in text.words[place : place + 2]]
    pair = " ".join(written)
    if pair.startswith(
        ("co chairs", "co chairmen", "тен торагалар", "egindes baslyklar")
    ):
        return place + 1
    is_plural = written[0].endswith(("s", "men", "и", "ей", "ями", "ям"))
    return place if _is_co_chair(written[0]) and is_plural else None
