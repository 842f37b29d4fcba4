"""Rows of the list of sessions, as its page draws them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from commission.dates import day_and_year
from commission.filters import narrowest
from commission.folding import fold

from .models import Passage
from .snippets import Snippet, snippet, words_in
from .strips import carried, cells_of, leading_area, strip_in_words

MOST_SNIPPETS = 3


@dataclass(frozen=True)
class Result:
    """A session found: its date in two parts, its strip, and the passages that answer the question."""

    session: object
    day: str
    year: str
    cells: list
    strip_label: str
    snippets: list[Snippet]


def results_of(sessions, asked):
    """A Result for each of `sessions` (loaded `with_card()`); `asked` is `SessionFilter.asked`.

    One query where words or sectors were asked for, none otherwise.
    """
    # A list: as a QuerySet it would be asked again, with its whole question, inside the next one.
    sessions = list(sessions)
    words, areas = fold(asked.get("q", "")).split(), narrowest(asked.get("area", []))
    matches = _matches(sessions, words, areas)
    return [_result(session, words, areas, matches[session.pk]) for session in sessions]


def _result(session, words, areas, matches):
    passages, matched = session.passages.all(), {passage.number for passage in matches}
    day, year = day_and_year(session.starts_on, session.date_precision, session.ends_on)
    loaded = {passage.number: passage for passage in passages}
    return Result(
        session=session,
        day=day,
        year=year,
        cells=cells_of(
            passages,
            lambda passage: bool(matched) and passage.number not in matched,
            areas,
        ),
        strip_label=strip_in_words(passages),
        snippets=[
            snippet(match, words, leading_area(loaded[match.number], areas))
            for match in _best(matches, words)
        ],
    )


def _matches(sessions, words, areas):
    """{session pk: its passages that answer}: those about the areas that hold any of the words.

    Where words and areas are met in different passages only, each that meets either.
    """
    loaded = [passage for session in sessions for passage in session.passages.all()]
    about = {passage.pk for passage in loaded if carried(passage, areas)}
    rule = Q(pk__in=about)
    for word in words:
        rule |= Q(folded__contains=word)
    found = defaultdict(list)
    if words or areas:
        for passage in Passage.objects.filter(rule, session__in=sessions).order_by(
            "number"
        ):
            found[passage.session_id].append(passage)
    return defaultdict(
        list, {pk: _answering(passages, words, about) for pk, passages in found.items()}
    )


def _answering(passages, words, about):
    both = [
        passage
        for passage in passages
        if passage.pk in about and words_in(passage.folded, words)
    ]
    return both or passages


def _best(passages, words):
    """Those that hold most of the words, in the order of the report."""
    best = sorted(passages, key=lambda passage: -words_in(passage.folded, words))[
        :MOST_SNIPPETS
    ]
    return sorted(best, key=lambda passage: passage.number)
