"""Public pages asked for again: 304 while nothing changed, the page as soon as anything did."""

import datetime

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import RequestFactory
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


def test_a_public_page_is_not_read_through_for_its_tag(
    client, admin_client, monkeypatch
):
    read = []
    monkeypatch.setattr(
        "django.middleware.http.set_response_etag",
        lambda response: read.append(response),
    )
    assert client.get(ADDRESS).has_header("ETag") and not read
    admin_client.get(ADDRESS)
    assert read


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
    assert tag != unchanged.tag_of(content_version())


def test_a_page_that_is_not_there_has_no_tag_of_the_record(client):
    assert client.get("/en/sessions/none/1/").headers.get("ETag") != unchanged.tag_of(
        content_version()
    )


def answered(asked=ADDRESS, **headers):
    """(what Django was asked for, status and headers of the answer without it) of a WSGI request."""
    environ = RequestFactory().get(asked, headers=headers).environ
    passed_on, sent = [], []
    application = unchanged.unchanged_first(
        lambda environ, _start: passed_on.append(environ["PATH_INFO"]) or [b"page"]
    )
    body = application(environ, lambda status, headers: sent.append((status, headers)))
    assert b"".join(body) == (b"page" if passed_on else b"")
    return passed_on, sent


# Connections are looked at before every request, and one in a transaction is not usable.
@pytest.mark.django_db(transaction=True)
def test_whoever_has_the_page_is_answered_before_django(
    client, django_assert_num_queries
):
    make_session()
    page = client.get(ADDRESS)
    with django_assert_num_queries(1):
        passed_on, sent = answered(**{"If-None-Match": page["ETag"]})
    assert passed_on == []
    status, headers = sent[0]
    assert status == "304 Not Modified"
    assert headers == [(name, page[name]) for name in ("ETag", "Cache-Control", "Vary")]


# Connections are looked at before every request, and one in a transaction is not usable.
@pytest.mark.django_db(transaction=True)
def test_django_answers_everybody_else(client, admin_user):
    session = make_session()
    tag = client.get(ADDRESS)["ETag"]
    cookie = f"{settings.SESSION_COOKIE_NAME}=abc"
    assert answered() == ([ADDRESS], [])
    assert answered(**{"If-None-Match": 'W/"another"'}) == ([ADDRESS], [])
    assert answered(**{"If-None-Match": tag, "Cookie": cookie}) == ([ADDRESS], [])
    assert answered("/admin/", **{"If-None-Match": tag}) == (["/admin/"], [])
    withdraw(record=session, by=admin_user)
    assert answered(**{"If-None-Match": tag}) == ([ADDRESS], [])


def test_django_says_that_the_database_does_not_answer(client, monkeypatch):
    tag = client.get(ADDRESS)["ETag"]

    def silent():
        raise DatabaseError

    monkeypatch.setattr(unchanged, "latest_version", silent)
    assert answered(**{"If-None-Match": tag}) == ([ADDRESS], [])


def test_the_server_runs_it():
    from commission.wsgi import application

    assert application.__qualname__.startswith("unchanged_first")
