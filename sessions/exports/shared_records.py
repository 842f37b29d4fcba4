"""What all commissions share, as tables of records files.  A fixed number of queries each."""

from collections import defaultdict
from typing import Any

from django.conf import settings

from commission.models import CooperationArea, Indicator
from participants.models import Organisation, Participant
from sessions.importing.table import tidy

from .fields import Values, date, publication, said, slug, sources, texts


def areas() -> list[Values]:
    """Each sphere with its sectors after it."""
    rows = CooperationArea.objects.select_related("parent").prefetch_related("terms")
    return [_area(row) for row in sorted(rows, key=_place_in_tree)]


def _place_in_tree(area):
    sphere = area.parent or area
    own = () if area.parent is None else (area.order, area.slug)
    return sphere.order, sphere.slug, *own


def _area(row):
    return said(
        slug=row.slug,
        sphere=slug(row.parent),
        name=texts(row, "name"),
        colour=row.colour,
        order=row.order,
        dac_code=row.dac_code,
        **publication(row),
        terms=_terms(row),
    )


def _terms(area):
    terms = defaultdict(list)
    for row in sorted(area.terms.all(), key=lambda row: row.pk):
        terms[row.language].append(tidy(row.term))
    codes = [code for code, _name in settings.LANGUAGES]
    return {code: terms[code] for code in codes if code in terms}


def organisations() -> list[Values]:
    rows = Organisation.objects.prefetch_related("name_variants").order_by("slug")
    return [
        said(
            slug=row.slug,
            name=texts(row, "name"),
            short_name=texts(row, "short_name"),
            description=texts(row, "description"),
            country=row.country,
            kind=row.kind,
            variants=_variants(row),
            **publication(row),
        )
        for row in rows
    ]


def participants() -> list[Values]:
    rows = Participant.objects.order_by("slug").prefetch_related(
        "name_variants", "positions__organisation", "sources"
    )
    return [
        said(
            slug=row.slug,
            name=texts(row, "name"),
            sort_name=tidy(row.sort_name),
            country=row.country,
            note=texts(row, "note"),
            variants=_variants(row),
            **publication(row),
            positions=[_position(each) for each in row.positions.all()],
            sources=sources(row),
        )
        for row in rows
    ]


def _variants(row: Any) -> list[str]:
    return sorted(tidy(each.name) for each in row.name_variants.all())


def _position(row):
    return said(
        title=texts(row, "title"),
        organisation=slug(row.organisation),
        from_=date(row.starts_on, row.starts_precision),
        until=date(row.ends_on, row.ends_precision),
    )


def indicators() -> list[Values]:
    return [
        said(
            slug=row.slug,
            name=texts(row, "name"),
            unit=row.unit,
            area=slug(row.area),
        )
        for row in Indicator.objects.select_related("area").order_by("slug")
    ]
