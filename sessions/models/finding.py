"""Which records a term stands in: in their own words, or in public names joined to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pyroaring import BitMap

from commission.among import Among
from commission.models import Agreement, content_version, is_public
from commission.prepared import Prepared
from commission.register import register
from participants.models import Organisation
from sessions.search.digest import exact_token, passages_of
from sessions.search.lookup import Lookup
from sessions.search.query import Query, Term, read

from .called import NAMES, SIGNED, called, named_by, sessions_of
from .decision import Decision, ResponsibleBody
from .delegation import DelegationMember
from .digest import (
    MOST_PARTS,
    Holding,
    RecordDigest,
    SessionDigest,
    place_of,
    record_at,
)
from .naming import HEARD, Naming
from .session import Session
from .sets import bitmap, numbers, sql_of

# The spaces of `RecordDigest` that records of other kinds are found by.
SPACES = {"decision": "d", "cooperationarea": "c", "participant": "nt"}
EVERY_SPACE = sorted(set(RecordDigest.spaces.values()))
# In how many records at most a phrase is looked for letter by letter.
MOST_SPELT = 1_000
# Gives for a model of names what `pk__in=` takes.
Named = Callable[[type[models.Model]], object]


# ── What can be asked ────────────────────────────────────────────────────────────────────────


def question_in(text: str) -> Query:
    """The `Query` that is read from a text.  A spelling counts only where few records hold the phrase:
    the texts of each of them are read.  Two queries for each phrase with a spelling.
    """
    query = read(text)
    spelt = {t for t in (*query.terms, *query.without) if t.spelling}
    if not (common := {term for term in spelt if _is_common(term)}):
        return query

    def folded(terms):
        return tuple(replace(t, spelling=()) if t in common else t for t in terms)

    sentence = _(
        "The words in quotation marks stand in too many places to tell letters such as ý, қ or ё "
        "apart: they were found however they are spelt."
    )
    return replace(
        query,
        clauses=tuple(map(folded, query.clauses)),
        without=folded(query.without),
        notices=(*query.notices, sentence),
    )


def _is_common(term):
    everywhere = Holding(RecordDigest, term.lookup.within(EVERY_SPACE))
    return (
        len(_own(term.lookup)) > MOST_SPELT
        or len(numbers(*sql_of(everywhere))) > MOST_SPELT
    )


# ── Sessions, as a condition ─────────────────────────────────────────────────────────────────


def holding(term: Term) -> Q:
    """The `Q` of the sessions where `term` stands: the same as `sessions_holding`, in SQL.  No query,
    but for a term with a spelling.

    A person, a body or an agreement finds a session while it is public itself; whether the
    session is, the caller says (`published()`).
    """
    return reduce(and_, map(_holding, term.parts))


def _holding(part):
    if part.spelling:
        return Q(pk__in=Among(list(_found(part))))
    rows = _sessions_of(lambda model: Naming(part, model))
    own = Q(pk__in=Holding(SessionDigest, part.lookup, Session))
    return reduce(or_, (Q(pk__in=each) for each in rows), own)


def _sessions_of(named: Named) -> list[QuerySet]:
    """The sessions that public names stand in, one QuerySet of primary keys for each road to them."""
    people, bodies, agreements = map(named, NAMES)
    members = DelegationMember.objects.filter(is_public("participant__"))
    public = Organisation.objects.published().filter(pk__in=bodies).values("pk")
    answering = ResponsibleBody.objects.filter(organisation__in=public)
    return [
        members.filter(participant__in=people).values("session"),
        members.filter(organisation__in=public).values("session"),
        answering.values("decision__session"),
        _signed(agreements),
    ]


def _signed(agreements: object) -> QuerySet:
    public = Agreement.objects.published().filter(pk__in=agreements).values("pk")
    signed = SIGNED.objects.filter(agreement__in=public)
    return signed.values("session")


# ── Sessions, as sets ────────────────────────────────────────────────────────────────────────


def sessions_holding(term: Term) -> BitMap:
    """The sessions, public or not, where `term` stands in own words or in names that are public, or
    where such a name sounds like it.

    Once: two queries for each of its words, for a phrase two; where it stands in names those of `called`.  When the record has changed, some small
    ones about what changed.  For one with a spelling those of names and of `spelling.spelt` each time.
    """
    return reduce(and_, map(_found, term.parts))


def matching(query: Query, among: BitMap | None = None) -> BitMap:
    """The sessions that answer `query`, of those in `among` where it is given.

    A query that only excludes leaves of `among` what it does not exclude; it cannot do without.
    Queries as `sessions_holding`, for each of its terms.
    """
    met = [reduce(or_, map(sessions_holding, clause)) for clause in query.clauses]
    if among is not None:
        met.append(among)
    found = reduce(and_, met)
    for term in query.without:
        found = found - sessions_holding(term)
    return found


def often(query: Query, times: int) -> BitMap:
    """The sessions where for every clause some term stands in `times` passages (2 or 4) or more.

    No more is asked of them: meet it with `matching`.  One query a term.
    """
    met = [
        reduce(or_, (_own(term.often(times)) for term in clause))
        for clause in query.clauses
    ]
    return reduce(and_, met) if met else BitMap()


def exactly(query: Query) -> BitMap:
    """The sessions whose title or number the query is, as a whole, or a public name in which it is.

    Queries as `sessions_holding`; none for a query with operators.
    """
    token = exact_token(query.text) if query.is_plain else ""
    if not token:
        return BitMap()
    lookup = Lookup((((token, False),),))
    named = Holding(RecordDigest, lookup.within("n"))
    return _own(lookup) | called(lookup, named)


def _found(part):
    if part.spelling:
        places = _spelt(SessionDigest, [pk << 8 for pk in _own(part.lookup)], part)
        own = BitMap(place >> 8 for place in places)
        return own | sessions_of(named_by(Naming(part), part))
    return _own(part.lookup) | called(part, Naming(part))


def _own(lookup):
    """The sessions whose own words hold what is looked up.  One query; when some have changed, one about these."""
    holding = Holding(SessionDigest, lookup, Session)
    return register().followed(
        ("own", lookup),
        lambda: bitmap(*sql_of(holding)),
        among=lambda sessions: _own_among(sessions, lookup),
    )


def _own_among(sessions, lookup):
    """The same of some sessions, as their digests say."""
    streams = {}
    if lookup.side_by_side:
        first = SessionDigest.objects.filter(place__in=[pk << 8 for pk in sessions])
        streams = dict(first.values_list("place", "stream"))
    return BitMap(
        pk
        for pk, parts in _tokens_of(tuple(sessions)).items()
        if lookup.is_met(parts, streams.get(pk << 8, ""))
    )


def _tokens_of(sessions):
    """{session: the tokens of each part of its digest}.  One query for each page: most that a page looks up
    was asked before the same changes.
    """
    memo = register().memo
    known, parts = memo.get("tokens", (None, {}))
    if known != sessions:
        here = (Q(place__range=(pk << 8, pk << 8 | MOST_PARTS - 1)) for pk in sessions)
        rows = SessionDigest.objects.filter(reduce(or_, here))
        parts = defaultdict(list)
        for place, tokens in rows.values_list("place", "tokens"):
            parts[place >> 8].append(f" {tokens} ")
        memo["tokens"] = sessions, parts
    return parts


# ── Other records ────────────────────────────────────────────────────────────────────────────


def found(model: type[Any], query: Query, *, exact_first: bool = False) -> QuerySet:
    """Public rows of a model with digests that answer `query` by words of their own.

    Names are met with their variants and, of people and bodies, by their sound; people with their
    positions, areas with their terms; all words in the one record.  In the usual order of the model
    or, with `exact_first`, those first whose name the query is as a whole.  No query, but for terms
    with a spelling.
    """
    rows = model._default_manager.published()
    spaces = SPACES.get(model._meta.model_name, "n")

    def holds(term):
        if model not in HEARD or term.spelling:
            held: Any = Holding(RecordDigest, term.lookup.within(spaces), model)
            if term.spelling:
                held = Among(_spelt_so(held, model, term))
            return Q(pk__in=held)
        named = (Q(pk__in=Naming(part, model, spaces)) for part in term.parts)
        return reduce(and_, named)

    for clause in query.clauses:
        rows = rows.filter(reduce(or_, map(holds, clause)))
    for term in query.without:
        rows = rows.exclude(holds(term))
    token = exact_token(query.text) if exact_first and query.is_plain else ""
    if token:
        lookup = Lookup((((token, False),),)).within(spaces[0])
        is_named = Q(pk__in=Holding(RecordDigest, lookup, model))
        rows = rows.order_by(
            models.Case(models.When(is_named, then=0), default=1), *_ordering(rows)
        )
    return rows


def decisions_holding(term: Term) -> BitMap:
    """Primary keys of the decisions, public or not, in whose own words `term` stands.

    One query, none until the record changes; more for one with a spelling.
    """
    lookup = term.lookup.within(SPACES["decision"])
    holding = Holding(RecordDigest, lookup, Decision)
    if term.spelling:
        return BitMap(_spelt_so(holding, Decision, term))
    return register().while_it_stands(
        ("decisions", lookup),
        content_version().number,
        lambda: bitmap(*sql_of(holding)),
    )


def _spelt_so(holding, model, term):
    """Of the primary keys of a model's records that hold a phrase those that spell it so."""
    kind, spaces = RecordDigest.kinds[model], SPACES.get(model._meta.model_name, "n")
    places = [place_of(kind, pk) for pk in numbers(*sql_of(holding)).tolist()]
    found = _spelt(RecordDigest, places, term, spaces)
    return [record_at(place)[1] for place in found]


