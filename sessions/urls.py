"""Addresses of what happened: sessions, their passages and decisions."""

from django.urls import path, register_converter

from sessions.tables import TABLES
from sessions.views.charts import decision_chart, figure_chart, session_chart
from sessions.views.comparison import compare
from sessions.views.decision import decision_detail, decision_list
from sessions.views.home import home
from sessions.views.passage import passage_detail
from sessions.views.search import search
from sessions.views.session import session_detail, session_list
from sessions.views.suggestions import suggestions
from sessions.views.tables import codebook, table


class Name:
    """One of some words; what is none of them is another address."""

    to_python = to_url = str


class TableName(Name):
    regex = "|".join(TABLES)


class TableForm(Name):
    regex = "csv|xlsx"


class ChartForm(Name):
    regex = "csv|svg"


register_converter(TableName, "table")
register_converter(TableForm, "table_form")
register_converter(ChartForm, "chart_form")

app_name = "sessions"

urlpatterns = [
    path("", home, name="home"),
    path("sessions/", session_list, name="session-list"),
    # No session has this for its key.
    path("sessions/<slug:commission>/compare/", compare, name="compare"),
    path(
        "sessions/<slug:commission>/<slug:key>/", session_detail, name="session-detail"
    ),
    path(
        "sessions/<slug:commission>/<slug:key>/passages/<int:number>/",
        passage_detail,
        name="passage-detail",
    ),
    path("search/", search, name="search"),
    path("suggestions/", suggestions, name="suggestions"),
    path("decisions/", decision_list, name="decision-list"),
    path(
        "decisions/<slug:commission>/<slug:key>/<int:number>/",
        decision_detail,
        name="decision-detail",
    ),
    # Beside the pages, as files; no slug has a dot.
    path("tables/", codebook, name="codebook"),
    path("<table:name>/table.<table_form:form>", table, name="table"),
    path("sessions/chart.<chart_form:form>", session_chart, name="session-chart"),
    path("decisions/chart.<chart_form:form>", decision_chart, name="decision-chart"),
    path(
        "commissions/<slug:slug>/figures/<slug:indicator>.<chart_form:form>",
        figure_chart,
        name="figure-chart",
    ),
]
