"""Reads what all commissions share: areas, organisations, participants, indicators; sources."""

from .records import (
    AreaRecord,
    IndicatorRecord,
    OrganisationRecord,
    ParticipantRecord,
    PositionRecord,
    SourceRecord,
)
from .table import Table


def read_areas(file: Table) -> list[AreaRecord]:
    return [_area(table) for table in file.tables("areas", label="slug")]


def _area(table):
    with table:
        return AreaRecord(
            place=table.place,
            slug=table.text("slug", required=True),
            sphere=table.text("sphere"),
            name=table.texts("name", required=True),
            colour=table.text("colour"),
            order=table.whole("order") or 0,
            dac_code=table.text("dac_code"),
            terms=table.terms("terms"),
            publication=table.publication(),
        )


def read_organisations(file: Table) -> list[OrganisationRecord]:
    return [_organisation(table) for table in file.tables("organisations", "slug")]


def _organisation(table):
    with table:
        return OrganisationRecord(
            place=table.place,
            slug=table.text("slug", required=True),
            name=table.texts("name", required=True),
            short_name=table.texts("short_name"),
            description=table.texts("description"),
            country=table.text("country"),
            kind=table.text("kind", required=True),
            variants=table.words("variants"),
            publication=table.publication(),
        )


def read_participants(file: Table) -> list[ParticipantRecord]:
    return [_participant(table) for table in file.tables("participants", "slug")]


def _participant(table):
    with table:
        return ParticipantRecord(
            place=table.place,
            slug=table.text("slug", required=True),
            name=table.texts("name", required=True),
            sort_name=table.text("sort_name"),
            country=table.text("country"),
            note=table.texts("note"),
            variants=table.words("variants"),
            positions=[_position(inner) for inner in table.tables("positions")],
            sources=read_sources(table),
            publication=table.publication(),
        )


def _position(table):
    with table:
        return PositionRecord(
            place=table.place,
            title=table.texts("title", required=True),
            organisation=table.text("organisation"),
            starts=table.date("from"),
            ends=table.date("until"),
        )


def read_indicators(file: Table) -> list[IndicatorRecord]:
    return [_indicator(table) for table in file.tables("indicators", label="slug")]


def _indicator(table):
    with table:
        return IndicatorRecord(
            place=table.place,
            slug=table.text("slug", required=True),
            name=table.texts("name", required=True),
            unit=table.text("unit", required=True),
            area=table.text("area"),
        )


def read_sources(table: Table) -> list[SourceRecord]:
    return [_source(inner) for inner in table.tables("sources")]


def _source(table):
    with table:
        return SourceRecord(
            place=table.place,
            publisher=table.text("publisher", required=True),
            title=table.texts("title"),
            address=table.text("address"),
            date=table.date("date"),
            doubt=table.texts("doubt"),
        )
