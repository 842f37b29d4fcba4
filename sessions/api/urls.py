"""Addresses of the API, the same in every language."""

from django.urls import path

from .operations import api
from .views import documentation, openapi

app_name = "api"

patterns, _app, _namespace = api.urls
urlpatterns = [
    path("", documentation, name="documentation"),
    path("openapi.json", openapi, name="openapi"),
    # But for ninja's own front page.
    *(each for each in patterns if getattr(each, "name", "") != "api-root"),
]
