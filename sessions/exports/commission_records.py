"""One commission as the tables of its records file."""

from collections import defaultdict
from pathlib import Path

from django.db.models import F

from commission.languages import languages_of_countries
from commission.models import (
    Agreement,
    AgreementRelation,
    Commission,
    CooperationArea,
    RelationKind,
)
from participants.models import Signature
from sessions.importing.table import tidy
from sessions.importing.written_dates import write_period

from .fields import (
    Values,
    date,
    number,
    publication,
    said,
    slugs,
    sources,
    texts,
)
from .file_records import Copies, documents
from .scope import WHOLE, Scope
from .session_records import sessions


def commission_file(commission: Commission, copies: Copies, scope: Scope = WHOLE) -> Values:  # fmt: skip
    """All that belongs to the commission; `copies` notes the files that belong beside it.

    The number of queries grows with every 500 sessions, not with each.
    """
    sides = list(commission.sides.order_by("order"))
    return said(
        commission=said(
            slug=commission.slug,
            name=texts(commission, "name"),
            short_name=texts(commission, "short_name"),
            description=texts(commission, "description"),
            languages=_languages(commission, sides),
            **publication(commission),
            sides=[_side(each) for each in sides],
            sources=sources(commission),
        ),
        figures=[_figure(each) for each in _figures(commission)],
        agreements=[
            _agreement(each, copies, scope) for each in _agreements(commission, scope)
        ],
        sessions=sessions(commission, copies, scope),
    )


def _languages(commission, sides):
    """Its order, unless it is the one that its sides make."""
    order = commission.languages.split()
    made = languages_of_countries(side.country for side in sides)
    return [] if order == made else order


def _side(row):
    return said(country=row.country, name=texts(row, "name"), colour=row.colour)


def _figures(commission):
    rows = commission.figures.select_related("indicator").prefetch_related("sources")
    return rows.order_by(
        "indicator__slug",
        F("period_start").asc(nulls_last=True),
        "period_end",
        "is_target",
        "pk",
    )


def _figure(row):
    period = row.period_start and write_period(row.period_start, row.period_end)
    return said(
        indicator=row.indicator.slug,
        period=period,
        value=number(row.value),
        bound=row.bound if row.bound != "exact" else "",
        change_percent=number(row.change_percent),
        target=row.is_target or None,
        note=texts(row, "note"),
        sources=sources(row),
    )


def _agreements(commission, scope):
    rows = (
        scope.of(Agreement).filter(commission=commission).select_related("commission")
    )
    rows = rows.order_by(F("signed_on").asc(nulls_last=True), "slug")
    return rows.prefetch_related(
        scope.within("areas", CooperationArea),
        "documents__files",
        "events__side",
        scope.within("relations", AgreementRelation),
        "relations__other",
        scope.within("signatures", Signature),
        "signatures__side",
        "signatures__participant",
        "signatures__organisation",
        "sources",
    )


def _agreement(row, copies, scope):
    folder = Path("files", row.commission.slug, "agreements", row.slug)
    return said(
        slug=row.slug,
        title=texts(row, "title"),
        summary=texts(row, "summary"),
        kind=row.kind,
        level=row.level,
        number=tidy(row.number),
        signed=date(row.signed_on, row.signed_precision),
        place=texts(row, "place"),
        country=row.country,
        enters_into_force=row.enters_into_force,
        valid_until=date(row.valid_until, row.valid_until_precision),
        areas=slugs(row.areas),
        **publication(row),
        signatures=[_signature(each, scope) for each in row.signatures.all()],
        events=[_event(each) for each in row.events.all()],
        **_relations(row),
        documents=documents(row, folder, copies, scope),
        sources=sources(row),
    )


def _signature(row, scope):
    """`position = {}` says that a person's is not known: left out, it would be filled in."""
    position = texts(row, "position")
    values = said(
        side=row.side.country,
        participant=scope.slug(row.participant),
        organisation=scope.slug(row.organisation),
        position=position,
    )
    is_unknown = "participant" in values and not position
    return values | {"position": {}} if is_unknown else values


def _event(row):
    return said(
        kind=row.kind,
        side=row.side.country if row.side else "",
        date=date(row.happened_on, row.happened_precision),
        until=date(row.until, row.until_precision),
        note=texts(row, "note"),
        publisher=tidy(row.publisher),
        address=row.address,
    )


def _relations(agreement):
    """{what it does: slugs of the agreements it does it to}."""
    relations = defaultdict(list)
    for each in agreement.relations.all():
        relations[each.kind].append(each.other.slug)
    return {kind: sorted(relations[kind]) for kind in RelationKind.values}
