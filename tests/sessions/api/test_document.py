"""The OpenAPI document: checked in, true of the answers, and explained on a page."""

import json

import pytest
from django.core.management import call_command

from sessions.api import document
from sessions.api.operations import RESOURCES
from sessions.api.sessions import SESSIONS
from tests.sessions.api.asking import HERE

pytestmark = pytest.mark.django_db


def test_the_document_that_is_checked_in_is_the_one_of_the_code():
    """When it is meant to change: make openapi."""
    call_command("load_example", verbosity=0)
    written = json.loads(json.dumps(document.made(document.examples())))
    assert written == json.loads(document.FILE.read_text())


def test_it_is_served_with_the_address_of_this_portal(client, settings):
    served = client.get(f"{HERE}/openapi.json").json()
    assert (served["openapi"], served["servers"]) == ("3.1.0", [{"url": settings.SITE_URL}])  # fmt: skip
    assert served["paths"] == document.checked_in()["paths"]


def test_the_page_explains_every_kind_and_loads_nothing_from_elsewhere(client):
    answer = client.get(HERE + "/", headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer["Location"]) == (302, "/ru/api/")
    answer = client.get("/ru/api/")
    assert [each.name for each in answer.context["kinds"]] == [each.name for each in RESOURCES]  # fmt: skip
    page = answer.content.decode()
    assert '<th scope="row">sides_differ</th><td>boolean</td>' in page
    assert "example-iceland-new-zealand" in page
    named = ", ".join(SESSIONS.long[:-1])
    assert f"gives {named} and {SESSIONS.long[-1]} only when" in page
    assert 'src="http' not in page
    assert 'style="' not in page
