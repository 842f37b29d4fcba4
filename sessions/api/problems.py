"""What goes wrong, told as RFC 9457 has it: application/problem+json."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

TYPE = "application/problem+json"


class NotUnderstoodError(Exception):
    """A question that cannot be answered: `errors` are sentences by parameter."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


def body(
    status: int, detail: str, errors: dict[str, list[str]] | None = None
) -> dict[str, Any]:
    """What is told of a problem; `errors` are sentences by parameter."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return told | {"errors": errors} if errors else told


def problem(
    status: int,
    detail: str,
    errors: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    return HttpResponse(
        json.dumps(body(status, detail, errors), ensure_ascii=False),
        status=status,
        content_type=TYPE,
        headers=headers,
    )


def refused(errors: dict[str, list[str]]) -> HttpResponse:
    named = ", ".join(errors)
    return problem(400, f"Not understood, so nothing was answered: {named}.", errors)
