"""The tables of the whole record: what each line says, and what it leads to."""

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commission.models import (
    AgreementKind,
    AgreementLevel,
    AgreementStatus,
    Bound,
    EntryRule,
    EventKind,
    RelationKind,
    Unit,
)
from participants.models import OrganisationKind
from sessions.models import (
    DecisionStatus,
    DelegationRole,
    SessionFormat,
    SessionKind,
)

from .columns import (
    ADDRESS,
    AREA,
    AS_KNOWN,
    BY_COUNTRY,
    BY_KEY,
    BY_SLUG,
    COMMISSION,
    COUNTRY,
    LANGUAGES,
    NOTE,
    NUMBER,
    ORGANISATION,
    PAGE,
    PUBLISHED,
    SESSION,
    SIDE,
    SLUG,
    STATUS,
    Column,
    DataTable,
    ForeignKey,
    columns,
    linked,
    precision,
    spread,
)

OF_SESSION = ("commission", "session")
OF_NUMBERED = (*OF_SESSION, "number")
TO_COMMISSION = ForeignKey(("commission",), "commissions", ("slug",))
TO_SESSION = ForeignKey(OF_SESSION, "sessions", ("commission", "key"))
TO_SIDE = ForeignKey(("commission", "side"), "sides", ("commission", "country"))
TO_AREA = ForeignKey(("area",), "areas", ("slug",))
TO_ORGANISATION = ForeignKey(("organisation",), "organisations", ("slug",))
TO_PARTICIPANT = ForeignKey(("participant",), "participants", ("slug",))
TO_AGREEMENT = ForeignKey(("agreement",), "agreements", ("slug",))
TO_DECISION = ForeignKey(OF_NUMBERED, "decisions", OF_NUMBERED)
PARTICIPANT = Column("participant", "string", _("participant"), BY_SLUG)
AGREEMENT = Column("agreement", "string", _("agreement"), BY_SLUG)
DATE = Column("date", "string", _("date"), AS_KNOWN)
SPELLING = Column("name", "string", _("spelling"))
FILE = Column("file", "uri", _("file"), _("Where it is to be had."))


def _whole(record):
    return [record]


def _of(field, as_name):
    """Lines of a list of records that are named by their slug."""

    def lines(record):
        yield from spread(record | {as_name: record["slug"]}, (as_name,), field)

    return lines


def _named(field, as_name, column):
    def lines(record):
        yield from linked(record | {as_name: record["slug"]}, (as_name,), field, column)

    return lines


def _of_session(record):
    return record | {"session": record["key"]}


def _parts(field):
    """Lines of what a session holds."""
    return lambda record: spread(_of_session(record), OF_SESSION, field)


def _areas_of(field):
    """A line for each sector of each numbered thing that a session holds."""

    def lines(record):
        for each in spread(_of_session(record), OF_SESSION, field):
            yield from linked(each, OF_NUMBERED, "areas", "area")

    return lines


def _of_decisions(field):
    def lines(record):
        for decision in record["decisions"]:
            yield from spread(decision, OF_NUMBERED, field)

    return lines


def _decision(record):
    """Empty where it continues none; else all that names the earlier one."""
    for decision in record["decisions"]:
        earlier = decision["continues"] or {"session": None, "number": None}
        yield decision | {
            "continues_commission": decision["commission"] if decision["continues"] else None,
            "continues_session": earlier["session"],
            "continues_number": earlier["number"],
        }  # fmt: skip


def _terms(record):
    for language in LANGUAGES:
        for term in record["terms"][language]:
            yield {"area": record["slug"], "language": language, "term": term}


def _relations(record):
    for kind in RelationKind.values:
        for other in record[kind]:
            yield {"agreement": record["slug"], "kind": kind, "other": other}


def _files(record):
    """Of a session or of an agreement; the other is empty."""
    owner = {"commission": None, "session": None, "agreement": None}
    if "key" in record:
        owner |= {"commission": record["commission"], "session": record["key"]}
    else:
        owner |= {"agreement": record["slug"]}
    for document in record["documents"]:
        for file in document["files"]:
            yield owner | document | file


def _sources(record):
    for vouched in (record, *record.get("decisions", ())):
        for source in vouched["sources"]:
            yield source | {"of": vouched["address"]}


