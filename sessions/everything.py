"""What a search finds in the whole record, kind by kind."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse

from commission.folding import in_every_language
from commission.hearing import heard
from commission.models import Agreement, CooperationArea
from participants.models import Organisation, Participant

from .decision_rows import rows_of
from .decision_selection import public_decisions
from .filters import SessionFilter
from .meant import sessions_with
from .models import Decision
from .models.finding import found
from .results import results_of
from .search.digest import exact_token
from .search.query import Query, Term
from .selection import public_sessions
from .suggesting import typed

BEST_SESSIONS, BEST = 3, 5
# What has names: each kind with what its rows are called by, and its list; of sectors there are few: all
# are shown.
NAMED: dict[type[Model], tuple[tuple[str, ...], str]] = {
    Agreement: (("title", "number"), "commission:agreement-list"),
    Participant: (("name",), "participants:participant-list"),
    Organisation: (("name", "short_name"), "participants:organisation-list"),
    CooperationArea: (("name",), ""),
}
WITH_VARIANTS = (Participant, Organisation)


@dataclass(frozen=True)
class Found:
    """Records of one kind ("session", "decision" …) that answer: how many, the best, all of them.

    `rows` are what the kind's list draws, `address` is that list, asked the same; "" where `rows`
    are all there are.  `is_named` says that the question is the name of the first of them.
    """

    kind: str
    count: int
    rows: list[Any]
    address: str
    is_named: bool = False


def found_everywhere(query: Query) -> list[Found]:
    """A Found for each kind of which anything answers; the one that the question names goes first."""
    every = [_sessions(query), _decisions(query)]
    every += [_of(model, query) for model in NAMED]
    return sorted(
        (each for each in every if each.count), key=lambda each: not each.is_named
    )


def _sessions(query):
    asked = QueryDict(urlencode({"q": query.text, "sort": "relevance"}))
    listing = SessionFilter(asked)
    rows = results_of(listing.qs[:BEST_SESSIONS], listing.asked)
    address = f"{reverse('sessions:session-list')}?{asked.urlencode()}"
    return Found("session", listing.qs.count(), rows, address)


def _decisions(query):
    answering = public_decisions().mentioning(query)
    rows = rows_of(answering[:BEST])
    return Found(
        "decision", len(answering), rows, _address("sessions:decision-list", query)
    )


def _address(name, query):
    return f"{reverse(name)}?{urlencode({'q': query.text})}"


def _of(model, query):
    names, listing = NAMED[model]
    answering = found(model, query, exact_first=True)
    count = answering.count()
    rows = _rows(answering, whole=not listing) if count else []
    address = _address(listing, query) if listing else ""
    is_named = bool(rows) and _is_named(rows[0], names, query)
    return Found(model._meta.model_name, count, rows, address, is_named)


def _rows(answering, *, whole):
    if whole:
        return list(answering.select_related("parent"))
    if answering.model in WITH_VARIANTS:
        answering = answering.prefetch_related("name_variants")
    return list(answering.with_card()[:BEST])


def _is_named(row, names, query):
    """True when the query is as a whole one of the names of `row`, however it is spelt; of people and
    bodies, in whichever script.  No query.
    """
    called = [text for name in names for text in _texts(row, name)]
    read = exact_token
    if isinstance(row, WITH_VARIANTS):
        called += [variant.name for variant in row.name_variants.all()]
        read = _heard
    asked = read(query.text) if query.is_plain else ""
    return bool(asked) and any(read(text) == asked for text in called)


def _heard(name):
    return " ".join(map(heard, typed(name)))


def _texts(row, name):
    return in_every_language(row, name) or [getattr(row, name) or ""]


def records_with(term: Term) -> int:
    """How many public sessions hold `term`; where none does, 1 if any other record does."""
    query = Query(clauses=((term,),))
    kinds: tuple[type[Model], ...] = (Decision, *NAMED)
    return sessions_with(term) or any(found(model, query).exists() for model in kinds)


# ── Where nothing is found ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Fewer:
    """The question without `left_out`, one of its pieces, and how many sessions that finds."""

    left_out: str
    count: int
    address: str


# So many pieces are tried, one after another.
MOST_TRIED = 6


def fewer_words(query: Query) -> list[Fewer]:
    """What the question finds without each of its pieces, the fewest first; nothing without any."""
    if len(query.clauses) < 2:
        return []
    everyone, fewer = public_sessions(), []
    for at, clause in enumerate(query.clauses[:MOST_TRIED]):
        rest = query.clauses[:at] + query.clauses[at + 1 :]
        count = len(everyone.mentioning(Query("", rest, query.without)))
        address = f"?{urlencode({'q': written(rest, query.without)})}"
        fewer.append(Fewer(_written(clause), count, address))
    return sorted((each for each in fewer if each.count), key=lambda each: each.count)


def written(clauses, without=()) -> str:
    """A query that is read as these clauses, none of `without`."""
    pieces = [_written(clause) for clause in clauses]
    return " ".join([*pieces, *(f"-{_spelt(term)}" for term in without)])


def _written(clause):
    return " OR ".join(_spelt(term) for term in clause)


def _spelt(term):
    if term.is_phrase:
        spelling = term.spelling or term.words
        words = (own or word for own, word in zip(spelling, term.words, strict=True))
        return f'"{" ".join(words)}"'
    return "-".join(term.words) + ("*" if term.is_prefix else "")
