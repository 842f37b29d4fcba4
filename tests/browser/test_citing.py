"""Words of a report are marked, cited and copied; the link leads back to them."""

import pytest
from playwright.sync_api import Page, expect

from commission.models.noted import writing
from tests.factories import make_commission, make_passage, make_session

MARK = """() => {
  const text = document.querySelector("#p-2 .passage-text p").firstChild;
  getSelection().setBaseAndExtent(text, 4, text, 13);
}"""


@pytest.fixture
@writing()
def session(db):
    session = make_session(commission=make_commission(slug="tm-kz"), number=11)
    make_passage(session=session, text="They met.")
    make_passage(session=session, text="The two sides agreed to build a railway to the sea.")  # fmt: skip
    return session


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_marked_words_are_cited_and_the_note_copied(page: Page, session):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/sessions/tm-kz/11/")
    expect(page.locator(".cite-words")).to_have_count(0)
    page.evaluate(MARK)
    link = page.locator("#p-2 .cite-words")
    expect(link).to_have_text("Cite the marked words")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cite-txt")).to_contain_text("“two sides”.")
    page.get_by_role("button", name="Copy the note").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page) == page.locator("#cite-txt").inner_text()


def test_the_copied_link_of_a_passage_finds_it_under_its_new_number(
    page: Page, session
):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/sessions/tm-kz/11/")
    page.locator("#p-2 .copy-link").click()
    expect(page.locator("#p-2 .copy-link")).to_have_text("Copied")
    address = clipboard(page)
    session.passages.filter(number=1).delete()
    session.passages.filter(number=2).update(number=1)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Passage 1")
    expect(page.locator("mark")).to_have_text("The two sides agreed to build a railway")
