"""The desk's pages for those who see little, or work on a telephone."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import bring_axe, violations
from tests.browser.test_from_text import TEXT
from tests.factories import (
    make_agreement,
    make_commission,
    make_correction,
    make_decision,
    make_event,
    make_figure,
    make_follow_up,
    make_indicator,
    make_passage,
    make_session,
    make_source,
)

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Intergovernmental Turkmenistan-Kazakhstan Commission on Economic, Scientific, Technical and Cultural Cooperation"
SESSIONS = "/admin/commission_sessions/session"
# Select2 puts the button that empties it into its list, without being asked.
WITHOUT_LISTS = {"list": {"enabled": False}}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture
def session(admin_user):
    session = make_session(commission=make_commission(name_en=NAME), title="Of trade")
    make_passage(session=session, text_en="They spoke of trade.")
    decision = make_decision(
        session=session,
        text="Further the internationalisation.",
        due_on=session.starts_on,
    )
    make_follow_up(decision=decision, note_en="Telecommunications come first.")
    make_correction(session)
    make_event(agreement=make_agreement(commission=session.commission))
    make_source(figure=make_figure(commission=session.commission), doubt="No currency.")
    gone = make_session(commission=session.commission, title="Gone")
    gone.delete()
    session.title_en = "Of trade and roads"
    session.save()
    return session


def found(page, wrongs):
    """(what axe finds, how wide the page is); that axe styles the page itself is its own affair."""
    before = len(wrongs)
    rules = violations(page, TAGS, rules=WITHOUT_LISTS)
    del wrongs[before:]
    return rules, page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_at_the_desk_and_nothing_scrolls_sideways(
    page: Page, session, wrongs, scheme, width
):
    bring_axe(page)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    seen = {}

    def look(name):
        seen[name] = found(page, wrongs)

    page.goto("/admin/")
    look("signing in")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.click("[type=submit]")
    page.wait_for_selector(".desk")
    look("first page")
    own = f"{SESSIONS}/{session.pk}"
    agreement = session.commission.agreements.get()
    addresses = {
        "accounts": "/admin/auth/user/",
        "a new session": f"{SESSIONS}/add/",
        "a session": f"{own}/change/",
        "its history": f"{own}/history/",
        "its deletion": f"{own}/delete/",
        "what became of its decisions": f"{own}/follow-ups/",
        "the brief": f"{SESSIONS}/brief/{session.commission_id}/",
        "an agreement": f"/admin/commission/agreement/{agreement.pk}/change/",
        "deleted records": "/admin/deleted/",
        "missing texts": "/admin/missing-texts/",
        "spreadsheets": "/admin/spreadsheets/participants/",
    }
    for name, address in addresses.items():
        page.goto(address)
        look(name)
    page.goto(f"{own}/history/")
    page.click("#content [type=submit]")
    page.wait_for_selector(".row-change")
    look("what changed")
    page.goto(f"{SESSIONS}/from-text/")
    page.fill("[name=text]", TEXT)
    page.click("text=Read the text")
    page.wait_for_selector(".proposed")
    look("proposals")
    assert seen == {name: ([], width) for name in seen}


def test_a_picker_is_called_by_its_label(page: Page, session, wrongs):
    page.goto("/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.click("[type=submit]")
    page.goto(f"{SESSIONS}/add/")
    assert page.get_by_role("combobox", name="Commission:").count() == 1
    page.goto(f"{SESSIONS}/{session.pk}/change/#passages-group")
    areas = page.get_by_role("searchbox", name="areas")
    before = areas.count()
    page.locator("#passages-group .row textarea").first.focus()
    page.keyboard.press("Control+Enter")
    assert areas.count() == before + 1


def test_the_list_of_figures_shows_every_column_beside_its_filter(signed_in: Page):
    commission = make_commission(
        short_name_en="Turkmenistan – Kazakhstan", short_name_ru="Туркменистан – Казахстан",
    )  # fmt: skip
    indicator = make_indicator(
        name_en="Enterprises with capital of the other side", name_ru="Предприятия с участием капитала другой стороны",
    )  # fmt: skip
    of_one = {"commission": commission, "indicator": indicator, "change_percent": 28}
    for year, value in ((2020, 100), (2021, 150)):
        make_figure(year=year, value=value, **of_one)
    signed_in.set_viewport_size({"width": 1300, "height": 900})
    beyond = {}
    for language in ("en", "ru", "kk", "tk"):
        signed_in.set_extra_http_headers({"accept-language": language})
        signed_in.goto("/admin/commission/figure/")
        assert signed_in.locator("html").get_attribute("lang") == language
        found = signed_in.locator("#changelist .results")
        beyond[language] = found.evaluate("box => box.scrollWidth - box.clientWidth")
    assert beyond == dict.fromkeys(beyond, 0)
