"""Who makes a change: whoever is signed in where a form was sent, whom a verb names, or a command."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from commission.models import Change

_request: ContextVar[HttpRequest | None] = ContextVar("writing request", default=None)


def acting(change: Change) -> tuple[Any, str, str]:
    """(account or None, its name or "", why or "") of whoever makes `change`.  No query where the
    account is known.
    """
    by = change.by
    if by is None and (request := _request.get()) is not None:
        by = getattr(request, "user", None)
    if by is None or not by.is_authenticated:
        return None, "", change.reason
    # Of a lazy one, the account itself.
    return by, by.get_full_name() or by.get_username(), change.reason


def who_writes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Remembers the request while it may write; those that only read cost nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return get_response(request)
        token = _request.set(request)
        try:
            return get_response(request)
        finally:
            _request.reset(token)

    return answer
