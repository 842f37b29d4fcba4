"""Rows of the list of sessions, as its page draws them."""

from dataclasses import dataclass

from commission.dates import day_and_year
from commission.filters import narrowest

from .models import Passage
from .models.finding import passages_with
from .snippets import Snippet, snippet
from .strips import carried, cells_of, leading_area, outlines_of, strip_in_words

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

    Two queries for the strips, and one where sectors were asked for, two where words were.
    """
    # A list: as a QuerySet it would be asked again, with its whole question, inside the next one.
    sessions = list(sessions)
    terms = asked["q"].terms if "q" in asked else ()
    areas = narrowest(asked.get("area", []))
    outlines = outlines_of(session.pk for session in sessions)
    held = passages_with(sessions, terms)
    matches = {
        pk: _matches(outlines[pk], areas, held[pk])
        for pk in (session.pk for session in sessions)
    }
    texts = Passage.objects.in_bulk(
        [outline.pk for found in matches.values() for outline in found[:MOST_SNIPPETS]]
    )
    return [
        _result(session, terms, areas, outlines[session.pk], matches[session.pk], texts)
        for session in sessions
    ]


def _result(session, terms, areas, outlines, matches, texts):
    matched = {outline.pk for outline in matches}
    day, year = day_and_year(session.starts_on, session.date_precision, session.ends_on)
    best = sorted(matches[:MOST_SNIPPETS], key=lambda outline: outline.number)
    return Result(
        session=session,
        day=day,
        year=year,
        cells=cells_of(
            outlines,
            lambda outline: bool(matched) and outline.pk not in matched,
            areas,
        ),
        strip_label=strip_in_words(outlines),
        snippets=[
            snippet(texts[outline.pk], terms, leading_area(outline, areas))
            for outline in best
        ],
    )


def _matches(outlines, areas, held):
    """The passages that answer, the best first: those about the areas that hold a word.

    Where words and areas are met in different passages only, each that meets either.
    """
    about = [outline for outline in outlines if areas and carried(outline, areas)]
    either = [each for each in outlines if each in about or each.pk in held]
    both = [outline for outline in about if outline.pk in held]
    return sorted(
        both or either, key=lambda outline: (-held.get(outline.pk, 0), outline.number)
    )
