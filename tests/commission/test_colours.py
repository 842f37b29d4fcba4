"""The stylesheet of the record's own colours."""

import pytest

from tests.factories import make_area, make_commission, tomorrow

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def test_a_sector_takes_the_colour_of_its_sphere(client):
    sphere = make_area(colour="#1f5fa8")
    sector = make_area(parent=sphere)
    answer = client.get("/colours.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.text.split() == [
        f'[data-area="{sphere.pk}"]{{--sphere:#1f5fa8}}',
        f'[data-area="{sector.pk}"]{{--sphere:#1f5fa8}}',
    ]


def test_sides_have_their_colours(client):
    one, other = make_commission().sides.all()
    assert client.get("/colours.css").text.split() == [
        f'[data-side="{one.pk}"]{{--side:{one.colour}}}',
        f'[data-side="{other.pk}"]{{--side:{other.colour}}}',
    ]


@pytest.mark.parametrize("draft", DRAFTS)
def test_what_is_not_public_has_no_colour(client, draft):
    make_area(**draft)
    make_commission(**draft)
    assert client.get("/colours.css").text.split() == []


def test_it_may_be_kept_by_anybody_and_depends_on_no_cookie(client):
    make_area()
    answer = client.get("/colours.css")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = client.get(
        "/colours.css", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_two_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_area(parent=make_area())
        make_commission()
    with django_assert_num_queries(2):
        client.get("/colours.css")
