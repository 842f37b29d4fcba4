from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sessions.images import MAX_ASPECT
from sessions.renditions import missing_renditions, rendition_sizes, write_renditions

from .pictures import half_and_half, photograph, swapped_profile, webp_chunks


def written(content):
    """{width: bytes} of the renditions of a picture."""
    width, height = write_renditions(BytesIO(content), default_storage, "photos/x")
    sizes = rendition_sizes(width, height)
    return {
        width: Path(default_storage.path(f"photos/x/{width}.webp")).read_bytes()
        for width, _ in sizes
    }


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((4000, 3000), [(480, 360), (960, 720), (1440, 1080), (1920, 1440)]),
        ((1920, 1080), [(480, 270), (960, 540), (1440, 810), (1920, 1080)]),
        ((1000, 500), [(480, 240), (960, 480), (1000, 500)]),
        ((200, 100), [(200, 100)]),
        ((1, 1), [(1, 1)]),
    ],
)
def test_there_are_four_widths_and_nothing_is_enlarged(size, sizes):
    assert rendition_sizes(*size) == sizes


@given(st.integers(1, 7000), st.integers(1, 7000))
def test_every_rendition_fits_into_webp(width, height):
    if max(width, height) <= MAX_ASPECT * min(width, height):
        for size in rendition_sizes(width, height):
            assert 1 <= min(size) <= max(size) <= 16383


def test_renditions_are_of_the_sizes_they_are_said_to_be():
    contents = written(half_and_half(size=(2400, 1600), orientation=6))

    sizes = {width: Image.open(BytesIO(each)).size for width, each in contents.items()}
    assert sizes == {
        480: (480, 720),
        960: (960, 1440),
        1440: (1440, 2160),
        1600: (1600, 2400),
    }


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_renditions_carry_pixels_and_nothing_else(kind):
    content = half_and_half(kind, size=(600, 300))

    assert b"Secret Camera Works" in content
    assert [webp_chunks(each) for each in written(content).values()] == [[b"VP8 "]] * 2


def test_renditions_carry_no_profile():
    content = photograph("PNG", icc_profile=swapped_profile())

    assert [webp_chunks(each) for each in written(content).values()] == [[b"VP8 "]]


def test_it_leaves_no_half_written_files():
    write_renditions(BytesIO(photograph(size=(500, 400))), default_storage, "photos/x")

    assert sorted(default_storage.listdir("photos/x")[1]) == ["480.webp", "500.webp"]


class FullDisk(FileSystemStorage):
    """A disk that takes the beginning of a file and no more."""

    def _save(self, name, content):
        super()._save(name, ContentFile(content.read()[:10]))
        raise OSError("No space left on device")


def test_half_a_rendition_is_never_found():
    storage = FullDisk()

    with pytest.raises(OSError, match="No space left"):
        write_renditions(BytesIO(photograph()), storage, "photos/x")

    assert missing_renditions(storage, "photos/x", (64, 48)) == ["photos/x/64.webp"]


def test_it_writes_over_what_is_there():
    before = written(photograph(colour="red"))

    assert written(photograph(colour="blue")) != before


def test_it_tells_which_renditions_are_missing():
    write_renditions(BytesIO(photograph(size=(500, 400))), default_storage, "photos/x")
    default_storage.delete("photos/x/480.webp")

    missing = missing_renditions(default_storage, "photos/x", (500, 400))
    assert missing == ["photos/x/480.webp"]
