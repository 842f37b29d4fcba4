"""Reads one commission with all that stands in its file: sides, agreements, figures, sessions."""

from pathlib import Path

from django.core.exceptions import ValidationError

from commission.languages import check_languages
from commission.models import RelationKind

from .read_session import read_areas_of, read_documents, read_position, read_sessions
from .read_shared import read_sources
from .records import (
    AgreementRecord,
    CommissionRecord,
    EventRecord,
    FigureRecord,
    SideRecord,
    SignatureRecord,
)
from .table import Table
from .written_dates import read_period


def read_commission(file: Table, folder: Path) -> CommissionRecord | None:
    """None for a file without a commission; figures and the like in it are then a problem."""
    agreements = [_agreement(t, folder) for t in file.tables("agreements", "slug")]
    figures = [_figure(table) for table in file.tables("figures")]
    sessions = read_sessions(file, folder)
    table = file.table("commission")
    if table is None:
        for name in ("agreements", "figures", "sessions"):
            if name in file.values and "commission" not in file.values:
                file.wrong(name, "whose? Add the table [commission] to this file.")
        return None
    with table:
        return CommissionRecord(
            place=table.place,
            slug=table.text("slug", required=True),
            name=table.texts("name", required=True),
            short_name=table.texts("short_name", required=True),
            description=table.texts("description"),
            languages=_languages(table),
            sides=_sides(table),
            sources=read_sources(table),
            publication=table.publication(),
            agreements=agreements,
            figures=figures,
            sessions=sessions,
        )


def _languages(commission):
    codes = commission.words("languages")
    try:
        check_languages(" ".join(codes))
    except ValidationError as error:
        commission.wrong("languages", error.messages[0])
    return codes


def _sides(commission):
    sides = [_side(table) for table in commission.tables("sides", label="country")]
    if len(sides) < 2:
        commission.wrong("sides", "a commission has at least two sides: add them.")
    return sides


def _side(table):
    with table:
        return SideRecord(
            place=table.place,
            country=table.text("country", required=True),
            name=table.texts("name", required=True),
            colour=table.text("colour", required=True),
        )


def _figure(table):
    with table:
        period = table.text("period")
        return FigureRecord(
            place=table.place,
            indicator=table.text("indicator", required=True),
            period=table.parsed("period", read_period, period) if period else None,
            value=table.decimal("value", required=True),
            bound=table.text("bound", default="exact"),
            change_percent=table.decimal("change_percent"),
            target=table.flag("target"),
            note=table.texts("note"),
            sources=read_sources(table),
        )


def _agreement(table, folder):
    with table:
        return AgreementRecord(
            place=table.place,
            slug=table.text("slug", required=True),
            title=table.texts("title", required=True),
            summary=table.texts("summary"),
            kind=table.text("kind", required=True),
            level=table.text("level", required=True),
            number=table.text("number"),
            signed=table.date("signed"),
            signed_in=table.texts("place"),
            country=table.text("country"),
            enters_into_force=table.text("enters_into_force"),
            valid_until=table.date("valid_until"),
            areas=read_areas_of(table),
            signatures=[_signature(inner) for inner in table.tables("signatures")],
            events=[_event(inner) for inner in table.tables("events")],
            relations=[
                (kind.value, slug)
                for kind in RelationKind
                for slug in table.words(kind.value)
            ],
            documents=read_documents(table, folder),
            sources=read_sources(table),
            publication=table.publication(),
        )


def _signature(table):
    with table:
        return SignatureRecord(
            place=table.place,
            side=table.text("side", required=True),
            participant=table.text("participant"),
            organisation=table.text("organisation"),
            position=read_position(table),
        )


def _event(table):
    with table:
        return EventRecord(
            place=table.place,
            kind=table.text("kind", required=True),
            side=table.text("side"),
            date=table.date("date", required=True),
            until=table.date("until"),
            note=table.texts("note"),
            publisher=table.text("publisher"),
            address=table.text("address"),
        )
