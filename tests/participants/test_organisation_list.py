"""The list of organisations."""

import pytest

from tests.factories import (
    make_commission,
    make_decision,
    make_organisation,
    make_participant,
    make_position,
    make_responsible_body,
    make_session,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, query=""):
    return client.get(f"/en/organisations/{query}")


def test_a_row_says_kind_country_people_and_decisions(client):
    ministry = make_organisation(
        name="Ministry of Energy", kind="ministry", country="KZ"
    )
    person = make_participant()
    make_position(participant=person, organisation=ministry)
    make_position(participant=person, organisation=ministry)
    make_responsible_body(organisation=ministry)
    assert "Ministry of Energy Ministry · Kazakhstan · 1 person · 1 decision" in words(
        page(client)
    )


def test_any_spelling_of_the_name_finds_it(client):
    make_organisation(
        name="Ministry of Foreign Affairs",
        short_name_ru="МИД",
        variants=["Daşary işler ministrligi"],
    )
    make_organisation(name="Ministry of Energy")
    for spelling in ["foreign", "МИД", "daşary işler", "dasary"]:
        assert titles(page(client, f"?q={spelling}")) == [
            "Ministry of Foreign Affairs"
        ], spelling


def test_it_narrows_by_country_and_kind(client):
    make_organisation(name="A", country="TM", kind="company")
    make_organisation(name="B", country="KZ", kind="company")
    make_organisation(name="C", country="KZ", kind="agency")
    assert titles(page(client, "?country=KZ")) == ["B", "C"]
    assert titles(page(client, "?country=KZ&kind=company")) == ["B"]


def test_what_it_cannot_understand_is_said_and_the_list_stands(client):
    make_organisation(name="Ministry of Energy")
    for query, notice in [
        ("?page=banana", "“banana” is not the number of a page"),
        ("?country=XX", "There is no country “XX”"),
        ("?kind=club", "There is no kind of organisation “club”"),
    ]:
        answer = page(client, query)
        assert notice in words(answer), query
        assert titles(answer) == ["Ministry of Energy"], query


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    ministry = make_organisation()
    before = words(page(client))
    make_organisation(name="Secret body", **draft)
    make_position(participant=make_participant(**draft), organisation=ministry)
    for session in (
        make_session(**draft),
        make_session(commission=make_commission(**draft)),
    ):
        make_responsible_body(
            decision=make_decision(session=session), organisation=ministry
        )
    assert words(page(client)) == before


def test_it_sets_no_cookie_and_depends_on_none(client):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        ministry = make_organisation()
        make_position(organisation=ministry)
        make_responsible_body(organisation=ministry)
    with django_assert_num_queries(5):
        page(client)
