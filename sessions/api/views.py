"""The document of the API, and the page that explains it to people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from .document import checked_in, explained
from .resource import as_json
from .sessions import SESSIONS


def documentation(request: HttpRequest) -> HttpResponse:
    """To the page in the reader's language."""
    return redirect("sessions:api")


def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, as it is checked in, with the address of this portal."""
    return as_json(checked_in() | {"servers": [{"url": settings.SITE_URL}]})


def api_page(request: HttpRequest) -> HttpResponse:
    context = {
        "kinds": explained(),
        "long": SESSIONS.long,
        "site_url": settings.SITE_URL,
    }
    return TemplateResponse(request, "sessions/api.html", context)
