"""What django-axes asks of the portal: where a request comes from, and the page of who is locked out."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commission.client_address import client_address


def address_of(request: HttpRequest) -> str | None:
    """See `client_address`."""
    return client_address(request.META)


def answer(request: HttpRequest, *_more: Any, **_named: Any) -> HttpResponse:
    """429: after too many refusals, when it can be tried again."""
    wait = settings.AXES_COOLOFF_TIME
    context = {
        **admin.site.each_context(request),
        "title": _("Too many attempts"),
        "minutes": int(wait.total_seconds() // 60),
    }
    response = TemplateResponse(
        request,
        "admin/signing_in/locked.html",
        context,
        status=429,
        headers={"Retry-After": str(int(wait.total_seconds()))},
    )
    return response.render()
