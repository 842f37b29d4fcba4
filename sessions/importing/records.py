"""What a records file says, record by record.  Field names are the file's (docs/records.md)."""

import datetime
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from .problems import Place
from .written_dates import ImpreciseDate, Period

# {language code: text}
Texts = dict[str, str]


@dataclass(frozen=True)
class RecordedFile:
    """A document or picture beside the records file; read when asked for."""

    path: Path

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def content(self) -> bytes:
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Publication:
    """Public from `published`; a draft without it; withdrawn when it says so."""

    published: datetime.datetime | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class SourceRecord:
    place: Place
    publisher: str
    title: Texts
    address: str
    date: ImpreciseDate | None
    doubt: Texts


@dataclass(frozen=True, slots=True)
class AreaRecord:
    place: Place
    slug: str
    sphere: str
    name: Texts
    colour: str
    order: int
    dac_code: str
    terms: dict[str, list[str]]
    publication: Publication


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    place: Place
    slug: str
    name: Texts
    short_name: Texts
    description: Texts
    country: str
    kind: str
    variants: list[str]
    publication: Publication


@dataclass(frozen=True, slots=True)
class PositionRecord:
    place: Place
    title: Texts
    organisation: str
    starts: ImpreciseDate | None
    ends: ImpreciseDate | None


@dataclass(frozen=True, slots=True)
class ParticipantRecord:
    place: Place
    slug: str
    name: Texts
    sort_name: str
    country: str
    note: Texts
    variants: list[str]
    positions: list[PositionRecord]
    sources: list[SourceRecord]
    publication: Publication


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    place: Place
    slug: str
    name: Texts
    unit: str
    area: str


@dataclass(frozen=True, slots=True)
class SideRecord:
    place: Place
    country: str
    name: Texts
    colour: str


@dataclass(frozen=True, slots=True)
class FigureRecord:
    place: Place
    indicator: str
    period: Period | None
    value: Decimal | None
    bound: str
    change_percent: Decimal | None
    target: bool
    note: Texts
    sources: list[SourceRecord]


@dataclass(frozen=True, slots=True)
class DocumentFileRecord:
    place: Place
    language: str
    authentic: bool
    file: RecordedFile | None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    place: Place
    kind: str
    title: Texts
    files: list[DocumentFileRecord]


@dataclass(frozen=True, slots=True)
class SignatureRecord:
    """`position` is None when the file leaves it to the participant's positions."""

    place: Place
    side: str
    participant: str
    organisation: str
    position: Texts | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    place: Place
    kind: str
    side: str
    date: ImpreciseDate | None
    until: ImpreciseDate | None
    note: Texts
    publisher: str
    address: str


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """`relations` are pairs of what it does and the slug of the agreement it does it to."""

    place: Place
    slug: str
    title: Texts
    summary: Texts
    kind: str
    level: str
    number: str
    signed: ImpreciseDate | None
    signed_in: Texts
    country: str
    enters_into_force: str
    valid_until: ImpreciseDate | None
    areas: list[str]
    signatures: list[SignatureRecord]
    events: list[EventRecord]
    relations: list[tuple[str, str]]
    documents: list[DocumentRecord]
    sources: list[SourceRecord]
    publication: Publication


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """`position` is None when the file leaves it to the participant's positions."""

    place: Place
    side: str
    participant: str
    role: str
    position: Texts | None
    organisation: str
    role_confirmed: bool


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage of the report or a point of the agenda: both are numbered texts with areas."""

    place: Place
    number: int
    text: Texts
    areas: list[str]


@dataclass(frozen=True, slots=True)
class ResponsibleRecord:
    place: Place
    side: str
    organisation: str


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    place: Place
    side: str
    date: datetime.date | None
    status: str
    note: Texts


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """`continues` is the key of an earlier session and the number of its decision."""

    place: Place
    number: int
    text: Texts
    due: ImpreciseDate | None
    areas: list[str]
    responsible: list[ResponsibleRecord]
    continues: tuple[str, int] | None
    follow_ups: list[FollowUpRecord]
    sources: list[SourceRecord]


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    place: Place
    file: RecordedFile | None
    alt: Texts
    caption: Texts
    credit: str
    taken: datetime.date | None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    place: Place
    kind: str
    number: int | None
    date: ImpreciseDate | None
    until: datetime.date | None
    held_in: Texts
    country: str
    format: str
    title: Texts
    summary: Texts
    agreements: list[str]
    delegations: list[MemberRecord]
    agenda: list[PassageRecord]
    passages: list[PassageRecord]
    decisions: list[DecisionRecord]
    documents: list[DocumentRecord]
    photos: list[PhotoRecord]
    sources: list[SourceRecord]
    publication: Publication
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class CommissionRecord:
    place: Place
    slug: str
    name: Texts
    short_name: Texts
    description: Texts
    languages: list[str]
    sides: list[SideRecord]
    sources: list[SourceRecord]
    publication: Publication
    agreements: list[AgreementRecord]
    figures: list[FigureRecord]
    sessions: list[SessionRecord]


@dataclass(slots=True)
class Records:
    """All that the files of one run say."""

    areas: list[AreaRecord] = field(default_factory=list)
    organisations: list[OrganisationRecord] = field(default_factory=list)
    participants: list[ParticipantRecord] = field(default_factory=list)
    indicators: list[IndicatorRecord] = field(default_factory=list)
    commissions: list[CommissionRecord] = field(default_factory=list)
