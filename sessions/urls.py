"""Addresses of what happened: sessions, their passages and decisions."""

from django.urls import path

from sessions.api.views import api_page
from sessions.views.comparison import compare
from sessions.views.decision import decision_detail, decision_list
from sessions.views.home import home
from sessions.views.passage import passage_detail
from sessions.views.search import search
from sessions.views.session import session_detail, session_list
from sessions.views.suggestions import suggestions

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
    path("api/", api_page, name="api"),
    path("search/", search, name="search"),
    path("suggestions/", suggestions, name="suggestions"),
    path("decisions/", decision_list, name="decision-list"),
    path(
        "decisions/<slug:commission>/<slug:key>/<int:number>/",
        decision_detail,
        name="decision-detail",
    ),
]