DUE = (
    Column("due", "string", _("due"), AS_KNOWN),
    precision("due"),
)
_DOCUMENTS = partial(
    DataTable,
    lines=_files,
    columns=columns(
        COMMISSION,
        SESSION,
        AGREEMENT,
        Column("kind", "string", _("kind")),
        Column("title", "text", _("title")),
        Column("language", "string", _("language")),
        Column("authentic", "boolean", _("authentic"), _("False for a translation.")),
        FILE,
        Column("content_type", "string", _("content type")),
        Column("size", "integer", _("size in bytes"), unit=_("bytes")),
        Column("sha256", "string", _("SHA-256")),
    ),
)
_SOURCES = partial(
    DataTable,
    lines=_sources,
    columns=columns(
        Column("of", "uri", _("what it vouches for"), _("The address of the record for programs.")),
        Column("publisher", "string", _("publisher")),
        Column("title", "text", _("title")),
        Column("address", "string", _("address")),
        DATE,
        precision("date"),
        Column("doubt", "text", _("doubt")),
    ),
)  # fmt: skip

TABLES: tuple[DataTable, ...] = (
    # ── What all commissions share ───────────────────────────────────────────────────────────
    DataTable(
        "areas", _("cooperation areas"), "areas", _whole,
        columns(
            SLUG,
            Column("sphere", "string", _("sphere"), _("Empty where it is a sphere itself.")),
            Column("name", "text", _("name")),
            Column("colour", "string", _("colour")),
            Column("order", "integer", _("order")),
            Column("dac_code", "string", _("DAC code"), _("Purpose code of the OECD DAC/CRS list, three or five digits.")),
            PUBLISHED, ADDRESS, PAGE,
        ),
        key=("slug",), leads=(ForeignKey(("sphere",), "areas", ("slug",)),),
    ),
    DataTable(
        "area_terms", format_lazy("{}: {}", _("cooperation areas"), _("terms")), "areas", _terms,
        columns(AREA, Column("language", "string", _("language"), values=tuple(LANGUAGES)), Column("term", "string", _("term"))),
        leads=(TO_AREA,),
    ),
    DataTable(
        "organisations", _("organisations"), "organisations", _whole,
        columns(
            SLUG, Column("name", "text", _("name")), Column("short_name", "text", _("short name")),
            Column("description", "text", _("description")), COUNTRY,
            Column("kind", "string", _("kind"), values=tuple(OrganisationKind.values)),
            PUBLISHED, ADDRESS, PAGE,
        ),
        key=("slug",),
    ),
    DataTable(
        "organisation_names", format_lazy("{}: {}", _("organisations"), _("name variants")), "organisations",
        _named("variants", "organisation", "name"), columns(ORGANISATION, SPELLING), leads=(TO_ORGANISATION,),
    ),
    DataTable(
        "participants", _("participants"), "participants", _whole,
        columns(
            SLUG, Column("name", "text", _("name")), Column("sort_name", "string", _("sorted as")), COUNTRY, NOTE,
            PUBLISHED, ADDRESS, PAGE,
        ),
        key=("slug",),
    ),
    DataTable(
        "participant_names", format_lazy("{}: {}", _("participants"), _("name variants")), "participants",
        _named("variants", "participant", "name"), columns(PARTICIPANT, SPELLING), leads=(TO_PARTICIPANT,),
    ),
    DataTable(
        "positions", _("positions"), "participants", _of("positions", "participant"),
        columns(
            PARTICIPANT, Column("title", "text", _("title")), ORGANISATION,
            Column("from", "string", _("from"), AS_KNOWN), precision("from"),
            Column("until", "string", _("until"), AS_KNOWN), precision("until"),
        ),
        leads=(TO_PARTICIPANT, TO_ORGANISATION),
    ),
    # ── Commissions and what they signed ─────────────────────────────────────────────────────
    DataTable(
        "commissions", _("commissions"), "commissions", _whole,
        columns(
            SLUG, Column("name", "text", _("full name")), Column("short_name", "text", _("short name")),
            Column("description", "text", _("description")), PUBLISHED, ADDRESS, PAGE,
        ),
        key=("slug",),
    ),
    DataTable(
        "sides", _("sides"), "commissions",
        lambda record: (
            each | {"commission": record["slug"], "order": order}
            for order, each in enumerate(record["sides"], start=1)
        ),
        columns(
            COMMISSION, COUNTRY, Column("order", "integer", _("order"), _("The commission's own.")),
            Column("name", "text", _("name")), Column("colour", "string", _("colour")),
        ),
        key=("commission", "country"), leads=(TO_COMMISSION,),
    ),
    DataTable(
        "figures", _("figures"), "figures", _whole,
        columns(
            Column("id", "integer", _("number")), COMMISSION, Column("indicator", "string", _("indicator")),
            Column("indicator_name", "text", _("indicator")),
            Column("value", "number", _("value"), unit=_("as the column “unit” says")),
            Column("unit", "string", _("unit"), values=tuple(Unit.values)),
            Column("bound", "string", _("as the source puts it"), values=tuple(Bound.values)),
            Column("period", "string", _("period"), _("Unlike periods are not to be joined.")),
            Column("period_start", "date", _("period from")), Column("period_end", "date", _("period until")),
            Column("change_percent", "number", _("change on a year earlier, %"), unit=_("per cent")),
            Column("target", "boolean", _("a target"), _("True where it was aimed at and not measured.")),
            AREA, NOTE, ADDRESS,
        ),
        key=("id",), leads=(TO_COMMISSION, TO_AREA),
    ),
    DataTable(
        "agreements", _("agreements"), "agreements", _whole,
        columns(
            SLUG, COMMISSION, Column("title", "text", _("title")), Column("summary", "text", _("summary")),
            Column("kind", "string", _("kind"), values=tuple(AgreementKind.values)),
            Column("level", "string", _("level"), values=tuple(AgreementLevel.values)),
            Column("number", "string", _("number")),
            Column("signed", "string", _("signed on"), AS_KNOWN), precision("signed"),
            Column("place", "text", _("place of signature")), COUNTRY,
            Column("enters_into_force", "string", _("enters into force"), values=tuple(EntryRule.values)),
            Column("valid_until", "string", _("valid until"), AS_KNOWN), precision("valid_until"),
            Column("status", "string", STATUS, _("On the day on which the files were made."), values=tuple(AgreementStatus.values)),
            PUBLISHED, ADDRESS, PAGE,
        ),
        key=("slug",), leads=(TO_COMMISSION,),
    ),
    DataTable(
        "agreement_areas", format_lazy("{}: {}", _("agreements"), _("sectors")), "agreements",
        _named("areas", "agreement", "area"), columns(AGREEMENT, AREA), leads=(TO_AGREEMENT, TO_AREA),
    ),
    DataTable(
        "signatures", _("signatures"), "agreements", _of("signatures", "agreement"),
        columns(AGREEMENT, SIDE, PARTICIPANT, ORGANISATION, Column("position", "text", _("position that day"))),
        leads=(TO_AGREEMENT, TO_PARTICIPANT, TO_ORGANISATION),
    ),
    DataTable(
        "agreement_events", format_lazy("{}: {}", _("agreements"), _("events")), "agreements", _of("events", "agreement"),
        columns(
            AGREEMENT, Column("kind", "string", _("what happened"), values=tuple(EventKind.values)), SIDE, DATE,
            precision("date"), Column("until", "string", _("extended until"), AS_KNOWN), precision("until"), NOTE,
            Column("publisher", "string", _("source")), Column("address", "string", _("address of the source")),
        ),
        leads=(TO_AGREEMENT,),
    ),
    DataTable(
        "agreement_relations", _("relations to other agreements"), "agreements", _relations,
        columns(
            AGREEMENT, Column("kind", "string", _("what it does"), values=tuple(RelationKind.values)),
            Column("other", "string", _("the earlier agreement"), BY_SLUG),
        ),
        leads=(TO_AGREEMENT, ForeignKey(("other",), "agreements", ("slug",))),
    ),
    # ── What happened ────────────────────────────────────────────────────────────────────────
    DataTable(
        "sessions", _("sessions"), "sessions", _whole,
        columns(
            COMMISSION, Column("key", "string", _("address"), BY_KEY),
            Column("kind", "string", _("kind"), values=tuple(SessionKind.values)),
            Column("number", "integer", _("number"), _("Of an ordinary session; the others have none.")),
            DATE, precision("date"), Column("until", "date", _("until"), _("The last day, where it lasted longer than one.")),
            Column("called_off", "boolean", _("called off"), _("It was announced, and did not take place.")),
            Column("place", "text", _("place")), COUNTRY,
            Column("format", "string", _("held"), values=tuple(SessionFormat.values)),
            Column("title", "text", _("title"), _("Empty where it is called by its kind and number.")),
            Column("summary", "text", _("summary")), PUBLISHED, ADDRESS, PAGE,
        ),
        key=("commission", "key"), leads=(TO_COMMISSION,),
    ),
    DataTable(
        "session_agreements", format_lazy("{}: {}", _("sessions"), _("agreements")), "sessions",
        lambda record: linked(_of_session(record), OF_SESSION, "agreements", "agreement"),
        columns(COMMISSION, SESSION, AGREEMENT), leads=(TO_SESSION, TO_AGREEMENT),
    ),
    DataTable(
        "delegation_members", _("delegation members"), "sessions", _parts("delegations"),
        columns(
            COMMISSION, SESSION, SIDE, PARTICIPANT, Column("role", "string", _("role"), values=tuple(DelegationRole.values)),
            Column("role_confirmed", "boolean", _("role confirmed"), _("False where the source names the person but not the role.")),
            Column("position", "text", _("position that day")), ORGANISATION,
        ),
        leads=(TO_SESSION, TO_SIDE, TO_PARTICIPANT, TO_ORGANISATION),
    ),
    DataTable(
        "agenda_items", _("agenda items"), "sessions", _parts("agenda"),
        columns(COMMISSION, SESSION, NUMBER, Column("text", "text", _("text"))),
        key=OF_NUMBERED, leads=(TO_SESSION,),
    ),
    DataTable(
        "agenda_item_areas", format_lazy("{}: {}", _("agenda items"), _("sectors")), "sessions", _areas_of("agenda"),
        columns(COMMISSION, SESSION, NUMBER, AREA), leads=(ForeignKey(OF_NUMBERED, "agenda_items", OF_NUMBERED), TO_AREA),
    ),
    DataTable(
        "passages", _("passages"), "sessions", _parts("passages"),
        columns(COMMISSION, SESSION, NUMBER, Column("text", "text", _("text"), _("In light Markdown.")), PAGE),
        key=OF_NUMBERED, leads=(TO_SESSION,),
    ),
    DataTable(
        "passage_areas", format_lazy("{}: {}", _("passages"), _("sectors")), "sessions", _areas_of("passages"),
        columns(COMMISSION, SESSION, NUMBER, AREA), leads=(ForeignKey(OF_NUMBERED, "passages", OF_NUMBERED), TO_AREA),
    ),
    DataTable(
        "decisions", _("decisions"), "sessions", _decision,
        columns(
            COMMISSION, SESSION, NUMBER, Column("text", "text", _("text")), *DUE,
            Column("status", "string", STATUS, _("As the latest follow-up says."), values=tuple(DecisionStatus.values)),
            Column("overdue", "boolean", _("overdue"), _("On the day on which the files were made.")),
            Column("carried_over", "boolean", _("carried over")), Column("sides_differ", "boolean", _("the sides differ")),
            Column("continues_commission", "string", _("continues"), _("The commission of the earlier decision.")),
            Column("continues_session", "string", _("continues"), _("The session of the earlier decision.")),
            Column("continues_number", "integer", _("continues"), _("The number of the earlier decision.")),
            ADDRESS, PAGE,
        ),
        key=OF_NUMBERED,
        leads=(
            TO_SESSION,
            ForeignKey(("continues_commission", "continues_session", "continues_number"), "decisions", OF_NUMBERED),
        ),
    ),
    DataTable(
        "decision_areas", format_lazy("{}: {}", _("decisions"), _("sectors")), "sessions", _areas_of("decisions"),
        columns(COMMISSION, SESSION, NUMBER, AREA), leads=(TO_DECISION, TO_AREA),
    ),
    DataTable(
        "responsible_bodies", _("responsible bodies"), "sessions", _of_decisions("responsible"),
        columns(COMMISSION, SESSION, NUMBER, SIDE, ORGANISATION), leads=(TO_DECISION, TO_SIDE, TO_ORGANISATION),
    ),
    DataTable(
        "follow_ups", _("follow-ups"), "sessions", _of_decisions("follow_ups"),
        columns(
            COMMISSION, SESSION, NUMBER,
            Column("side", "string", _("side"), format_lazy("{} {}", BY_COUNTRY, _("Empty where all sides say it together."))),
            Column("date", "date", _("stated on")),
            Column("status", "string", STATUS, values=tuple(DecisionStatus.values)), NOTE,
        ),
        leads=(TO_DECISION,),
    ),
    DataTable(
        "photos", _("photos"), "sessions", _parts("photos"),
        columns(
            COMMISSION, SESSION, FILE, Column("alt", "text", _("description for those who cannot see it")),
            Column("caption", "text", _("caption")), Column("credit", "string", _("credit")), Column("taken", "date", _("taken on")),
        ),
        leads=(TO_SESSION,),
    ),
    # ── Papers and sources ───────────────────────────────────────────────────────────────────
    _DOCUMENTS("session_documents", format_lazy("{}: {}", _("sessions"), _("documents")), "sessions", leads=(TO_SESSION,)),
    _DOCUMENTS("agreement_documents", format_lazy("{}: {}", _("agreements"), _("documents")), "agreements", leads=(TO_AGREEMENT,)),
    *(
        _SOURCES(f"{one}_sources", format_lazy("{}: {}", title, _("sources")), kind)
        for one, title, kind in (
            ("commission", _("commissions"), "commissions"),
            ("session", format_lazy("{}, {}", _("sessions"), _("decisions")), "sessions"),
            ("agreement", _("agreements"), "agreements"),
            ("participant", _("participants"), "participants"),
            ("figure", _("figures"), "figures"),
        )
    ),
)  # fmt: skip
