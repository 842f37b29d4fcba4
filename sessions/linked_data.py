"""What a page says to machines that read pages: schema.org in JSON-LD.

The same facts as on the page and no others: the sides of a commission in its own order, dates as far
as they are known, and nothing where nothing is recorded.  No query beyond what the page has loaded.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.countries import country_name
from commission.dates import as_machines_read
from commission.models import Agreement, AgreementStatus, Commission, Side
from participants.models import Organisation, OrganisationKind, Participant, Position

from .downloads.built import Built
from .downloads.describing import MEDIA_TYPES
from .models import Session, SessionFormat
from .tables import Table
from .tables.columns import title_of, words
from .tables.spreadsheets import XLSX

Data = dict[str, Any]

ATTENDANCE = {
    SessionFormat.IN_PERSON: "OfflineEventAttendanceMode",
    SessionFormat.VIDEO: "OnlineEventAttendanceMode",
    SessionFormat.HYBRID: "MixedEventAttendanceMode",
}
CANCELLED = "https://schema.org/EventCancelled"
# What schema.org has a word for; of the others nothing is said.
IN_FORCE = {
    AgreementStatus.IN_FORCE: "InForce",
    AgreementStatus.NOT_YET: "NotInForce",
    AgreementStatus.SUSPENDED: "NotInForce",
    AgreementStatus.EXPIRED: "NotInForce",
    AgreementStatus.SUPERSEDED: "NotInForce",
    AgreementStatus.TERMINATED: "NotInForce",
}
OF_GOVERNMENT = (
    OrganisationKind.GOVERNMENT,
    OrganisationKind.MINISTRY,
    OrganisationKind.AGENCY,
)


def _thing(kind, record=None, **facts):
    """A thing of schema.org with those of its facts that are recorded."""
    if record is not None:
        facts = {"url": settings.SITE_URL + record.get_absolute_url()} | facts
    return {"@type": kind} | {name: fact for name, fact in facts.items() if fact}


def page(data: Data) -> Data:
    """The data of a whole page, in the language of the page."""
    return {"@context": "https://schema.org"} | data


# ── Commissions and bodies ───────────────────────────────────────────────────────────────────


def side(one: Side) -> Data:
    country = _thing("Country", name=country_name(one.country), identifier=one.country)
    return _thing("GovernmentOrganization", name=words("name")(one), areaServed=country)


def commission(record: Commission, sides: Iterable[Side]) -> Data:
    return _thing(
        "GovernmentOrganization",
        record,
        name=words("name")(record),
        alternateName=words("short_name")(record),
        description=words("description")(record),
        member=[side(each) for each in sides],
    )


def organisation(record: Organisation, variants: Iterable[Any]) -> Data:
    is_government = record.kind in OF_GOVERNMENT
    short = words("short_name")(record)
    return _thing(
        "GovernmentOrganization" if is_government else "Organization",
        record,
        name=words("name")(record),
        alternateName=[*filter(None, [short]), *(each.name for each in variants)],
        description=words("description")(record),
    )


def person(record: Participant, variants: Iterable[Any], positions: Iterable[Position]) -> Data:  # fmt: skip
    """The latest position is the title; spellings of the name are other names."""
    latest = next(iter(positions), None)
    return _thing(
        "Person",
        record,
        name=words("name")(record),
        alternateName=[each.name for each in variants],
        jobTitle=words("title")(latest) if latest and not latest.ends_on else "",
    )


# ── What happened ────────────────────────────────────────────────────────────────────────────


def session(record: Session, sides: Iterable[Side]) -> Data:
    """A meeting that all sides hold together."""
    last = record.ends_on or record.starts_on
    return _thing(
        "Event",
        record,
        name=f"{title_of(record)} · {words('short_name')(record.commission)}",
        description=words("summary")(record),
        startDate=as_machines_read(record.starts_on, record.date_precision),
        endDate=as_machines_read(last, record.date_precision),
        eventStatus=CANCELLED if record.called_off else "",
        eventAttendanceMode=f"https://schema.org/{ATTENDANCE[SessionFormat(record.format)]}",
        location=_place(words("place")(record), record.country),
        organizer=[side(each) for each in sides],
    )


def _place(name, country):
    if not name and not country:
        return None
    address = _thing("PostalAddress", addressLocality=name, addressCountry=country)
    return _thing("Place", name=name or country_name(country), address=address)


def agreement(record: Agreement, sides: Iterable[Side]) -> Data:
    signed = record.day_of_signing and as_machines_read(
        record.day_of_signing, record.dated_precision
    )
    force = IN_FORCE.get(record.status)
    return _thing(
        "Legislation",
        record,
        name=words("title")(record),
        abstract=words("summary")(record),
        legislationType=capfirst(str(record.get_kind_display())),
        legislationIdentifier=record.number,
        legislationDate=signed,
        legislationLegalForce=force and f"https://schema.org/{force}",
        legislationPassedBy=[side(each) for each in sides],
    )


# ── The record as a whole ────────────────────────────────────────────────────────────────────


def site() -> Data:
    """The portal, and how it is searched."""
    search = settings.SITE_URL + reverse("sessions:search")
    return _thing(
        "WebSite",
        name=_("Commission Records"),
        url=settings.SITE_URL + reverse("sessions:home"),
        inLanguage=get_language(),
        license=settings.LICENCE_URL,
        potentialAction=_thing(
            "SearchAction",
            target=f"{search}?q={{words}}",
            **{"query-input": "required name=words"},
        ),
    )


def dataset(table: Table) -> Data:
    """A list as it can be taken away."""
    return _thing(
        "Dataset",
        name=f"{table.title} · {_('Commission Records')}",
        description=_("Columns: %(names)s.") % {"names": ", ".join(table.headings())},
        url=f"{settings.SITE_URL}{reverse('sessions:codebook')}#{table.name}",
        inLanguage=get_language(),
        license=settings.LICENCE_URL,
        isAccessibleForFree=True,
        creator=_thing(
            "Organization", name=_("Commission Records"), url=settings.SITE_URL
        ),
        distribution=[
            _file(table, "csv", "text/csv"),
            _file(table, "xlsx", XLSX),
        ],
    )


def downloads(built: Built) -> Data:
    """The whole record, as files."""
    return _thing(
        "Dataset",
        name=_("Commission Records"),
        description=_(
            "All that is public, as files: tables, JSON Lines and records files."
        ),
        url=settings.SITE_URL + reverse("sessions:data"),
        license=built.licence_url,
        dateModified=built.made_at.date().isoformat(),
        isAccessibleForFree=True,
        creator=_thing(
            "Organization", name=_("Commission Records"), url=settings.SITE_URL
        ),
        distribution=[
            _thing(
                "DataDownload",
                name=each.name,
                encodingFormat=kind,
                contentSize=f"{each.size} B",
                sha256=each.sha256,
                contentUrl=settings.SITE_URL
                + reverse("files:download", args=[each.name]),
            )
            for each in built.files.values()
            if (kind := MEDIA_TYPES.get(each.name.rpartition(".")[2]))
        ],
    )


def _file(table, form, kind):
    address = reverse("sessions:table", args=[table.name, form])
    return _thing(
        "DataDownload",
        encodingFormat=kind,
        contentUrl=settings.SITE_URL + address,
    )
