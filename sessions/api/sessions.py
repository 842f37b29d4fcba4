"""Sessions with their delegations, agenda, passages, decisions and papers."""

from django.conf import settings
from django.db.models import Prefetch
from pydantic import Field

from commission.dates import DatePrecision
from commission.models import Agreement
from sessions.addresses import find_session
from sessions.filters import SessionFilter
from sessions.models import (
    AgendaItem,
    DelegationMember,
    DelegationRole,
    Passage,
    Session,
    SessionFormat,
    SessionKind,
)

from .agreements import public_areas
from .decisions import DECISIONS, DecisionRecord
from .resource import PUBLIC, Registered, loading
from .schemas import (
    Address,
    AreaSlugs,
    Corrections,
    Country,
    Date,
    Day,
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
    documents,
    known,
    moment,
    page,
    slug,
    slugs,
    sources,
)


class MemberRecord(Schema):
    """A participant at the session, in the position held that day."""

    side: Side
    participant: Slug
    role: DelegationRole
    role_confirmed: bool = Field(
        description="False: the source names the person but not the role."
    )
    position: Text
    organisation: Slug | None


class AgendaItemRecord(Schema):
    number: int
    text: Text
    areas: AreaSlugs


class PassageRecord(Schema):
    """A paragraph of the report, in light Markdown."""

    number: int
    text: Text
    areas: AreaSlugs
    page: Address


class PhotoRecord(Schema):
    file: Address
    alt: Text = Field(description="For those who cannot see it.")
    caption: Text
    credit: str | None
    taken: Day | None


class SessionRecord(Record):
    """A meeting of a commission: ordinary (numbered), extraordinary, or of its co-chairs."""

    commission: Slug
    key: Slug = Field(description="The last part of its address.")
    kind: SessionKind
    number: int | None = Field(description="Of an ordinary session.")
    date: Date
    date_precision: DatePrecision
    until: Day | None = Field(description="The last day.")
    called_off: bool = Field(
        description="True: it was announced, and did not take place."
    )
    place: Text
    country: Country | None
    format: SessionFormat
    title: Text = Field(description="Null: it is called by its kind and number.")
    summary: Text
    agreements: list[Slug] = Field(description="Signed at or around the session.")
    delegations: list[MemberRecord] = Field(
        description="Side by side, in the commission's own order."
    )
    agenda: list[AgendaItemRecord]
    passages: list[PassageRecord] = Field(description="The report.")
    decisions: list[DecisionRecord]
    documents: list[Document]
    photos: list[PhotoRecord]
    sources: list[Source]
    corrections: Corrections
    published: Moment


def _delegations(row, say):
    return [
        {
            "side": country(each.side),
            "participant": each.participant.slug,
            "role": each.role,
            "role_confirmed": each.role_confirmed,
            "position": say(each, "position"),
            "organisation": slug(each.organisation),
        }
        for each in row.delegation_members.all()
    ]


def _numbered(each, say):
    return {
        "number": each.number,
        "text": say(each, "text"),
        "areas": slugs(each.areas.all()),
    }


def _passages(row, say):
    # Its page is below the session's.
    below = page(row)
    return [
        _numbered(each, say) | {"page": f"{below}passages/{each.number}/"}
        for each in row.passages.all()
    ]


def _photos(row, say):
    return [
        {
            "file": settings.SITE_URL + each.get_absolute_url(),
            "alt": say(each, "alt"),
            "caption": say(each, "caption"),
            "credit": each.credit or None,
            "taken": each.taken_on and each.taken_on.isoformat(),
        }
        for each in row.photos.all()
    ]


def _with_areas(relation, model):
    return lambda: (Prefetch(relation, model.objects.prefetch_related(public_areas())),)


def _load_delegations():
    members = DelegationMember.objects.published()
    members = members.select_related("side", "participant", "organisation")
    return (Prefetch("delegation_members", members),)


def _load_decisions():
    decisions = DECISIONS.rows().prefetch_related(*DECISIONS.loaded(DECISIONS.fields))
    return (Prefetch("decisions", decisions),)


class Sessions(Registered):
    def find(self, *parts):
        return find_session(PUBLIC, *parts)

    def parts_of(self, row):
        return row.commission.slug, row.key


SESSIONS = Sessions(
    name="sessions",
    one="session",
    schema=SessionRecord,
    rows=lambda: Session.objects.select_related("commission"),
    filters=SessionFilter,
    parts=("commission", "key"),
    fields={
        "page": lambda row, say: page(row),
        "commission": lambda row, say: row.commission.slug,
        "key": lambda row, say: row.key,
        "kind": lambda row, say: row.kind,
        "number": lambda row, say: row.number,
        "date": lambda row, say: known(row.starts_on, row.date_precision),
        "date_precision": lambda row, say: row.date_precision,
        "until": lambda row, say: row.ends_on and row.ends_on.isoformat(),
        "called_off": lambda row, say: row.called_off,
        "place": lambda row, say: say(row, "place"),
        "country": lambda row, say: row.country or None,
        "format": lambda row, say: row.format,
        "title": lambda row, say: say(row, "title"),
        "summary": lambda row, say: say(row, "summary"),
        "agreements": lambda row, say: slugs(row.agreements.all()),
        "delegations": _delegations,
        "agenda": lambda row, say: [
            _numbered(each, say) for each in row.agenda_items.all()
        ],
        "passages": _passages,
        "decisions": lambda row, say: [
            DECISIONS.whole(each, say) for each in row.decisions.all()
        ],
        "documents": documents,
        "photos": _photos,
        "sources": sources,
        "corrections": corrections,
        "published": lambda row, say: moment(row.publish_at),
    },
    loads={
        "agreements": lambda: (Prefetch("agreements", Agreement.objects.published()),),
        "delegations": _load_delegations,
        "agenda": _with_areas("agenda_items", AgendaItem),
        "passages": _with_areas("passages", Passage),
        "decisions": _load_decisions,
        "documents": loading("documents__files"),
        "photos": loading("photos"),
        "sources": loading("sources"),
    },
    long=(
        "agreements",
        "delegations",
        "agenda",
        "passages",
        "decisions",
        "documents",
        "photos",
        "sources",
        "corrections",
    ),
)
