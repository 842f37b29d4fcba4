"""The sessions that public names bring: of people and bodies in delegations, of bodies that decisions
answer to, of agreements that were signed.
"""

from dataclasses import dataclass
from typing import Any

import numpy
from django.db import connection
from django.db.models import F, Q
from pyroaring import BitMap

from commission.among import Among
from commission.models import Agreement
from commission.register import register
from participants.models import Organisation, Participant
from sessions.search.query import Term

from .appearance import Appearance, unpacked
from .decision import ResponsibleBody
from .delegation import DelegationMember
from .digest import ROWS, Holding, RecordDigest, places_of
from .hidden import hidden, names_stand
from .session import Session
from .sets import bitmap, numbers, packed_in, sql_of

NAMES = (Participant, Organisation, Agreement)
SIGNED: Any = Session.agreements.through
# Of fewer people or bodies each is looked up.
MANY = 1_000


def called(key: Any, holding: Holding) -> BitMap:
    """The sessions, public or not, of all public names that hold what is looked up; `key` says what that is.

    Once: a query for the names, one for each kind of them that tells which are hidden, one for the sessions of people
    and bodies (two where there are many), one for those of agreements.  When sessions have changed, three about these; when names have, all of it.
    """
    snapshot = register()
    named = snapshot.while_it_stands(
        ("named", key), names_stand(), lambda: named_by(holding)
    )
    return snapshot.followed(
        ("called", key),
        lambda: sessions_of(named),
        among=lambda sessions: _among(sessions, named),
        of=named,
    )


@dataclass(frozen=True, eq=False)
class Named:
    """Public people, bodies and agreements by their primary keys."""

    people: BitMap
    bodies: BitMap
    agreements: BitMap


def named_by(holding: Holding, spelling: Term | None = None) -> Named:
    """Those with a name that holds what is looked up, and spells the term `spelling` so.  One query."""
    places = numpy.unique(numbers(*sql_of(holding)))
    if spelling:
        # What rows a digest is made of is known above the models.
        from sessions.spelling import spelt

        found = spelt(RecordDigest, places.tolist(), spelling, "n")
        places = numpy.unique(numpy.array([*found], numpy.int64))
    return Named(*(_public(name, places) for name in NAMES))


def _public(model, places):
    """Primary keys of the public records of a model among sorted `places`: a kind's stand side by side."""
    start, end = numpy.searchsorted(places, places_of(RecordDigest.kinds[model]))
    found = BitMap(((places[start:end] >> 8) & ROWS).tolist())
    return found - BitMap(hidden(model)) if found else found


def sessions_of(named: Named) -> BitMap:
    """The sessions that these names stand in.  Two queries, one where no agreement is among them."""
    found = BitMap()
    if named.people or named.bodies:
        found = _appearing(named.people, named.bodies)
    # A word such as "of" stands in so many names that there may be no session left to find.
    if named.agreements and not register().all <= found:
        signed = SIGNED.objects.filter(agreement__in=Among(list(named.agreements)))
        found |= bitmap(*signed.values("session").query.sql_with_params())
    return found


def _among(sessions, named):
    """The same of some sessions.  Three queries at most."""
    pks, found = list(sessions), BitMap()
    if named.people or named.bodies:
        not_people = hidden(Participant)
        members = DelegationMember.objects.filter(session__in=pks).values_list(
            "session", "participant", "organisation"
        )
        found |= BitMap(
            session
            for session, person, body in members
            if (person and person in named.people)
            or (body and body in named.bodies and person not in not_people)
        )
        answering = ResponsibleBody.objects.filter(decision__session__in=pks)
        rows = answering.values_list("decision__session", "organisation")
        found |= BitMap(session for session, body in rows if body in named.bodies)
    if named.agreements:
        signed = SIGNED.objects.filter(session__in=pks)
        rows = signed.values_list("session", "agreement")
        found |= BitMap(session for session, pk in rows if pk in named.agreements)
    return found


def _appearing(people, bodies):
    """The sessions in which these people appear, or who sat for these bodies and is not hidden, or which these
    bodies answer to.  One query, two where there are many.
    """
    sat = _of_many("participant", people)
    sent = _of_many("organisation", bodies).filter(
        Q(participant=None) | ~Q(participant__in=Among(sorted(hidden(Participant))))
    )
    rows = sat.values("sessions").union(sent.values("sessions"), all=True)
    sql, params = rows.query.sql_with_params()
    if connection.vendor == "postgresql":
        return packed_in("found.given", sql, params)
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
    return rows.filter(**{f"{of}__in": Among(list(keys))})
