"""Photos open over the page and give the keyboard back where it was."""

import pytest
from playwright.sync_api import Page, expect

from commission.models.noted import writing
from tests.factories import make_photo, make_session


@pytest.fixture
@writing()
def session(db):
    session = make_session()
    make_photo(session=session, alt="Two delegations at a table")
    make_photo(session=session, alt="A signing")
    return session


def shown(page: Page):
    return page.locator("dialog[open] img")


def test_arrows_walk_round_and_escape_returns_to_the_photo_last_seen(
    page: Page, session
):
    page.goto(session.get_absolute_url())
    links = page.locator("a[data-photo]")
    links.first.focus()
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_attribute("alt", "Two delegations at a table")
    page.keyboard.press("ArrowRight")
    expect(shown(page)).to_have_attribute("alt", "A signing")
    page.keyboard.press("ArrowRight")
    expect(shown(page)).to_have_attribute("alt", "Two delegations at a table")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(links.nth(1)).to_be_focused()


def test_without_a_script_the_link_leads_to_the_picture(browser, base_url, session):
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.goto(session.get_absolute_url())
        with page.expect_navigation() as navigation:
            page.locator("a[data-photo]").first.click()
        assert navigation.value.headers["content-type"] == "image/webp"
