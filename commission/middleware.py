"""Headers and encodings that every answer shares."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import (
    activate,
    get_language_from_path,
    get_supported_language_variant,
)
from django.utils.translation.trans_real import parse_accept_lang_header

from commission.languages import nearest_language
from commission.models import pinned
from commission.unchanged import is_public_page, modified_at, tag_of

TEXT = re.compile(
    r"text/|application/(json|geo\+json|xml|rss\+xml|atom\+xml)|image/svg\+xml"
)


def heads_alone(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Takes the body from what is answered to HEAD, whose headers say what GET would send.

    Nothing of a table that is written while it is sent is written for it, and the server, which would
    leave the body out as well, does not tell the log of each.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response: Any = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.content = b""
        return response

    return answer


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable:
    """Sends settings.PERMISSIONS_POLICY with every answer, see https://www.w3.org/TR/permissions-policy/."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return answer


def asked_again(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Lets caches keep a page only if they ask whether it still stands: embargoes end to the minute.

    The ETag makes asking again cheap.  Answers that say themselves how they are kept stay so.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer


def unchanged_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable:
    """Answers 304, before anything else is done, to whoever has a public page as it still is.

    One query, and the whole answer when it is another page.  Staff see drafts on some pages, and
    have none of this.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not is_public_page(request.META):
            return get_response(request)
        with pinned() as version:
            etag, modified = tag_of(version), modified_at(version)
            seconds = int(modified.timestamp()) if modified else None
            unchanged = get_conditional_response(request, etag, seconds)
            response = unchanged or get_response(request)
        if response.status_code in (200, 304) and _may_be_kept(response):
            response.headers["ETag"] = etag
            if seconds:
                response.headers["Last-Modified"] = http_date(seconds)
        return response

    return answer


class ConditionalGet(ConditionalGetMiddleware):
    """Django's, for what is no public page: those have the ETag of `unchanged_pages`, where they are found at all,
    and none of their bytes.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        says_itself = response.has_header("ETag") or response.has_header(
            "Last-Modified"
        )
        if is_public_page(request.META) and not says_itself:
            return response
        return super().process_response(request, response)


def _may_be_kept(response):
    return "no-store" not in response.get("Cache-Control", "")


def open_to_readers(view: Callable) -> Callable:
    """Marks the view of a public page that takes what its readers send."""
    view.is_open_to_readers = True  # type: ignore[attr-defined]
    return view


class ReadOnlyPublic:
    """Answers 405 to whoever would write to a public page, but for those that are `open_to_readers`;
    staff write in the admin alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, *arguments: Any
    ) -> HttpResponseBase | None:
        found = request.resolver_match
        # "desk": pages of the admin that stand on the whole record (sessions/urls_desk.py).
        in_admin = found and found.app_name in ("admin", "desk")
        if request.method in ("GET", "HEAD") or in_admin:
            return None
        if request.method == "POST" and getattr(view, "is_open_to_readers", False):
            return None
        return HttpResponseNotAllowed(["GET", "HEAD"])


class ReadersLanguage(LocaleMiddleware):
    """Django's, which also reads languages that are not ours: where no language that the browser
    lists is, it takes the one that readers of the first most likely know (`nearest_language`).
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if get_language_from_path(request.path_info):
            return
        listed = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        codes = [code for code, _quality in listed if code != "*"]
        chosen_before = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if chosen_before or any(map(_is_ours, codes)):
            return
        near = filter(None, (nearest_language(code.split("-")[0]) for code in codes))
        language = next(near, settings.LANGUAGE_CODE)
        activate(language)
        request.LANGUAGE_CODE = language


def _is_ours(code):
    try:
        return bool(get_supported_language_variant(code))
    except LookupError:
        return False


class TextCompression(GZipMiddleware):
    """Django's gzip for text alone: photos and documents are compressed already and keep their length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        # What can be had in parts has its own length and bytes, too.
        if "Accept-Ranges" in response.headers:
            return response
        if TEXT.match(response.get("Content-Type", "")):
            return super().process_response(request, response)
        return response
