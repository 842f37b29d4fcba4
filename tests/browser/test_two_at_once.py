"""Two clerks in two browsers: they clash and neither loses a word, one is signed out while typing, and a
deleted session comes back whole.
"""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from sessions.models import Session
from tests.factories import make_passage, make_session

pytestmark = pytest.mark.django_db(transaction=True)
TITLE, TEXT = "[name=title_en]", "[name=passages-1-text_en]"


def log_in(page: Page, name: str) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", "Ashgabat-2030")
    page.click("[type=submit]")


@pytest.fixture
def clerks(browser: Browser, live_server, browser_context_args):
    contexts = []
    for name in ("ayna", "bek"):
        User.objects.create_superuser(name, password="Ashgabat-2030", first_name=name.title())  # fmt: skip
        contexts.append(browser.new_context(**browser_context_args))
    pages = [context.new_page() for context in contexts]
    for page, name in zip(pages, ("ayna", "bek"), strict=True):
        page.goto("/admin/")
        log_in(page, name)
        expect(page.locator("#user-tools")).to_be_visible()
    yield pages
    for context in contexts:
        context.close()


def test_neither_loses_a_word(clerks):
    ayna, bek = clerks
    session = make_session(state="draft")
    for text in ("One.", "The sides met.", "Three."):
        make_passage(session=session, text_en=text)
    address = f"/admin/commission_sessions/session/{session.pk}"
    for page in clerks:
        page.goto(f"{address}/change/")
    ayna.fill(TEXT, "The sides met in Ashgabat.")
    bek.fill(TEXT, "The two sides met.")
    bek.fill(TITLE, "Bek's title")
    ayna.click("[name=_continue]")
    expect(ayna.locator(".messagelist .success")).to_be_visible()
    bek.click("[name=_continue]")

    clash = bek.locator(".clash")
    expect(clash).to_contain_text("The sides met in Ashgabat.")
    expect(clash.locator("ins")).to_have_text([" in Ashgabat", "two "])
    expect(bek.locator(TEXT)).to_have_value("The two sides met.")
    # The other text is a click away, and the own one may be written on.
    clash.locator(".clash-take").click()
    expect(bek.locator(TEXT)).to_have_value("The sides met in Ashgabat.")
    bek.fill(TEXT, "The two sides met in Ashgabat.")
    bek.click("[name=_continue]")
    expect(bek.locator(".messagelist .success")).to_be_visible()
    session.refresh_from_db()
    assert session.title_en == "Bek's title"
    assert session.passages.get(number=2).text_en == "The two sides met in Ashgabat."

    # Signed out while typing: signing in again leads back to all that was typed.
    bek.fill(TITLE, "Typed for an hour")
    bek.context.clear_cookies(name="sessionid")
    bek.click("[name=_continue]")
    log_in(bek, "bek")
    expect(bek.locator(TITLE)).to_have_value("Typed for an hour")
    assert "Typed" not in str(bek.context.cookies())
    bek.click("[name=_continue]")
    expect(bek.locator(".messagelist .success")).to_be_visible()
    assert Session.objects.get().title_en == "Typed for an hour"

    # Deleted, and back with its passages.
    ayna.goto(f"{address}/delete/")
    expect(ayna.locator("#content")).to_contain_text("Passages: 3")
    ayna.locator("#content form [type=submit]").click()
    expect(ayna.locator(".messagelist .success")).to_be_visible()
    assert not Session.objects.exists()
    ayna.goto("/admin/deleted/")
    ayna.get_by_text("Put back …").click()
    ayna.locator("#content [type=submit]").click()
    expect(ayna.locator(".messagelist .success")).to_be_visible()
    assert Session.objects.get().passages.count() == 3
