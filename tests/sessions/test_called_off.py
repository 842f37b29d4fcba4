"""A session that was announced and did not take place: where it is told."""

import datetime

import pytest
from django.urls import reverse

from sessions.cards.of_records import card_of
from sessions.papers.session_paper import facts_of
from tests.factories import (
    make_area,
    make_commission,
    make_member,
    make_participant,
    make_passage,
    make_session,
)
from tests.filled_forms import fields
from tests.reading import words
from tests.sessions.api.asking import HERE, get
from tests.sessions.downloaded import made, rows

pytestmark = pytest.mark.django_db
D = datetime.date
SAID = {
    "en": "Called off",
    "ru": "Отменено",
    "kk": "Өткізілмейтін болды",
    "tk": "Ýatyryldy",
}


@pytest.fixture
def commission():
    return make_commission(slug="tm-kz", short_name="C")


@pytest.fixture
def three(commission):
    """Sessions of 1 May 2021, 2022 and 2023, the second of them called off."""
    return [
        make_session(
            commission=commission,
            number=number,
            starts_on=D(2010 + number, 5, 1),
            called_off=number == 12,
        )
        for number in (11, 12, 13)
    ]


def page(client, number, language="en"):
    return client.get(f"/{language}/sessions/tm-kz/{number}/")


# ── Where it is told ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "said"), SAID.items())
def test_its_page_says_so_beside_the_date_in_every_language(
    client, three, language, said
):
    answer = page(client, 12, language)
    badge = f'<span class="badge" data-status="called-off">{said}</span>'
    assert answer.text.count(badge) == 1
    assert badge in answer.text.partition("</dl>")[0]


def test_its_page_keeps_all_else(client, three):
    _before, session, _after = three
    area = make_area(name="Transport")
    make_passage(session=session, areas=[area], text="What was to be discussed.")
    make_member(session=session, participant=make_participant(name="Batyr Atdayev"))
    said = words(page(client, 12))
    assert "Date 1 May 2022 Called off Place Ashgabat, Turkmenistan Kind" in said
    assert "What was to be discussed." in said
    assert "Batyr Atdayev" in said


def test_lists_and_neighbours_mark_it_and_no_other(client, three):
    for address, after in (
        ("/en/sessions/", "1 May 2022 Twelfth session Called off C"),
        ("/en/", "1 May 2022 Twelfth session Called off C"),
        ("/en/commissions/tm-kz/", "Twelfth session 1 May 2022 Called off"),
        ("/en/sessions/tm-kz/11/", "Next Twelfth session, Ashgabat, 2022 Called off"),
        (
            "/en/sessions/tm-kz/13/",
            "Previous Twelfth session, Ashgabat, 2022 Called off",
        ),
    ):
        said = words(client.get(address))
        assert after in said, address
        assert said.count("Called off") == 1, address


def test_the_page_of_a_person_marks_it(client, three):
    person = make_participant(slug="who")
    make_member(session=three[1], participant=person)
    assert "1 May 2022 Called off · C" in words(client.get("/en/participants/who/"))


def test_programs_are_told(client, three):
    found = get(client, f"{HERE}/sessions/")["results"]
    told = {each["key"]: each["called_off"] for each in found}
    assert told == {"11": False, "12": True, "13": False}
    made()
    told = {row["key"]: row["called_off"] for row in rows("sessions")}
    assert told == {"11": "false", "12": "true", "13": "false"}


def test_its_paper_and_its_card_say_so_beside_the_date(three):
    _before, session, _after = three
    assert dict(facts_of(session, []))["Date"] == "1 May 2022 · Called off"
    assert card_of(session).above == "1 May 2022 · Called off · Ashgabat"


# ── Saying it ────────────────────────────────────────────────────────────────────────────────


def test_the_desk_says_it_once_the_session_is_there(admin_client, commission):
    add = reverse("admin:commission_sessions_session_add")
    assert "called_off" not in fields(admin_client.get(add))
    assert 'name="called_off"' not in admin_client.get(add).text
    session = make_session(commission=commission, starts_on=D(2030, 1, 1))
    change = reverse("admin:commission_sessions_session_change", args=[session.pk])
    form = admin_client.get(change)
    assert "It was announced, and did not take place." in form.text
    assert admin_client.post(change, fields(form) | {"called_off": "on"}).status_code == 302  # fmt: skip
    session.refresh_from_db()
    assert session.called_off
