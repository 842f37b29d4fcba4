"""Where the session was held."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from .countries import Countries
from .dates import month_of
from .found import Found, Span, Trust
from .gazetteer import Gazetteer
from .kinds import is_held, is_session
from .phrases import Phrases
from .text import Text

_IN = {"in", "at", "в", "во", "городе", "г", "city"}
_LOCATIVE = {"kk": re.compile("(?:да|де|та|те)$"), "tk": re.compile("(?:da|de)$")}
_VIDEO = (
    ("en", "video conference"), ("en", "videoconference"), ("en", "video link"), ("en", "online format"),
    ("ru", "видеоконференция"), ("ru", "видеоконференцсвязь"), ("ru", "онлайн"),
    ("kk", "бейнеконференция"), ("kk", "онлайн"), ("tk", "wideoaragatnaşyk"), ("tk", "onlaýn"),
    ("tk", "sanly wideoaragatnaşyk"),
)  # fmt: skip


class PlaceOfSession(NamedTuple):
    name: str
    country: str


def places_named(
    text: Text, gazetteer: Gazetteer, countries: Countries, named: list[Span]
) -> list[Found[PlaceOfSession]]:
    """The likeliest place first: a city of earlier sessions, or else a capitalised name after "in"."""
    phrases = Phrases(_known(gazetteer), text.language)
    scored: dict[PlaceOfSession, tuple[float, list[Span]]] = {}
    for hit in phrases.hits(text):
        names, country = (
            gazetteer.places[hit.key].names,
            gazetteer.places[hit.key].country,
        )
        place = PlaceOfSession(
            names.get(text.language) or next(iter(names.values())), country
        )
        score, spans = scored.get(place, (0.0, []))
        scored[place] = max(score, _score(text, hit.span, named)), [*spans, hit.span]
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], item[1][1][0]))
    found = [
        Found(
            place,
            tuple(spans),
            Trust.HIGH if score >= 8 else Trust.MEDIUM if score >= 5 else Trust.LOW,
        )
        for place, (score, spans) in ranked
    ]
    if found and found[0].trust > Trust.LOW:
        return found
    return [*_new_places(text, countries, phrases), *found]


def held_by_video(text: Text) -> Found[str] | None:
    """ "video" when the opening sentences say so."""
    phrases = Phrases(((code, words, "video") for code, words in _VIDEO), text.language)
    opening = Span(
        0, text.sentences[min(4, len(text.sentences) - 1)].end if text.sentences else 0
    )
    hits = phrases.hits(text, opening)
    return (
        Found("video", tuple(hit.span for hit in hits), Trust.MEDIUM) if hits else None
    )


def _known(gazetteer: Gazetteer) -> Iterable[tuple[str, str, int]]:
    for index, place in enumerate(gazetteer.places):
        for language, name in place.names.items():
            yield language, name, index


def _score(text, span, named):
    sentence = text.sentence_at(span.start)
    places = text.within(sentence)
    words = [text.words[p].written for p in places]
    first = text.within(span)[0]
    before = text.words[first - 1].written if first else ""
    score = 4.0 - min(text.order_of(sentence), 8) * 0.5
    score += 2 * (
        before in _IN
        or bool(_LOCATIVE.get(text.language, _NEVER).search(text.words[first].written))
    )
    score += 2 * any(map(is_held, words))
    score += 2 * (
        any(sentence.holds(each.start) for each in named[:1])
        or any(map(is_session, words))
    )
    return score


_NEVER = re.compile(r"(?!)")


def _new_places(text, countries, phrases):
    for sentence in text.sentences[:6]:
        places = text.within(sentence)
        words = [text.words[p].written for p in places]
        if not any(map(is_held, words)) or not any(map(is_session, words)):
            continue
        for place in places[1:]:
            name = _new_name(text, place, countries)
            if name:
                span = Span(text.words[place].start, text.words[place].end)
                yield Found(PlaceOfSession(name, ""), (span,), Trust.LOW)


def _new_name(text, place, countries):
    spelt, word = text.spelt(place), text.words[place].written
    if not spelt[0].isupper() or spelt.isupper() or countries.named(word):
        return ""
    if month_of(word, text.language):
        return ""
    if text.words[place - 1].written in _IN:
        return spelt
    locative = _LOCATIVE.get(text.language)
    if locative and (ending := locative.search(spelt.casefold())) and len(spelt) > 5:
        return spelt[: ending.start()]
    return ""
