"""Rows for tests: each factory takes what matters to the test and makes up the rest.

Everything with a state is public since 2020 unless told otherwise (`state="draft"`).  Fields go
by their own names; a text without a language is written in the active one (`name=…`), or give
it per language (`name_ru=…`).  A factory writes its rows as one change; `with writing():` around many
factories makes one of all, which is several times as fast.
"""

import datetime
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from django.db.models import Max
from django.utils import timezone
from PIL import Image

from commission.models import (
    Agreement,
    AgreementEvent,
    AgreementRelation,
    AreaTerm,
    Commission,
    CooperationArea,
    Correction,
    Figure,
    Indicator,
    Side,
    naming,
)
from commission.models.noted import writing
from participants.models import (
    NameVariant,
    Organisation,
    Participant,
    Position,
    Signature,
)
from sessions.models import (
    AgendaItem,
    Decision,
    DelegationMember,
    Document,
    DocumentFile,
    FollowUp,
    Passage,
    Photo,
    ResponsibleBody,
    Session,
    Source,
)

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
SIDE_NAMES = {"TM": "Turkmen side", "KZ": "Kazakh side", "RU": "Russian side"}
COLOURS = ["#0b7d4d", "#1f5fa8", "#8a3b12", "#5b3d8f"]

_numbers = count(1)


def _made_up(fields, **made_up):
    """`fields` and, where they say nothing (in any language), what is made up."""
    said = {
        name
        for name in made_up
        if any(key == name or key.startswith(f"{name}_") for key in fields)
    }
    return {name: text for name, text in made_up.items() if name not in said} | fields


def _published(fields, **made_up):
    fields = {"state": "published"} | _made_up(fields, **made_up)
    if fields["state"] == "published":
        fields.setdefault("publish_at", LONG_AGO)
    return fields


def _next(session, rows):
    last = getattr(session, rows).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def tomorrow():
    """A moment for embargoes: `make_session(publish_at=tomorrow())`."""
    return timezone.now() + datetime.timedelta(days=1)


# ── Commissions ──────────────────────────────────────────────────────────────────────────────


@writing()
def make_commission(*, sides=("TM", "KZ"), **fields):
    """A commission with a side for each of the countries, in their order."""
    n = next(_numbers)
    texts = {
        "name": f"Intergovernmental commission {n}",
        "short_name": f"Commission {n}",
    }
    commission = Commission.objects.create(
        **_published(fields, slug=f"commission-{n}", **texts)
    )
    for country in sides:
        make_side(commission=commission, country=country)
    return commission


def make_side(*, commission, country="TM", **fields):
    order = commission.sides.count() + 1
    fields = _made_up(fields, name=SIDE_NAMES.get(country, f"Side of {country}"))
    made_up = {"order": order, "colour": COLOURS[order % len(COLOURS)]}
    return Side.objects.create(
        commission=commission, country=country, **made_up | fields
    )


@writing()
def make_area(*, parent=None, terms=(), **fields):
    """A sphere, or a sector when it has a `parent`; `terms` are (language, term) pairs."""
    n = next(_numbers)
    made_up = {"slug": f"area-{n}", "name": f"Area {n}", "order": n}
    if parent is None:
        made_up["colour"] = "#1f5fa8"
    area = CooperationArea.objects.create(
        parent=parent, **_published(fields, **made_up)
    )
    for language, term in terms:
        AreaTerm.objects.create(area=area, language=language, term=term)
    return area


@writing()
def make_agreement(*, commission=None, areas=(), **fields):
    n = next(_numbers)
    made_up = {"slug": f"agreement-{n}", "title": f"Agreement {n}", "kind": "agreement",
               "level": "governments", "signed_on": datetime.date(2021, 12, 20)}  # fmt: skip
    commission = commission or make_commission()
    fields = _published(fields, **made_up)
    agreement = Agreement.objects.create(commission=commission, **fields)
    agreement.areas.set(areas)
    return agreement


@writing()
def make_event(*, agreement=None, kind="entered", **fields):
    """A step in the life of an agreement, a year after it was signed unless told otherwise."""
    fields.setdefault("happened_on", datetime.date(2022, 12, 20))
    return AgreementEvent.objects.create(
        agreement=agreement or make_agreement(), kind=kind, **fields
    )


@writing()
def make_relation(*, agreement=None, other=None, kind="amends"):
    """What `agreement` does to an earlier one, of the same commission."""
    agreement = agreement or make_agreement()
    other = other or make_agreement(commission=agreement.commission)
    return AgreementRelation.objects.create(agreement=agreement, other=other, kind=kind)


def make_indicator(**fields):
    n = next(_numbers)
    made_up = {"slug": f"indicator-{n}", "name": f"Indicator {n}"}
    return Indicator.objects.create(**_made_up(fields, unit="usd_million", **made_up))


@writing()
def make_figure(*, commission=None, indicator=None, year=2021, **fields):
    """A figure of the whole of `year`."""
    made_up = {
        "period_start": datetime.date(year, 1, 1),
        "period_end": datetime.date(year, 12, 31),
        "value": 143,
    }
    return Figure.objects.create(
        commission=commission or make_commission(),
        indicator=indicator or make_indicator(),
        **made_up | fields,
    )


# ── Participants ─────────────────────────────────────────────────────────────────────────────


@writing()
def make_organisation(*, variants=(), **fields):
    n = next(_numbers)
    made_up = {"slug": f"organisation-{n}", "name": f"Organisation {n}"}
    organisation = Organisation.objects.create(
        **_published(fields, country="TM", kind="ministry", **made_up)
    )
    for name in variants:
        NameVariant.objects.create(organisation=organisation, name=name)
    return organisation


