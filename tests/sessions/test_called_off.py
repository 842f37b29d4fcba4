"""A session that was announced and did not take place: where it is told, and what it is no longer."""

import datetime

import pytest
from django.urls import reverse

from sessions.actions import last_with_delegation
from sessions.cards.of_records import card_of
from sessions.models import Session
from sessions.papers.session_paper import facts_of
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
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


# ── What it is no longer ─────────────────────────────────────────────────────────────────────


def test_what_became_since_is_told_from_the_session_that_took_place(client, three):
    first, _called_off, _last = three
    make_decision(session=first, text="To build.")
    said = words(page(client, 13))
    assert "owed after the last one (Eleventh session, 1 May 2021)" in said
    assert "To build." in said
    assert 'href="/en/sessions/tm-kz/compare/?to=13"' in page(client, 13).text


def test_the_first_that_took_place_has_none_before_it(client, commission):
    make_decision(
        session=make_session(
            commission=commission, starts_on=D(2020, 1, 1), number=1, called_off=True
        )
    )
    make_session(commission=commission, starts_on=D(2021, 1, 1), number=2)
    answer = page(client, 2)
    assert answer.context["earlier"].number == 1
    assert answer.context["last"] is None
    assert 'id="since-last"' not in answer.text
    assert "compare/?to=2" not in answer.text


def test_its_neighbours_cost_a_page_one_query_more_and_others_none(
    client, three, django_assert_num_queries
):
    session = Session.objects.select_related("commission").get(number=13)
    with django_assert_num_queries(3):
        earlier, _later = session.in_sequence()
        assert (earlier.number, earlier.called_off) == (12, True)
        assert session.last_before().number == 11


def test_nobody_headed_a_side_at_it_and_nothing_was_spoken_of(client, three):
    first, second, third = three
    side = first.commission.sides.first()
    person = make_participant(name="Batyr Atdayev")
    for session in (first, third):
        make_member(session=session, side=side, participant=person, role="co_chair")
    make_passage(session=first, areas=[make_area()])
    context = client.get("/en/commissions/tm-kz/").context
    [term] = context["lines"][0].terms
    assert [session.number for session in term.sessions] == [11, 13]
    assert context["matrix_sessions"] == [first, third]
    assert context["sessions"] == [third, second, first]
    numbers = client.get("/en/commissions/tm-kz/co-chairs.csv").text
    assert ("Eleventh" in numbers, "Twelfth" in numbers) == (True, False)
    # Nothing is left out of the line, which would say so.
    assert "Over the latest" not in client.get("/en/commissions/tm-kz/").text


def test_a_commission_of_none_but_such_has_no_line_of_co_chairs(client, commission):
    make_session(commission=commission, called_off=True)
    answer = client.get("/en/commissions/tm-kz/")
    assert 'id="sessions"' in answer.text
    assert 'id="co-chairs"' not in answer.text


def test_a_delegation_begins_with_those_who_came(three):
    first, second, third = three
    for session in (first, second):
        make_member(session=session)
    assert last_with_delegation(third) == first


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
