"""Everything is reached and used by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.every_page import make_every_page

# Everything that can be used and is in sight, in the order of the page, by its place: but for what only
# machines fill in, and of choices of one those that the arrows lead to.
USABLE = """
() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden' && !e.closest('dialog:not([open]), .reader-trap')
    && (e.type !== 'radio' || e.checked))
  .map((e, place) => (e.dataset.place = place))
"""
LISTEN = """
() => {
  window.reached = [];
  document.addEventListener('focusin', ({target}) => 'place' in target.dataset && window.reached.push(+target.dataset.place));
}
"""


def reached(page: Page, most: int) -> list[int]:
    """The places that the Tab key comes by, from the top of the page."""
    page.evaluate(LISTEN)
    # Held down, and let go at the end: half of what there is to say to the browser.
    for _place in range(most):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    return page.evaluate("window.reached")


def test_the_tab_key_comes_by_everything_on_every_page_in_order(page: Page):
    # As wide as it is and hardly high: what is not in sight is reached too, and need not be drawn.
    page.set_viewport_size({"width": 1280, "height": 40})
    missed = {}
    for name, address in make_every_page().items():
        page.goto(address)
        usable = page.evaluate(USABLE)
        assert len(usable) > 10
        if (places := reached(page, len(usable))) != usable:
            missed[name] = (places, usable)
    assert missed == {}


def test_what_has_the_focus_shows_it(page: Page):
    page.goto(make_every_page()["session"])
    page.locator(".chip").first.focus()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_search_is_typed_and_sent(page: Page):
    page.goto(make_every_page()["home"])
    page.keyboard.press("/")
    page.keyboard.type("matter")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search for “matter”")
    expect(page.locator("#found-session h2")).to_have_text("Sessions 2")


def test_a_sector_is_chosen_and_shown(page: Page):
    page.goto(make_every_page()["session list"])
    page.get_by_role("checkbox", name="Transport and communications").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show sessions").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".applied")).to_contain_text("in Transport and communications")


def test_a_piece_of_the_question_is_dropped(page: Page):
    page.goto(make_every_page()["session list, narrowed"])
    page.get_by_role("link", name="Drop Railways").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".applied")).not_to_contain_text("Railways")
    expect(page.locator(".applied")).to_contain_text("matter")


def test_the_report_is_narrowed_and_made_whole_again(page: Page):
    page.goto(make_every_page()["session"])
    page.get_by_role("link", name="Transport and communications 2").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage")).to_have_count(2)
    page.get_by_role("link", name="Whole report 3").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage")).to_have_count(3)


def test_the_languages_lead_to_the_same_passage(page: Page):
    page.goto(make_every_page()["session"] + "?with=ru#p-1")
    page.locator(".languages").get_by_role("link", name="Русский").press("Enter")
    expect(page).to_have_url(re.compile(r"/ru/sessions/.*/\?with=ru#p-1$"))
