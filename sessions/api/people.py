"""Participants and organisations."""

from django.db.models import Prefetch
from pydantic import Field

from commission.dates import DatePrecision
from participants.filters import OrganisationFilter, ParticipantFilter
from participants.models import (
    Organisation,
    OrganisationKind,
    Participant,
    Position,
)

from .resource import Resource, loading
from .schemas import (
    Corrections,
    Country,
    Date,
    Moment,
    Record,
    Schema,
    Slug,
    Source,
    Text,
)
from .values import corrections, date, moment, page, slug, sources


class OrganisationRecord(Record):
    """A ministry, agency, company or international body."""

    slug: Slug
    name: Text
    short_name: Text
    description: Text
    country: Country | None
    kind: OrganisationKind
    variants: list[str] = Field(description="Other spellings of the name.")
    corrections: Corrections
    published: Moment


def _variants(row, say):
    return sorted(each.name for each in row.name_variants.all())


ORGANISATIONS = Resource(
    name="organisations",
    one="organisation",
    schema=OrganisationRecord,
    rows=Organisation.objects.all,
    filters=OrganisationFilter,
    fields={
        "page": lambda row, say: page(row),
        "slug": lambda row, say: row.slug,
        "name": lambda row, say: say(row, "name"),
        "short_name": lambda row, say: say(row, "short_name"),
        "description": lambda row, say: say(row, "description"),
        "country": lambda row, say: row.country or None,
        "kind": lambda row, say: row.kind,
        "variants": _variants,
        "corrections": corrections,
        "published": lambda row, say: moment(row.publish_at),
    },
    loads={"variants": loading("name_variants")},
)


class PositionRecord(Schema):
    """A post at an organisation, from – until."""

    title: Text
    organisation: Slug | None
    from_: Date | None = Field(alias="from")
    from_precision: DatePrecision | None
    until: Date | None
    until_precision: DatePrecision | None


class ParticipantRecord(Record):
    """A person who takes part in the work of a commission."""

    slug: Slug
    name: Text
    sort_name: str = Field(description="Family name first, in Latin letters.")
    country: Country | None
    note: Text
    variants: list[str] = Field(description="Other spellings of the name.")
    positions: list[PositionRecord] = Field(description="The latest first.")
    sources: list[Source]
    corrections: Corrections
    published: Moment


def _positions(row, say):
    return [
        {
            "title": say(each, "title"),
            "organisation": slug(each.organisation),
            **date("from", each.starts_on, each.starts_precision),
            **date("until", each.ends_on, each.ends_precision),
        }
        for each in row.positions.all()
    ]


PARTICIPANTS = Resource(
    name="participants",
    one="participant",
    schema=ParticipantRecord,
    rows=Participant.objects.all,
    filters=ParticipantFilter,
    fields={
        "page": lambda row, say: page(row),
        "slug": lambda row, say: row.slug,
        "name": lambda row, say: say(row, "name"),
        "sort_name": lambda row, say: row.sort_name,
        "country": lambda row, say: row.country or None,
        "note": lambda row, say: say(row, "note"),
        "variants": _variants,
        "positions": _positions,
        "sources": sources,
        "corrections": corrections,
        "published": lambda row, say: moment(row.publish_at),
    },
    loads={
        "variants": loading("name_variants"),
        "positions": loading(
            Prefetch("positions", Position.objects.select_related("organisation"))
        ),
        "sources": loading("sources"),
    },
)
