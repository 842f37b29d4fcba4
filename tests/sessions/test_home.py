"""The front page, and the road to it."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_organisation,
    make_participant,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db


def test_it_shows_the_latest_sessions_first(client):
    commission = make_commission()
    make_session(
        commission=commission, title="Earlier", starts_on=datetime.date(2019, 5, 1)
    )
    make_session(
        commission=commission, title="Later", starts_on=datetime.date(2023, 5, 1)
    )
    titles = [r.session.title for r in client.get("/en/").context["results"]]
    assert titles == ["Later", "Earlier"]


def test_it_shows_sectors_under_their_spheres(client):
    sphere = make_area(name="Energy")
    make_area(parent=sphere, name="Oil and gas")
    tree = [
        (str(top), [str(one) for one in within])
        for top, within in client.get("/en/").context["spheres"]
    ]
    assert tree == [("Energy", ["Oil and gas"])]


def test_it_counts_the_public_sessions_of_each_commission(client):
    commission = make_commission(short_name="Turkmenistan – Kazakhstan")
    make_session(commission=commission)
    make_session(commission=commission, state="draft")
    shown = [
        (c.short_name, c.session_count)
        for c in client.get("/en/").context["commissions"]
    ]
    assert shown == [("Turkmenistan – Kazakhstan", 1)]


def test_what_is_new_tells_what_was_added_from_what_was_changed(client):
    added = make_organisation(publish_at=timezone.now())
    changed = make_participant()
    week_ago = timezone.now() - datetime.timedelta(days=7)
    type(changed).objects.filter(pk=changed.pk).update(
        created_at=week_ago, publish_at=week_ago
    )
    news = {item.record: item.is_change for item in client.get("/en/").context["news"]}
    assert news == {added: False, changed: True}


def test_an_embargo_that_ended_is_news_of_that_moment(client):
    agreement = make_agreement()
    moment = timezone.now() - datetime.timedelta(minutes=5)
    rows = type(agreement).objects.filter(pk=agreement.pk)
    rows.update(updated_at=moment - datetime.timedelta(days=30), publish_at=moment)
    news = {item.record: item.moment for item in client.get("/en/").context["news"]}
    assert news[agreement] == moment


@pytest.mark.parametrize(
    "unpublished",
    [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}],
)
def test_it_hides_what_is_not_public(client, unpublished):
    commission = make_commission()
    make_session(commission=commission, title="Hushhush", **unpublished)
    make_agreement(commission=commission, title="Hushhush", **unpublished)
    make_commission(short_name="Hushhush", **unpublished)
    make_participant(name="Hushhush", **unpublished)
    make_organisation(name="Hushhush", **unpublished)
    make_area(name="Hushhush", **unpublished)
    make_area(name="Hushhush", parent=make_area(**unpublished))
    assert "Hushhush" not in client.get("/en/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_eleven_queries_however_many_rows(
    client, rows, django_assert_num_queries
):
    for _row in range(rows):
        commission = make_commission()
        area = make_area(parent=make_area())
        make_passage(session=make_session(commission=commission), areas=[area])
        make_agreement(commission=commission)
        make_participant()
        make_organisation()
    with django_assert_num_queries(11):
        client.get("/en/")


@pytest.mark.parametrize(
    ("asked", "language"), [("ru-RU,ru;q=0.9", "ru"), ("kk", "kk"), ("de", "en")]
)
def test_the_root_leads_to_the_visitors_language(client, asked, language):
    answer = client.get("/", headers={"accept-language": asked})
    assert (answer.status_code, answer.url) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_it_sets_no_cookie_and_does_not_depend_on_one(client):
    answer = client.get("/en/")
    assert (dict(answer.cookies), "Cookie" in answer.headers.get("Vary", "")) == (
        {},
        False,
    )
