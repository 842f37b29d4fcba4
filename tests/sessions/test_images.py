from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from sessions import images
from sessions.images import check_photo, upright_picture

from .pictures import (
    half_and_half,
    lab_profile,
    photograph,
    png_header,
    swapped_profile,
)

KINDS = ["JPEG", "PNG", "WEBP", "AVIF"]


def refusal(content):
    with pytest.raises(ValidationError) as caught:
        check_photo(BytesIO(content))
    return caught.value.messages


def colour_at(picture, x, y):
    """The pixel with each channel rounded to 0, 128 or 255, as lossy formats blur it."""
    return tuple(
        round(channel / 127.5) * 127.5 // 1 for channel in picture.getpixel((x, y))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_pictures_of_the_four_formats(kind):
    assert check_photo(BytesIO(photograph(kind))) is None


def test_it_takes_the_two_pictures_in_one_file_that_phones_make():
    extra = Image.new("RGB", (64, 48), "red")
    content = photograph("MPO", save_all=True, append_images=[extra])

    picture, size = upright_picture(BytesIO(content))

    assert (colour_at(picture, 0, 0), size) == ((0, 127, 127), (64, 48))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_it_takes_the_first_frame(kind):
    second = Image.new("RGB", (64, 48), "red")
    content = photograph(kind, save_all=True, append_images=[second], duration=100)

    picture, _ = upright_picture(BytesIO(content))

    assert colour_at(picture, 5, 5) == (0, 127, 127)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "PPM"])
def test_it_refuses_pictures_of_other_formats(kind):
    assert refusal(photograph(kind)) == [str(images.NOT_A_PICTURE)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", images.EMPTY),
        (b"Minutes of the meeting", images.NOT_A_PICTURE),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', images.SVG),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", images.HEIC),
        (b"\xff\xd8\xff\xe0 and no more", images.DAMAGED),
    ],
    ids=["empty", "text", "svg", "heic", "beginning of a JPEG"],
)
def test_it_says_how_to_mend_what_is_no_picture(content, sentence):
    assert refusal(content) == [str(sentence)]


def test_it_counts_pixels_in_the_header_before_it_decodes():
    assert refusal(png_header(10_000, 5_001)) == [
        (
            "The picture has more than the 50 megapixels allowed: "
            "scale it down, to 6000 × 4000 pixels for example, and choose that file."
        )
    ]


@pytest.mark.parametrize("side", [9_000, 10_000, 20_000, 2**31 - 1])
def test_it_refuses_decompression_bombs(side):
    assert refusal(png_header(side, side)) == [images.TOO_MANY_PIXELS % {"limit": 50}]


def test_it_takes_a_picture_of_exactly_fifty_megapixels():
    assert (
        check_photo(BytesIO(photograph("PNG", size=(10_000, 5_000), mode="1"))) is None
    )


def test_it_refuses_more_than_twenty_megabytes():
    content = photograph("JPEG") + b"\0" * 20_000_000

    assert refusal(content) == [
        (
            "The picture has 21 MB, more than the 20 MB allowed: "
            "save it at a lower quality or a smaller size, and choose that file."
        )
    ]


