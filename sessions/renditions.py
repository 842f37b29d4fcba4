"""The sizes in which photos are served: WebP at up to four widths, without metadata."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image

from sessions.images import upright_picture

WIDTHS = (480, 960, 1440, 1920)
QUALITY = 80


def rendition_sizes(width: int, height: int) -> list[tuple[int, int]]:
    """(width, height) of each rendition of a picture of this size, the narrowest first.

    Nothing is enlarged: a picture of 1000 pixels gives 480, 960 and its own 1000.
    """
    widths = sorted({min(each, width) for each in WIDTHS})
    return [(each, max(1, round(height * each / width))) for each in widths]


def rendition_name(folder: str, width: int) -> str:
    """Where a rendition is kept in the storage."""
    return f"{folder}/{width}.webp"


def write_renditions(
    file: BinaryIO, storage: FileSystemStorage, folder: str
) -> tuple[int, int]:
    """Write every rendition of a picture into the folder; return the upright picture's size.

    Raises ValidationError for a file that `sessions.images.check_photo` refuses.
    """
    # Twice the widest leaves the scaling enough to be sharp.
    picture, size = upright_picture(file, least=2 * max(WIDTHS))
    for rendition_size in rendition_sizes(*size):
        content = _webp(
            picture.resize(rendition_size, Image.Resampling.LANCZOS, reducing_gap=2)
        )
        _write_whole(storage, rendition_name(folder, rendition_size[0]), content)
    return size


def missing_renditions(
    storage: FileSystemStorage, folder: str, size: tuple[int, int]
) -> list[str]:
    """Names of the renditions that a picture of this size should have and has not."""
    names = [rendition_name(folder, width) for width, _ in rendition_sizes(*size)]
    return [name for name in names if not storage.exists(name)]


def _webp(picture):
    content = BytesIO()
    picture.save(content, "WEBP", quality=QUALITY)
    return content.getvalue()


def _write_whole(storage, name, content):
    """Under a name of its own first, so that nobody is ever served half a picture."""
    draft = storage.save(f"{name}.part", ContentFile(content))
    Path(storage.path(draft)).replace(storage.path(name))
