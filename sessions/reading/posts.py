"""Posts in a text: "Deputy Chairman of the Cabinet of Ministers", «министр энергетики»."""

import re
from collections.abc import Container

from .countries import Countries
from .found import Span
from .phrases import beginning_with
from .text import Text

_begins_post = beginning_with(
    "minister deputy chairman chairwoman chairperson director president ambassador secretary governor",
    "akim hakim hyakim rector commissioner cochair envoy",
    "министр заместител председател глав директор президент посол посл секретар губернатор вице аким хяким ректор",
    "сопредседател руководител начальник премьер министри орынбасар торага елши хатшы басшы баскарма",
    "ministr orunbasar baslyk baslyg ilci mudir hakim premyer",
)  # fmt: skip
# "Headed" and "chaired" are none.
_EXACTLY = {"head", "heads", "chair", "vice", "chief"}
# What begins like a post and is a body.
_is_body = beginning_with(
    "ministry ministries ministrlig ministrler министрлиг министрлер"
)
# Words that open a post and are none by themselves.
_opens = beginning_with(
    "first prime acting foreign first-deputy перв исполня биринши birinji"
)
is_of_state = beginning_with("president президент prezident")
_HONORIFICS = (
    "mr",
    "mrs",
    "ms",
    "dr",
    "г",
    "господин",
    "госпожа",
    "г-н",
    "г-жа",
    "мырза",
    "ханым",
    "jenap",
    "hanym",
)
_CONNECTING = set(
    "of the and for on in to и по в на при с да we boyunca және мен бойынша".split()
)
# A post that follows its name ends before these.
_VERB = re.compile(
    r"\s(?:was|were|is|are|has|have|had|took|takes|chaired|led|headed|said|presided|met|noted|represented|"
    r"участ\w*|возглав\w*|провел\w*|отметил\w*|был\w*|выступил\w*|принял\w*|заявил\w*|председательств\w*)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[,;:()\n]|\s[–—-]\s")
_LONGEST = 16


def is_post(word: str) -> bool:
    return word in _EXACTLY or (_begins_post(word) and not _is_body(word))


def is_honorific(word: str) -> bool:
    return word in _HONORIFICS


def post_before(
    text: Text,
    name: int,
    sentence: Span,
    countries: Countries,
    named: Container[int] = (),
) -> Span | None:
    """The post that leads up to the name beginning with the word in `name`; other names, `named`, end it."""
    places = [p for p in text.within(sentence) if p < name][-_LONGEST:]
    first, has_post = name, False
    for place in reversed(places):
        gap = text.gap(place + 1)
        if _PART.search(gap) or place in named:
            break
        word = text.words[place].written
        is_capital = text.spelt(place)[:1].isupper()
        if is_post(word):
            has_post, first = True, place
        elif (
            has_post
            and place == first - 1
            and (
                _opens(word)
                or (
                    is_capital
                    and (countries.named(word) or text.language in ("kk", "tk"))
                )
            )
        ):
            first = place
        elif (
            has_post
            and not is_capital
            and word not in _CONNECTING
            and not _has_post_left(text, places, place)
        ):
            break
    if not has_post:
        return None
    first = _without_connecting(text, first, name)
    return Span(text.words[first].start, text.words[name - 1].end)


def _has_post_left(text, places, place):
    """A small word inside a post: «министр иностранных дел»; a post stands not far before it."""
    return any(is_post(text.words[p].written) for p in places if place - 5 <= p < place)


def _without_connecting(text, first, name):
    while first < name - 1 and text.words[first].written in _CONNECTING:
        first += 1
    return first


def post_after(text: Text, last: int, sentence: Span) -> Span | None:
    """The post that follows the name whose last word is in `last`: ", Deputy Prime Minister of …,"."""
    if last + 1 >= len(text.words) or text.words[last + 1].start >= sentence.end:
        return None
    gap = text.gap(last + 1)
    if not re.fullmatch(r"\s*(?:[,(]|[–—-])\s*(?:the\s)?", gap + ""):
        return None
    start = text.words[last + 1].start
    rest = text.text[start : sentence.end]
    ends = [m.start() for m in (_PART.search(rest), _VERB.search(rest)) if m]
    span = Span(start, start + min([*ends, len(rest)]))
    while text.text[span.end - 1] in ".!?» \n":
        span = Span(span.start, span.end - 1)
    words = [text.words[p].written for p in text.within(span)]
    if any(map(is_post, words[:5])) and len(words) <= _LONGEST:
        if words[0] == "the":
            span = Span(text.words[last + 2].start, span.end)
        return span
    return None


_NOMINATIVE_POSTS = set(
    "министр заместитель председатель глава директор президент посол секретарь губернатор аким хяким ректор "
    "сопредседатель руководитель начальник премьер вице".split()
)


def is_oblique(text: Text, post: Span) -> bool:
    """Whether the first noun of a Russian post is in another case than the nominative."""
    for place in text.within(post):
        word = text.words[place].written
        if is_post(word):
            return word not in _NOMINATIVE_POSTS
    return False
