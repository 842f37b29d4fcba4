"""Answers that are no page of the record: each has the site's face and a way on."""

import re

import pytest
from django.template.loader import render_to_string
from django.views.defaults import bad_request, server_error


def test_it_shows_where_to_go_from_an_unknown_address(client, db):
    response = client.get("/en/no-such-page/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>No such page</h1>" in page
    assert 'href="/en/commissions/"' in page
    assert 'action="/en/sessions/"' in page
    assert 'name="robots" content="noindex"' in page


def test_it_leads_from_an_unknown_address_to_the_front_pages_of_other_languages(
    client, db
):
    page = client.get("/en/no-such-page/").content.decode()
    assert re.findall(r'<a href="([^"]+)"\s+lang="ru"', page) == ["/ru/"]


@pytest.mark.parametrize("view", [bad_request, server_error])
def test_faults_are_told_without_database_or_context(rf, view):
    """No `db` fixture: a query would fail this test."""
    arguments = [Exception()] if view is bad_request else []
    page = view(rf.get("/en/"), *arguments).content.decode()
    assert 'class="brand"' in page
    assert '<a class="button" href="/">' in page


@pytest.mark.parametrize(
    ("template", "heading"),
    [("403.html", "Not open to you"), ("429.html", "Too many requests")],
)
def test_refusals_have_a_heading_and_a_way_on(rf, template, heading):
    page = render_to_string(template, {}, rf.get("/en/sessions/"))
    assert f"<h1>{heading}</h1>" in page
    assert 'href="/en/areas/"' in page
