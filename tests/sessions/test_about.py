"""The pages that say what the portal is and how it is used."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.django_db
DEMO = settings.BASE_DIR / "sessions" / "demo"


def test_about_names_the_terms_and_whom_to_write_to(client, settings):
    settings.LICENCE = "CC BY 4.0"
    settings.LICENCE_URL = "https://example.org/by"
    settings.CONTACT = "mailto:desk@example.org"
    page = client.get("/en/about/").text
    assert (
        '<a href="https://example.org/by" rel="license noopener">CC BY 4.0</a>' in page
    )
    assert (
        '<a href="mailto:desk@example.org" rel="noopener">desk@example.org</a>' in page
    )


def test_about_says_what_nobody_has_said(client):
    page = client.get("/en/about/").text
    assert "have not said under which terms it may be used" in page
    assert "have not said whom to write to" in page


def test_help_works_its_examples_with_addresses_of_this_portal(client, settings):
    settings.SITE_URL = "https://records.example.org"
    page = client.get("/ru/help/").text
    for address in (
        "https://records.example.org/ru/passages/table.csv?area=railways&amp;year_from=2020",
        "https://records.example.org/ru/organisations/ministry-of-energy-kz/calendar.ics",
        "https://records.example.org/ru/sessions/tm-kz/11/passages/3/?quote=…",
    ):
        assert f"<code>{address}</code>" in page


def test_the_worked_examples_answer_on_the_demo_records(client):
    call_command("import_records", *map(str, DEMO.glob("*.toml")), verbosity=0)
    help_page = client.get("/en/help/").text
    readme = (settings.BASE_DIR / "README.md").read_text()
    examples = [
        *re.findall(r"<code>http://127.0.0.1:8000([^<]+)</code>", help_page),
        *re.findall(r"curl 'http://127.0.0.1:8000([^']+)'", readme),
    ]
    assert len(examples) >= 6
    for address in examples:
        answer = client.get(unescape(address).removesuffix("?quote=…"))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # fmt: skip
        assert (answer.status_code, len(body.splitlines()) > 1) == (200, True), address
    # As the help says where it is found, although nothing is owed yet.
    body = "/en/organisations/ministry-of-energy-kz/"
    assert f'href="{body}calendar.ics"' in client.get(body).text


def test_every_page_leads_to_both(client):
    page = client.get("/kk/sessions/").text
    assert 'href="/kk/about/"' in page and 'href="/kk/help/"' in page
