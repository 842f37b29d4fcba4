"""The page of a passage: the passage alone, with its ways on."""

import datetime
import re
from html import unescape

import pytest

from commission.models.noted import writing
from tests.factories import (
    make_area,
    make_commission,
    make_passage,
    make_session,
    make_source,
    tomorrow,
)
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
@writing()
def session():
    session = make_session(commission=make_commission(slug="tm-kz"), number=11)
    for text in ("On trade.", "On gas.", "On sport."):
        make_passage(session=session, text=text)
    return session


def test_it_shows_the_passage_alone_with_its_sectors_and_sources(client, session):
    session.passages.get(number=2).areas.add(make_area(name="Oil and gas"))
    make_source(session=session, publisher="Trend")
    text = client.get("/en/sessions/tm-kz/11/passages/2/").text
    shown = [
        word in text
        for word in ("On gas.", "Oil and gas", "Trend", "On trade.", "On sport.")
    ]
    assert shown == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Of a line of rails & more: " + "word " * 25 + "word…"),
        ("ru", "О дороге."),
        ("kk", "О дороге."),
    ],
)
def test_it_is_described_by_the_beginning_of_its_text(client, session, language, said):
    with writing():
        passage = session.passages.get(number=2)
        passage.text_en = (
            "Of a *line* of [rails](https://example.org) & more:\n\n" + "word " * 60
        )
        passage.text_ru = "О дороге."
        passage.save()
    page = client.get(f"/{language}/sessions/tm-kz/11/passages/2/").text
    content = r'<meta (?:name|property)="(\S*description)"\s+content="([^"]*)"'
    assert {name: unescape(text) for name, text in re.findall(content, page)} == {
        "description": said,
        "og:description": said,
        "twitter:description": said,
    }


def test_it_leads_to_the_passages_before_and_after(client, session):
    for number, earlier, later in [(1, None, 2), (2, 1, 3), (3, 2, None)]:
        context = client.get(f"/en/sessions/tm-kz/11/passages/{number}/").context
        ways = [way and way.number for way in (context["earlier"], context["later"])]
        assert ways == [earlier, later], number


def test_it_leads_into_the_report_at_its_place(client, session):
    assert (
        'href="/en/sessions/tm-kz/11/#p-2"'
        in client.get("/en/sessions/tm-kz/11/passages/2/").text
    )


def test_a_number_the_report_does_not_have_is_no_page(client, session):
    for number in [0, 4, 99999999999999999999999]:
        assert (
            client.get(f"/en/sessions/tm-kz/11/passages/{number}/").status_code == 404
        ), number


def test_a_former_address_of_the_session_leads_on(client):
    session = make_session(commission=make_commission(slug="tm-kz"), kind="extraordinary",
                           starts_on=datetime.date(2020, 9, 16))  # fmt: skip
    make_passage(session=session)
    session = type(session).objects.get(pk=session.pk)
    session.starts_on = datetime.date(2020, 9, 17)
    session.save()
    answer = client.get("/en/sessions/tm-kz/extraordinary-2020-09-16/passages/1/")
    assert (answer.status_code, answer.url) == (
        301, "/en/sessions/tm-kz/extraordinary-2020-09-17/passages/1/",
    )  # fmt: skip


@pytest.mark.parametrize(
    "draft", [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
)
def test_it_hides_drafts_from_visitors(client, draft):
    for session in (
        make_session(**draft),
        make_session(commission=make_commission(**draft)),
    ):
        assert (
            client.get(make_passage(session=session).get_absolute_url()).status_code
            == 404
        )


def test_it_leaves_out_draft_sectors(client):
    passage = make_passage(areas=[make_area(name="Hushhush", state="draft")])
    assert "Hushhush" not in client.get(passage.get_absolute_url()).text


def test_staff_see_a_drafts_draft_sectors_marked(admin_client):
    sector = make_area(name="Sport", parent=make_area(state="draft"))
    passage = make_passage(session=make_session(state="draft"), areas=[sector])
    assert "Sport not public" in words(admin_client.get(passage.get_absolute_url()))


def test_staff_see_a_drafts_passage_marked_and_kept_by_nobody(admin_client):
    passage = make_passage(session=make_session(state="draft"))
    answer = admin_client.get(passage.get_absolute_url())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (
        200,
        "private, no-store",
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_seven_queries(client, rows, django_assert_num_queries):
    session = make_session()
    for _row in range(rows):
        make_passage(session=session, areas=[make_area(parent=make_area())])
        make_source(session=session)
    address = session.passages.first().get_absolute_url()
    with django_assert_num_queries(7):
        client.get(address)
