"""The admin works under the same Content-Security-Policy as the public pages."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect


@pytest.fixture
def administrator(transactional_db, page: Page) -> Page:
    get_user_model().objects.create_superuser("clerk", password="a quiet word")
    page.goto("/admin/")
    page.get_by_label("Username").fill("clerk")
    page.get_by_label("Password").fill("a quiet word")
    page.get_by_role("button", name="Log in").click()
    return page


def test_a_clerk_logs_in_and_makes_a_group(administrator: Page):
    """The form has the two-box chooser, which is the admin's most scripted widget."""
    administrator.goto("/admin/auth/group/add/")
    administrator.get_by_label("Name:").fill("Editors")
    administrator.locator(
        "#id_permissions_add_all, #id_permissions_add_all_link"
    ).click()
    administrator.get_by_role("button", name="Save", exact=True).click()

    expect(administrator.locator(".messagelist .success")).to_contain_text("Editors")


def test_the_calendar_opens(administrator: Page):
    administrator.goto("/admin/auth/user/")
    administrator.get_by_role("link", name="clerk").click()
    administrator.locator(".field-last_login .date-icon").first.click()

    expect(administrator.locator(".calendarbox").first).to_be_visible()
