"""What all answers of the API share: open to every site, limited for each address, no page of HTML."""

import time
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from commission.client_address import client_address
from commission.unchanged import OPEN_TO_ALL

from .problems import TYPE, problem

HERE = "/api/v1/"
VERBS = "GET, HEAD, OPTIONS"
MINUTE = 60
OPEN = [
    OPEN_TO_ALL,
    ("Access-Control-Expose-Headers", "ETag, Last-Modified, Link, Retry-After"),
]
DETAILS = {
    400: "The request could not be read.",
    404: "Nothing that is published stands at this address.",
    500: "Something went wrong here; it has been written down.",
}


def api_answers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answers of the API are the same whatever languages the reader's browser would like."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(HERE):
            return get_response(request)
        response = _refusal(request) or _answered(get_response(request))
        for name, value in OPEN:
            response.headers[name] = value
        return response

    return answer


def _refusal(request):
    """The answer to what is not asked further, None otherwise."""
    if request.method == "OPTIONS":
        headers = {
            "Allow": VERBS,
            "Access-Control-Allow-Methods": VERBS,
            "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)
    if request.method not in ("GET", "HEAD"):
        return problem(405, "Only to be read: GET, HEAD.", headers={"Allow": VERBS})
    if wait := seconds_to_wait(request):
        return problem(
            429,
            f"More than {settings.API_PER_MINUTE} requests in a minute: wait {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )
    return None


def _answered(response):
    status = response.status_code
    if 300 < status < 304:
        return response
    if status >= 400 and response.headers.get("Content-Type") != TYPE:
        return problem(status, DETAILS.get(status, HTTPStatus(status).phrase))
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.pop("Content-Language", None)
    return response


def seconds_to_wait(request: HttpRequest) -> int:
    """0 while the address of whoever asks has asked less often in this minute than it may.

    Counted in Django's cache: by each process for itself, unless the cache is a shared one.
    """
    address = client_address(request.META)
    if address is None:
        return 0
    now = int(time.time())
    key = f"api-{_household(address)}-{now // MINUTE}"
    cache.add(key, 0, MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:
        # It was dropped between the two.
        return 0
    return MINUTE - now % MINUTE if asked > settings.API_PER_MINUTE else 0


def _household(address):
    """Whoever has an address of IPv6 has all of its /64."""
    if isinstance(ip_address(address), IPv6Address):
        return ip_network(f"{address}/64", strict=False).network_address
    return address