@writing()
def make_participant(*, variants=(), **fields):
    n = next(_numbers)
    made_up = {"slug": f"participant-{n}", "name": f"Given Family{n}", "country": "TM"}
    participant = Participant.objects.create(**_published(fields, **made_up))
    for name in variants:
        NameVariant.objects.create(participant=participant, name=name)
    return participant


@writing()
def make_position(*, participant=None, organisation=None, **fields):
    participant = participant or make_participant()
    fields = _made_up(fields, title="Minister of Energy")
    return Position.objects.create(
        participant=participant, organisation=organisation, **fields
    )


@writing()
def make_signature(*, agreement=None, side=None, participant=None, **fields):
    """By the first side of the agreement's commission; by a person unless an organisation signs."""
    agreement = agreement or make_agreement()
    if participant is None and "organisation" not in fields:
        participant = make_participant()
    return Signature.objects.create(
        agreement=agreement,
        side=side or agreement.commission.sides.first(),
        participant=participant,
        **fields,
    )


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────


@writing()
def make_session(*, commission=None, agreements=(), **fields):
    """An ordinary session with the commission's next number, in the year 2010 + number."""
    commission = commission or make_commission()
    if fields.setdefault("kind", "ordinary") == "ordinary":
        fields.setdefault("number", _next(commission, "sessions"))
    year = 2010 + min(fields.get("number") or 1, 80)
    made_up = {
        "starts_on": datetime.date(year, 12, 20),
        "place": "Ashgabat",
        "country": "TM",
    }
    session = Session.objects.create(
        commission=commission, **_published(fields, **made_up)
    )
    session.agreements.set(agreements)
    return session


@writing()
def make_member(*, session=None, side=None, participant=None, **fields):
    """A member of the delegation of the commission's first side."""
    session = session or make_session()
    return DelegationMember.objects.create(
        session=session,
        side=side or session.commission.sides.first(),
        participant=participant or make_participant(),
        **fields,
    )


@writing()
def make_agenda_item(*, session=None, areas=(), **fields):
    session = session or make_session()
    number = fields.pop("number", None) or _next(session, "agenda_items")
    fields = _made_up(fields, text=f"Agenda item {number}")
    item = AgendaItem.objects.create(session=session, number=number, **fields)
    item.areas.set(areas)
    return item


@writing()
def make_passage(*, session=None, areas=(), **fields):
    """The session's next passage."""
    session = session or make_session()
    number = fields.pop("number", None) or _next(session, "passages")
    fields = _made_up(fields, text=f"The sides discussed matter {number}.")
    passage = Passage.objects.create(session=session, number=number, **fields)
    passage.areas.set(areas)
    return passage


@writing()
def make_decision(*, session=None, areas=(), status=None, **fields):
    """The session's next decision; with a `status`, one joint follow-up says so."""
    session = session or make_session()
    number = fields.pop("number", None) or _next(session, "decisions")
    fields = _made_up(fields, text=f"To prepare proposal {number}.")
    decision = Decision.objects.create(session=session, number=number, **fields)
    decision.areas.set(areas)
    if status:
        make_follow_up(decision=decision, status=status)
    return decision


@writing()
def make_responsible_body(*, decision=None, side=None, organisation=None):
    decision = decision or make_decision()
    return ResponsibleBody.objects.create(
        decision=decision,
        side=side or decision.session.commission.sides.first(),
        organisation=organisation or make_organisation(),
    )


@writing()
def make_follow_up(*, decision=None, status="in_progress", side=None, **fields):
    """A statement of `side`, of both together when it is left out."""
    decision = decision or make_decision()
    fields.setdefault("stated_on", datetime.date(2022, 6, 1))
    return FollowUp.objects.create(
        decision=decision, side=side, status=status, **fields
    )


def make_source(**fields):
    """`fields` name what it vouches for: `make_source(session=session)`."""
    return Source.objects.create(**_made_up(fields, publisher="State news agency"))


def make_correction(record=None, note="It said another day.", **fields):
    """Of a record that readers were told about."""
    return Correction.objects.create(
        **naming(record or make_session()), note_en=note, **fields
    )


# ── Files ────────────────────────────────────────────────────────────────────────────────────


def pdf(text="Protocol"):
    """The bytes of a small PDF that holds `text`."""
    return b"%PDF-1.4\n% " + text.encode() + b"\ntrailer<</Size 1>>\n%%EOF\n"


def picture(size=(64, 48), colour="teal", kind="JPEG"):
    """The bytes of a small picture of one colour."""
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, kind)
    return content.getvalue()


@writing()
def make_document(*, session=None, agreement=None, **fields):
    if agreement is None:
        session = session or make_session()
    fields = _made_up(fields, title="Protocol of the session")
    return Document.objects.create(session=session, agreement=agreement, **fields)


@writing(savepoint=True)
def make_document_file(*, document=None, content=None, name="protocol.pdf", **fields):
    return DocumentFile.objects.create(
        document=document or make_document(),
        file=ContentFile(content or pdf(), name),
        **{"language": "en", "authentic": True} | fields,
    )


@writing(savepoint=True)
def make_photo(*, session=None, content=None, **fields):
    return Photo.objects.create(
        session=session or make_session(),
        image=ContentFile(content or picture(), "photo.jpg"),
        **_made_up(fields, alt="Two delegations at a table"),
    )
