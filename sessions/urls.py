"""Addresses of what happened: sessions, their passages and decisions."""

from typing import Any

from django.urls import path, register_converter

from sessions.api.views import api_page
from sessions.calendars import (
    calendar,
    commission_calendar,
    list_calendar,
    organisation_calendar,
)
from sessions.citing import FORMS
from sessions.correction_feed import CorrectionFeed
from sessions.feeds import KINDS, RecordFeed
from sessions.tables import TABLES
from sessions.views.about import about, help_page
from sessions.views.card import card
from sessions.views.charts import (
    co_chairs_chart_file,
    decision_chart,
    figure_chart,
    life_chart_file,
    session_chart,
    thread_chart_file,
)
from sessions.views.citing import (
    cite_agreement,
    cite_decision,
    cite_passage,
    cite_session,
)
from sessions.views.comparison import compare
from sessions.views.decision import decision_detail, decision_list
from sessions.views.downloads import data
from sessions.views.follow import confirm_following, follow, stop_following
from sessions.views.home import home
from sessions.views.papers import commission_book, session_report
from sessions.views.passage import passage_detail
from sessions.views.report_error import report_error
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


class FeedName(Name):
    regex = "|".join(KINDS)


class CalendarName(Name):
    regex = "sessions|decisions"


class PaperForm(Name):
    regex = "pdf|docx"


class ChartForm(Name):
    regex = "csv|svg"


class CitationForm(Name):
    regex = "|".join(FORMS)


register_converter(PaperForm, "paper_form")
register_converter(CitationForm, "citation_form")
register_converter(TableName, "table")
register_converter(TableForm, "table_form")
register_converter(FeedName, "feed")
register_converter(CalendarName, "calendar")
register_converter(ChartForm, "chart_form")

app_name = "sessions"

# Below the page of a record: how it is cited, as a page and as a file.
SESSION = "sessions/<slug:commission>/<slug:key>/"
CITED: list[tuple[str, Any, str]] = [
    (SESSION, cite_session, "cite-session"),
    (f"{SESSION}passages/<int:number>/", cite_passage, "cite-passage"),
    ("decisions/<slug:commission>/<slug:key>/<int:number>/", cite_decision, "cite-decision"),
    ("agreements/<slug:slug>/", cite_agreement, "cite-agreement"),
]  # fmt: skip

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
    path(
        "sessions/<slug:commission>/<slug:key>/report.<paper_form:form>",
        session_report,
        name="session-report",
    ),
    # After the pages that are asked for most: each address before one is tried first.
    *(path(f"{record}cite/", view, name=name) for record, view, name in CITED),
    *(
        path(f"{record}cite.<citation_form:form>", view, name=name)
        for record, view, name in CITED
    ),
    path("commissions/<slug:slug>/book.pdf", commission_book, name="commission-book"),
    path("api/", api_page, name="api"),
    path("search/", search, name="search"),
    path("suggestions/", suggestions, name="suggestions"),
    path("decisions/", decision_list, name="decision-list"),
    path(
        "decisions/<slug:commission>/<slug:key>/<int:number>/",
        decision_detail,
        name="decision-detail",
    ),
    # Beside the pages, as files; no slug has a dot.
    path("about/", about, name="about"),
    path("help/", help_page, name="help"),
    path("report-an-error/", report_error, name="report-error"),
    path("data/", data, name="data"),
    path("follow/", follow, name="follow"),
    path("follow/confirm/<str:said>/", confirm_following, name="confirm-following"),
    path("follow/stop/<str:token>/", stop_following, name="stop-following"),
    path("tables/", codebook, name="codebook"),
    path("<table:name>/table.<table_form:form>", table, name="table"),
    path("<feed:name>/feed.atom", RecordFeed(), name="feed"),
    path("card.png", card, name="card"),
    path("sessions/<slug:commission>/<slug:key>/card.png", card, name="session-card"),
    path(
        "decisions/<slug:commission>/<slug:key>/<int:number>/card.png",
        card,
        name="decision-card",
    ),
    path("commissions/<slug:slug>/card.png", card, name="commission-card"),
    path("agreements/<slug:slug>/card.png", card, name="agreement-card"),
    path("areas/<slug:slug>/card.png", card, name="area-card"),
    path("corrections/feed.atom", CorrectionFeed(), name="correction-feed"),
    path("calendar.ics", calendar, name="calendar"),
    path("<calendar:name>/calendar.ics", list_calendar, name="list-calendar"),
    path(
        "commissions/<slug:slug>/calendar.ics",
        commission_calendar,
        name="commission-calendar",
    ),
    path(
        "organisations/<slug:slug>/calendar.ics",
        organisation_calendar,
        name="organisation-calendar",
    ),
    path("sessions/chart.<chart_form:form>", session_chart, name="session-chart"),
    path("decisions/chart.<chart_form:form>", decision_chart, name="decision-chart"),
    path(
        "commissions/<slug:slug>/figures/<slug:indicator>.<chart_form:form>",
        figure_chart,
        name="figure-chart",
    ),
    path(
        "agreements/<slug:slug>/life.<chart_form:form>",
        life_chart_file,
        name="life-chart",
    ),
    path(
        "commissions/<slug:slug>/co-chairs.<chart_form:form>",
        co_chairs_chart_file,
        name="co-chairs-chart",
    ),
    path(
        "decisions/<slug:commission>/<slug:key>/<int:number>/thread.<chart_form:form>",
        thread_chart_file,
        name="thread-chart",
    ),
]
