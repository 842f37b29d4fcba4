"""What pages say to machines in JSON-LD, held against schema.org's own vocabulary."""

import datetime
import json
import re

import pytest
from django.core.management import call_command

from tests.factories import (
    make_agreement,
    make_commission,
    make_organisation,
    make_participant,
    make_position,
    make_session,
)
from tests.schema_org import PROPERTIES

pytestmark = pytest.mark.django_db
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SITE = "http://127.0.0.1:8000"


def said(client, address):
    [written] = ELEMENT.findall(client.get(address).text)
    return json.loads(written)


def faults(thing, path=""):
    """What schema.org does not know of a thing and of those within it."""
    kind = thing.get("@type", "")
    known = PROPERTIES.get(kind)
    if known is None:
        return [f"{path}: {kind}"]
    found = []
    for name, value in thing.items():
        if name in ("@type", "@context"):
            continue
        for each in value if isinstance(value, list) else [value]:
            found += _fault(known.get(name), each, f"{path}{kind}.{name}")
    return found


def _fault(expected, value, path):
    sound = {
        "Text": lambda: isinstance(value, str) and bool(value.strip()),
        "URL": lambda: isinstance(value, str) and value.startswith(("http://", "https://")),
        "Date": lambda: bool(DATE.fullmatch(value)),
        "Boolean": lambda: isinstance(value, bool),
    }  # fmt: skip
    if expected is None:
        return [f"{path} is not known"]
    if expected in sound:
        return [] if sound[expected]() else [f"{path}: {value}"]
    if value["@type"] != expected:
        return [f"{path} is a {value['@type']}"]
    return faults(value, f"{path} → ")


def test_a_session_is_an_event_that_both_sides_hold(client):
    commission = make_commission(slug="c", short_name="C", sides=("KZ", "TM"))
    make_session(
        commission=commission, number=11, place="Awaza", country="TM", format="hybrid",
        starts_on=datetime.date(2024, 9, 1), date_precision="month", summary="</script> & <b>",
    )  # fmt: skip
    data = said(client, "/en/sessions/c/11/")
    assert faults(data) == []
    assert data == {
        "@context": "https://schema.org",
        "@type": "Event",
        "url": f"{SITE}/en/sessions/c/11/",
        "name": "Eleventh session · C",
        "description": "</script> & <b>",
        "startDate": "2024-09",
        "endDate": "2024-09",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Awaza",
            "address": {"@type": "PostalAddress", "addressLocality": "Awaza", "addressCountry": "TM"},
        },
        "organizer": [
            {"@type": "GovernmentOrganization", "name": name,
             "areaServed": {"@type": "Country", "name": country, "identifier": code}}
            for name, country, code in (("Kazakh side", "Kazakhstan", "KZ"), ("Turkmen side", "Turkmenistan", "TM"))
        ],
    }  # fmt: skip


def test_a_session_that_was_called_off_is_a_cancelled_event(client):
    make_session(commission=make_commission(slug="c"), number=11, called_off=True)
    data = said(client, "/en/sessions/c/11/")
    assert faults(data) == []
    assert data["eventStatus"] == "https://schema.org/EventCancelled"


def test_an_agreement_is_a_law_of_both_sides(client):
    make_agreement(slug="a", title="On transit", kind="programme", number="7", enters_into_force="signature")  # fmt: skip
    data = said(client, "/en/agreements/a/")
    assert faults(data) == []
    assert (data["@type"], data["legislationType"], data["legislationDate"]) == ("Legislation", "Programme", "2021-12-20")  # fmt: skip
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert [side["name"] for side in data["legislationPassedBy"]] == ["Turkmen side", "Kazakh side"]  # fmt: skip


def test_what_is_not_recorded_is_not_said(client):
    make_agreement(slug="a", title="A", signed_on=None)
    data = said(client, "/en/agreements/a/")
    assert set(data) == {"@context", "@type", "url", "name", "legislationType", "legislationPassedBy"}  # fmt: skip


def test_people_bodies_and_commissions_go_by_their_names(client):
    person = make_participant(slug="p", name="Name Surname", variants=["Surname N."])
    make_position(participant=person, title="Minister")
    make_organisation(slug="m", name="Ministry", kind="ministry", short_name="MR")
    make_organisation(slug="f", name="Factory", kind="company")
    make_commission(slug="c", name="Commission", short_name="C")
    data = {
        address: said(client, f"/en/{address}/")
        for address in ("participants/p", "organisations/m", "organisations/f", "commissions/c")
    }  # fmt: skip
    assert [fault for each in data.values() for fault in faults(each)] == []
    assert [each["@type"] for each in data.values()] == [
        "Person", "GovernmentOrganization", "Organization", "GovernmentOrganization",
    ]  # fmt: skip
    assert data["participants/p"]["alternateName"] == ["Surname N."]
    assert data["participants/p"]["jobTitle"] == "Minister"
    assert len(data["commissions/c"]["member"]) == 2


def test_the_front_page_and_the_tables_tell_how_they_are_asked(client, settings):
    settings.LICENCE_URL = "https://example.org/terms"
    site, tables = said(client, "/en/"), said(client, "/en/tables/")
    assert [fault for each in (site, *tables) for fault in faults(each)] == []
    assert site["potentialAction"]["target"] == f"{SITE}/en/search/?q={{words}}"
    [sessions] = [each for each in tables if each["url"].endswith("#sessions")]
    assert sessions["license"] == "https://example.org/terms"
    assert [each["contentUrl"] for each in sessions["distribution"]] == [
        f"{SITE}/en/sessions/table.csv",
        f"{SITE}/en/sessions/table.xlsx",
    ]


def test_the_whole_record_is_a_dataset_with_its_files(client, settings):
    settings.LICENCE_URL = "https://example.org/terms"
    make_session()
    call_command("build_downloads", verbosity=0)
    data = said(client, "/en/data/")
    assert faults(data) == []
    files = {each["name"]: each for each in data["distribution"]}
    assert files["passages.csv"]["contentUrl"] == f"{SITE}/files/data/passages.csv"
    assert len(files["passages.csv"]["sha256"]) == 64
    assert (data["license"], files.keys() >= {"datapackage.json", "sessions.jsonl.gz"}) == ("https://example.org/terms", True)  # fmt: skip


def test_the_check_sees_what_is_wrong():
    wrong = {"@type": "Event", "startDate": "soon", "colour": "red", "location": {"@type": "Country"}}  # fmt: skip
    assert faults(wrong) == [
        "Event.startDate: soon",
        "Event.colour is not known",
        "Event.location is a Country",
    ]


def test_a_draft_tells_machines_nothing(admin_client):
    commission = make_commission(slug="c")
    make_session(commission=commission, number=1, state="draft")
    page = admin_client.get("/en/sessions/c/1/")
    assert page.status_code == 200
    assert ELEMENT.findall(page.text) == []
