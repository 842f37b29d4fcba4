"""Masthead and head of every page: where one is, and the same page in other languages."""

import re

import pytest


@pytest.fixture
def page_at(client, db):
    return lambda address: client.get(address).content.decode()


def links(page, pattern):
    return re.findall(pattern, page)


def test_the_languages_keep_the_page_and_its_question(page_at):
    assert links(
        page_at("/en/sessions/?kind=ordinary&page=1"),
        r'<a href="([^"]+)"\s+lang="(\w\w)"',
    ) == [
        ("/en/sessions/?kind=ordinary&amp;page=1", "en"),
        ("/ru/sessions/?kind=ordinary&amp;page=1", "ru"),
        ("/kk/sessions/?kind=ordinary&amp;page=1", "kk"),
        ("/tk/sessions/?kind=ordinary&amp;page=1", "tk"),
    ]


def test_the_language_of_the_page_is_marked(page_at):
    assert links(
        page_at("/kk/sessions/"), r'hreflang="(\w\w)" aria-current="true"'
    ) == ["kk"]


def test_search_engines_are_told_the_page_in_every_language(page_at, settings):
    page = page_at("/ru/areas/?q=x")
    assert links(page, r'rel="canonical" href="([^"]+)"') == [
        settings.SITE_URL + "/ru/areas/"
    ]
    assert links(page, r'rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)"') == [
        ("en", settings.SITE_URL + "/en/areas/"),
        ("ru", settings.SITE_URL + "/ru/areas/"),
        ("kk", settings.SITE_URL + "/kk/areas/"),
        ("tk", settings.SITE_URL + "/tk/areas/"),
        ("x-default", settings.SITE_URL + "/en/areas/"),
    ]


def test_paper_says_what_the_page_was_asked(page_at, settings):
    page = page_at("/ru/areas/?q=x&page=1")
    assert links(page, r'print-only">\s*(\S+) <time') == [
        settings.SITE_URL + "/ru/areas/?q=x&amp;page=1"
    ]


@pytest.mark.parametrize(
    "place", ["sessions", "areas", "decisions", "agreements", "participants"]
)
def test_the_navigation_marks_the_list_one_is_on(page_at, place):
    nav = re.search(
        r'<ul class="nav">.*?</ul>', page_at(f"/en/{place}/"), re.DOTALL
    ).group()
    assert links(nav, r'<a href="([^"]+)" aria-current="page"') == [f"/en/{place}/"]


def test_the_front_page_marks_nothing_in_the_navigation(page_at):
    nav = re.search(r'<ul class="nav">.*?</ul>', page_at("/en/"), re.DOTALL).group()
    assert "aria-current" not in nav
