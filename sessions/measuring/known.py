"""A gazetteer made of records files alone: the keys are slugs, and no database is asked."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sessions.importing.read import read_files
from sessions.importing.records import Records
from sessions.reading import (
    AreaKnown,
    BodyKnown,
    CommissionKnown,
    Gazetteer,
    IndicatorKnown,
    PersonKnown,
    PlaceKnown,
    SideKnown,
)

HERE = Path(__file__).parent
FILES = [
    *sorted((HERE.parent / "demo").glob("*.toml")),
    *sorted((HERE.parent / "example").glob("example.toml")),
    HERE / "known.toml",
]


def known_from_files(files: Iterable[Path] = FILES) -> Gazetteer:
    """The demo records and the example's, and a few people and bodies that are made up."""
    records, problems = read_files(list(files))
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return _gazetteer(records)


def _gazetteer(records: Records) -> Gazetteer:
    key: Any = str
    sessions = [session for each in records.commissions for session in each.sessions]
    places = {
        (s.country, tuple(s.held_in.items()))
        for s in sessions
        if s.country and s.held_in
    }
    return Gazetteer(
        commissions=tuple(_commission(each) for each in records.commissions),
        people=tuple(_person(each) for each in records.participants),
        bodies=tuple(
            BodyKnown(
                key(each.slug),
                (*each.name.items(), *each.short_name.items(), *(("", v) for v in each.variants)),
                each.country,
            )
            for each in records.organisations
        ),
        areas=tuple(
            AreaKnown(
                key(each.slug), key(each.sphere) if each.sphere else None, each.name,
                tuple((code, term) for code, terms in each.terms.items() for term in terms),
            )
            for each in records.areas
        ),
        indicators=tuple(
            IndicatorKnown(key(each.slug), each.name, each.unit, key(each.area))
            for each in records.indicators
        ),
        places=tuple(PlaceKnown(dict(names), country) for country, names in sorted(places)),
    )  # fmt: skip


def _commission(record):
    sides = tuple(SideKnown(s.country, s.country, s.name) for s in record.sides)
    return CommissionKnown(record.slug, record.name, record.short_name, sides)


def _person(record):
    names = (*record.name.values(), *record.variants)
    family = (record.sort_name or names[0].split()[-1]).split()[0]
    return PersonKnown(record.slug, names, family, record.country)
