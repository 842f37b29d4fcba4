"""Agreements with their events."""

from django.db.models import Prefetch
from pydantic import Field

from commission.dates import DatePrecision
from commission.filters import AgreementFilter
from commission.models import (
    Agreement,
    AgreementKind,
    AgreementLevel,
    AgreementRelation,
    AgreementStatus,
    CooperationArea,
    EntryRule,
    EventKind,
    RelationKind,
)
from participants.models import Signature

from .resource import Resource, loading
from .schemas import (
    AreaSlugs,
    Corrections,
    Country,
    Date,
    Document,
    Moment,
    Record,
    Schema,
    Side,
    Slug,
    Source,
    Text,
)
from .values import (
    corrections,
    country,
    date,
    documents,
    known,
    moment,
    page,
    slug,
    slugs,
    sources,
)


class SignatureRecord(Schema):
    side: Side
    participant: Slug | None
    organisation: Slug | None
    position: Text = Field(description="As it was on the day of signature.")


class EventRecord(Schema):
    """One step in an agreement's life."""

    kind: EventKind
    side: Side | None = Field(
        description="Null: all sides together, or the agreement itself."
    )
    date: Date
    date_precision: DatePrecision
    until: Date | None = Field(description="The last day of an extension.")
    until_precision: DatePrecision | None
    note: Text
    publisher: str | None = Field(description="Who says so.")
    address: str | None = Field(description="Where the publisher says so.")


class AgreementRecord(Record):
    """A signed document with a life of its own."""

    slug: Slug
    commission: Slug
    title: Text
    summary: Text
    kind: AgreementKind
    level: AgreementLevel
    number: str | None
    signed: Date | None
    signed_precision: DatePrecision | None
    dated: Date | None = Field(
        description="What the list's years and orders go by: `signed`; where that is null, the day "
        "of the last side's signature, so far."
    )
    dated_precision: DatePrecision | None
    signed_by_all: bool = Field(
        description="False while nothing says when it was signed, or a side's signature is missing."
    )
    place: Text
    country: Country | None
    enters_into_force: EntryRule | None = Field(
        description="As its own text says; null when that is not known."
    )
    valid_until: Date | None = Field(description="The last day it was made for.")
    valid_until_precision: DatePrecision | None
    status: AgreementStatus = Field(description="Today; it follows from the events.")
    areas: AreaSlugs
    signatures: list[SignatureRecord]
    events: list[EventRecord]
    amends: list[Slug] = Field(description="Earlier agreements, by slug.")
    supersedes: list[Slug] = Field(description="Earlier agreements, by slug.")
    carries_out: list[Slug] = Field(description="Earlier agreements, by slug.")
    documents: list[Document]
    sources: list[Source]
    corrections: Corrections
    published: Moment


def _signatures(row, say):
    return [
        {
            "side": country(each.side),
            "participant": slug(each.participant),
            "organisation": slug(each.organisation),
            "position": say(each, "position"),
        }
        for each in row.signatures.all()
    ]


def _events(row, say):
    return [
        {
            "kind": each.kind,
            "side": country(each.side),
            **date("date", each.happened_on, each.happened_precision),
            **date("until", each.until, each.until_precision),
            "note": say(each, "note"),
            "publisher": each.publisher or None,
            "address": each.address or None,
        }
        for each in row.events.all()
    ]


def _related(kind):
    return lambda row, say: sorted(
        each.other.slug for each in row.relations.all() if each.kind == kind
    )


def public_areas(to="areas"):
    return Prefetch(to, CooperationArea.objects.published())


def _relations():
    relations = AgreementRelation.objects.published().select_related("other")
    return (Prefetch("relations", relations),)


AGREEMENTS = Resource(
    name="agreements",
    one="agreement",
    schema=AgreementRecord,
    rows=lambda: Agreement.objects.select_related("commission").with_status(),
    filters=AgreementFilter,
    fields={
        "page": lambda row, say: page(row),
        "slug": lambda row, say: row.slug,
        "commission": lambda row, say: row.commission.slug,
        "title": lambda row, say: say(row, "title"),
        "summary": lambda row, say: say(row, "summary"),
        "kind": lambda row, say: row.kind,
        "level": lambda row, say: row.level,
        "number": lambda row, say: row.number or None,
        "signed": lambda row, say: known(row.signed_on, row.signed_precision),
        "signed_precision": lambda row, say: row.signed_on and row.signed_precision,
        "dated": lambda row, say: known(row.dated_on, row.dated_precision),
        "dated_precision": lambda row, say: row.dated_on and row.dated_precision,
        "signed_by_all": lambda row, say: row.signed_by_all,
        "place": lambda row, say: say(row, "place"),
        "country": lambda row, say: row.country or None,
        "enters_into_force": lambda row, say: row.enters_into_force or None,
        "valid_until": lambda row, say: known(
            row.valid_until, row.valid_until_precision
        ),
        "valid_until_precision": lambda row, say: (
            row.valid_until and row.valid_until_precision
        ),
        "status": lambda row, say: row.derived_status,
        "areas": lambda row, say: slugs(row.areas.all()),
        "signatures": _signatures,
        "events": _events,
        "amends": _related(RelationKind.AMENDS),
        "supersedes": _related(RelationKind.SUPERSEDES),
        "carries_out": _related(RelationKind.CARRIES_OUT),
        "documents": documents,
        "sources": sources,
        "corrections": corrections,
        "published": lambda row, say: moment(row.publish_at),
    },
    loads={
        "areas": lambda: (public_areas(),),
        "signatures": lambda: (
            Prefetch(
                "signatures",
                Signature.objects.published().select_related(
                    "side", "participant", "organisation"
                ),
            ),
        ),
        "events": loading("events__side"),
        "amends": _relations,
        "supersedes": _relations,
        "carries_out": _relations,
        "documents": loading("documents__files"),
        "sources": loading("sources"),
    },
)
