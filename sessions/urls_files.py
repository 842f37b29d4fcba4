"""Addresses of photos and documents, the same in every language.

A namespace of their own, because one namespace cannot stand both under the language and outside.
"""

from django.urls import path, register_converter

from sessions.views.downloads import download
from sessions.views.files import document_file, photo_rendition


class RowNumber:
    """A primary key: no longer than a database's integers, so that no number is too large."""

    regex = "[0-9]{1,18}"
    to_python = int
    to_url = str


register_converter(RowNumber, "row")

app_name = "files"

urlpatterns = [
    path(
        "documents/<row:pk>/<slug:language>/<str:name>",
        document_file,
        name="document-file",
    ),
    path(
        "photos/<row:pk>/<slug:token>-<int:width>.webp",
        photo_rendition,
        name="photo-rendition",
    ),
    path("data/<str:name>", download, name="download"),
]
