"""The list of participants."""

import pytest

from tests.factories import (
    make_commission,
    make_member,
    make_participant,
    make_position,
    make_session,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, query=""):
    return client.get(f"/en/participants/{query}")


def test_people_stand_by_their_family_names(client):
    make_participant(name="Anna Zhukova")
    make_participant(name="Zara Atdayeva")
    answer = page(client)
    assert titles(answer, 1) == ["2 participants"]
    assert titles(answer) == ["Zara Atdayeva", "Anna Zhukova"]


def test_a_row_says_latest_position_country_and_sessions(client):
    person = make_participant(name="Batyr Atdayev", country="TM")
    make_position(participant=person, title="Minister", starts_on="2015-01-01")
    make_position(participant=person, title="Deputy Chairman", starts_on="2022-01-01")
    make_member(participant=person)
    make_member(participant=person)
    assert "Batyr Atdayev Deputy Chairman · Turkmenistan · 2 sessions" in words(
        page(client)
    )


def test_any_spelling_of_the_name_finds_the_person(client):
    make_participant(
        name="Batyr Atdayev",
        name_ru="Батыр Атдаев",
        variants=["Batyr Atdaýew", "Batyr Atdaev"],
    )
    make_participant(name="Roman Sklyar")
    for spelling in ["Atdayev", "atdaýew", "АТДАЕВ", "Atdaev batyr"]:
        answer = page(client, f"?q={spelling}")
        assert titles(answer) == ["Batyr Atdayev"], spelling
        assert f"1 participant found by “{spelling}” × · Clear" in words(answer), (
            spelling
        )


def test_it_narrows_by_country(client):
    make_participant(name="One Turkmen", country="TM")
    make_participant(name="One Kazakh", country="KZ")
    answer = page(client, "?country=KZ")
    assert titles(answer) == ["One Kazakh"]
    assert 'value="KZ" checked' in answer.text
    assert "Kazakhstan 1" in words(answer)


def test_what_it_cannot_understand_is_said_and_the_list_stands(client):
    make_participant(name="Batyr Atdayev")
    for query, notice in [
        ("?page=banana", "“banana” is not the number of a page"),
        ("?country=XX", "There is no country “XX”"),
        ("?q=%00", "The search held characters that no text has"),
    ]:
        answer = page(client, query)
        assert notice in words(answer), query
        assert titles(answer) == ["Batyr Atdayev"], query


def test_nobody_found_offers_the_wider_question(client):
    make_participant()
    assert "Nobody in the record is all of this. The same without “nobody”" in words(
        page(client, "?q=nobody")
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    person = make_participant(country="TM")
    make_member(participant=person)
    before = words(page(client))
    make_participant(
        name="Secret Person", variants=["Hidden Spelling"], country="TM", **draft
    )
    make_member(participant=person, session=make_session(**draft))
    make_member(
        participant=person, session=make_session(commission=make_commission(**draft))
    )
    assert words(page(client)) == before
    assert titles(page(client, "?q=hidden")) == []


def test_forty_stand_on_a_page(client):
    for _ in range(41):
        make_participant()
    assert len(titles(page(client))) == 40
    assert len(titles(page(client, "?page=2"))) == 1


def test_it_sets_no_cookie_and_depends_on_none(client):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_member(participant=make_position().participant)
    with django_assert_num_queries(5):
        page(client)
