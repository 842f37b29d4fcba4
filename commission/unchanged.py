"""Pages asked for again: whether the record still is as the reader has it.

A public page depends on its address, on the record and what of it is released (the content
version), on the day (what is overdue) and on the portal's own files.  All of that is in its ETag,
so that one query, before anything else is done, tells whether a page would come out the same.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from commission.models.content_version import Version, latest_version

# What pages are made with.
FILES = ("commission", "participants", "sessions", "templates", "static", "locale")
SETTINGS = ("SITE_URL", "TIME_ZONE", "LICENCE", "LICENCE_URL", "CONTACT", "EMAIL_BACKEND")  # fmt: skip
# What a page that stands is sent with, as the page itself was.
KEPT = [("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
# What programs read, they may read on pages of any site.
OPEN = "/api/"
OPEN_TO_ALL = ("Access-Control-Allow-Origin", "*")
# Changes within a second of each other have the same Last-Modified: it is said only afterwards.
A_SECOND = datetime.timedelta(seconds=1)
# Below a language, and what programs read.
PUBLIC_PAGE = re.compile(
    rf"/({'|'.join(code for code, _name in settings.LANGUAGES)}|api/v1)/"
)


def is_public_page(environ: dict[str, Any]) -> bool:
    """True for the request of a page that is the same for everybody who asks for it."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and PUBLIC_PAGE.match(environ["PATH_INFO"]) is not None
        and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
    )


@cache
def edition() -> tuple[str, datetime.datetime]:
    """(a short hash of the portal's own files and settings, the moment the latest was written)."""
    names = [f for folder in FILES for f in (settings.BASE_DIR / folder).rglob("*.*")]
    files = sorted(name for name in names if name.is_file() and name.suffix != ".pyc")
    kept = sha256(" ".join(getattr(settings, name) for name in SETTINGS).encode())
    for file in files:
        kept.update(file.relative_to(settings.BASE_DIR).as_posix().encode())
        kept.update(file.read_bytes())
    written = max(file.stat().st_mtime for file in files)
    return kept.hexdigest()[:12], datetime.datetime.fromtimestamp(written, datetime.UTC)


def tag_of(version: Version) -> str:
    """The ETag of every public page that is made of a content version now."""
    released = version.released_at.timestamp() if version.released_at else 0
    today = timezone.localdate()
    return f'W/"{version.number}-{released:.6f}-{today:%Y%m%d}-{edition()[0]}"'


def modified_at(version: Version) -> datetime.datetime | None:
    """The Last-Modified of every public page that is made of a content version now, if it is over."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [edition()[1], today, version.moved_at, version.released_at]
    latest = max(filter(None, moments))
    return latest if now - latest > A_SECOND else None


def unchanged_first(application: Callable[..., Iterable[bytes]]) -> Callable:
    """The WSGI application, which sends whoever has a page as it still is away before Django begins.

    It knows the tag alone, as browsers and caches send it; every other way to ask (by a date, with
    several tags) is `middleware.unchanged_pages`'.  One query, two when it is another page.
    """

    def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        tag = environ.get("HTTP_IF_NONE_MATCH")
        if not tag or not is_public_page(environ) or tag != _tag_now():
            return application(environ, start_response)
        is_open = environ["PATH_INFO"].startswith(OPEN)
        headers = [("ETag", tag), *KEPT, *([OPEN_TO_ALL] if is_open else [])]
        start_response("304 Not Modified", headers)
        return ()

    return answer


def _tag_now():
    """None when the database does not answer: the page that says so is not made here."""
    connection.close_if_unusable_or_obsolete()
    try:
        return tag_of(latest_version())
    except DatabaseError:
        return None
