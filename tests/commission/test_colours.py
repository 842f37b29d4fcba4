"""The stylesheet of the record's own colours."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_area, make_commission, make_session, tomorrow

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


def test_sides_name_their_colours_and_each_is_told_once(client):
    colours = ["#1F5FA8", "#0b7d4d"]
    for _n in range(2):
        for side, colour in zip(make_commission().sides.all(), colours, strict=True):
            side.colour = colour
            side.save()
    assert client.get("/colours.css").text.split() == [
        '[data-side="0b7d4d"]{--side:#0b7d4d}',
        '[data-side="1f5fa8"]{--side:#1f5fa8}',
    ]
    page = client.get(make_session(commission=side.commission).get_absolute_url())
    assert re.findall(r'data-side="(\w+)"', page.text)[:2] == ["1f5fa8", "0b7d4d"]


def test_every_page_names_a_side_by_its_colour():
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    named = {
        said
        for template in templates
        for said in re.findall(r'data-side="\{\{ ([^}]+) \}\}"', template.read_text())
    }
    assert named
    assert {name.rpartition(".")[2] for name in named} == {"colour_name"}


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
