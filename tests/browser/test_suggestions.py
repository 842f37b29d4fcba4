"""The search boxes suggest records while one types, and are plain boxes without a script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from commission.models.noted import writing
from tests.browser.axe import bring_axe, violations
from tests.factories import make_area, make_organisation, make_participant

BOXES = ["/en/areas/", "/en/sessions/", "/en/search/", "/en/"]


@pytest.fixture(autouse=True)
@writing()
def record(db):
    make_participant(slug="batyr-atayev", name="Batyr Atayev", country="")
    make_organisation(slug="energy", name="Ministry of Energy", country="")
    make_area(slug="power", name="Energy")


def box(page):
    """The box of the page, or the masthead's where it has none."""
    own = page.locator("main [data-suggestions]")
    return own if own.count() else page.locator("[data-suggestions]")


def options(page):
    return page.locator(".suggestions").get_by_role("option")


@pytest.mark.parametrize("address", BOXES)
def test_records_are_suggested_by_kind_after_two_letters(page: Page, address):
    page.goto(address)
    box(page).press_sequentially("e")
    expect(options(page)).to_have_count(0)
    box(page).press_sequentially("n")
    expect(options(page)).to_have_text(["Ministry of Energy", "Energy"])
    expect(page.get_by_role("group", name="Organisations").get_by_role("option")).to_have_count(1)  # fmt: skip
    expect(page.get_by_role("status").last).to_have_text("2 suggestions")


def test_arrows_choose_and_enter_opens_the_record(page: Page):
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    last = options(page).last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", last.get_attribute("id"))  # fmt: skip
    expect(box(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/areas/power/$"))


def test_the_arrows_go_around_by_way_of_the_box(page: Page):
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))


def test_enter_on_none_searches(page: Page):
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=en$"))


def test_escape_closes_the_list_and_keeps_what_was_typed(page: Page):
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box(page)).to_have_value("en")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_leaving_the_box_closes_the_list(page: Page):
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.locator("[role=option]")).to_have_count(0)


def test_a_press_on_one_opens_it(page: Page):
    page.goto("/en/areas/")
    box(page).press_sequentially("ata")
    page.get_by_role("option", name="Batyr Atayev").click()
    expect(page).to_have_url(re.compile("/en/participants/batyr-atayev/$"))


def test_an_older_answer_never_overtakes_a_newer_one(page: Page):
    waiting = []
    page.goto("/en/areas/")
    page.route("**/suggestions/?q=en", lambda route: waiting.append(route))
    with page.expect_request("**/suggestions/?q=en"):
        box(page).press_sequentially("en")
    with page.expect_response("**/suggestions/?q=ata"):
        box(page).fill("ata")
    expect(options(page)).to_have_text(["Batyr Atayev"])
    waiting[0].abort()
    expect(options(page)).to_have_text(["Batyr Atayev"])


def test_without_an_answer_it_is_a_plain_box(page: Page, wrongs):
    page.goto("/en/areas/")
    page.route("**/suggestions/**", lambda route: route.fulfill(status=500))
    with page.expect_response("**/suggestions/**"):
        box(page).press_sequentially("en")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=en$"))


def test_the_list_of_sessions_goes_on_suggesting_after_it_changed(page: Page):
    page.goto("/en/sessions/?q=energy")
    box(page).press("Enter")
    page.get_by_role("link", name="Drop “energy”").click()
    expect(box(page)).to_have_value("")
    box(page).press_sequentially("ata")
    expect(options(page)).to_have_text(["Batyr Atayev"])


def test_axe_finds_nothing_wrong_with_the_open_list(page: Page):
    bring_axe(page)
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert (scheme, violations(page)) == (scheme, [])


def test_on_a_phone_the_list_keeps_inside_the_screen(page: Page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/en/areas/")
    box(page).press_sequentially("en")
    expect(options(page)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_a_script_the_masthead_searches(browser: Browser, base_url):
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    page.goto("/en/areas/")
    page.get_by_role("searchbox", name="Search the record").fill("energy")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=energy$"))
    page.context.close()
