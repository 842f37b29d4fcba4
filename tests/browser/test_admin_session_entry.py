"""A clerk enters a session from paper, publishes it and looks at it on the site."""

from itertools import product

import pytest
from playwright.sync_api import Page, expect

from commission.models.noted import writing
from sessions.models import Session
from tests.factories import make_area, make_commission, make_participant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(page: Page, admin_user) -> Page:
    """Chromium, logged in."""
    page.goto("/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.click("[type=submit]")
    return page


def pick(page, words, text):
    """Type into the picker that has the focus, and take what it offers as `text`."""
    page.keyboard.type(words)
    option = page.locator(".select2-results__option", has_text=text).first
    option.wait_for()
    option.click()


def section(page, name):
    return page.locator(f"section.rows[id*='{name}']")


def places(page, name):
    return [
        field.input_value()
        for field in section(page, name).locator("input.place").all()
    ]


def texts(page):
    fields = section(page, "passages").locator("textarea[name$=text_en]").all()
    return [field.input_value() for field in fields]


def enter_main_fields(page):
    page.click("a.addlink[href*='session/add']")
    page.click(".field-commission .select2-selection")
    pick(page, "turkm", "Turkmenistan – Kazakhstan")
    page.fill("#id_number", "12")
    page.fill("#id_starts_on", "2023-10-30")
    page.fill("[name=place_en]", "Ashgabat")
    page.click("[name=_save]")
    expect(section(page, "passages")).to_be_visible()
    # The paper is in one language; the others are a click away.
    for language in ("ru", "kk", "tk"):
        page.uncheck(f".languages-shown input[value={language}]")


def enter_delegation(page, name, people):
    section(page, name).locator("[data-row-add]").click()
    for place, (words, offered) in enumerate(people):
        pick(page, words, offered)
        if place + 1 < len(people):
            page.keyboard.press("Control+Enter")


def enter_report(page, passages):
    section(page, "passages").locator("[data-row-add]").click()
    for place, text in enumerate(passages):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
        pick(page, "rail", "Railways")
        if place + 1 < len(passages):
            page.keyboard.press("Control+Enter")


def save(page):
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.fixture
@writing()
def commission(transactional_db):
    make_area(parent=make_area(name="Transport"), name="Railways")
    make_participant(name="Askar Mamin", country="KZ", variants=["Асқар Мамин"])
    return make_commission(short_name="Turkmenistan – Kazakhstan")


def test_a_session_comes_from_paper_to_the_site(clerk, commission, wrongs):
    page, (one, two) = clerk, commission.sides.all()
    enter_main_fields(page)
    new = [(f"Member {letter}", f"New person: Member {letter}") for letter in "ABC"]
    enter_delegation(page, f"delegation-{one.pk}", new)
    enter_delegation(
        page,
        f"delegation-{two.pk}",
        [("Асқар", "Askar Mamin"), ("Member D", "New person: Member D")],
    )
    enter_report(page, ["First.", "Second.", "Third."])
    save(page)

    page.click("[name=_publish]")
    expect(page.locator(".drafts-named li")).to_have_count(4)
    page.click("[name=confirm]")
    expect(page.locator(".messagelist .success")).to_have_text(
        "5 records are released."
    )
    page.click(".viewsitelink")
    for words in (
        "Member A",
        "Member D",
        "Askar Mamin",
        "First.",
        "Third.",
        "Railways",
    ):
        expect(page.get_by_text(words).first).to_be_attached()
    session = Session.objects.get()
    assert session.is_published
    members = session.delegation_members.filter(side=one).order_by("order")
    assert [member.participant.name for member in members] == [
        "Member A",
        "Member B",
        "Member C",
    ]


def test_passages_are_moved_and_inserted_by_buttons_and_by_keys(clerk, commission):
    page = clerk
    enter_main_fields(page)
    enter_report(page, ["One", "Two", "Three"])
    rows = section(page, "passages").locator(".row")

    rows.nth(2).locator("[data-row-up]").click()
    assert texts(page) == ["One", "Three", "Two"]
    rows.nth(0).locator("textarea").first.press("Alt+ArrowDown")
    assert texts(page) == ["Three", "One", "Two"]
    expect(rows.nth(1).locator("textarea").first).to_be_focused()
    rows.nth(0).locator("[data-row-insert]").click()
    page.keyboard.type("Between")
    rows.nth(0).locator("input.place").fill("4")
    rows.nth(0).locator("input.place").press("Tab")
    assert texts(page) == ["Between", "One", "Two", "Three"]
    assert places(page, "passages") == ["1", "2", "3", "4"]
    save(page)
    assert texts(page) == ["Between", "One", "Two", "Three"]

    rows.nth(1).locator("[data-row-insert]").click()
    page.keyboard.type("Late")
    rows.nth(3).locator("[data-row-insert]").click()
    rows.nth(4).locator("[data-row-remove]").click()
    save(page)
    assert texts(page) == ["Between", "One", "Late", "Two", "Three"]
    passages = Session.objects.get().passages.order_by("number")
    assert [passage.number for passage in passages] == [1, 2, 3, 4, 5]


def test_what_was_typed_survives_a_refusal_in_its_order(clerk, commission):
    page = clerk
    enter_main_fields(page)
    enter_report(page, ["One", "Two"])
    section(page, "passages").locator(".row").nth(1).locator("[data-row-up]").click()
    section(page, "sources").locator("[data-row-add]").click()
    page.fill("[name=sources-0-title_en]", "A source without a publisher")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.locator(".errornote").first).to_be_visible()
    assert texts(page) == ["Two", "One"]
    assert (
        page.locator("[name=sources-0-title_en]").input_value()
        == "A source without a publisher"
    )
    page.fill("[name=sources-0-publisher]", "Trend")
    save(page)
    assert texts(page) == ["Two", "One"]


def test_a_text_begins_with_that_of_another_language(clerk, commission):
    page = clerk
    enter_main_fields(page)
    empty = page.locator(".languages-shown label", has_text="Русский").locator(".count")
    expect(empty).to_have_text("1")
    page.check(".languages-shown input[value=ru]")
    place = page.locator(".field-place [data-language=ru]")
    place.get_by_role("button", name="Copy from: English").press("Enter")
    expect(place.locator("[name=place_ru]")).to_have_value("Ashgabat")
    expect(place.locator("[name=place_ru]")).to_be_focused()
    # Offered only where nothing stands: no word is ever written over.
    expect(place.locator(".language-copy")).to_be_hidden()
    expect(empty).to_be_hidden()


def test_leaving_with_unsaved_words_asks_first(clerk, commission):
    page, asked = clerk, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    enter_main_fields(page)
    page.goto("/admin/")
    assert asked == []
    page.go_back()
    page.click("[name=place_en]")
    page.keyboard.type("!")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_the_page_never_scrolls_sideways(clerk, commission):
    page = clerk
    enter_main_fields(page)
    for name in (
        "delegation",
        "passages",
        "decisions",
        "documents",
        "photos",
        "sources",
    ):
        section(page, name).first.locator("[data-row-add]").click()
        page.keyboard.press("Escape")
    for scheme, width in product(("light", "dark"), (360, 768, 1360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
