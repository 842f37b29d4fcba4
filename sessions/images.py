"""Pictures as people upload them: which are taken, and what is made of them before they are shown."""

import os
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_MEGABYTES = 20
MAX_MEGAPIXELS = 50
# Eight times 1920 still fits the 16383 pixels a side that WebP can hold.
MAX_ASPECT = 8

SRGB = ImageCms.createProfile("sRGB")
# Modes of Pillow for the colour spaces of profiles (ICC.1, data colour space field).
MODES = {"RGB ": "RGB", "CMYK": "CMYK", "GRAY": "L"}
SIDEWAYS = {5, 6, 7, 8}  # values of EXIF's Orientation that swap width and height

TOO_LARGE = _(
    "The picture has %(megabytes)s MB, more than the %(limit)s MB allowed: "
    "save it at a lower quality or a smaller size, and choose that file."
)
TOO_MANY_PIXELS = _(
    "The picture has more than the %(limit)s megapixels allowed: "
    "scale it down, to 6000 × 4000 pixels for example, and choose that file."
)
TOO_NARROW = _(
    "The picture is more than %(limit)s times as long as it is wide: "
    "crop it, and choose that file."
)
EMPTY = _("The file is empty: choose the picture again.")
DAMAGED = _(
    "The picture is damaged or breaks off before its end: "
    "copy it from the camera again, or open it and save it as JPEG, and choose that file."
)
NOT_A_PICTURE = _(
    "This is not a JPEG, PNG, WebP or AVIF picture, whatever its name says: "
    "save the picture as JPEG, and choose that file."
)
HEIC = _(
    "This is a HEIC picture, which most browsers cannot show: "
    "save or export it as JPEG on the phone or computer, and choose that file."
)
SVG = _("This is a drawing (SVG), not a photo: export it as PNG, and choose that file.")


def check_photo(file: BinaryIO) -> None:
    """Raise ValidationError, in a sentence that says how to mend it, unless the file is a photo.

    The picture is read to its end, which is the only way to know that it is whole.
    """
    _decoded(file, least=1)


def upright_picture(
    file: BinaryIO, least: int = 0
) -> tuple[Image.Image, tuple[int, int]]:
    """The picture turned upright, opaque, in sRGB and free of metadata; and its full size.

    `least` allows a smaller picture than the full one, of at least as many pixels a side: a large
    JPEG is decoded several times faster so. Of a moving picture the first frame is taken.
    Raises ValidationError as `check_photo` does.
    """
    image, size = _decoded(file, least)
    picture = _in_srgb(_opaque(_in_eight_bits(image)))
    picture.info = {}
    return picture, size


def _decoded(file, least=0):
    """The upright picture as it is stored, read to its end, and the full size."""
    # WeasyPrint, once imported, has Pillow take pictures that break off in all of its process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    _check_length(file)
    image = _opened(file)
    _check_size(image)
    try:
        size = image.size
        if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
            size = size[::-1]
        image.draft(None, (least or image.width, least or image.height))
        return ImageOps.exif_transpose(image), size
    except Exception as error:
        # A damaged file makes decoders raise whatever they happen upon: OSError, SyntaxError,
        # ValueError, struct.error, zlib.error …
        raise ValidationError(DAMAGED, code="damaged") from error


def _check_length(file):
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not length:
        raise ValidationError(EMPTY, code="empty")
    if length > MAX_MEGABYTES * 1_000_000:
        facts = {"megabytes": -(-length // 1_000_000), "limit": MAX_MEGABYTES}
        raise ValidationError(TOO_LARGE, code="too_large", params=facts)


def _opened(file):
    """The picture with its header read and nothing decoded."""
    try:
        return Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise ValidationError(_what_else(file), code="not_a_picture") from error


def _what_else(file):
    """The sentence for a file that is no picture of ours, by what it seems to be."""
    file.seek(0)
    head = file.read(1024)
    if head[4:8] == b"ftyp" and head[8:12] in {
        b"heic",
        b"heix",
        b"hevc",
        b"heim",
        b"mif1",
    }:
        return HEIC
    if b"<svg" in head:
        return SVG
    known = head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[8:12] in {
        b"WEBP",
        b"avif",
    }
    return DAMAGED if known else NOT_A_PICTURE


def _check_size(image):
    if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    if max(image.size) > MAX_ASPECT * min(image.size):
        raise ValidationError(
            TOO_NARROW, code="too_narrow", params={"limit": MAX_ASPECT}
        )


def _too_many_pixels():
    return ValidationError(
        TOO_MANY_PIXELS, code="too_many_pixels", params={"limit": MAX_MEGAPIXELS}
    )


def _in_eight_bits(image):
    """Sixteen-bit grey scaled down: Pillow's own conversion would cut it off at 255."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _opaque(image):
    """Transparent parts in white, as on paper: a photo looks the same on light and dark pages."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.info = image.info
        image = Image.alpha_composite(paper, image).convert("RGB")
    return image if image.mode in MODES.values() else image.convert("RGB")


def _in_srgb(image):
    """The colours the profile in the file means; without a readable profile they are sRGB's."""
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(image.info["icc_profile"]))
        image = image.convert(MODES[profile.profile.xcolor_space])
        return ImageCms.profileToProfile(image, profile, SRGB, outputMode="RGB")
    except (KeyError, OSError, ImageCms.PyCMSError):
        return image.convert("RGB")
