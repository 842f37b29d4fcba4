"""What all commissions share, as tables of records files.  A fixed number of queries each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from commission.models import CooperationArea, Figure, Indicator
from participants.models import Organisation, Participant
from sessions.importing.table import tidy

from .fields import Values, date, publication, said, slug, sources, texts
from .scope import WHOLE, Scope

# So many people are read at once.
BATCH = 500


def areas(scope: Scope = WHOLE) -> list[Values]:
    """Each sphere with its sectors after it."""
    rows = scope.of(CooperationArea).select_related("parent").prefetch_related("terms")
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


def organisations(scope: Scope = WHOLE) -> Iterator[Values]:
    rows = scope.of(Organisation).prefetch_related("name_variants").order_by("slug")
    for row in rows.iterator(chunk_size=BATCH):
        yield said(
            slug=row.slug,
            name=texts(row, "name"),
            short_name=texts(row, "short_name"),
            description=texts(row, "description"),
            country=row.country,
            kind=row.kind,
            variants=_variants(row),
            **publication(row),
        )


def participants(scope: Scope = WHOLE) -> Iterator[Values]:
    rows = scope.of(Participant).order_by("slug")
    rows = rows.prefetch_related("name_variants", "positions__organisation", "sources")
    for row in rows.iterator(chunk_size=BATCH):
        yield said(
            slug=row.slug,
            name=texts(row, "name"),
            sort_name=tidy(row.sort_name),
            country=row.country,
            note=texts(row, "note"),
            variants=_variants(row),
            **publication(row),
            positions=[_position(each, scope) for each in row.positions.all()],
            sources=sources(row),
        )


def _variants(row: Any) -> list[str]:
    return sorted(tidy(each.name) for each in row.name_variants.all())


def _position(row, scope):
    return said(
        title=texts(row, "title"),
        organisation=scope.slug(row.organisation),
        from_=date(row.starts_on, row.starts_precision),
        until=date(row.ends_on, row.ends_precision),
    )


def indicators(scope: Scope = WHOLE) -> list[Values]:
    """Of the public record those that its figures measure."""
    rows = Indicator.objects.select_related("area__parent").order_by("slug")
    if scope.is_public:
        rows = rows.filter(pk__in=Figure.objects.published().values("indicator"))
    return [
        said(
            slug=row.slug,
            name=texts(row, "name"),
            unit=row.unit,
            area=_shown(row.area, scope),
        )
        for row in rows
    ]


def _shown(area, scope):
    return "" if area and scope.is_public and not area.is_shown else slug(area)
