"""A clerk makes a draft of the twelfth session from a text; clicks and key chords are counted."""

import re
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from commission.models import Commission
from commission.models.noted import writing
from sessions.importing.files import import_files
from sessions.models import Session
from tests.factories import make_commission, make_session

pytestmark = pytest.mark.django_db(transaction=True)

# In our own words, from the facts of sessions/demo/tm-kz.toml; the third person is made up.
TEXT = """Commission of Turkmenistan and Kazakhstan meets for the twelfth time

The 12th session of the Intergovernmental Turkmenistan-Kazakhstan Commission on Economic, Scientific, Technical and Cultural Cooperation took place in Astana on 15 May 2023.

It was co-chaired by Batyr Atdaýew, Deputy Chairman of the Cabinet of Ministers of Turkmenistan, and Roman Skliar, Deputy Prime Minister of Kazakhstan. Minister of Examples Primer Primerov took part.

The sides went through trade, finance, agriculture, construction and tourism. Then came oil and gas.

Transport and water management were taken up, as were culture, education and science."""


class Clerk:
    """Counts what hands do besides typing: clicks and key chords, a paste among them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, selector):
        self.count += 1
        self.page.click(selector)

    def press(self, keys):
        self.count += 1
        self.page.keyboard.press(keys)

    def paste(self, text):
        """Into what has the focus."""
        self.count += 1
        self.page.keyboard.insert_text(text)

    def choose(self, selector, value):
        """Open the list and take one of it."""
        self.count += 2
        self.page.select_option(selector, value)


def log_in(page):
    page.goto("/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.click("[type=submit]")


@pytest.fixture
@writing()
def commission(transactional_db, admin_user, settings):
    demo = settings.BASE_DIR / "sessions" / "demo"
    outcome = import_files([demo / "areas.toml", demo / "participants.toml"])
    assert outcome.problems == []
    commission = make_commission(
        name_en="Intergovernmental Turkmenistan-Kazakhstan Commission on Economic, Scientific, Technical and Cultural Cooperation",
        short_name="Turkmenistan – Kazakhstan",
    )  # fmt: skip
    make_session(commission=commission, number=10, place="Astana", country="KZ")
    return commission


def lit(page):
    return page.locator("mark.is-meant").all_text_contents()


def test_the_twelfth_session_takes_fewer_than_40_clicks_and_chords(
    page, commission, wrongs
):
    log_in(page)
    clerk = Clerk(page)
    clerk.click("text=New session from a text")
    expect(page.locator("#id_text")).to_be_focused()
    clerk.paste(TEXT)
    clerk.click("#id_publisher")
    page.keyboard.type("EIN Presswire")
    clerk.press("Tab")
    page.keyboard.type("https://www.einpresswire.com/article/633824606/")
    with page.expect_navigation():
        clerk.click("[name=read]")

    # Every proposal shows the words it rests on: by hand, and by the link without a script.
    page.focus("#id_number")
    assert lit(page) == ["12th session"]
    page.click("mark >> text=Batyr Atdaýew")
    assert page.evaluate("document.activeElement.name").startswith("people-0-")
    clerk.count += 1
    # What only the clerk knows: which side somebody new belongs to.
    clerk.choose("[name=people-2-side]", "KZ")
    # And what the clerk knows better: nobody spoke of the sciences.
    wrong = page.locator("#passages-4 .box", has_text="Science and technology")
    wrong.locator("input").uncheck()
    clerk.count += 1
    with page.expect_navigation():
        clerk.press("Control+s")

    expect(page.locator(".messagelist .success")).to_contain_text("The draft is saved")
    expect(page.locator("section.rows[id*=passages]")).to_be_visible()
    session = Session.objects.get(number=12)
    assert (session.state, session.place, session.country) == ("draft", "Astana", "KZ")
    assert [(m.participant.slug, m.side.country, m.role) for m in session.delegation_members.all()] == [
        ("batyr-atdayev", "TM", "co_chair"),
        ("roman-sklyar", "KZ", "co_chair"),
        ("primer-primerov", "KZ", "member"),
    ]  # fmt: skip
    areas = [sorted(a.slug for a in p.areas.all()) for p in session.passages.all()]
    assert areas == [
        [], ["diplomacy"], ["agriculture", "construction", "finance", "oil-and-gas", "tourism", "trade"],
        ["culture", "education", "transport", "water-management"],
    ]  # fmt: skip
    assert clerk.count < 40
    # The figure of docs/from-a-text.md.
    assert clerk.count == 10


def test_it_works_without_a_script_by_keyboard_on_a_telephone(
    browser: Browser, live_server, commission
):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 780},
        base_url=live_server.url,
    )  # fmt: skip
    page = context.new_page()
    log_in(page)
    page.goto("/admin/commission_sessions/session/from-text/")
    page.fill("#id_text", TEXT.replace("Primer Primerov", "Somebody"))
    page.fill("#id_publisher", "EIN Presswire")
    page.press("#id_publisher", "Enter")
    sign = page.locator(".field-number .sign a")
    sign.focus()
    sign.press("Enter")
    assert re.search(r"#w-\d+$", page.url)
    expect(page.locator("mark:target")).to_have_text("12th session")
    with page.expect_navigation():
        page.press("#id_publisher", "Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("The draft is saved")
    assert Session.objects.get(number=12).commission == Commission.objects.get()
    context.close()


def test_the_page_never_scrolls_sideways(page, commission, wrongs):
    log_in(page)
    page.goto("/admin/commission_sessions/session/from-text/")
    page.fill("#id_text", TEXT)
    page.click("[name=read]")
    for scheme, width in product(("light", "dark"), (360, 768, 1360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_text_that_is_too_long_is_not_even_sent(page, commission, wrongs):
    log_in(page)
    page.goto("/admin/commission_sessions/session/from-text/")
    page.evaluate("document.querySelector('#id_text').value = 'word '.repeat(2000000)")
    page.click("[name=read]")
    expect(page.locator(".from-text-too-long")).to_be_visible()
    assert page.evaluate("document.querySelector('#id_text').value.length") == 10_000_000  # fmt: skip
