"""Which records a term stands in: in their own words, or in public names joined to them."""

import json
import sys
from array import array
from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from commission.models import Agreement, is_public
from participants.models import Organisation, Participant
from sessions.search.digest import exact_token, passages_of
from sessions.search.lookup import Lookup
from sessions.search.query import Query, Term

from .decision import ResponsibleBody
from .delegation import DelegationMember
from .digest import Holding, RecordDigest, SessionDigest, record_at
from .session import Session

# The spaces of `RecordDigest` that records of other kinds are found by.
SPACES = {"decision": "d", "cooperationarea": "c", "participant": "nt"}
NAMES = (Participant, Organisation, Agreement)
# Gives for a model of names what `pk__in=` takes, None where nothing is named.
Named = Callable[[type[models.Model]], object | None]


# ── Sessions, as a condition ─────────────────────────────────────────────────────────────────


def holding(term: Term) -> Q:
    """The `Q` of the sessions where `term` stands: the same as `sessions_holding`, in SQL.

    A person, a body or an agreement finds a session while it is public itself; whether the
    session is, the caller says (`published()`).
    """
    named = term.lookup.within("n")
    rows = _sessions_of(lambda model: Holding(RecordDigest, named, model))
    own = Q(pk__in=Holding(SessionDigest, term.lookup, Session))
    return reduce(or_, (Q(pk__in=each) for each in rows), own)


def _sessions_of(named: Named) -> list[QuerySet]:
    """The sessions that public names stand in, one QuerySet of primary keys for each road to them."""
    people, bodies, agreements = map(named, NAMES)
    found = []
    members = DelegationMember.objects.filter(is_public("participant__")).order_by()
    if people is not None:
        found.append(members.filter(participant__in=people).values("session"))
    if bodies is not None:
        public = Organisation.objects.published().filter(pk__in=bodies).values("pk")
        found.append(members.filter(organisation__in=public).values("session"))
        answering = ResponsibleBody.objects.order_by().filter(organisation__in=public)
        found.append(answering.values("decision__session"))
    if agreements is not None:
        public = Agreement.objects.published().filter(pk__in=agreements).values("pk")
        signed = Session.agreements.through.objects.filter(agreement__in=public)
        found.append(signed.values("session"))
    return found


# ── Sessions, as sets ────────────────────────────────────────────────────────────────────────


def sessions_holding(term: Term) -> BitMap:
    """The sessions, public or not, where `term` stands in own words or in names that are public.

    Two queries, and a third where the term stands in a name.
    """
    return _found(term.lookup)


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

    Two queries, and a third where there is such a name; none for a query with operators.
    """
    token = exact_token(query.text) if query.is_plain else ""
    return _found(Lookup((((token, False),),))) if token else BitMap()


def _found(lookup):
    return _own(lookup) | _by_names(lookup)


def _own(lookup):
    return _bitmap(*_sql(Holding(SessionDigest, lookup, Session)))


def _by_names(lookup):
    """The sessions of all public names that hold what is looked up."""
    keys: dict[int, list[int]] = {}
    for place in _numbers(*_sql(Holding(RecordDigest, lookup.within("n")))):
        kind, row = record_at(place)
        keys.setdefault(kind, []).append(row)
    rows = _sessions_of(lambda model: _among(keys.get(RecordDigest.kinds[model])))
    try:
        sql = rows[0].union(*rows[1:]).query.sql_with_params() if rows else None
    except EmptyResultSet:
        sql = None
    return _bitmap(*sql) if sql else BitMap()


class _Among(RawSQL):
    """Primary keys that are known already, in one parameter however many they are."""

    def __init__(self, keys):
        super().__init__("", [json.dumps(keys)], models.BigIntegerField())

    def as_sqlite(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", self.params

    def as_postgresql(self, compiler, connection):
        keys = "{" + self.params[0][1:-1] + "}"
        return "(SELECT unnest(%s::bigint[]))", [keys]


def _among(keys):
    return _Among(keys) if keys else None


# ── Other records ────────────────────────────────────────────────────────────────────────────


def found(model: type[models.Model], query: Query, *, exact_first=False) -> QuerySet:
    """Public rows of a model with digests that answer `query` by words of their own.

    Names are met with their variants, people with their positions, areas with their terms; all
    words in the one record.  In the usual order of the model or, with `exact_first`, those first
    whose name the query is as a whole.  No query.
    """
    rows = model._default_manager.published()
    spaces = SPACES.get(model._meta.model_name, "n")

    def holds(term):
        return Q(pk__in=Holding(RecordDigest, term.lookup.within(spaces), model))

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


def _ordering(rows):
    return [*rows.query.order_by] or rows.model._meta.ordering


# ── Passages ─────────────────────────────────────────────────────────────────────────────────


def passages_with(
    sessions: Iterable, terms: Iterable[Term]
) -> dict[int, dict[int, int]]:
    """{primary key of a session: {of a passage: how many of `terms` stand in it}}, without zeros.

    One query, if there is any term.
    """
    held: dict[int, dict[int, int]] = {session.pk: {} for session in sessions}
    if not terms:
        return held
    streams = SessionDigest.objects.filter(place__in=[pk << 8 for pk in held])
    for place, stream in streams.values_list("place", "stream"):
        for passage, segment in passages_of(stream):
            if number := sum(term.stands_in(segment) for term in terms):
                held[place >> 8][passage] = number
    return held


# ── Many numbers at once ─────────────────────────────────────────────────────────────────────


def _sql(holding):
    connection = connections["default"]
    write = getattr(holding, f"as_{connection.vendor}")
    sql, params = write(None, connection)
    return sql[1:-1], params


def _bitmap(sql, params):
    """The set of the numbers that a query selects: 80,000 in some 25 ms."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return BitMap(_numbers(sql, params))
    together = "string_agg(int4send(number::int), ''::bytea)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found(number) AS ({sql}) SELECT {together} FROM found", params
        )
        numbers = array("I", bytes(cursor.fetchone()[0] or b""))
    if sys.byteorder == "little":
        numbers.byteswap()
    return BitMap(numbers)


def _numbers(sql, params):
    """The numbers that a query selects, in one string: several times as fast as rows."""
    connection = connections["default"]
    together = (
        "string_agg(number::text, ',')"
        if connection.vendor == "postgresql"
        else "group_concat(number)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found(number) AS ({sql}) SELECT {together} FROM found", params
        )
        return json.loads(f"[{cursor.fetchone()[0] or ''}]")
