"""Commissions, cooperation areas and figures."""

from collections import defaultdict

from django.conf import settings
from django.db.models import F
from django.shortcuts import get_object_or_404
from pydantic import Field

from commission.filters import commission_filter
from commission.listing import Listing, SlugsFilter
from commission.models import Commission, CooperationArea, Figure, Indicator
from commission.models.figure import Bound, Unit
from sessions.importing.written_dates import write_period

from .resource import Resource, loading
from .schemas import (
    Address,
    Corrections,
    Country,
    Day,
    Moment,
    Record,
    Schema,
    Slug,
    Source,
    Text,
)
from .values import corrections, moment, number, page, slug, sources

# ── Commissions ──────────────────────────────────────────────────────────────────────────────


class SideOfCommission(Schema):
    country: Country
    name: Text
    colour: str = Field(pattern="^#[0-9a-fA-F]{6}$")


class CommissionRecord(Record):
    """The standing body of two (rarely more) governments."""

    slug: Slug
    name: Text
    short_name: Text
    description: Text
    sides: list[SideOfCommission] = Field(description="In the commission's own order.")
    sources: list[Source]
    corrections: Corrections
    published: Moment


def _sides(row, say):
    return [
        {"country": side.country, "name": say(side, "name"), "colour": side.colour}
        for side in row.sides.all()
    ]


COMMISSIONS = Resource(
    name="commissions",
    one="commission",
    schema=CommissionRecord,
    rows=Commission.objects.all,
    fields={
        "page": lambda row, say: page(row),
        "slug": lambda row, say: row.slug,
        "name": lambda row, say: say(row, "name"),
        "short_name": lambda row, say: say(row, "short_name"),
        "description": lambda row, say: say(row, "description"),
        "sides": _sides,
        "sources": sources,
        "corrections": corrections,
        "published": lambda row, say: moment(row.publish_at),
    },
    loads={"sides": loading("sides"), "sources": loading("sources")},
)


# ── Cooperation areas ────────────────────────────────────────────────────────────────────────


class Terms(Schema):
    """Words by which texts speak of an area, by language."""

    en: list[str] = []
    ru: list[str] = []
    kk: list[str] = []
    tk: list[str] = []


class AreaRecord(Record):
    """A node of the two-level tree: a sphere, or one of its sectors."""

    slug: Slug
    sphere: Slug | None = Field(description="Null: the area is itself a sphere.")
    name: Text
    colour: str = Field(description="Of the sphere; a sector takes its sphere's.")
    order: int
    dac_code: str | None = Field(description="Purpose code of the OECD DAC/CRS list.")
    terms: Terms
    corrections: Corrections
    published: Moment


def _terms(row, say):
    terms = defaultdict(list)
    for each in row.terms.all():
        terms[each.language].append(each.term)
    return {code: terms[code] for code, _name in settings.LANGUAGES}


AREAS = Resource(
    name="areas",
    one="area",
    schema=AreaRecord,
    rows=lambda: CooperationArea.objects.select_related("parent"),
    fields={
        "page": lambda row, say: page(row),
        "slug": lambda row, say: row.slug,
        "sphere": lambda row, say: slug(row.parent),
        "name": lambda row, say: say(row, "name"),
        "colour": lambda row, say: (row.parent or row).colour,
        "order": lambda row, say: row.order,
        "dac_code": lambda row, say: row.dac_code or None,
        "terms": _terms,
        "corrections": corrections,
        "published": lambda row, say: moment(row.publish_at),
    },
    loads={"terms": loading("terms")},
)


# ── Figures ──────────────────────────────────────────────────────────────────────────────────


class FigureFilter(Listing):
    """Figures by commission and by what is measured; they have no list of pages."""

    commission = commission_filter()
    indicator = SlugsFilter(
        "indicator",
        # What only drafts measure is not known either.
        among=lambda: Indicator.objects.filter(
            pk__in=Figure.objects.published().values("indicator")
        ),
        unknown="There is no indicator “%(value)s”, so it was left out.",
    )


class FigureRecord(Schema):
    """One measured value: indicator, period, value."""

    address: Address = Field(description="Of the record here.")
    id: int
    commission: Slug
    indicator: Slug
    indicator_name: Text
    unit: Unit
    area: Slug | None
    period: str | None = Field(
        description="2023, 2024-09, 2024-Q1, 2024-H1, 2021-01..2021-09, 2022-01-01..2022-10-31."
        " Unlike periods are not to be joined. Null only for a target.",
    )
    period_start: Day | None
    period_end: Day | None
    value: float
    bound: Bound = Field(description="How exactly the source gives the value.")
    change_percent: float | None = Field(description="On a year earlier.")
    target: bool = Field(description="True: it was aimed at, not measured.")
    note: Text
    sources: list[Source]


class Figures(Resource):
    def find(self, *parts):
        return get_object_or_404(self.rows().published(), pk=parts[0])


def _figures():
    rows = Figure.objects.select_related("commission", "indicator__area__parent")
    return rows.order_by(
        "indicator__slug", F("period_start").asc(nulls_last=True), "pk"
    )


def _area(figure):
    area = figure.indicator.area
    return area.slug if area and area.is_shown else None


def _day(day):
    return day.isoformat() if day else None


FIGURES = Figures(
    name="figures",
    one="figure",
    schema=FigureRecord,
    rows=_figures,
    filters=FigureFilter,
    parts=("pk",),
    fields={
        "id": lambda row, say: row.pk,
        "commission": lambda row, say: row.commission.slug,
        "indicator": lambda row, say: row.indicator.slug,
        "indicator_name": lambda row, say: say(row.indicator, "name"),
        "unit": lambda row, say: row.unit,
        "area": lambda row, say: _area(row),
        "period": lambda row, say: (
            row.period_start and write_period(row.period_start, row.period_end)
        ),
        "period_start": lambda row, say: _day(row.period_start),
        "period_end": lambda row, say: _day(row.period_end),
        "value": lambda row, say: number(row.value),
        "bound": lambda row, say: row.bound,
        "change_percent": lambda row, say: number(row.change_percent),
        "target": lambda row, say: row.is_target,
        "note": lambda row, say: say(row, "note"),
        "sources": sources,
    },
    loads={"sources": loading("sources")},
)
