"""Public pages asked for again: 304 while nothing changed, the page as soon as anything did."""

import datetime

import pytest
from django.utils import timezone

from commission import unchanged
from commission.actions import publish, withdraw
from commission.models import Release, content_version
from tests.factories import make_area, make_decision, make_passage, make_session

pytestmark = pytest.mark.django_db

ADDRESS = "/en/sessions/"


def asked_again(client, address=ADDRESS, tag=None):
    tag = tag or client.get(address)["ETag"]
    return client.get(address, headers={"If-None-Match": tag})


@pytest.mark.parametrize("address", ["/en/", "/ru/sessions/", "/kk/areas/"])
def test_an_unchanged_page_is_answered_with_one_query(
    client, address, django_assert_num_queries
):
    make_session()
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert answer["Cache-Control"] == "no-cache"


CHANGES = {
    "a text": lambda row, by: (setattr(row, "text_en", "Other words"), row.save()),
    "a session's state": lambda row, by: withdraw(record=row.session, by=by),
    "an area of a passage": lambda row, by: row.areas.add(make_area()),
    "a deleted passage": lambda row, by: row.delete(),
    "rows written at once": lambda row, by: (
        type(row).objects.filter(pk=row.pk).update(text_en="Other")
    ),
    "a decision": lambda row, by: make_decision(session=row.session),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_record_changes_every_page(client, change, admin_user):
    passage = make_passage(session=make_session())
    tag = client.get(ADDRESS)["ETag"]
    change(passage, admin_user)
    answer = asked_again(client, tag=tag)
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_reading_changes_nothing(client):
    session = make_session()
    before = content_version()
    client.get(session.get_absolute_url())
    assert content_version() == before


def test_a_scheduled_release_changes_pages_at_its_moment(
    client, monkeypatch, admin_user
):
    moment = timezone.now() + datetime.timedelta(hours=1)
    session = make_session(state="draft", publish_at=None)
    publish(record=session, by=admin_user, at=moment)
    tag = client.get(ADDRESS)["ETag"]
    assert asked_again(client, tag=tag).status_code == 304

    monkeypatch.setattr(timezone, "now", lambda: moment)
    answer = asked_again(client, tag=tag)
    assert answer.status_code == 200
    assert session.get_absolute_url() in answer.content.decode()
    assert [release.moment for release in Release.objects.all()] == [moment]


def test_a_page_is_another_on_another_day(client, monkeypatch):
    tag = client.get(ADDRESS)["ETag"]
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert asked_again(client, tag=tag).status_code == 200


def test_last_modified_is_said_once_its_second_is_over(client, monkeypatch):
    make_session()
    assert "Last-Modified" not in client.get(ADDRESS).headers
    later = timezone.now() + datetime.timedelta(seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    modified = client.get(ADDRESS)["Last-Modified"]
    answer = client.get(ADDRESS, headers={"If-Modified-Since": modified})
    assert answer.status_code == 304


def test_staff_have_pages_made_for_them(admin_client):
    make_session()
    tag = admin_client.get(ADDRESS).headers.get("ETag")
    assert tag != unchanged.validators(content_version())[0]


def test_a_page_that_is_not_there_has_no_tag_of_the_record(client):
    assert (
        client.get("/en/sessions/none/1/").headers.get("ETag")
        != unchanged.validators(content_version())[0]
    )
