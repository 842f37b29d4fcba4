"""Which records a term stands in: in their own words, or in public names joined to them."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection, models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from pyroaring import BitMap

from commission.among import Among
from commission.kept import Kept
from commission.models import Agreement, is_public
from commission.register import register
from participants.models import Organisation, Participant
from sessions.search.digest import exact_token, passages_of
from sessions.search.lookup import Lookup
from sessions.search.query import Query, Term, read

from .appearance import Appearance, unpacked
from .decision import Decision, ResponsibleBody
from .delegation import DelegationMember
from .digest import (
    ROWS,
    Holding,
    RecordDigest,
    SessionDigest,
    place_of,
    places_of,
    record_at,
)
from .hidden import hidden
from .naming import HEARD, Naming
from .session import Session

# The spaces of `RecordDigest` that records of other kinds are found by.
SPACES = {"decision": "d", "cooperationarea": "c", "participant": "nt"}
EVERY_SPACE = sorted(set(RecordDigest.spaces.values()))
NAMES = (Participant, Organisation, Agreement)
# How many sets of sessions a process keeps: some kilobytes each where all sessions hold a word.
MOST_KEPT = 200
# Of fewer people or bodies each is looked up.
MANY = 1_000
# In how many records at most a phrase is looked for letter by letter.
MOST_SPELT = 1_000
_KEPT: Kept[dict[Term | Lookup, BitMap]] = Kept(dict)
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
        or len(_numbers(*_sql(everywhere))) > MOST_SPELT
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
    signed = Session.agreements.through.objects.filter(agreement__in=public)
    return signed.values("session")


# ── Sessions, as sets ────────────────────────────────────────────────────────────────────────


def sessions_holding(term: Term) -> BitMap:
    """The sessions, public or not, where `term` stands in own words or in names that are public, or
    where such a name sounds like it.

    Until the record changes once: two queries for each of its words, for a phrase two; where it stands in
    names one more for people and bodies, two for which of these are hidden, one for agreements.  For one
    with a spelling those of names and of `spelling.spelt` each time.
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
    return _own(lookup) | _kept(
        lookup.within("n"), lambda: _with_names(named, BitMap())
    )


def _found(part):
    if not part.spelling:
        return _kept(part, lambda: _with_names(Naming(part), _own(part.lookup)))
    places = _spelt(SessionDigest, [pk << 8 for pk in _own(part.lookup)], part)
    return _with_names(Naming(part), BitMap(place >> 8 for place in places), part)


def _own(lookup):
    """The sessions whose own words hold what is looked up.  One query."""
    holding = Holding(SessionDigest, lookup, Session)
    return _kept(lookup, lambda: _bitmap(*_sql(holding)))


def _kept(key, look_up):
    """What was found, until the record changes or something of it is released: a reader who narrows a
    search or turns its pages has it asked again and again.
    """
    kept = _KEPT()
    found = kept.get(key)
    if found is None:
        found = look_up()
        # Other threads do the same meanwhile: what is in it now may be gone by the next line.
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = found
    return found


def _with_names(holding, found, spelling=None):
    """The sessions `found`, and those of all public names that hold what is looked up, and spell the term
    `spelling` so.
    """
    places = sorted(set(_numbers(*_sql(holding))))
    if spelling:
        places = sorted(_spelt(RecordDigest, places, spelling, "n"))
    people, bodies, agreements = (_of_kind(name, places) for name in NAMES)
    # What was found before is kept: it is not added to in its place.
    if people or bodies:
        found = found | _appearing(people, bodies)
    # A word such as "of" stands in so many names that there may be no session left to find.
    if agreements and not register().all <= found:
        signed = _signed(Among(agreements)).order_by()
        found = found | _bitmap(*signed.query.sql_with_params())
    return found


def _of_kind(model, places):
    """Primary keys of the records of a model among sorted `places`: a kind's stand side by side."""
    first, last = places_of(RecordDigest.kinds[model])
    start, end = bisect_left(places, first), bisect_right(places, last)
    return [(place >> 8) & ROWS for place in places[start:end]]


