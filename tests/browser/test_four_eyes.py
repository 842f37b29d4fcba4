"""Two browsers at once: a clerk writes and sends to review, a publisher reads, sends back, schedules;
a minister's office looks at it by a link; and the page appears at its minute.
"""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sessions.models import Session
from tests.factories import make_area, make_commission
from tests.staff import make_staff

from .test_admin_session_entry import enter_delegation, enter_report, pick, section

pytestmark = pytest.mark.django_db(transaction=True)

SUMMARY = "The sides agreed on a timetable."


@pytest.fixture
def desk(new_context, base_url, wrongs):
    """`desk(name)`: a browser of its own, in which that person has signed in."""

    def sign_in(name) -> Page:
        context = new_context()
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: wrongs.append(str(error.error)))
        page = context.new_page()
        page.goto("/admin/")
        page.fill("#id_username", name)
        page.fill("#id_password", "password")
        page.click("[type=submit]")
        return page

    return sign_in


def save(page, name):
    with page.expect_navigation():
        page.click(f"[name={name}]")
    expect(page.locator(".messagelist .success").first).to_be_visible()


def test_two_people_bring_a_session_to_its_readers(desk, new_context, wrongs, monkeypatch):  # fmt: skip
    commission = make_commission(slug="tm-kz", short_name="Turkmenistan – Kazakhstan")
    make_commission(short_name="Another one")
    make_area(parent=make_area(name="Transport"), name="Railways")
    make_staff("editor", bound_to=[commission], name="clerk")
    make_staff("publisher", name="chief")
    clerk, chief = desk("clerk"), desk("chief")

    # The clerk, who is bound to one commission, is offered that one alone.
    clerk.click("a.addlink[href*='session/add']")
    clerk.click(".field-commission .select2-selection")
    options = clerk.locator(".select2-results__option")
    expect(options).to_have_text(["Turkmenistan – Kazakhstan"])
    pick(clerk, "turkm", "Turkmenistan – Kazakhstan")
    clerk.fill("#id_number", "12")
    clerk.fill("#id_starts_on", "2023-10-30")
    save(clerk, "_save")
    for language in ("ru", "kk", "tk"):
        clerk.uncheck(f".languages-shown input[value={language}]")
    side = commission.sides.first()
    enter_delegation(clerk, f"delegation-{side.pk}", [("Member A", "New person: Member A")])  # fmt: skip
    enter_report(clerk, ["They spoke of railways."])
    expect(clerk.get_by_text("Save and publish")).to_have_count(0)
    save(clerk, "_review")
    session = Session.objects.get()
    assert session.state == "review"
    page = f"/admin/commission_sessions/session/{session.pk}/change/"

    # The publisher reads it, and wants a summary.
    chief.goto("/admin/commission_sessions/session/?state=review")
    chief.click("th.field-shown_title a")
    expect(chief.locator(".standing .state")).to_have_text("In review")
    chief.get_by_role("link", name="Send back").click()
    chief.fill("#id_remark", "Add a summary.")
    save(chief, "confirm")

    # The clerk finds the remark, adds it, and sends it again; a link goes to the minister's office.
    clerk.goto(page)
    expect(clerk.locator(".steps q")).to_have_text("Add a summary.")
    clerk.fill("[name=summary_en]", SUMMARY)
    save(clerk, "_review")
    clerk.goto(page)
    expect(clerk.locator(".steps li strong")).to_have_text(
        ["Sent to review", "Sent back from review", "Sent to review"]
    )
    clerk.fill("#preview_note", "The minister's office")
    clerk.get_by_role("button", name="Make a link").click()
    link = clerk.locator(".preview-address a").get_attribute("href")
    office = new_context().new_page()
    office.goto(re.sub(r"^https?://[^/]+", "", link))
    for words in (SUMMARY, "They spoke of railways.", "Member A"):
        expect(office.get_by_text(words).first).to_be_attached()
    expect(office.locator(".draft-banner")).to_contain_text("given this link")
    assert office.context.cookies() == []

    # The publisher schedules it, with the person it names.
    chief.goto(page)
    chief.get_by_role("link", name="Publish …", exact=True).click()
    expect(chief.locator(".drafts-named li")).to_have_count(1)
    at = timezone.localtime() + datetime.timedelta(hours=2)
    at = at.replace(second=0, microsecond=0)
    chief.fill("#id_at", at.strftime("%Y-%m-%dT%H:%M"))
    save(chief, "confirm")
    expect(chief.locator(".standing .state")).to_contain_text("Under embargo until")

    # From now on it is the publisher's.
    clerk.goto(page)
    expect(clerk.locator("[name=_save]")).to_have_count(0)
    expect(clerk.locator(".standing")).to_contain_text("only publishers change it now")

    reader = new_context().new_page()
    address = "/en/sessions/tm-kz/12/"
    monkeypatch.setattr(timezone, "now", lambda: at - datetime.timedelta(seconds=1))
    assert reader.goto(address).status == 404
    assert reader.goto("/en/sessions/").status == 200
    in_list = reader.locator(f"main a[href='{address}']")
    expect(in_list).to_have_count(0)
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert reader.goto(address).status == 200
    expect(reader.get_by_text("Member A").first).to_be_attached()
    reader.goto("/en/sessions/")
    expect(in_list.first).to_be_visible()
    monkeypatch.undo()

    # A reader's correction, later: what is public is changed with a word to its readers.
    Session.objects.update(publish_at=timezone.now())
    clerk.goto(page)
    section(clerk, "passages").locator("textarea[name$=text_en]").fill("They spoke of roads.")  # fmt: skip
    with clerk.expect_navigation():
        clerk.click("[name=_save]")
    expect(clerk.locator(".errornote").first).to_be_visible()
    clerk.fill("[name=correction_en]", "It said railways.")
    save(clerk, "_save")
    reader.goto(address)
    expect(reader.locator("#corrections")).to_contain_text("It said railways.")
    expect(reader.get_by_text("They spoke of roads.")).to_be_attached()
