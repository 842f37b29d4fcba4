"""The key "/" and those who do not want it."""

from playwright.sync_api import Page, expect


def test_it_goes_to_the_search_box_of_the_page(page: Page, db):
    page.goto("/en/sessions/")
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    expect(page.locator("#id_q")).to_have_value("")


def test_it_goes_to_the_mastheads_box_on_a_page_without_one(page: Page, db):
    page.goto("/en/areas/")
    page.keyboard.press("/")
    expect(page.locator(".masthead input")).to_be_focused()


def test_it_is_a_letter_like_any_other_while_one_types(page: Page, db):
    page.goto("/en/sessions/")
    page.locator("#id_q").fill("a")
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_have_value("a/")


def test_a_reader_can_turn_it_off_for_good(page: Page, db):
    page.goto("/en/sessions/")
    page.get_by_role("button", name="Turn the key off").click()
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#id_q")).not_to_be_focused()
    page.get_by_role("button", name="Turn the key on").click()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
