"""Large files, sent whole or from where a reader broke off (ranges: RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 1 << 16


def in_parts(
    request: HttpRequest, path: Path, *, accel: str, etag: str, headers: dict[str, str]
) -> HttpResponseBase:
    """The file, the part of it that is asked for, 416 where it has no such part, 412, or 304.

    `etag` is of the content, quoted: a part of a file that has changed since (If-Range) is the whole of
    what it is now.  Where nginx sends the bytes, from `accel` below its internal location, it does
    all of this by itself, with an ETag of its own; ours, which readers never see, judges no request.
    Raises FileNotFoundError where the portal itself would send what is not there.
    """
    if settings.ACCEL_REDIRECT_PREFIX:
        prefix = settings.ACCEL_REDIRECT_PREFIX.rstrip("/")
        return HttpResponse(headers=headers | {"X-Accel-Redirect": f"{prefix}/{accel}"})
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _sent_here(request, path, etag)
    for name, value in headers.items():
        response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _sent_here(request, path, etag):
    size = path.stat().st_size
    part = _part(request, size, etag)
    if part is None:
        return FileResponse(path.open("rb"))
    first, last = part
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_pieces(path, first, last), status=206)
    answer.headers["Content-Length"] = str(last - first + 1)
    answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


def _part(request, size, etag):
    """(first, last) byte that is asked for; None for all.  Several parts at once are not given."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not asked or request.method != "GET" or request.headers.get("If-Range", etag) != etag:  # fmt: skip
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:
        # The last so many; of none of them there is no part.
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
