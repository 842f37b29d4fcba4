"""Which commission a text is about."""

from collections import Counter
from typing import NamedTuple

from sessions.search.tokens import words_of

from .countries import Countries
from .found import Found, Span, Trust
from .gazetteer import CommissionKnown, Gazetteer
from .phrases import beginning_with
from .text import Text

_is_body = beginning_with(
    "commission committee council комисси комитет совет кенес topar komissiya komitet gena"
)
_is_between = beginning_with(
    "intergovernmental joint межправительствен совместн укиметаралык бирлескен hokumetara bilelik"
)
# How far the countries may stand from the word "commission", in words.
_REACH = 14


class _Anchor(NamedTuple):
    """A place that speaks of a commission: its words, the countries beside it, and whether it is said to be
    between governments."""

    span: Span
    words: frozenset[str]
    countries: frozenset[str]
    is_plain: bool


def commissions_named(
    text: Text, gazetteer: Gazetteer, countries: Countries
) -> list[Found[int]]:
    """Keys of commissions, the likeliest first; those with one country alone are not among them."""
    anchors = list(_anchors(text, countries))
    spoken_of = countries.in_words(text, range(len(text.words)))
    scored = []
    for known in gazetteer.commissions:
        score, spans = _score(text, known, anchors)
        if not score:
            score, spans = _by_countries_alone(known, text, spoken_of)
        if score:
            scored.append((score, known.key, spans))
    scored.sort(key=lambda each: (-each[0], each[1]))
    return [
        Found(key, spans, _trust(score, scored)) for score, key, spans in scored[:5]
    ]


def _trust(score, scored):
    rivals = [other for other, _key, _spans in scored if other != score]
    is_alone = sum(other == score for other, _key, _spans in scored) == 1
    ahead = score - max((r for r in rivals if r < score), default=0.0)
    if score < 2 or not is_alone:
        return Trust.LOW
    return Trust.HIGH if score >= 4 and ahead >= 0.5 else Trust.MEDIUM


def _anchors(text, countries):
    for place, word in enumerate(text.words):
        if not _is_body(word.written):
            continue
        sentence = text.within(text.sentence_at(word.start))
        near = [p for p in sentence if abs(p - place) <= _REACH]
        named = countries.in_words(text, near)
        close = [p for p in near if abs(p - place) <= 6]
        is_plain = any(_is_between(text.words[p].written) for p in close)
        used = [p for p, _country in named if abs(p - place) <= 6] + [place]
        span = Span(text.words[min(used)].start, text.words[max(used)].end)
        meant = frozenset(text.words[p].meant for p in near)
        yield _Anchor(span, meant, frozenset(c for _p, c in named), is_plain)


def _score(text, known: CommissionKnown, anchors):
    """The best of the places; the share of its own name that stands there decides between two of the
    same countries."""
    sides = {side.country for side in known.sides}
    written = known.names.get(text.language, "")
    name = {word.meant for word in words_of(written, text.language)}
    best, spans = 0.0, []
    for anchor in anchors:
        if not sides or not sides <= anchor.countries:
            continue
        score = 3.0 + anchor.is_plain - 0.5 * len(anchor.countries - sides)
        score += len(name & anchor.words) / len(name) if name else 0.0
        best = max(best, score)
        spans.append(_whole_name(text, anchor, name))
    return best, tuple(spans[:3])


def _whole_name(text, anchor, name):
    """The words that the commission is named by, together with those of its name around them."""
    places = text.within(anchor.span)
    first, last = places[0], places[-1]
    while (
        first
        and _belongs(text, first - 1, name)
        and text.gap(first).strip() in ("", "-")
    ):
        first -= 1
    while (
        last + 1 < len(text.words)
        and _belongs(text, last + 1, name)
        and "." not in text.gap(last + 1)
    ):
        last += 1
    return Span(text.words[first].start, text.words[last].end)


def _belongs(text, place, name):
    return text.words[place].meant in name


def _by_countries_alone(known, text, spoken_of):
    """A guess: the text speaks of both countries and hardly of another."""
    sides = {side.country for side in known.sides}
    counts = Counter(country for _place, country in spoken_of)
    often = {country for country, count in counts.items() if count >= 2}
    if not sides or not sides <= set(counts) or often - sides:
        return 0.0, ()
    first = {country: place for place, country in reversed(spoken_of)}
    spans = tuple(
        Span(text.words[first[c]].start, text.words[first[c]].end)
        for c in sorted(sides)
    )
    return 1.0, spans
