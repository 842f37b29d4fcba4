"""Photos and documents: the only road on which uploaded files leave the portal.

A file is as public as the record it belongs to, whoever has learnt its address.
"""

import logging
from pathlib import Path

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sessions.models import DocumentFile, Photo
from sessions.renditions import rendition_name, rendition_sizes

from .in_parts import in_parts

logger = logging.getLogger(__name__)

# To the minute, like an embargo: what is withdrawn is gone from every cache a minute later.
FOR_VISITORS = "public, max-age=60, must-revalidate"
# Staff see drafts too; no cache may keep what it gave them.
FOR_STAFF = "private, no-store"


@require_safe
def document_file(request, pk, language, name):
    """A document in one language, to be saved rather than opened. One query."""
    files = DocumentFile.objects.visible_to(request.user)
    file = get_object_or_404(files, document=pk, language=language)
    if name != file.original_name:
        return redirect(file)
    return _answer(
        request,
        file.file.storage,
        file.file.name,
        etag=file.sha256,
        headers={
            "Content-Type": file.content_type,
            "Content-Language": file.language,
            "Content-Disposition": content_disposition_header(True, file.original_name),
        },
    )


@require_safe
def photo_rendition(request, pk, token, width):
    """A photo at one of its widths. One query."""
    photo = get_object_or_404(
        Photo.objects.visible_to(request.user), pk=pk, token=token
    )
    if width not in dict(rendition_sizes(photo.width, photo.height)):
        raise Http404
    return _answer(
        request,
        photo.image.storage,
        rendition_name(photo.folder, width),
        etag=f"{token}-{width}",
        headers={"Content-Type": "image/webp", "Content-Disposition": "inline"},
    )


def _answer(request, storage, name, *, etag, headers):
    """The file, with the headers that keep it harmless."""
    headers |= {
        "Cache-Control": FOR_STAFF if request.user.is_staff else FOR_VISITORS,
        # Were a document opened in the browser after all, it could run and load nothing.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    path = Path(storage.path(name))
    try:
        return in_parts(request, path, accel=name, etag=f'"{etag}"', headers=headers)
    except FileNotFoundError:
        logger.error("The file %s is missing from the media folder.", name)
        raise Http404 from None
