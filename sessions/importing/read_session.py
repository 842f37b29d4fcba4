"""Reads a session: its delegations, agenda, report, decisions, documents, photos, sources."""

from pathlib import Path

from .read_shared import read_sources
from .records import (
    DecisionRecord,
    DocumentFileRecord,
    DocumentRecord,
    FollowUpRecord,
    MemberRecord,
    PassageRecord,
    PhotoRecord,
    ResponsibleRecord,
    SessionRecord,
    Texts,
)
from .table import Table


def read_sessions(file: Table, folder: Path) -> list[SessionRecord]:
    return [_session(_named(table), folder) for table in file.tables("sessions")]


def _named(table):
    """The same table under a name that people look for: `sessions "11"`."""
    values = table.values
    name = values.get("number") or " ".join(
        str(values[field]) for field in ("kind", "date") if field in values
    )
    if name:
        step = f'sessions "{name}"'
        table.place = table.place._replace(record=step)
    return table


def _session(table, folder):
    with table:
        return SessionRecord(
            place=table.place,
            kind=table.text("kind", default="ordinary"),
            number=table.whole("number"),
            date=table.date("date", required=True),
            until=table.day("until"),
            held_in=table.texts("place"),
            country=table.text("country"),
            format=table.text("format", default="in_person"),
            title=table.texts("title"),
            summary=table.texts("summary"),
            agreements=table.words("agreements"),
            delegations=[_member(inner) for inner in table.tables("delegations")],
            agenda=_numbered(table, "agenda"),
            passages=_numbered(table, "passages"),
            decisions=_decisions(table),
            documents=read_documents(table, folder),
            photos=[_photo(inner, folder) for inner in table.tables("photos")],
            sources=read_sources(table),
            publication=table.publication(),
            called_off=table.flag("called_off"),
        )


def read_areas_of(table: Table) -> list[str]:
    """The slugs of the areas that a passage or the like carries."""
    return table.words("areas")


def read_position(table: Table) -> Texts | None:
    """{} says that no position is known; left out (None), it comes from the person's positions."""
    if table.values.get("position") == {}:
        table.known.append("position")
        return {}
    return table.texts("position") or None


def _member(table):
    with table:
        return MemberRecord(
            place=table.place,
            side=table.text("side", required=True),
            participant=table.text("participant", required=True),
            role=table.text("role", default="member"),
            position=read_position(table),
            organisation=table.text("organisation"),
            role_confirmed=table.flag("role_confirmed", default=True),
        )


def _numbered(session, name):
    passages: list[PassageRecord] = []
    for table in session.tables(name):
        with table:
            passages.append(
                PassageRecord(
                    place=table.place,
                    number=_number(table, passages),
                    text=table.texts("text", required=True),
                    areas=read_areas_of(table),
                )
            )
    return passages


def _number(table, earlier):
    """The number it gives, or the one after the record before it."""
    number = table.whole("number")
    return number if number is not None else earlier[-1].number + 1 if earlier else 1


def _decisions(session):
    decisions: list[DecisionRecord] = []
    for table in session.tables("decisions"):
        with table:
            decisions.append(_decision(table, _number(table, decisions)))
    return decisions


def _decision(table, number):
    return DecisionRecord(
        place=table.place,
        number=number,
        text=table.texts("text", required=True),
        due=table.date("due"),
        areas=read_areas_of(table),
        responsible=[_responsible(inner) for inner in table.tables("responsible")],
        continues=_continues(table.table("continues")),
        follow_ups=[_follow_up(inner) for inner in table.tables("follow_ups")],
        sources=read_sources(table),
    )


def _responsible(table):
    with table:
        return ResponsibleRecord(
            place=table.place,
            side=table.text("side", required=True),
            organisation=table.text("organisation", required=True),
        )


def _continues(table):
    if table is None:
        return None
    with table:
        session = table.text("session", required=True)
        return session, table.whole("number", required=True) or 0


def _follow_up(table):
    with table:
        return FollowUpRecord(
            place=table.place,
            side=table.text("side"),
            date=table.day("date", required=True),
            status=table.text("status", required=True),
            note=table.texts("note"),
        )


def read_documents(table: Table, folder: Path) -> list[DocumentRecord]:
    return [_document(inner, folder) for inner in table.tables("documents")]


def _document(table, folder):
    with table:
        return DocumentRecord(
            place=table.place,
            kind=table.text("kind", required=True),
            title=table.texts("title"),
            files=[_document_file(inner, folder) for inner in table.tables("files")],
        )


def _document_file(table, folder):
    with table:
        return DocumentFileRecord(
            place=table.place,
            language=table.text("language", required=True),
            authentic=table.flag("authentic"),
            file=table.file("file", folder),
        )


def _photo(table, folder):
    with table:
        return PhotoRecord(
            place=table.place,
            file=table.file("file", folder),
            alt=table.texts("alt"),
            caption=table.texts("caption"),
            credit=table.text("credit"),
            taken=table.day("taken"),
        )
