"""Headers and encodings that every answer shares."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = re.compile(
    r"text/|application/(json|geo\+json|xml|rss\+xml|atom\+xml)|image/svg\+xml"
)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable:
    """Sends settings.PERMISSIONS_POLICY with every answer, see https://www.w3.org/TR/permissions-policy/."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return answer


class TextCompression(GZipMiddleware):
    """Django's gzip for text alone: photos and documents are compressed already and keep their length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if TEXT.match(response.get("Content-Type", "")):
            return super().process_response(request, response)
        return response
