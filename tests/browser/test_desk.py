"""The desk's comforts, in a browser: what is typed is kept, pastes come clean, rows move, photos go together."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from participants.models import Organisation
from sessions.models import Session
from tests.browser.axe import bring_axe, violations
from tests.factories import make_commission, make_passage, make_session, picture
from tests.sessions.test_spreadsheets import BODIES, workbook

pytestmark = pytest.mark.django_db(transaction=True)

WORD = """<html><head><style>p {margin: 0}</style></head><body>
<p class=MsoNormal><b>The sides</b>&nbsp;noted <i>growth</i> of 12*3 % [see <a href="https://example.org/a">the
annex</a>].<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>roads</p>
<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>ports</p>
<p class=MsoNormal>2. They agreed to meet.</p></body></html>"""
FIRST = r"**The sides** noted *growth* of 12\*3 % \[see [the annex](https://example.org/a)]."


@pytest.fixture
def clerk(page: Page, admin_user) -> Page:
    bring_axe(page)
    page.goto("/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.click("[type=submit]")
    return page


def texts(page, language="en"):
    fields = page.locator(f"#passages-group .rows-list > .row textarea[name$=text_{language}]")  # fmt: skip
    return [field.input_value() for field in fields.all()]


def paste(page, html):
    """As the keyboard would, with what Word puts on the clipboard."""
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData('text/html', html);
          data.setData('text/plain', 'plain');
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        html,
    )


def found_by_axe(page, wrongs):
    """What axe finds; that it styles the page itself, against the policy, is its own affair."""
    before = len(wrongs)
    found = violations(
        page, ["wcag2a", "wcag2aa", "wcag22aa"], {"exclude": [".select2-container"]}
    )
    del wrongs[before:]
    return found


def test_a_report_is_pasted_parted_moved_kept_and_saved(clerk, context, wrongs):
    page = clerk
    session = make_session(commission=make_commission(), state="draft")
    make_passage(session=session, text="Opening.")
    address = f"/admin/commission_sessions/session/{session.pk}/change/"
    page.goto(address)

    # From Word, in paragraphs of their own.
    page.locator("#passages-group [data-row-add]").click()
    paste(page, WORD)
    page.click("[data-paste-split]")
    parted = ["Opening.", FIRST, "- roads\n- ports", "2\\. They agreed to meet."]
    assert texts(page) == parted
    # The other language goes beside it.
    page.locator("#passages-group .row textarea[name$=text_ru]").nth(1).focus()
    paste(page, "<p>Стороны отметили рост.</p><p>Дороги</p><p>Встретиться.</p>")
    page.click("[data-paste-split]")
    assert texts(page, "ru") == ["", "Стороны отметили рост.", "Дороги", "Встретиться."]

    # By the keyboard, which is told where it went; and by the mouse.
    page.locator("#passages-group textarea[name$=text_en]").nth(3).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-rows-said]")).to_have_text("Now in place 3 of 4.")
    rows = page.locator("#passages-group .rows-list > .row")
    page.set_viewport_size({"width": 1280, "height": 2400})
    rows.nth(0).locator("[data-row-grip]").hover()
    page.mouse.down()
    under = rows.nth(1).bounding_box()
    for step in (20, 8, 5):
        page.mouse.move(under["x"] + 200, under["y"] + under["height"] - step)
    page.mouse.up()
    moved = [FIRST, "Opening.", "2\\. They agreed to meet.", "- roads\n- ports"]
    assert texts(page) == moved

    # The tab is gone, what was typed is not; a stranger's browser has none of it.
    page.wait_for_timeout(600)
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(address)
    assert texts(page) == ["Opening."]
    page.click("[data-kept-restore]")
    assert texts(page) == moved
    assert texts(page, "ru")[0] == "Стороны отметили рост."
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert [
        p.text_en.replace("\r", "") for p in session.passages.order_by("number")
    ] == moved
    page.reload()
    expect(page.locator("[data-kept-restore]")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('desk:'))") == []  # fmt: skip

    # Two photos at once; signing out leaves nothing behind.
    page.set_input_files(
        "[data-photos-at-once]",
        [
            {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture()}
            for n in "ab"
        ],
    )
    rows = page.locator("#photos-group .rows-list > .row")
    expect(rows).to_have_count(2)
    for n in range(2):
        expect(rows.nth(n).locator("input[name$=image-kept]")).not_to_have_value("")
        rows.nth(n).locator("[name$=alt_en]").fill(f"Photo {n}")
    assert found_by_axe(page, wrongs) == []
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert [p.alt_en for p in session.photos.order_by("order")] == ["Photo 0", "Photo 1"]  # fmt: skip
    page.fill("[name=place_en]", "Somewhere else")
    page.wait_for_timeout(600)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('desk:')).length") == 1  # fmt: skip
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#logout-form button")
    page.wait_for_url("**/logout/")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('desk:'))") == []  # fmt: skip


def test_a_table_goes_from_trial_to_the_record_past_the_desks_first_page(clerk, wrongs):
    page = clerk
    make_session(publish_at=datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC))
    page.goto("/admin/")
    expect(page.locator("[data-matter=scheduled] .desk-number").first).to_have_text("1")
    assert found_by_axe(page, wrongs) == []
    page.click(".desk .to-do a[href*=spreadsheets]")
    page.click("text=Organisations")
    file = {"name": "bodies.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(BODIES)}  # fmt: skip
    page.set_input_files("[name=file]", file)
    page.click("text=Try it out")
    expect(page.locator(".sheet-lines tbody tr")).to_have_count(2)
    expect(page.locator(".sheet-strangers")).to_contain_text("“Телефон” (E1)")
    assert found_by_axe(page, wrongs) == []
    assert Organisation.objects.count() == 0
    page.click("text=Take the table over")
    expect(page.locator(".messagelist .success")).to_have_text(
        "The table is taken over. 2 rows are new. 0 rows are changed."
    )
    with page.expect_download() as download:
        page.click(".object-tools a[href*='table.xlsx']")
    assert download.value.suggested_filename == "organisation.xlsx"
    assert Session.objects.count() == 1
