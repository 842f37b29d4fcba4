"""Every kind of page, for those who see little, enlarge much, or like it dark."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import bring_axe, violations
from tests.browser.every_page import in_turn, make_every_page

# What a page says of its languages.
OF_LANGUAGES = {"type": "rule", "values": ["html-has-lang", "html-lang-valid", "html-xml-lang-mismatch", "valid-lang"]}  # fmt: skip


# Of the four languages, every page is looked at in two, and every language on many pages.
@pytest.mark.parametrize(
    ("scheme", "width", "first"), [("light", 1360, 0), ("dark", 360, 2)]
)
def test_axe_finds_nothing_on_any_kind_of_page(page: Page, scheme, width, first):
    bring_axe(page)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name, address in in_turn(make_every_page(), first):
        page.goto(address)
        found[name] = violations(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


# The two other languages of each page.
@pytest.mark.parametrize(("width", "first"), [(320, 1), (768, 3)])
def test_every_page_fits_names_its_languages_has_its_landmarks_and_sets_no_cookie(
    page: Page, width, first
):
    """320 px is a screen of 1280 px at 400 % zoom."""
    bring_axe(page)
    page.set_viewport_size({"width": width, "height": 900})
    widths, unnamed, landmarks, cookies = {}, {}, {}, {}
    for name, address in in_turn(make_every_page(), first):
        page.goto(address)
        unnamed[name] = violations(page, OF_LANGUAGES)
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
        parts = ("h1", "main", "body > header", "body > footer")
        landmarks[name] = tuple(page.locator(part).count() for part in parts)
        cookies[name] = [cookie["name"] for cookie in page.context.cookies()]
        page.context.clear_cookies()
    assert widths == dict.fromkeys(widths, width)
    assert {name: wrong for name, wrong in unnamed.items() if wrong} == {}
    assert landmarks == dict.fromkeys(landmarks, (1, 1, 1, 1))
    # The form that reports an error holds off other sites with a cookie of its window.
    baked = {name.split(",")[0]: said for name, said in cookies.items() if said}
    assert baked == {"report an error": ["csrftoken"]}


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(page: Page, db):
    page.goto("/en/sessions/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
