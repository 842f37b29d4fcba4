"""Decisions with their follow-ups."""

from django.db.models import Prefetch
from django.http import Http404
from pydantic import Field

from commission.dates import DatePrecision
from sessions.addresses import find_session
from sessions.decision_filters import DecisionFilter
from sessions.models import Decision, DecisionStatus, ResponsibleBody

from .agreements import public_areas
from .resource import PUBLIC, Registered, loading
from .schemas import (
    AreaSlugs,
    Date,
    Day,
    Record,
    Schema,
    Side,
    Slug,
    Source,
    Text,
)
from .values import country, known, page, slugs, sources


class DecisionPlace(Schema):
    session: Slug = Field(description="Key of a session of the same commission.")
    number: int


class ResponsibleRecord(Schema):
    side: Side
    organisation: Slug


class FollowUpRecord(Schema):
    """What a side says became of the decision."""

    side: Side | None = Field(description="Null: all sides together.")
    date: Day
    status: DecisionStatus
    note: Text


class DecisionRecord(Record):
    """A numbered point of a session's protocol."""

    commission: Slug
    session: Slug = Field(description="Key of the session.")
    number: int
    text: Text
    due: Date | None
    due_precision: DatePrecision | None
    areas: AreaSlugs
    responsible: list[ResponsibleRecord]
    follow_ups: list[FollowUpRecord] = Field(description="The latest last.")
    status: DecisionStatus = Field(description="By the latest follow-up.")
    overdue: bool = Field(description="Today.")
    carried_over: bool = Field(
        description="Unfinished, and continued by a later decision."
    )
    sides_differ: bool = Field(
        description="The sides' latest statements name different statuses."
    )
    continues: DecisionPlace | None
    continued_by: list[DecisionPlace]
    sources: list[Source]


def _place(decision):
    return {"session": decision.session.key, "number": decision.number}


def _continues(row, say):
    earlier = row.continues
    return _place(earlier) if earlier and earlier.session.is_published else None


def _responsible(row, say):
    return [
        {"side": country(each.side), "organisation": each.organisation.slug}
        for each in row.responsible_bodies.all()
    ]


def _follow_ups(row, say):
    return [
        {
            "side": country(each.side),
            "date": each.stated_on.isoformat(),
            "status": each.status,
            "note": say(each, "note"),
        }
        for each in row.follow_ups.all()
    ]


class Decisions(Registered):
    def find(self, *parts):
        commission, key, number = parts
        session = find_session(PUBLIC, commission, key)
        decision = self.rows().filter(session=session.pk, number=number).first()
        if decision is None:
            raise Http404
        return decision

    def parts_of(self, row):
        return row.session.commission.slug, row.session.key, row.number


DECISIONS = Decisions(
    name="decisions",
    one="decision",
    schema=DecisionRecord,
    rows=lambda: Decision.objects.select_related(
        "session__commission", "entry", "continues__session"
    ),
    filters=DecisionFilter,
    parts=("commission", "key", "number"),
    fields={
        "page": lambda row, say: page(row),
        "commission": lambda row, say: row.session.commission.slug,
        "session": lambda row, say: row.session.key,
        "number": lambda row, say: row.number,
        "text": lambda row, say: say(row, "text"),
        "due": lambda row, say: known(row.due_on, row.due_precision),
        "due_precision": lambda row, say: row.due_on and row.due_precision,
        "areas": lambda row, say: slugs(row.areas.all()),
        "responsible": _responsible,
        "follow_ups": _follow_ups,
        "status": lambda row, say: row.entry.status,
        "overdue": lambda row, say: row.is_overdue,
        "carried_over": lambda row, say: row.is_carried_over,
        "sides_differ": lambda row, say: row.sides_differ,
        "continues": _continues,
        "continued_by": lambda row, say: [
            _place(each) for each in row.continued_by.all()
        ],
        "sources": sources,
    },
    loads={
        "areas": lambda: (public_areas(),),
        "responsible": lambda: (
            Prefetch(
                "responsible_bodies",
                ResponsibleBody.objects.published().select_related(
                    "side", "organisation"
                ),
            ),
        ),
        "follow_ups": loading("follow_ups__side"),
        "continued_by": lambda: (
            Prefetch(
                "continued_by",
                Decision.objects.published()
                .select_related("session")
                .order_by("session__starts_on", "pk"),
            ),
        ),
        "sources": loading("sources"),
    },
)
