"""The list of commissions."""

import datetime

import pytest

from tests.factories import make_commission, make_session, tomorrow
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, query=""):
    return client.get(f"/en/commissions/{query}")


def test_it_shows_each_commission_with_its_sessions(client):
    commission = make_commission(
        short_name="Turkmenistan – Kazakhstan", name="The commission"
    )
    make_session(commission=commission, starts_on=datetime.date(2019, 3, 10))
    make_session(commission=commission, starts_on=datetime.date(2021, 12, 20))
    make_commission(short_name="Turkmenistan – Iran")
    answer = page(client)
    assert titles(answer) == ["Turkmenistan – Iran", "Turkmenistan – Kazakhstan"]
    assert "The commission 2 sessions, the latest in 2021" in words(answer)
    assert "No session in the record yet" in words(answer)


def test_a_name_in_another_language_says_so(client):
    make_commission(name_en=None, name_ru="Межправительственная комиссия")
    assert "Межправительственная комиссия in Russian" in words(page(client))


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    commission = make_commission(short_name="Open")
    make_session(commission=commission, starts_on=datetime.date(2019, 3, 10))
    make_session(commission=commission, starts_on=datetime.date(2025, 1, 1), **draft)
    make_commission(short_name="Secret", **draft)
    answer = page(client)
    assert titles(answer) == ["Open"]
    assert "1 session, the latest in 2019" in words(answer)


def test_a_page_that_is_none_is_said(client):
    make_commission()
    assert "“banana” is not the number of a page" in words(page(client, "?page=banana"))


def test_an_empty_record_says_so(client):
    assert "No commission has been published yet." in words(page(client))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_session(commission=make_commission())
    with django_assert_num_queries(4):
        page(client)
