"""What saves steps on a session's page: photos sent ahead, a delegation begun with the last one."""

import datetime
import os

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sessions.admin.kept_photos import FOLDER
from tests.factories import (
    make_commission,
    make_member,
    make_participant,
    make_position,
    make_session,
    picture,
)
from tests.filled_forms import fields, new_row, sentences

pytestmark = pytest.mark.django_db

SEND = reverse("desk:photo")


def page_of(session):
    return reverse("admin:commission_sessions_session_change", args=[session.pk])


def sent(client, content=None):
    file = SimpleUploadedFile("table.jpg", content or picture())
    return client.post(SEND, {"file": file})


def waiting():
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


# ── Photos ───────────────────────────────────────────────────────────────────────────────────


def save_with(client, session, kept, **row):
    data = fields(client.get(page_of(session)))
    new_row(data, "photos", **{"image-kept": kept}, **row)
    return client.post(page_of(session), data)


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_was_sent_ahead_is_saved_with_the_page(admin_client):
    session = make_session(state="draft")
    kept = sent(admin_client).json()["kept"]
    assert len(waiting()) == 1
    response = save_with(admin_client, session, kept, alt_en="Two tables")
    assert response.status_code == 302, sentences(response)
    photo = session.photos.get()
    assert (photo.alt_en, photo.width, photo.image.size) == ("Two tables", 64, len(picture()))  # fmt: skip
    assert waiting() == []


def test_it_is_still_there_when_the_page_is_refused(admin_client):
    session = make_session()
    kept = sent(admin_client).json()["kept"]
    refused = save_with(admin_client, session, kept)
    assert sentences(refused)[:1] == [
        "The session is published: describe this photo in at least one language."
    ]
    assert f'name="photos-0-image-kept" value="{kept}"' in refused.content.decode()
    assert save_with(admin_client, session, kept, alt_en="A table").status_code == 302
    assert session.photos.count() == 1


def test_somebody_elses_photo_and_a_forged_one_are_no_photos(
    admin_client, client, django_user_model
):
    session = make_session(state="draft")
    kept = sent(admin_client).json()["kept"]
    other = django_user_model.objects.create_superuser("other", password="x")
    client.force_login(other)
    for token in (kept, kept[:-1] + "x"):
        response = save_with(client, session, token, alt_en="A table")
        assert sentences(response)[:1] == ["This field is required."]


def test_what_is_no_picture_is_told_at_once_and_not_kept(admin_client):
    response = sent(admin_client, b"no picture")
    assert response.status_code == 400
    assert response.json()["problem"]
    assert waiting() == []


def test_visitors_and_readers_send_nothing(client, django_user_model):
    assert sent(client).status_code == 302
    client.force_login(django_user_model.objects.create_user("r", is_staff=True))
    assert sent(client).status_code == 403
    assert waiting() == []


def test_what_nobody_saved_goes_after_a_day(admin_client):
    sent(admin_client)
    (old,) = waiting()
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).timestamp()
    os.utime(default_storage.path(f"{FOLDER}/{old}"), (long_ago, long_ago))
    sent(admin_client)
    assert len(waiting()) == 1
    assert waiting() != [old]


# ── The last delegation ──────────────────────────────────────────────────────────────────────


def test_a_delegation_begins_with_the_last_one_in_the_positions_of_the_day(
    admin_client,
):
    commission = make_commission()
    ours, theirs = commission.sides.all()
    last = make_session(commission=commission, starts_on="2020-05-01", number=1)
    session = make_session(commission=commission, starts_on="2024-05-01", number=2, state="draft")  # fmt: skip
    moved, stayed, left, unknown = (make_participant() for _ in range(4))
    make_position(participant=moved, title="Minister of Gas", ends_on="2021-12-31")
    for n, person in enumerate((moved, stayed, left, unknown)):
        if person is left:
            make_position(participant=left, title="Deputy", ends_on="2022-01-01")
        if person is stayed:
            make_position(participant=stayed, title="Chair", starts_on="2015-01-01")
        make_member(session=last, side=ours, participant=person, order=n, position=f"Then {n}",
                    role="co_chair" if person is moved else "member")  # fmt: skip
    make_position(participant=moved, title="Prime Minister", starts_on="2022-01-01")
    make_member(session=last, side=theirs)

    page = admin_client.get(page_of(session))
    assert page.content.decode().count('name="_copy_delegation"') == 2
    data = fields(page) | {"_copy_delegation": ours.pk, "place_en": "Awaza"}
    response = admin_client.post(page_of(session), data, follow=True)
    told = session.delegation_members.values_list("participant", "role", "position_en")
    assert list(told.order_by("order")) == [
        (moved.pk, "co_chair", "Prime Minister"),
        (stayed.pk, "member", "Chair"),
        (left.pk, "member", None),
        (unknown.pk, "member", "Then 3"),
    ]
    session.refresh_from_db()
    assert session.place_en == "Awaza"
    assert f"The record does not know the positions of {unknown}" in response.content.decode()  # fmt: skip
    assert response.content.decode().count('name="_copy_delegation"') == 1
