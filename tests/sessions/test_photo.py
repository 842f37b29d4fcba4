from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.forms import modelform_factory
from django.utils import translation

from sessions.models import Photo
from tests.thirty_days import thirty_days_later

from ..factories import make_photo, make_session
from .pictures import half_and_half, photograph, png_header

pytestmark = pytest.mark.django_db


def kept_files():
    root = Path(default_storage.location)
    return sorted(
        str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()
    )


def test_it_keeps_the_original_and_its_renditions():
    content = half_and_half(size=(600, 300))
    photo = make_photo(content=content)

    folder = f"photos/{photo.token}"
    assert kept_files() == [
        f"{folder}/480.webp",
        f"{folder}/600.webp",
        f"{folder}/original",
    ]
    assert Path(photo.image.path).read_bytes() == content


def test_it_keeps_nothing_of_the_uploaded_name():
    photo = make_photo(content=photograph())

    assert photo.image.name == f"photos/{photo.token}/original"


def test_its_size_is_that_of_the_upright_picture():
    photo = make_photo(content=half_and_half(size=(600, 300), orientation=6))

    photo.refresh_from_db()
    assert (photo.width, photo.height) == (300, 600)


def test_a_page_finds_its_sizes_and_addresses_without_queries(
    django_assert_num_queries,
):
    photo = make_photo(content=photograph(size=(1000, 500)))
    address = f"/files/photos/{photo.pk}/{photo.token}"

    with django_assert_num_queries(0):
        assert photo.renditions == [
            (f"{address}-480.webp", 480, 240),
            (f"{address}-960.webp", 960, 480),
            (f"{address}-1000.webp", 1000, 500),
        ]
        assert photo.srcset == (
            f"{address}-480.webp 480w, {address}-960.webp 960w, {address}-1000.webp 1000w"
        )
        assert photo.src(480) == f"{address}-480.webp"
        assert photo.src(700) == f"{address}-960.webp"
        assert photo.src(5000) == f"{address}-1000.webp"
        assert photo.get_absolute_url() == f"{address}-1000.webp"


def test_the_address_is_the_same_in_every_language():
    photo = make_photo()
    with translation.override("kk"):
        assert photo.src(480) == f"/files/photos/{photo.pk}/{photo.token}-64.webp"


def test_the_same_picture_has_another_address_in_another_photo():
    assert make_photo().token != make_photo().token


def test_a_replaced_picture_gets_new_addresses_and_leaves_no_files_for_long():
    photo = make_photo()
    before = photo.token

    photo.image = ContentFile(photograph(size=(100, 50)), "new.jpg")
    photo.save()
    assert default_storage.exists(f"photos/{before}/original")
    thirty_days_later()

    photo.refresh_from_db()
    assert photo.token != before
    assert (photo.width, photo.height) == (100, 50)
    assert kept_files() == [
        f"photos/{photo.token}/100.webp",
        f"photos/{photo.token}/original",
    ]
    assert not default_storage.exists(f"photos/{before}")


def test_the_replaced_picture_stays_until_the_change_is_sure():
    photo = make_photo()
    kept = kept_files()

    photo.image = ContentFile(photograph(), "new.jpg")
    photo.session_id = None
    with pytest.raises(IntegrityError), transaction.atomic():
        photo.save()

    assert set(kept) <= set(kept_files())


def test_a_change_of_words_leaves_the_picture(django_assert_num_queries):
    photo = make_photo()
    before = (photo.token, kept_files())
    photo = Photo.objects.get(pk=photo.pk)

    photo.caption_en = "The co-chairs"
    # The content version, the row, and the moment of its session's last change; then its version,
    # the change, and the records that it touched.
    with django_assert_num_queries(6):
        photo.save()

    photo.refresh_from_db()
    assert (photo.token, kept_files()) == before


@pytest.mark.parametrize("delete", ["photo", "session", "queryset"])
def test_its_files_go_with_it_when_it_can_be_put_back_no_longer(delete):
    photo = make_photo()
    doomed = {
        "photo": photo,
        "session": photo.session,
        "queryset": Photo.objects.filter(pk=photo.pk),
    }

    doomed[delete].delete()
    assert len(kept_files()) == 2
    thirty_days_later()

    assert kept_files() == []
    assert not default_storage.exists(f"photos/{photo.token}")


def test_a_bad_picture_is_never_saved():
    with pytest.raises(ValidationError):
        make_photo(content=b"not a picture")

    assert (Photo.objects.count(), kept_files()) == (0, [])


def test_a_form_shows_the_sentence_that_mends_a_bad_picture():
    form = modelform_factory(Photo, fields=["session", "image", "order"])(
        {"session": make_session(state="draft").pk, "order": 0},
        {"image": ContentFile(png_header(9000, 9000), "photo.jpg")},
    )

    assert form.errors == {
        "image": [
            (
                "The picture has more than the 50 megapixels allowed: "
                "scale it down, to 6000 × 4000 pixels for example, and choose that file."
            )
        ]
    }


def test_a_form_takes_a_picture_whatever_its_name():
    form = modelform_factory(Photo, fields=["session", "image", "order"])(
        {"session": make_session(state="draft").pk, "order": 0},
        {"image": ContentFile(photograph("WEBP"), "я" * 200 + ".exe")},
    )

    assert form.errors == {}
    assert form.save().width == 64


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_form_takes_a_picture_too_large_for_memory(kind):
    content = photograph(kind)
    upload = TemporaryUploadedFile("photo", "image/jpeg", len(content), None)
    upload.write(content)

    form = modelform_factory(Photo, fields=["session", "image", "order"])(
        {"session": make_session(state="draft").pk, "order": 0}, {"image": upload}
    )

    assert form.errors == {}
    photo = form.save()
    upload.close()
    assert Path(photo.image.path).read_bytes() == content


def test_a_form_does_not_read_a_kept_picture_again():
    photo = make_photo()
    Path(photo.image.path).write_bytes(b"spoilt since")

    form = modelform_factory(Photo, fields=["caption"])(
        {"caption": "New"}, instance=photo
    )

    assert form.errors == {}


def test_a_photo_of_a_published_session_needs_a_description():
    photo = make_photo(session=make_session(), alt="")

    with pytest.raises(ValidationError) as caught:
        photo.full_clean()

    assert caught.value.messages == [
        "The session is published: describe this photo in at least one language."
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [("published", {"alt_kk": "Екі делегация"}), ("draft", {"alt": ""})],
)
def test_one_language_is_enough_and_a_draft_needs_none(state, words):
    photo = make_photo(session=make_session(state=state), **words)

    assert photo.full_clean() is None


def test_photos_without_a_description_are_found():
    silent = make_photo(alt="")
    make_photo(alt="Two delegations")
    make_photo(alt_tk="Iki wekiliýet")

    assert list(Photo.objects.without_alt()) == [silent]


def test_photos_are_as_public_as_their_session_and_commission():
    shown = make_photo()
    make_photo(session=make_session(state="draft"))
    of_draft_commission = make_photo().session.commission
    of_draft_commission.state = "draft"
    of_draft_commission.save()

    assert list(Photo.objects.published()) == [shown]


def test_it_is_called_by_its_caption_or_description_or_number():
    photo = make_photo(alt="")

    assert str(photo) == f"Photo {photo.pk}"
    photo.alt = "Two delegations"
    assert str(photo) == "Two delegations"
    photo.caption = "Opening"
    assert str(photo) == "Opening"
