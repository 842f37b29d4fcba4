"""The search of the whole record: what it finds of each kind, in which order, at what cost."""

import datetime
import re

import pytest

from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_position,
    make_responsible_body,
    make_session,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
ADDRESS = "/en/search/"
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, text):
    return client.get(ADDRESS, {"q": text})


def kinds(client, text):
    """{kind: how many}, in the order of the page."""
    return {each.kind: each.count for each in page(client, text).context["found"]}


@writing()
def make_railways(**state):
    """One record of every kind that speaks of railways."""
    commission = make_commission(**state)
    session = make_session(commission=commission, **state)
    make_passage(session=session, text="On railways.")
    make_decision(session=session, text="To build railways.")
    make_agreement(title="On railways", commission=commission, **state)
    make_participant(name="Rail Way", **state)
    make_position(participant=make_participant(name="Name", **state), title="Head of railways")  # fmt: skip
    make_organisation(name="Railways of the country", **state)
    make_area(name="Railways", **state)


def test_each_kind_has_its_count_and_its_best(client):
    make_railways()
    assert kinds(client, "railway") == {
        "session": 1,
        "decision": 1,
        "agreement": 1,
        "participant": 1,
        "organisation": 1,
        "cooperationarea": 1,
    }
    answer = page(client, "railway")
    assert titles(answer) == [
        "Sessions 1", "Decisions 1", "Agreements 1", "People 1", "Organisations 1", "Sectors 1",
    ]  # fmt: skip
    for said in ("On <mark>railways</mark>.", "To build railways.", "Head of railways", "Railways of the country"):  # fmt: skip
        assert said in answer.text


def test_a_kind_of_which_nothing_answers_is_left_out(client):
    make_organisation(name="Ministry of Energy")
    assert kinds(client, "energy") == {"organisation": 1}


def test_of_many_the_best_few_stand_with_a_link_to_all(client):
    session = make_session()
    for number in range(7):
        make_decision(session=session, text=f"On gas {number}.")
        make_organisation(name=f"Gas {number}")
    for _each in range(4):
        make_passage(session=make_session(), text="On gas.")
    answer = page(client, "gas")
    assert [(e.kind, e.count, len(e.rows)) for e in answer.context["found"]] == [
        ("session", 5, 3),
        ("decision", 7, 5),
        ("organisation", 7, 5),
    ]
    links = re.findall(r'<p class="search-more"><a href="(.*?)">', answer.text)
    assert links == [
        "/en/sessions/?q=gas&amp;sort=relevance",
        "/en/decisions/?q=gas",
        "/en/organisations/?q=gas",
    ]


def test_what_the_question_names_goes_first(client):
    make_passage(text="Said Batyr Atayev.")
    make_participant(name="Atayev Batyr Orazovich")
    make_participant(name="Batyr Atayev", variants=["Батыр Атаев"])
    for typed in ("batyr atayev", "БАТЫР АТАЕВ", "Batyr Ataýew"):
        first = page(client, typed).context["found"][0]
        assert (first.kind, str(first.rows[0])) == ("participant", "Batyr Atayev")
    assert next(iter(kinds(client, "atayev"))) == "session"


def test_all_words_stand_in_the_one_record(client):
    make_organisation(name="Ministry of Energy")
    make_organisation(name="Agency of Water")
    assert kinds(client, "energy water") == {}


def test_without_a_question_it_says_what_can_be_asked(client):
    answer = client.get(ADDRESS)
    assert "What a search may say" in words(answer)
    assert "found" not in words(answer).lower()
    assert 'content="noindex"' not in answer.text


def test_where_nothing_answers_it_offers_fewer_words_and_the_language(client):
    make_passage(text="On gas.")
    answer = page(client, 'gas "of mars" moon')
    said = words(answer)
    assert "Nothing in the record answers this." in said
    assert "What a search may say" in said
    assert answer.context["fewer"] == []
    answer = page(client, "gas mars")
    assert [(e.left_out, e.count, e.address) for e in answer.context["fewer"]] == [
        ("mars", 1, "?q=gas")
    ]
    assert "Without mars: 1 session" in words(answer)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ('gas OR oil mars -"by rail"', "?q=gas+OR+oil+-%22by+rail%22"),
        ('"gas line" transp* co-chair mars', "?q=%22gas+line%22+transp%2A+co-chair"),
    ],
)
def test_fewer_words_are_written_as_they_were_meant(client, typed, left):
    make_passage(text="The gas line, transport, co-chair.")
    assert [each.address for each in page(client, typed).context["fewer"]] == [left]


def test_what_was_ignored_is_said(client):
    answer = page(client, '"gas')
    assert "A quotation mark was never closed, so it was left out." in words(answer)


def test_it_answers_whatever_is_asked(client):
    make_railways()
    for text in [
        "",
        " ",
        "\0",
        "OR",
        "-",
        "*",
        '"',
        "'; DROP TABLE x",
        "x" * 5000,
        "word " * 1000,
        "😀",
        "-gas",
        "%_",
        "<b>",
    ]:
        answer = page(client, text)
        assert answer.status_code == 200, text
        assert "<b></h1>" not in answer.text, text


def test_the_search_is_spelt_out_and_escaped(client):
    assert "<h1 class=\"long-title\">Search for “&lt;b&gt;gas”</h1>" in page(client, "<b>gas").text  # fmt: skip


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    make_railways()
    before = page(client, "railway").text
    make_railways(**draft)
    session = make_session(**draft)
    make_passage(session=session, text="On railways.")
    make_responsible_body(decision=make_decision(session=session, text="On railways."))
    make_member(participant=make_participant(name="Railway", **draft))
    assert page(client, "railway").text == before
    make_organisation(name="Secret", **draft)
    assert kinds(client, "secret") == {}


def test_staff_find_no_more_than_others(admin_client):
    make_railways(state="draft")
    assert kinds(admin_client, "railway") == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _each in range(rows):
        make_railways()
    with django_assert_num_queries(35):
        page(client, "railway")


@pytest.mark.parametrize("rows", [1, 3])
def test_nothing_found_takes_a_fixed_number_of_queries(
    client, rows, django_assert_num_queries
):
    for _each in range(rows):
        make_railways()
    with django_assert_num_queries(32):
        page(client, "railway mars")
    with django_assert_num_queries(1):
        client.get(ADDRESS)


def test_the_session_of_a_number_goes_before_those_that_speak_of_it(client):
    commission = make_commission()
    day = datetime.date
    make_session(commission=commission, number=12, starts_on=day(2015, 1, 1))
    later = make_session(commission=commission, number=13, starts_on=day(2016, 1, 1))
    make_passage(session=later, text="As at the 12th session.")
    found = page(client, "12th session").context["found"][0]
    assert [result.session.number for result in found.rows] == [12, 13]


# ── Did you mean ─────────────────────────────────────────────────────────────────────────────


def test_a_misspelt_word_gets_a_better_one(client):
    make_passage(text="On railways.")
    make_organisation(name="Ministry of Energetics")
    for typed, better in (("railwais", "railways"), ("energetiks", "energetics")):
        answer = page(client, typed)
        assert f"Did you mean {better} ?" in words(answer)
        assert f'href="?q={better}"' in answer.text


@pytest.mark.parametrize("draft", DRAFTS)
def test_no_unpublished_word_is_ever_meant(client, draft):
    make_passage(session=make_session(**draft), text="On railways.")
    make_organisation(name="Ministry of Energetics", **draft)
    for typed in ("railwais", "energetiks"):
        assert "Did you mean" not in page(client, typed).text