# What rows a digest is made of is known above the models.


def _spelt(digest, places, term, spaces=""):
    from sessions.spelling import spelt

    return spelt(digest, places, term, spaces)


def _spelt_passages(keys, term):
    from sessions.spelling import spelt_passages

    return spelt_passages(keys, term)


def _ordering(rows):
    return [*rows.query.order_by] or rows.model._meta.ordering


# ── Passages ─────────────────────────────────────────────────────────────────────────────────

_STREAMS = Prepared(
    lambda places: SessionDigest.objects.filter(place__in=places).values_list(
        "place", "stream"
    )
)


def passages_with(
    sessions: Iterable, terms: Iterable[Term]
) -> dict[int, dict[int, int]]:
    """{primary key of a session: {of a passage: how many of `terms` stand in it}}, without zeros.

    One query, if there is any term; one more for each with a spelling.
    """
    held: dict[int, dict[int, int]] = {session.pk: {} for session in sessions}
    if not terms:
        return held
    rows = _STREAMS(places=[pk << 8 for pk in held])
    passages = [(place >> 8, *each) for place, stream in rows for each in passages_of(stream)]  # fmt: skip
    for term in terms:
        standing = {pk for _of, pk, segment in passages if term.stands_in(segment)}
        if term.spelling:
            standing = _spelt_passages(standing, term)
        for session, pk, _segment in passages:
            if pk in standing:
                held[session][pk] = held[session].get(pk, 0) + 1
    return held
