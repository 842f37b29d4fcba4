"""The charts of the pages as files: a drawing that stands alone, or the numbers behind it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commission.figures import figures_by_indicator
from commission.models import Commission
from sessions.decision_filters import DecisionFilter
from sessions.decision_summary import summary_of
from sessions.facets import years
from sessions.filters import SessionFilter
from sessions.tables.charts import (
    SVG,
    decisions_by_session,
    figures_of,
    sessions_by_year,
    svg_of,
)
from sessions.tables.spreadsheets import CSV, csv_of

from .tables import not_understood


def session_chart(request, form):
    """Sessions by year, as the list of sessions was asked for."""
    found = SessionFilter(request.GET)
    if found.notices:
        return not_understood(request, found.notices, reverse("sessions:session-list"))
    return _file(request, sessions_by_year(years(found)), form)


def decision_chart(request, form):
    """Where decisions stand, session by session, as the list of decisions was asked for."""
    found = DecisionFilter(request.GET)
    if found.notices:
        return not_understood(request, found.notices, reverse("sessions:decision-list"))
    return _file(request, decisions_by_session(summary_of(found.qs)), form)


def figure_chart(request, slug, indicator, form):
    """The figures of one indicator in a commission's record.  Three queries."""
    commission = get_object_or_404(Commission.objects.published(), slug=slug)
    figures = commission.figures.select_related("indicator").prefetch_related("sources")
    for each in figures_by_indicator(figures.filter(indicator__slug=indicator)):
        return _file(request, figures_of(f"{slug}-{indicator}", each), form)
    raise Http404


def _file(request, chart, form):
    name = f'attachment; filename="{chart.name}.{form}"'
    if form == "svg":
        return HttpResponse(
            svg_of(chart), content_type=SVG, headers={"Content-Disposition": name}
        )
    with_mark = request.GET.get("bom") == "1"
    lines = csv_of(chart.headings, chart.rows, with_mark=with_mark)
    return HttpResponse(lines, content_type=CSV, headers={"Content-Disposition": name})