def test_it_refuses_ribbons():
    assert refusal(photograph("PNG", size=(81, 10))) == [
        images.TOO_NARROW % {"limit": 8}
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_it_refuses_a_picture_that_breaks_off(kind):
    content = photograph(kind, size=(600, 400))

    assert refusal(content[: len(content) * 2 // 3]) == [str(images.DAMAGED)]


def test_it_refuses_one_although_another_library_told_pillow_to_take_it(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    content = photograph("JPEG", size=(600, 400))

    assert refusal(content[: len(content) * 2 // 3]) == [str(images.DAMAGED)]


@pytest.mark.parametrize(
    ("orientation", "left_or_top_first"),
    [
        (1, True),
        (2, False),
        (3, False),
        (4, True),
        (5, True),
        (6, True),
        (7, False),
        (8, False),
    ],
)
def test_it_turns_pictures_upright(orientation, left_or_top_first):
    picture, size = upright_picture(BytesIO(half_and_half(orientation=orientation)))

    width, height = size
    first, last = colour_at(picture, 2, 2), colour_at(picture, width - 3, height - 3)
    expected = [(255, 0, 0), (0, 0, 255)]
    assert picture.size == size == ((64, 32) if orientation < 5 else (32, 64))
    assert [first, last] == (expected if left_or_top_first else expected[::-1])


@pytest.mark.parametrize("kind", KINDS)
def test_it_turns_pictures_of_every_format_upright(kind):
    _, size = upright_picture(BytesIO(half_and_half(kind, orientation=6)))

    assert size == (32, 64)


def test_it_decodes_a_large_photo_smaller_and_tells_its_full_size():
    content = half_and_half(size=(4000, 2000), orientation=6)

    picture, size = upright_picture(BytesIO(content), least=400)

    assert (picture.size, size) == ((500, 1000), (2000, 4000))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_metadata_is_left(kind):
    picture, _ = upright_picture(BytesIO(half_and_half(kind)))

    assert (picture.info, dict(picture.getexif())) == ({}, {})


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGB"])
def test_pictures_of_every_mode_become_rgb(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    colour = (0, 0, 0, 0) if mode == "CMYK" else None

    picture, _ = upright_picture(BytesIO(photograph(kind, mode=mode, colour=colour)))

    assert picture.mode == "RGB"


def test_ink_becomes_light():
    yellow = photograph("JPEG", mode="CMYK", colour=(0, 0, 255, 0), quality=95)

    picture, _ = upright_picture(BytesIO(yellow))

    assert colour_at(picture, 5, 5) == (255, 255, 0)


def test_sixteen_bits_are_scaled_down_and_not_cut_off():
    picture, _ = upright_picture(BytesIO(photograph("PNG", mode="I;16", colour=0x8000)))

    assert picture.getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (200, 0, 0, 0)), ("LA", (10, 0))]
)
def test_transparent_parts_become_white(mode, colour):
    picture, _ = upright_picture(BytesIO(photograph("PNG", mode=mode, colour=colour)))

    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_the_transparent_colour_of_a_palette_becomes_white():
    content = photograph("PNG", mode="P", colour=0, transparency=0)

    picture, _ = upright_picture(BytesIO(content))

    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_colours_follow_the_profile():
    content = photograph("PNG", colour=(255, 0, 0), icc_profile=swapped_profile())

    picture, _ = upright_picture(BytesIO(content))

    assert picture.getpixel((5, 5)) == pytest.approx((0, 0, 255), abs=2)


def test_colours_follow_the_profile_of_a_picture_with_transparency():
    red = photograph(
        "PNG", mode="RGBA", colour=(255, 0, 0, 255), icc_profile=swapped_profile()
    )

    picture, _ = upright_picture(BytesIO(red))

    assert picture.getpixel((5, 5)) == pytest.approx((0, 0, 255), abs=2)


@pytest.mark.parametrize("profile", [b"not a profile", lab_profile(), b"\0" * 200])
def test_a_profile_it_cannot_read_leaves_the_colours(profile):
    content = photograph("PNG", colour=(55, 66, 77), icc_profile=profile)

    picture, _ = upright_picture(BytesIO(content))

    assert picture.getpixel((5, 5)) == (55, 66, 77)


def test_a_grey_picture_may_carry_a_colour_profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    picture, _ = upright_picture(
        BytesIO(photograph("PNG", mode="L", colour=90, icc_profile=srgb))
    )

    assert picture.getpixel((5, 5)) == pytest.approx((90, 90, 90), abs=1)


@given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n",
       b"RIFF\x20\0\0\0WEBPVP8 ", b"\0\0\0\x1cftypavif"]))  # fmt: skip
def test_random_bytes_get_a_sentence(tail, head):
    with pytest.raises(ValidationError):
        check_photo(BytesIO(head + tail))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_a_spoilt_picture_is_read_or_gets_a_sentence(kind, data):
    content = bytearray(half_and_half(kind))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]

    try:
        picture, size = upright_picture(BytesIO(content))
    except ValidationError:
        return
    assert (picture.mode, picture.size) == ("RGB", size)
