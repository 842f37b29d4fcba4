"""The lists of decisions, agreements, people and bodies, searched by the words of the one index."""

import pytest

from tests.factories import (
    make_agreement,
    make_area,
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
LISTS = {
    "decisions": lambda text, **state: make_decision(
        session=make_session(**state), text=text
    ),
    "agreements": lambda text, **state: make_agreement(title=text, **state),
    "participants": lambda text, **state: make_position(
        participant=make_participant(**state), title=text
    ),
    "organisations": lambda text, **state: make_organisation(name=text, **state),
}
each_list = pytest.mark.parametrize(("name", "make"), LISTS.items())


def page(client, name, query):
    return client.get(f"/en/{name}/{query}")


def count(client, name, query):
    return page(client, name, query).context["page"].paginator.count


@each_list
def test_a_list_is_asked_in_the_language_of_every_search(client, name, make):
    make("Of gas and railways")
    make("Of the railway")
    make("Of customs")
    wanted = {
        "?q=railway": 2,
        "?q=railways+gas": 1,
        '?q="gas+and+railways"': 1,
        "?q=railway+-gas": 1,
        "?q=gas+OR+customs": 2,
        "?q=cust*": 1,
        "?q=sport": 0,
    }
    assert {asked: count(client, name, asked) for asked in wanted} == wanted


@each_list
def test_what_was_asked_is_said_and_can_be_dropped(client, name, make):
    make("Of gas")
    answer = page(client, name, "?q=gas")
    [piece] = answer.context["applied"]
    assert (piece.text, piece.without) == ("“gas”", "?")
    assert "“gas” ×" in words(answer)
    assert 'value="gas"' in answer.text


@each_list
def test_what_was_ignored_is_said_and_nothing_ends_in_an_error(client, name, make):
    make("Of gas")
    assert "A quotation mark was never closed" in words(page(client, name, '?q="gas'))
    for odd in ("%00", "OR", "'--", "x" * 5000, "%F0%9F%98%80", "%22"):
        assert page(client, name, f"?q={odd}").status_code == 200


@each_list
def test_it_finds_nothing_unpublished(client, name, make):
    for draft in DRAFTS:
        make("Of gas", **draft)
    assert count(client, name, "?q=gas") == 0


def test_options_count_what_the_words_leave(client):
    gas = make_area(name="Gas")
    commission = make_commission(short_name="TM–KZ")
    session = make_session(commission=commission)
    body = make_organisation(name="Ministry")
    make_responsible_body(
        decision=make_decision(
            session=session, text="On pipes.", areas=[gas], status="planned"
        ),
        organisation=body,
    )
    make_decision(session=session, text="On roads.", areas=[gas])
    make_agreement(commission=commission, title="On pipes", areas=[gas])
    make_agreement(commission=commission, title="On roads", areas=[gas])
    decisions = page(client, "decisions", "?q=pipes").context
    agreements = page(client, "agreements", "?q=pipes").context
    for context, kinds in (
        (decisions["facets"], ("area", "commission", "organisation", "session")),
        (agreements, ("areas", "commissions", "kinds", "levels")),
    ):
        counts = {kind: [option.count for option in context[kind]] for kind in kinds}
        assert counts == {kind: [1] for kind in kinds}


def test_a_person_is_found_by_name_and_position_together(client):
    person = make_participant(name="Batyr Atdayev", variants=["Атдаев"])
    make_position(participant=person, title="Minister of Energy")
    make_participant(name="Batyr Orazov")
    for asked in ("?q=minister+of+energy", "?q=атдаев+minister", "?q=batyr+energy"):
        assert titles(page(client, "participants", asked)) == ["Batyr Atdayev"]


def test_a_name_is_found_in_whichever_script_it_is_typed(client):
    for name, make in (
        ("participants", make_participant),
        ("organisations", make_organisation),
    ):
        make(name="Atdaýew")
        make(name="Orazow", variants=["Оразов"])
        make(name="Атдаев", state="draft")
        for asked in ("Атдаев", "atdaev", "мамин OR атдаев", "Атд*"):
            assert titles(page(client, name, f"?q={asked}")) == ["Atdaýew"], asked


@each_list
@pytest.mark.parametrize("rows", [1, 3])
def test_words_take_no_query_more(client, name, make, rows, django_assert_num_queries):
    for _row in range(rows):
        make("Of gas")
    with django_assert_num_queries(QUERIES[name]):
        page(client, name, "?q=gas")


QUERIES = {"decisions": 10, "agreements": 13, "participants": 5, "organisations": 5}
