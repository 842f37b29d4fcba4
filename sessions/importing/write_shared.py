"""Writes what all commissions share: areas, organisations, participants, indicators; sources."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import models

from commission.folding import in_every_language
from commission.models import AreaTerm, CooperationArea, Indicator
from participants.models import NameVariant, Organisation, Participant, Position
from sessions.models import Source

from . import columns
from .known import Known
from .records import (
    AreaRecord,
    IndicatorRecord,
    OrganisationRecord,
    ParticipantRecord,
    Records,
    SourceRecord,
)
from .rows import Wanted, Writing, children, existing, identity


def write_shared(records: Records, writing: Writing, known: Known) -> None:
    # Spheres first: their sectors refer to them.
    write_areas([each for each in records.areas if not each.sphere], writing, known)
    write_areas([each for each in records.areas if each.sphere], writing, known)
    write_indicators(records.indicators, writing, known)
    write_organisations(records.organisations, writing, known)
    write_participants(records.participants, writing, known)


def by_slug(
    model: type[models.Model], wanted: list[Wanted], writing: Writing, known: Known
) -> list[Any]:
    """Align records that stand for themselves; those that no file mentions stay."""
    rows = existing(model, "slug", [each.key for each in wanted])
    aligned = writing.align(model, wanted, rows, key=lambda row: row.slug, keep=True)
    known.add(model, aligned)
    return aligned


def write_areas(records: Sequence[AreaRecord], writing: Writing, known: Known) -> None:
    wanted = [
        Wanted(
            each.place,
            each.slug,
            {
                "slug": each.slug,
                "parent": known.find(
                    CooperationArea, each.sphere, each.place, "sphere"
                ),
                "colour": each.colour,
                "order": each.order,
                "dac_code": each.dac_code,
                **columns.texts("name", each.name),
                **columns.publication(each.publication),
            },
        )
        for each in records
    ]
    areas = by_slug(CooperationArea, wanted, writing, known)
    terms = [
        Wanted(
            each.place,
            (identity(area), language, term),
            {"area": area, "language": language, "term": term},
        )
        for each, area in zip(records, areas, strict=True)
        for language, terms in each.terms.items()
        for term in terms
    ]
    writing.align(
        AreaTerm,
        terms,
        children(AreaTerm, "area", areas),
        key=lambda row: (row.area_id, row.language, row.term),
        owner="area",
    )


def write_indicators(
    records: Sequence[IndicatorRecord], writing: Writing, known: Known
) -> None:
    wanted = [
        Wanted(
            each.place,
            each.slug,
            {
                "slug": each.slug,
                "unit": each.unit,
                "area": known.find(CooperationArea, each.area, each.place, "area"),
                **columns.texts("name", each.name),
            },
        )
        for each in records
    ]
    by_slug(Indicator, wanted, writing, known)


def write_organisations(
    records: Sequence[OrganisationRecord], writing: Writing, known: Known
) -> None:
    wanted = [
        Wanted(
            each.place,
            each.slug,
            {
                "slug": each.slug,
                "country": each.country,
                "kind": each.kind,
                **columns.texts("name", each.name),
                **columns.texts("short_name", each.short_name),
                **columns.texts("description", each.description),
                **columns.publication(each.publication),
            },
        )
        for each in records
    ]
    rows = by_slug(Organisation, wanted, writing, known)
    _write_variants(records, rows, "organisation", writing)


def write_participants(
    records: Sequence[ParticipantRecord], writing: Writing, known: Known
) -> None:
    rows = by_slug(
        Participant, [_participant(each) for each in records], writing, known
    )
    _write_variants(records, rows, "participant", writing)
    _write_positions(records, rows, writing, known)
    said = [(row, each.sources) for row, each in zip(rows, records, strict=True)]
    write_sources("participant", said, writing)


def _participant(record):
    values = {
        "slug": record.slug,
        "country": record.country,
        **columns.texts("name", record.name),
        **columns.texts("note", record.note),
        **columns.publication(record.publication),
    }
    # Left out, it is filled in once, and stays as it is afterwards.
    if record.sort_name:
        values["sort_name"] = record.sort_name
    return Wanted(record.place, record.slug, values)


def _write_variants(records, rows, owner, writing):
    wanted = [
        Wanted(each.place, (identity(row), name), {owner: row, "name": name})
        for each, row in zip(records, rows, strict=True)
        for name in each.variants
    ]
    writing.align(
        NameVariant,
        wanted,
        children(NameVariant, owner, rows),
        key=lambda row: (getattr(row, f"{owner}_id"), row.name),
        owner=owner,
    )


def _write_positions(records, rows, writing, known):
    """Told apart by all they say: nothing else refers to them."""
    wanted = [
        _position(each, row, known)
        for record, row in zip(records, rows, strict=True)
        # Of two without dates the portal shows the one first that was entered last.
        for each in reversed(record.positions)
    ]
    writing.align(
        Position,
        wanted,
        children(Position, "participant", rows),
        key=_position_key,
        owner="participant",
    )


def _position(record, participant, known):
    organisation = known.find(
        Organisation, record.organisation, record.place, "organisation"
    )
    values = {
        "participant": participant,
        "organisation": organisation,
        **columns.texts("title", record.title),
        **columns.date("starts_on", "starts_precision", record.starts),
        **columns.date("ends_on", "ends_precision", record.ends),
    }
    return Wanted(record.place, _position_key(Position(**values)), values)


def _position_key(row):
    titles = in_every_language(row, "title")
    dates = (row.starts_on, row.starts_precision, row.ends_on, row.ends_precision)
    return identity(row.participant), row.organisation_id, *titles, *dates


def write_sources(
    owner: str, said: Sequence[tuple[Any, Sequence[SourceRecord]]], writing: Writing
) -> None:
    """`said` is what the files say of each row of the kind `owner`, by place in the list."""
    wanted = [
        Wanted(
            each.place,
            (identity(row), order),
            {
                owner: row,
                "order": order,
                "publisher": each.publisher,
                "address": each.address,
                **columns.texts("title", each.title),
                **columns.texts("doubt", each.doubt),
                **columns.date("published_on", "published_precision", each.date),
            },
        )
        for row, sources in said
        for order, each in enumerate(sources, start=1)
    ]
    rows = list(children(Source, owner, [row for row, _sources in said]))
    places = places_in_list(rows, f"{owner}_id")
    writing.align(
        Source,
        wanted,
        rows,
        key=lambda row: (getattr(row, f"{owner}_id"), places[row.pk]),
        owner=owner,
    )


def places_in_list(rows: list[Any], parent: str) -> dict[int, int]:
    """{primary key: 1, 2, 3 … below the same parent}, by the rows' `order`."""
    counts: Counter[int] = Counter()
    places = {}
    for row in sorted(rows, key=lambda row: (row.order, row.pk)):
        counts[getattr(row, parent)] += 1
        places[row.pk] = counts[getattr(row, parent)]
    return places
