"""Rows of the list of sessions, as its page draws them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from commission.dates import as_machines_read, day_and_year
from commission.filters import narrowest
from commission.languages import own_languages
from commission.prepared import Prepared, answers_to
from commission.templatetags.record import text

from .models import Passage
from .models.finding import passages_with
from .models.session import CARDS, in_order_of
from .snippets import PassageText, Snippet, snippet
from .strips import (
    REPORTS,
    Cell,
    carries,
    cells_of,
    drawn,
    leading_area,
    outlines_in,
    strip_in_words,
)
from .templatetags.titles import session_title_with_note

MOST_SNIPPETS = 3
_TEXTS = Prepared(
    lambda pks: (
        Passage.objects.rewrite(False)
        .filter(pk__in=pks)
        .order_by()
        .values_list("session", *PassageText._fields)
    )
)


@dataclass(frozen=True)
class Result:
    """A session found: its date in two parts and as machines read it, whether it was called off, what
    names it, its strip, and the passages that answer the question.
    """

    session: object
    address: str
    title: str
    commission: str
    place: str
    day: str
    year: str
    date: str
    called_off: bool
    cells: list[Cell]
    strip: SafeString
    strip_label: str
    snippets: list[Snippet]


def results_of(pks, asked):
    """A Result for each of the public ones of the sessions with the primary keys `pks`, in that order;
    `asked` is `SessionFilter.asked`.

    Three queries, and one where sectors were asked for, two where words were.
    """
    cards, reports = answers_to(
        (CARDS, {"pks": pks, "now": timezone.now()}), (REPORTS, {"sessions": pks})
    )
    sessions, outlines = in_order_of(pks, cards), outlines_in(reports)
    terms = asked["q"].terms if "q" in asked else ()
    keys = {area.pk for area in narrowest(asked.get("area", []))}
    held = passages_with(sessions, terms)
    matches = {
        pk: _matches(outlines[pk], keys, held[pk])
        for pk in (session.pk for session in sessions)
    }
    shown = [row.pk for found in matches.values() for row in found[:MOST_SNIPPETS]]
    # Of sessions that were found public, whatever else leads to a passage.
    texts = {
        row[0]: PassageText(*row)
        for session, *row in _TEXTS(pks=shown)
        if session in matches
    }
    return [
        _result(session, terms, keys, outlines[session.pk], matches[session.pk], texts)
        for session in sessions
    ]


def _result(session, terms, keys, outlines, matches, texts):
    matched, own = {outline.pk for outline in matches}, own_languages(session)
    day, year = day_and_year(session.starts_on, session.date_precision, session.ends_on)
    best = sorted(matches[:MOST_SNIPPETS], key=lambda outline: outline.number)
    cells = cells_of(
        outlines, lambda outline: bool(matched) and outline.pk not in matched, keys
    )
    return Result(
        session=session,
        address=session.get_absolute_url(),
        title=session_title_with_note(session),
        commission=text(session.commission, "short_name"),
        place=text(session, "place"),
        day=day,
        year=year,
        date=as_machines_read(session.starts_on, session.date_precision),
        called_off=session.called_off,
        cells=cells,
        strip=drawn(cells),
        strip_label=strip_in_words(outlines),
        snippets=[
            snippet(texts[outline.pk], terms, leading_area(outline, keys), own)
            for outline in best
            if outline.pk in texts
        ],
    )


def _matches(outlines, keys, held):
    """The passages that answer, the best first: those about the areas that hold a word.

    Where words and areas are met in different passages only, each that meets either.
    """
    about = [outline for outline in outlines if keys and carries(outline, keys)]
    answering = {outline.pk for outline in about} | held.keys()
    either = [outline for outline in outlines if outline.pk in answering]
    both = [outline for outline in about if outline.pk in held]
    return sorted(
        both or either, key=lambda outline: (-held.get(outline.pk, 0), outline.number)
    )
