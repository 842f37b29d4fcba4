"""Links that carry words of a passage: they lead to the words, wherever the report has them now."""

import pytest

from commission.models.noted import writing
from sessions.quoting import MOST_LETTERS, marked, words_quoted
from tests.factories import make_commission, make_passage, make_session

pytestmark = pytest.mark.django_db

PAGE = "/en/sessions/tm-kz/11/passages"


@pytest.fixture
@writing()
def session():
    session = make_session(commission=make_commission(slug="tm-kz"), number=11)
    for text in ("On trade.", "On *gas* and oil.", "On sport."):
        make_passage(session=session, text=text)
    return session


@pytest.mark.parametrize(
    ("html", "quote", "shown"),
    [
        ("<p>On gas and oil.</p>", "GAS and", "<p>On <mark>gas and</mark> oil.</p>"),
        ("<p>On <em>gas</em> and oil.</p>", "gas and oil",
         "<p>On <em><mark>gas</mark></em> <mark>and oil</mark>.</p>"),
        ("<p>One.</p>\n<p>Two.</p>", "one. two",
         "<p><mark>One.</mark></p>\n<p><mark>Two</mark>.</p>"),
        ("<p>Oil &amp; gas, “black”</p>", 'oil & gas, "black"', "<p><mark>Oil &amp; gas, “black”</mark></p>"),
        ("<p>2019–2020</p>", "2019-2020", "<p><mark>2019–2020</mark></p>"),
        ('<p><a href="https://example.org/?a=1>2" rel="noopener">gas</a></p>', "gas",
         '<p><a href="https://example.org/?a=1>2" rel="noopener"><mark>gas</mark></a></p>'),
        ("<p>Gas.</p>", "<p>", None),
        ("<p>Gas.</p>", "oil", None),
        ("<p>Gas.</p>", "", None),
        ("", "gas", None),
    ],
)  # fmt: skip
def test_words_are_marked_where_they_stand(html, quote, shown):
    assert marked(html, quote) == shown


def test_a_quotation_is_spaced_evenly_and_not_longer_than_is_looked_for():
    assert words_quoted(" a\n\t b\0c ") == "a b c"
    assert len(words_quoted("a" * 5000)) == MOST_LETTERS


def test_the_words_are_marked_on_the_page_of_their_passage(client, session):
    text = client.get(f"{PAGE}/2/?quote=gas+and").text
    assert "On <em><mark>gas</mark></em> <mark>and</mark> oil." in text


def test_a_report_that_was_numbered_anew_leads_to_where_the_words_are_now(
    client, session
):
    for number in (1, 3, 99):
        answer = client.get(f"{PAGE}/{number}/?quote=gas+and+oil")
        assert (answer.status_code, answer.url) == (
            302,
            f"{PAGE}/2/?quote=gas+and+oil",
        )


def test_words_that_the_report_has_not_or_has_twice_stay_with_the_number(
    client, session
):
    shown = [
        (answer.status_code, "do not stand in this report" in answer.text)
        for quote in ("invented", "On")
        for answer in (
            client.get(f"{PAGE}/1/?quote={quote}"),
            client.get(f"{PAGE}/9/?quote={quote}"),
        )
    ]
    assert shown == [(200, True), (404, False), (200, False), (404, False)]


def test_words_of_another_language_lead_to_the_text_in_it(client, session):
    session.passages.filter(number=1).update(html_ru="<p>О торговле.</p>")
    answer = client.get(f"{PAGE}/1/?quote=О торговле")
    assert answer.context["quoted_in"] == [
        ("ru", "Русский",
         "/ru/sessions/tm-kz/11/passages/1/?quote=%D0%9E+%D1%82%D0%BE%D1%80%D0%B3%D0%BE%D0%B2%D0%BB%D0%B5"),
    ]  # fmt: skip


def test_words_of_a_draft_lead_nowhere(client, session):
    draft = make_session(commission=session.commission, number=12, state="draft")
    make_passage(session=draft, text="A hidden railway.")
    answer = client.get(f"{PAGE}/1/?quote=A+hidden+railway")
    assert (answer.status_code, "hidden railway" in answer.context["rows"][0].html) == (
        200,
        False,
    )
    hidden = client.get("/en/sessions/tm-kz/12/passages/1/?quote=A+hidden+railway")
    assert hidden.status_code == 404


def test_a_quotation_costs_no_question_where_it_stands(
    client, session, django_assert_num_queries
):
    client.get(f"{PAGE}/2/")
    with django_assert_num_queries(6):
        client.get(f"{PAGE}/2/")
    with django_assert_num_queries(6):
        client.get(f"{PAGE}/2/?quote=gas")
    with django_assert_num_queries(4):
        client.get(f"{PAGE}/1/?quote=gas")
