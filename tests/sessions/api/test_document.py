"""The OpenAPI document: checked in, true of the answers, and explained on a page."""

import json
import re

import pytest
from django.core.management import call_command

from commission.models.noted import writing
from sessions.api import document
from sessions.api.operations import RESOURCES
from sessions.api.sessions import SESSIONS
from tests.factories import (
    make_area,
    make_commission,
    make_figure,
    make_indicator,
    make_organisation,
    make_participant,
    make_session,
)
from tests.sessions.api.asking import HERE

pytestmark = pytest.mark.django_db


def test_the_document_that_is_checked_in_is_the_one_of_the_code():
    """When it is meant to change: make openapi."""
    call_command("load_example", verbosity=0)
    written = json.loads(json.dumps(document.made(document.examples())))
    assert written == json.loads(document.FILE.read_text())


def test_every_parameter_of_a_question_has_an_example_that_is_understood(client):
    with writing():
        transport = make_area(slug="transport")
        make_area(slug="railways", parent=transport)
        make_session(
            commission=make_commission(slug="tm-kz"), number=11, place="Astana"
        )
        make_organisation(name="Ministry of Transport")
        make_participant(name="Atdaev", country="KZ")
        make_figure(indicator=make_indicator(slug="mutual-trade"))
    for path, methods in document.checked_in()["paths"].items():
        asked = [each for each in methods["get"]["parameters"] if each["in"] == "query"]
        assert [each["name"] for each in asked if "example" not in each] == []
        if "{" in path:
            continue
        for each in asked:
            query = {each["name"]: _asked(each)}
            answer = client.get(path, query)
            # A cursor is signed by the portal that gives it.
            expected = 400 if each["name"] == "cursor" else 200
            assert answer.status_code == expected, (path, query, answer.text)


def _asked(parameter):
    example = parameter["example"]
    return ",".join(example) if parameter.get("explode") is False else example


def test_examples_of_problems_are_what_the_portal_answers(client, settings):
    refused = client.get(f"{HERE}/sessions/?lang=de").json()
    nobody = client.get(f"{HERE}/areas/nobody/").json()
    settings.API_PER_MINUTE = 1
    busy, told = client.get(f"{HERE}/areas/").json(), document.PROBLEMS["429"]
    assert (refused, nobody) == (document.PROBLEMS["400"], document.PROBLEMS["404"])
    assert {**busy, "detail": ""} == {**told, "detail": ""}
    sentence = busy["detail"].replace("than 1 ", "than 300 ")
    assert re.sub(r"wait \d+ ", "wait 42 ", sentence) == told["detail"]
    for methods in document.checked_in()["paths"].values():
        for status, answer in methods["get"]["responses"].items():
            if status != "200":
                [content] = answer["content"].values()
                assert content["example"] == document.PROBLEMS[status]


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
