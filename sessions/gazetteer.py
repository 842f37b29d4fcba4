"""The names and terms that the record knows, for reading texts (`sessions.reading`).

Staff teach the reading by editing the record: a term of an area, a spelling of a name, what a
commission or ministry is called.  Nothing is kept between two texts, so that the next one knows it.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from commission.models import AreaTerm, Commission, CooperationArea, Indicator, Side
from participants.models import NameVariant, Organisation, Participant

from .models import Session
from .reading import (
    AreaKnown,
    BodyKnown,
    CommissionKnown,
    Gazetteer,
    IndicatorKnown,
    PersonKnown,
    PlaceKnown,
    SideKnown,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def gazetteer_of(commissions: QuerySet[Commission] | None = None) -> Gazetteer:
    """What reading knows; `commissions` are those that the reader may write of, all by default.

    Drafts are known too: it is for staff alone.  Nine queries, of names only; some 20,000 people take
    about a second.
    """
    if commissions is None:
        commissions = Commission.objects.all()
    variants = _variants()
    return Gazetteer(
        commissions=tuple(_commissions(commissions)),
        people=tuple(_people(variants)),
        bodies=tuple(_bodies(variants)),
        areas=tuple(_areas()),
        indicators=tuple(_indicators()),
        places=tuple(_places()),
    )


def _columns(name):
    return [f"{name}_{code}" for code in LANGUAGES]


def _by_language(texts: Iterable[str | None]) -> dict[str, str]:
    return {code: text for code, text in zip(LANGUAGES, texts, strict=True) if text}


def _commissions(commissions):
    sides = defaultdict(list)
    for key, owner, country, *names in Side.objects.order_by("order").values_list(
        "pk", "commission", "country", *_columns("name")
    ):
        sides[owner].append(SideKnown(key, country, _by_language(names)))
    rows = commissions.order_by("pk").values_list(
        "pk", *_columns("name"), *_columns("short_name")
    )
    for key, *texts in rows:
        names, short_names = texts[: len(LANGUAGES)], texts[len(LANGUAGES) :]
        yield CommissionKnown(
            key, _by_language(names), _by_language(short_names), tuple(sides[key])
        )


def _variants():
    """{("participant", 3): [spellings]}"""
    variants = defaultdict(list)
    for person, body, name in NameVariant.objects.values_list(
        "participant", "organisation", "name"
    ):
        owner = ("participant", person) if person else ("organisation", body)
        variants[owner].append(name)
    return variants


def _people(variants):
    rows = Participant.objects.order_by("pk").values_list(
        "pk", "sort_name", "country", *_columns("name")
    )
    for key, sort_name, country, *names in rows:
        spellings = dict.fromkeys([*filter(None, names), *variants["participant", key]])
        family = sort_name.split(maxsplit=1)[0] if sort_name else ""
        yield PersonKnown(key, tuple(spellings), family, country)


def _bodies(variants):
    rows = Organisation.objects.order_by("pk").values_list(
        "pk", "country", *_columns("name"), *_columns("short_name")
    )
    for key, country, *texts in rows:
        names = [
            (code, text)
            for code, text in zip(LANGUAGES * 2, texts, strict=True)
            if text
        ]
        names += [("", name) for name in variants["organisation", key]]
        yield BodyKnown(key, tuple(names), country)


def _areas():
    terms = defaultdict(list)
    for area, language, term in AreaTerm.objects.values_list(
        "area", "language", "term"
    ):
        terms[area].append((language, term))
    rows = CooperationArea.objects.order_by("pk").values_list(
        "pk", "parent", *_columns("name")
    )
    for key, sphere, *names in rows:
        yield AreaKnown(key, sphere, _by_language(names), tuple(terms[key]))


def _indicators():
    rows = Indicator.objects.order_by("pk").values_list(
        "pk", "unit", "area", *_columns("name")
    )
    for key, unit, area, *names in rows:
        yield IndicatorKnown(key, _by_language(names), unit, area)


def _places():
    """Cities where sessions were held, each once."""
    rows = (
        Session.objects.exclude(country="")
        .order_by(*_columns("place"), "country")
        .values_list("country", *_columns("place"))
        .distinct()
    )
    for country, *names in rows:
        if named := _by_language(names):
            yield PlaceKnown(named, country)