def _appearing(people, bodies):
    """The sessions in which public people of these, or who sat for public bodies of these, or which
    these bodies answer to.  One query, two where there are many, and two in the life of a content version.

    Those that are not public are left out by their keys: to join those that are takes up to twice as long
    where thousands are called by one word.
    """
    not_people, not_bodies = hidden(Participant), hidden(Organisation)
    sat = _of_many("participant", _but(not_people, people))
    sent = _of_many("organisation", _but(not_bodies, bodies)).filter(
        Q(participant=None) | ~Q(participant__in=Among(sorted(not_people)))
    )
    rows = sat.values("sessions").union(sent.values("sessions"), all=True)
    sql, params = rows.query.sql_with_params()
    if connection.vendor == "postgresql":
        return _packed_in("found.given", sql, params)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return BitMap(unpacked(b"".join(columns for (columns,) in cursor.fetchall())))


def _of_many(column, keys):
    """The appearances of those with the primary keys `keys`: of most there are, on a walk through all rows,
    which takes half as long as to look up each.
    """
    rows, of = Appearance.objects.all(), column
    if len(keys) > MANY:
        model = Appearance._meta.get_field(column).related_model
        if len(keys) > model._default_manager.count() // 2:
            # A sum is in no index.
            rows, of = rows.annotate(key=F(f"{column}_id") + 0), "key"
    return rows.filter(**{f"{of}__in": Among(keys)})


def _but(left_out, keys):
    return [key for key in keys if key not in left_out]


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
    return _kept(lookup, lambda: _bitmap(*_sql(holding)))


def _spelt_so(holding, model, term):
    """Of the primary keys of a model's records that hold a phrase those that spell it so."""
    kind, spaces = RecordDigest.kinds[model], SPACES.get(model._meta.model_name, "n")
    places = [place_of(kind, pk) for pk in _numbers(*_sql(holding))]
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


def passages_with(
    sessions: Iterable, terms: Iterable[Term]
) -> dict[int, dict[int, int]]:
    """{primary key of a session: {of a passage: how many of `terms` stand in it}}, without zeros.

    One query, if there is any term; one more for each with a spelling.
    """
    held: dict[int, dict[int, int]] = {session.pk: {} for session in sessions}
    if not terms:
        return held
    streams = SessionDigest.objects.filter(place__in=[pk << 8 for pk in held])
    rows = streams.values_list("place", "stream")
    passages = [(place >> 8, *each) for place, stream in rows for each in passages_of(stream)]  # fmt: skip
    for term in terms:
        standing = {pk for _of, pk, segment in passages if term.stands_in(segment)}
        if term.spelling:
            standing = _spelt_passages(standing, term)
        for session, pk, _segment in passages:
            if pk in standing:
                held[session][pk] = held[session].get(pk, 0) + 1
    return held


# ── Many numbers at once ─────────────────────────────────────────────────────────────────────


def _sql(holding):
    write = getattr(holding, f"as_{connection.vendor}")
    sql, params = write(None, connection)
    return sql[1:-1], params


def _bitmap(sql, params):
    """The set of the numbers that a query selects: 80,000 in some 25 ms."""
    if connection.vendor != "postgresql":
        return BitMap(_numbers(sql, params))
    return _packed_in("int4send(found.given::int)", sql, params)


def _packed_in(value, sql, params):
    """The set of what a query of PostgreSQL's selects; `value` is what is `packed` of each row `found.given`."""
    postgresql: Any = connection
    sql = (
        f"WITH found(given) AS ({sql}) SELECT string_agg({value}, ''::bytea) FROM found"
    )
    return BitMap(unpacked(postgresql.bytes_at_once(sql, params)))


def _numbers(sql, params):
    """The numbers that a query selects, in one string: several times as fast as rows."""
    joined = {
        "postgresql": "string_agg(found.number::text, ',')",
        "sqlite": "group_concat(found.number)",
    }
    sql = f"WITH found(number) AS ({sql}) SELECT {joined[connection.vendor]} FROM found"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        (numbers,) = cursor.fetchone()
    return json.loads(f"[{numbers}]") if numbers else []
