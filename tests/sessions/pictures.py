"""Pictures for tests, made as cameras, phones and scanners make them."""

import struct
import zlib
from io import BytesIO

from PIL import ExifTags, Image, ImageCms


def photograph(kind="JPEG", *, size=(64, 48), mode="RGB", colour=None, **options):
    """The bytes of a picture of one colour, teal in modes that have it."""
    colour = (
        {"RGB": "teal", "RGBA": (0, 128, 128, 255)}.get(mode, 90)
        if colour is None
        else colour
    )
    content = BytesIO()
    Image.new(mode, size, colour).save(content, kind, **options)
    return content.getvalue()


def phone_exif(orientation=1):
    """EXIF as a phone writes it: orientation, maker, place and a comment."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Secret Camera Works"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (37.0, 57.0, 0.0)
    return exif


def half_and_half(kind="JPEG", *, size=(64, 32), orientation=1):
    """Red on the left and blue on the right as stored, with a phone's EXIF."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    content = BytesIO()
    picture.save(content, kind, exif=phone_exif(orientation), quality=95)
    return content.getvalue()


def png_header(width, height):
    """A PNG that announces a size and carries next to nothing."""

    def chunk(name, data):
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def lab_profile():
    """An ICC profile whose colours are not those of RGB pixels."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def swapped_profile():
    """An ICC profile by which red means blue and blue means red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return (
        profile.replace(b"rXYZ", b"????")
        .replace(b"bXYZ", b"rXYZ")
        .replace(b"????", b"bXYZ")
    )


def webp_chunks(content):
    """Names of the chunks of a WebP file, in their order (RFC 9649, 2.3)."""
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WEBP"
    names, place = [], 12
    while place < len(content):
        name, length = struct.unpack("<4sI", content[place : place + 8])
        names.append(name)
        place += 8 + length + length % 2
    return names
