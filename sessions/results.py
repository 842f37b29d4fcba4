"""Rows of the list of sessions, as its page draws them."""

from dataclasses import dataclass

from commission.dates import day_and_year
from commission.filters import narrowest

from .models import Passage
from .models.finding import passages_with
from .snippets import Snippet, snippet
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

    Two queries where words were asked for, one where only sectors were, none otherwise.
    """
    # A list: as a QuerySet it would be asked again, with its whole question, inside the next one.
    sessions = list(sessions)
    terms = asked["q"].terms if "q" in asked else ()
    areas = narrowest(asked.get("area", []))
    held = passages_with(sessions, terms)
    matches = {
        session.pk: _matches(session, areas, held[session.pk]) for session in sessions
    }
    texts = Passage.objects.in_bulk(
        [passage.pk for found in matches.values() for passage in found[:MOST_SNIPPETS]]
    )
    return [
        _result(session, terms, areas, matches[session.pk], texts)
        for session in sessions
    ]


def _result(session, terms, areas, matches, texts):
    passages, matched = session.passages.all(), {passage.pk for passage in matches}
    day, year = day_and_year(session.starts_on, session.date_precision, session.ends_on)
    best = sorted(matches[:MOST_SNIPPETS], key=lambda passage: passage.number)
    return Result(
        session=session,
        day=day,
        year=year,
        cells=cells_of(
            passages,
            lambda passage: bool(matched) and passage.pk not in matched,
            areas,
        ),
        strip_label=strip_in_words(passages),
        snippets=[
            snippet(texts[passage.pk], terms, leading_area(passage, areas))
            for passage in best
        ],
    )


def _matches(session, areas, held):
    """The session's passages that answer, the best first: those about the areas that hold a word.

    Where words and areas are met in different passages only, each that meets either.
    """
    passages = session.passages.all()
    about = [passage for passage in passages if carried(passage, areas)]
    either = [passage for passage in passages if passage in about or passage.pk in held]
    both = [passage for passage in about if passage.pk in held]
    return sorted(
        both or either, key=lambda passage: (-held.get(passage.pk, 0), passage.number)
    )
