"""Pages of the admin that stand on the whole record; included before the admin's own addresses."""

from django.contrib import admin
from django.urls import path, re_path

from sessions.admin.kept_photos import photo_view
from sessions.admin.list_tables import list_table_view
from sessions.admin.spreadsheets import (
    spreadsheet_view,
    spreadsheets_view,
    template_view,
)

app_name = "desk"

wrap = admin.site.admin_view

urlpatterns = [
    path("spreadsheets/", wrap(spreadsheets_view), name="spreadsheets"),
    path("spreadsheets/<slug:name>/", wrap(spreadsheet_view), name="spreadsheet"),
    path(
        "spreadsheets/<slug:name>/template.xlsx",
        wrap(template_view),
        name="spreadsheet-template",
    ),
    path("photos/", wrap(photo_view), name="photo"),
    re_path(
        r"^(?P<app_label>\w+)/(?P<model_name>\w+)/table\.(?P<form>csv|xlsx)$",
        wrap(list_table_view),
        name="list-table",
    ),
]
