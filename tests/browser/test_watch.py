"""The watch that every browser test stands under sees what it is there for."""

import pytest
from playwright.sync_api import Page


def test_an_inline_style_is_seen(page: Page, wrongs: list[str]):
    page.goto("/admin/login/")
    with page.expect_console_message():
        page.evaluate("document.body.innerHTML = '<p style=\"color: red\">red</p>'")

    assert ["inline style" in wrong for wrong in wrongs] == [True]
    wrongs.clear()


@pytest.mark.parametrize("host", ["elsewhere.example", "192.0.2.1"])
def test_a_link_to_another_host_is_seen(page: Page, wrongs: list[str], host):
    page.goto("/healthz")
    with page.expect_event("requestfailed"):
        page.evaluate(f"location = 'https://{host}/'")

    assert wrongs == [f"asked https://{host}/"]
    wrongs.clear()


def test_an_error_in_a_script_is_seen(page: Page, wrongs: list[str]):
    page.goto("/healthz")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")

    assert wrongs == ["broken"]
    wrongs.clear()
