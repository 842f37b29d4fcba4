"""Who is signed in: those alone who did both steps, and did something not long ago."""

import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

TOUCHED = "touched"
# A session is written again at most so often: reading needs no write.
TOUCHED_SECONDS = 60


def both_steps(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Takes whoever did not do the second step, where it is required, for nobody: a session from
    before it was, or whose app was taken away.

    After OTPMiddleware, which knows.  No query for those without a session.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if settings.SECOND_STEP:
            request.user = SimpleLazyObject(partial(_verified, request.user))  # type: ignore[assignment]
        return get_response(request)

    return answer


def _verified(user):
    return user if user.is_authenticated and user.is_verified() else AnonymousUser()


def kept_awake(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Puts off the end of the session of who does something (settings.SESSION_COOKIE_AGE is idle time)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            touched, now = request.session.get(TOUCHED), int(time.time())
            if touched and now - touched >= TOUCHED_SECONDS:
                request.session[TOUCHED] = now
        return get_response(request)

    return answer
