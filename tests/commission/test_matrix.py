"""Sectors × sessions."""

import pytest

from commission.matrix import area_matrix
from tests.factories import (
    make_area,
    make_commission,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def table(sessions):
    return [
        (row.area.slug, [count for _session, count in row.cells])
        for row in area_matrix(sessions)
    ]


def test_a_cell_counts_passages_and_a_sphere_each_of_its_sectors_passages_once():
    commission = make_commission()
    one, other = (
        make_session(commission=commission),
        make_session(commission=commission),
    )
    transport = make_area(slug="transport")
    rail, roads = (
        make_area(slug="rail", parent=transport),
        make_area(slug="roads", parent=transport),
    )
    make_passage(session=one, areas=[rail, roads])
    make_passage(session=one, areas=[rail])
    make_passage(session=one, areas=[transport])
    make_passage(session=other, areas=[roads])
    assert table([one, other]) == [
        ("transport", [3, 1]),
        ("rail", [2, 0]),
        ("roads", [1, 1]),
    ]


def test_areas_that_no_session_spoke_of_are_left_out():
    make_area()
    assert table([make_session()]) == []


@pytest.mark.parametrize("draft", DRAFTS)
def test_unpublished_areas_have_no_row_and_count_in_none(draft):
    session, sphere = make_session(), make_area(slug="transport")
    make_passage(session=session, areas=[make_area(parent=sphere, **draft)])
    make_passage(session=session, areas=[make_area(parent=make_area(**draft))])
    assert table([session]) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_two_queries(rows, django_assert_num_queries):
    sessions = [make_session() for _ in range(rows)]
    for session in sessions:
        make_passage(session=session, areas=[make_area(parent=make_area())])
    with django_assert_num_queries(2):
        assert len(table(sessions)) == 2 * rows
