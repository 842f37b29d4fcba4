"""A list that changes in place, and the same list without a script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from commission.models.noted import writing
from tests.browser.every_page import make_every_page
from tests.factories import make_area, make_passage, make_session

ADDRESS = "/en/sessions/"


@pytest.fixture
@writing()
def record(db):
    """Three sessions: on gas, on gas and customs, on sport; and forty older ones on nothing."""
    gas, customs, sport = (
        make_area(slug=name.lower(), name=name) for name in ("Gas", "Customs", "Sport")
    )
    for areas in ([gas], [gas, customs], [sport]):
        make_passage(session=make_session(), areas=areas, text="On pipelines.")
    first = make_session(title="Older")
    for _each in range(40):
        make_session(commission=first.commission)


@pytest.fixture
def loads(page: Page):
    """The addresses of whole pages loaded, which a change in place adds nothing to."""
    seen: list[str] = []

    def hear(request):
        if request.is_navigation_request():
            seen.append(request.url)

    page.on("request", hear)
    return seen


def heading(page):
    return page.locator("h1")


def test_a_choice_changes_list_counts_and_address_in_place(page: Page, record, loads):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Gas").check()
    expect(heading(page)).to_have_text("2 sessions")
    expect(page).to_have_url(re.compile(r"/en/sessions/\?area=gas$"))
    expect(page).to_have_title(re.compile("^Sessions"))
    expect(page.locator(".choice", has_text="Customs").locator(".count")).to_have_text(
        "1"
    )
    assert len(loads) == 1


def test_the_choice_keeps_the_focus_and_the_place_on_the_screen(page: Page, record):
    page.set_viewport_size({"width": 1360, "height": 300})
    page.emulate_media(reduced_motion="reduce")
    page.goto(ADDRESS)
    choice = page.get_by_role("checkbox", name="Customs")
    choice.focus()
    assert page.evaluate("scrollY") > 0
    before = choice.bounding_box()["y"]
    page.keyboard.press("Space")
    expect(heading(page)).to_have_text("1 session")
    expect(choice).to_be_focused()
    assert choice.bounding_box()["y"] == pytest.approx(before, abs=1)


def test_the_new_count_is_read_out(page: Page, record):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Sport").check()
    expect(page.get_by_role("status")).to_have_text("1 session")


def test_words_are_looked_for_when_they_are_sent(page: Page, record, loads):
    page.goto(ADDRESS)
    box = page.locator("#id_q")
    box.fill("pipelines")
    page.get_by_role("checkbox", name="Gas").focus()
    expect(heading(page)).to_have_text("44 sessions")
    box.press("Enter")
    expect(heading(page)).to_have_text("3 sessions")
    expect(box).to_be_focused()
    assert page.locator("mark").count() == 3
    assert len(loads) == 1


def test_what_is_typed_meanwhile_stays(page: Page, record):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Gas").check()
    page.locator("#id_q").fill("rail")
    expect(heading(page)).to_have_text("2 sessions")
    expect(page.locator("#id_q")).to_have_value("rail")


def test_pages_and_orders_change_in_place_and_reading_goes_on_at_the_head(
    page: Page, record, loads
):
    page.goto(ADDRESS)
    page.locator(".pagination").get_by_role("link", name="Page 2").click()
    expect(page).to_have_url(re.compile(r"\?page=2$"))
    expect(page.locator(".pagination [aria-current]")).to_have_text("Page 2")
    expect(heading(page)).to_be_focused()
    page.get_by_role("link", name="Oldest first").click()
    expect(page).to_have_url(re.compile(r"\?sort=oldest$"))
    assert len(loads) == 1


def test_a_piece_of_the_question_is_dropped_in_place(page: Page, record, loads):
    page.goto(f"{ADDRESS}?q=pipelines&area=gas")
    page.get_by_role("link", name="Drop “pipelines”").click()
    expect(page.locator("#id_q")).to_have_value("")
    expect(page).to_have_url(re.compile(r"\?area=gas$"))
    assert len(loads) == 1


def test_back_and_forward_go_through_the_questions(page: Page, record):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Gas").check()
    expect(heading(page)).to_have_text("2 sessions")
    page.get_by_role("checkbox", name="Sport").check()
    expect(heading(page)).to_have_text("3 sessions")
    page.go_back()
    expect(heading(page)).to_have_text("2 sessions")
    expect(page.get_by_role("checkbox", name="Sport")).not_to_be_checked()
    page.go_back()
    expect(heading(page)).to_have_text("44 sessions")
    page.go_forward()
    expect(heading(page)).to_have_text("2 sessions")
    expect(page.get_by_role("checkbox", name="Gas")).to_be_checked()


def test_back_from_a_session_finds_the_list_as_it_was(page: Page, record):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Sport").check()
    expect(heading(page)).to_have_text("1 session")
    page.locator(".result h2 a").click()
    expect(page.locator(".strip")).to_be_visible()
    page.go_back()
    expect(heading(page)).to_have_text("1 session")
    expect(page.get_by_role("checkbox", name="Sport")).to_be_checked()


def test_the_address_is_one_to_share(page: Page, record):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Gas").check()
    expect(heading(page)).to_have_text("2 sessions")
    shared = page.context.new_page()
    shared.goto(page.url)
    expect(heading(shared)).to_have_text("2 sessions")
    expect(shared.get_by_role("checkbox", name="Gas")).to_be_checked()


def test_the_other_languages_are_asked_the_same(page: Page, record):
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Gas").check()
    expect(heading(page)).to_have_text("2 sessions")
    page.locator(".languages a[lang=ru]").click()
    expect(page).to_have_url(re.compile(r"/ru/sessions/\?area=gas$"))


def test_on_a_phone_the_unfolded_filter_stays_so(page: Page, record):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(ADDRESS)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("checkbox", name="Gas").check()
    expect(heading(page)).to_have_text("2 sessions")
    expect(page.get_by_role("checkbox", name="Gas")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Gas")).to_be_focused()


@pytest.mark.parametrize("failing", ["abort", "500"])
def test_a_failure_is_said_and_leads_on(page: Page, record, failing):
    def fail(route):
        route.abort() if failing == "abort" else route.fulfill(status=500, body="")

    page.goto(ADDRESS)
    page.route("**/sessions/?area=gas", fail)
    page.get_by_role("checkbox", name="Gas").check()
    # It is always there; what is hidden has its text as well.
    sentence = page.get_by_text("The list could not be brought up to date.")
    expect(sentence).to_be_visible()
    page.unroute("**/sessions/?area=gas")
    sentence.get_by_role("link").click()
    expect(heading(page)).to_have_text("2 sessions")


def test_a_slow_answer_shows(page: Page, record):
    page.goto(ADDRESS)
    waiting = []
    page.route("**/sessions/?area=gas", lambda route: waiting.append(route))
    page.get_by_role("checkbox", name="Gas").check()
    expect(page.locator("#finder > div")).to_have_css("opacity", "0.5")
    waiting[0].continue_()
    expect(heading(page)).to_have_text("2 sessions")
    expect(page.locator("#finder > div")).to_have_css("opacity", "1")


def test_without_a_script_the_same_form_and_links_work(
    browser: Browser, base_url, record
):
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    page.goto(ADDRESS)
    page.get_by_role("checkbox", name="Gas").check()
    page.get_by_role("button", name="Show sessions").click()
    expect(heading(page)).to_have_text("2 sessions")
    page.get_by_role("link", name="Drop Gas").click()
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator(".pagination [aria-current]")).to_have_text("Page 2")
    page.context.close()


@pytest.mark.parametrize(
    "address",
    ["/en/decisions/", "/en/agreements/", "/en/participants/", "/en/organisations/"],
)
def test_the_other_lists_change_in_place_too(page: Page, record, loads, address):
    make_every_page()
    page.goto(address)
    page.locator("#finder input[type=checkbox]").first.check()
    expect(page).to_have_url(re.compile(r"\?\w+=\w+"))
    expect(page.locator(".applied")).to_be_visible()
    assert len(loads) == 1
