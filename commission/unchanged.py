"""Pages asked for again: whether the record still is as the reader has it.

A public page depends on its address, on the record and what of it is released (the content
version), on the day (what is overdue) and on the portal's own files.  All of that is in its ETag,
so that one query, before anything else is done, tells whether a page would come out the same.
"""

import datetime
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from commission.models.content_version import Version

# What pages are made with.
FILES = ("commission", "participants", "sessions", "templates", "static", "locale")
# Changes within a second of each other have the same Last-Modified: it is said only afterwards.
A_SECOND = datetime.timedelta(seconds=1)


@cache
def edition() -> tuple[str, datetime.datetime]:
    """(a short hash of the portal's own files and settings, the moment the latest was written)."""
    names = [f for folder in FILES for f in (settings.BASE_DIR / folder).rglob("*.*")]
    files = sorted(name for name in names if name.is_file() and name.suffix != ".pyc")
    kept = sha256(f"{settings.SITE_URL} {settings.TIME_ZONE}".encode())
    for file in files:
        kept.update(file.relative_to(settings.BASE_DIR).as_posix().encode())
        kept.update(file.read_bytes())
    written = max(file.stat().st_mtime for file in files)
    return kept.hexdigest()[:12], datetime.datetime.fromtimestamp(written, datetime.UTC)


def validators(version: Version) -> tuple[str, datetime.datetime | None]:
    """(ETag, Last-Modified or None) of every public page that is made of a content version now."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    files, written = edition()
    released = version.released_at.timestamp() if version.released_at else 0
    etag = f'W/"{version.number}-{released:.6f}-{today:%Y%m%d}-{files}"'
    moments = [written, today, version.moved_at, version.released_at]
    latest = max(filter(None, moments))
    return etag, latest if now - latest > A_SECOND else None
