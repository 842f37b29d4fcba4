"""What all answers of the API share: open to every site, limited for each address, no page of HTML."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from commission.limits import MINUTE, seconds_to_wait
from commission.unchanged import OPEN_TO_ALL

from .problems import TYPE, problem

HERE = "/api/v1/"
VERBS = "GET, HEAD, OPTIONS"
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
    if wait := seconds_to_wait(request, "api", settings.API_PER_MINUTE, MINUTE):  # fmt: skip
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
