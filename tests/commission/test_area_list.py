"""The spheres and their sectors."""

import pytest

from tests.factories import (
    make_agenda_item,
    make_area,
    make_commission,
    make_decision,
    make_passage,
    make_session,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client):
    return client.get("/en/areas/")


def test_a_session_counts_once_however_it_carries_an_area(client):
    sphere = make_area(name="Transport")
    rail, roads = (
        make_area(name="Railways", parent=sphere),
        make_area(name="Roads", parent=sphere),
    )
    session, other = make_session(), make_session()
    make_passage(session=session, areas=[rail])
    make_passage(session=session, areas=[rail, roads])
    make_agenda_item(session=session, areas=[rail])
    make_decision(session=session, areas=[rail])
    make_agenda_item(session=other, areas=[rail])
    said = words(page(client))
    assert "Transport 2 sessions Railways 2 sessions Roads 1 session" in said


def test_spheres_stand_in_their_order_and_an_empty_one_says_zero(client):
    make_area(name="Energy", order=2)
    make_area(name="Politics", order=1)
    assert titles(page(client)) == ["Politics 0 sessions", "Energy 0 sessions"]


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    sphere = make_area(name="Transport")
    hidden = make_area(name="Secret sector", parent=sphere, **draft)
    make_area(parent=make_area(name="Secret sphere", **draft), name="Orphan")
    make_passage(session=make_session(**draft), areas=[sphere])
    make_passage(
        session=make_session(commission=make_commission(**draft)), areas=[sphere]
    )
    make_passage(session=make_session(), areas=[hidden])
    listed, _sign, _after = words(page(client)).partition(" Download:")
    assert listed.endswith("how many sessions did. Transport 0 sessions")


def test_an_empty_record_says_so(client):
    assert "No sector has been published yet." in words(page(client))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_passage(areas=[make_area(parent=make_area())])
    with django_assert_num_queries(3):
        page(client)
