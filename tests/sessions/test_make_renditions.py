from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from ..factories import make_photo
from .pictures import photograph

pytestmark = pytest.mark.django_db


def make_renditions():
    """What the command says on standard output and on standard error."""
    out, err = StringIO(), StringIO()
    call_command("make_renditions", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_makes_what_is_missing_and_leaves_the_rest():
    photo = make_photo(content=photograph(size=(600, 400)))
    whole = make_photo()
    missing = Path(default_storage.path(f"photos/{photo.token}/480.webp"))
    kept = Path(default_storage.path(f"photos/{whole.token}/64.webp"))
    before, changed = missing.read_bytes(), kept.stat().st_mtime_ns
    missing.unlink()

    assert make_renditions() == ("Renditions made for 1 photos.\n", "")
    assert missing.read_bytes() == before
    assert kept.stat().st_mtime_ns == changed
    assert make_renditions() == ("Renditions made for 0 photos.\n", "")


def test_it_names_photos_whose_original_is_lost_or_spoilt_and_goes_on():
    lost, spoilt, photo = make_photo(), make_photo(), make_photo()
    for each in (lost, spoilt, photo):
        default_storage.delete(f"photos/{each.token}/64.webp")
    Path(lost.image.path).unlink()
    Path(spoilt.image.path).write_bytes(b"")

    assert make_renditions() == (
        "Renditions made for 1 photos.\n",
        (
            f"Photo {lost.pk}: its original photos/{lost.token}/original is missing; "
            "restore it from a backup or upload the photo again.\n"
            f"Photo {spoilt.pk}: The file is empty: choose the picture again.\n"
        ),
    )
