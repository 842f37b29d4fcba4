"""The charts of the pages as files: a drawing that stands alone, or the numbers behind it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from commission.addresses import find_record
from commission.agreement_life import life_of
from commission.co_chairs import MOST_SESSIONS, co_chairs_over_time
from commission.figures import figures_by_indicator
from commission.models import Agreement, Commission
from sessions.addresses import find_session
from sessions.decision_filters import DecisionFilter
from sessions.decision_summary import summary_of
from sessions.facets import years
from sessions.filters import SessionFilter
from sessions.models import Decision, Session
from sessions.tables.charts import (
    SVG,
    decisions_by_session,
    figures_of,
    sessions_by_year,
    svg_of,
)
from sessions.tables.day_charts import co_chairs_chart, life_chart, thread_chart
from sessions.tables.day_drawing import DayChart, days_as_svg
from sessions.tables.spreadsheets import CSV, csv_of
from sessions.threads import thread_of

from .tables import misunderstood, not_understood


def session_chart(request, form):
    """Sessions by year, as the list of sessions was asked for."""
    found = SessionFilter(request.GET)
    if notices := misunderstood(request, found, "bom"):
        return not_understood(request, notices, reverse("sessions:session-list"))
    return _file(request, sessions_by_year(years(found)), form)


def decision_chart(request, form):
    """Where decisions stand, session by session, as the list of decisions was asked for."""
    found = DecisionFilter(request.GET)
    if notices := misunderstood(request, found, "bom"):
        return not_understood(request, notices, reverse("sessions:decision-list"))
    return _file(request, decisions_by_session(summary_of(found.qs)), form)


def figure_chart(request, slug, indicator, form):
    """The figures of one indicator in a commission's record.  Three queries."""
    commission = get_object_or_404(Commission.objects.published(), slug=slug)
    if notices := misunderstood(request, None, "bom"):
        return not_understood(request, notices, commission.get_absolute_url())
    figures = commission.figures.select_related("indicator").prefetch_related("sources")
    for each in figures_by_indicator(figures.filter(indicator__slug=indicator)):
        return _file(request, figures_of(f"{slug}-{indicator}", each), form)
    raise Http404


def life_chart_file(request, slug, form):
    """The life of a public agreement."""
    agreements = Agreement.objects.select_related("commission")
    agreements = agreements.prefetch_related("commission__sides")
    agreement = _public(find_record(request, agreements, slug))
    if moved := _moved(request, agreement, f"life.{form}"):
        return moved
    if notices := misunderstood(request, None, "bom"):
        return not_understood(request, notices, agreement.get_absolute_url())
    life = life_of(agreement)
    if not life.line:
        raise Http404
    return _file(request, life_chart(agreement, life), form)


def co_chairs_chart_file(request, slug, form):
    """Who headed each side of a public commission, over the sessions that its page shows."""
    commission = _public(find_record(request, Commission.objects.with_sides(), slug))
    if moved := _moved(request, commission, f"co-chairs.{form}"):
        return moved
    if notices := misunderstood(request, None, "bom"):
        return not_understood(request, notices, commission.get_absolute_url())
    public = Session.objects.published().filter(commission=commission).newest_first()
    latest = public.select_related("commission")[:MOST_SESSIONS]
    sessions = [session for session in latest if not session.called_off]
    if not sessions:
        raise Http404
    lines = co_chairs_over_time(commission.sides.all(), sessions)
    return _file(request, co_chairs_chart(commission, lines, sessions), form)


def thread_chart_file(request, commission, key, number, form):
    """The thread of a public decision, as far as it is public."""
    session = _public(find_session(request, commission, key))
    decision = get_object_or_404(session.decisions, number=number)
    if moved := _moved(request, decision, f"thread.{form}"):
        return moved
    if notices := misunderstood(request, None, "bom"):
        return not_understood(request, notices, decision.get_absolute_url())
    thread = thread_of(decision, Decision.objects.published())
    if thread is None:
        raise Http404
    return _file(request, thread_chart(decision, thread), form)


def _public(record):
    if record.is_preview:
        raise Http404
    return record


def _moved(request, record, name):
    """A redirect to the file below the record's address of today, None where this is it."""
    address = record.get_absolute_url() + name
    if request.path == address:
        return None
    query = request.META.get("QUERY_STRING")
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def _file(request, chart, form):
    name = f'attachment; filename="{chart.name}.{form}"'
    if form == "svg":
        drawn = days_as_svg(chart) if isinstance(chart, DayChart) else svg_of(chart)
        return HttpResponse(
            drawn, content_type=SVG, headers={"Content-Disposition": name}
        )
    with_mark = request.GET.get("bom") == "1"
    lines = csv_of(chart.headings, chart.rows, with_mark=with_mark)
    return HttpResponse(lines, content_type=CSV, headers={"Content-Disposition": name})
