"""One record of the API: what it says, in which languages, and where it leads."""

import datetime

import jsonschema
import pytest

from sessions.api.document import checked_in
from sessions.api.operations import RESOURCES
from tests.browser.every_page import make_every_page
from tests.factories import (
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_correction,
    make_decision,
    make_document,
    make_document_file,
    make_event,
    make_figure,
    make_follow_up,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_position,
    make_relation,
    make_responsible_body,
    make_session,
    make_signature,
    make_source,
)
from tests.sessions.api.asking import HERE, get, local, read

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def schema_of(resource):
    """As jsonschema reads it: what the components are called, they are called from the root."""
    document = checked_in()
    name = resource.schema.__name__
    return {"$ref": f"#/components/schemas/{name}", "components": document["components"]}  # fmt: skip


def test_every_record_is_as_the_document_says(client):
    make_every_page()
    for resource in RESOURCES:
        check = jsonschema.Draft202012Validator(schema_of(resource))
        addresses = read(client, f"{HERE}/{resource.name}/")
        assert addresses
        for address in addresses:
            for asked in ({}, {"lang": "kk"}):
                record = get(client, address, **asked)
                assert list(check.iter_errors(record)) == []
                assert list(record) == list(resource.fields)
                assert record["address"] == address


def test_the_document_names_the_fields_that_records_have():
    for resource in RESOURCES:
        fields = resource.schema.model_fields
        assert set(fields) == set(resource.fields)


def test_a_session_has_its_whole_record(client):
    commission = make_commission(slug="tm-kz")
    turkmen, kazakh = commission.sides.all()
    area = make_area(slug="railways")
    person = make_participant(slug="person")
    body = make_organisation(slug="body")
    agreement = make_agreement(slug="treaty", commission=commission)
    session = make_session(
        commission=commission, agreements=[agreement], title_ru="Заседание",
        starts_on=datetime.date(2012, 9, 1), date_precision="month", format="video",
    )  # fmt: skip
    make_member(session=session, side=kazakh, participant=person, role="co_chair",
                organisation=body, position="Minister", role_confirmed=False)  # fmt: skip
    make_agenda_item(session=session, text="Railways", areas=[area])
    make_passage(session=session, text_en="*Rails*", text_ru="", areas=[area])
    decision = make_decision(
        session=session, text="To build.", due_on=datetime.date(2013, 1, 1), due_precision="year",
        areas=[area],
    )  # fmt: skip
    make_responsible_body(decision=decision, side=turkmen, organisation=body)
    make_follow_up(decision=decision, side=turkmen, status="planned", note="Begun.")
    later = make_decision(
        session=make_session(commission=commission), continues=decision
    )
    paper = make_document_file(
        document=make_document(session=session, title="Protocol")
    )
    photo = make_photo(session=session, alt="Two", credit="Agency")
    make_source(
        session=session, published_on=datetime.date(2012, 1, 1), published_precision="early"
    )  # fmt: skip
    correction = make_correction(
        session, note_ru="Был указан другой день.",
        moment=datetime.datetime(2026, 3, 3, 12, tzinfo=datetime.UTC),
    )  # fmt: skip
    at = f"{SITE}/api/v1"
    of_decision = {
        "address": f"{at}/decisions/tm-kz/1/1/",
        "page": f"{SITE}/en/decisions/tm-kz/1/1/",
        "commission": "tm-kz",
        "session": "1",
        "number": 1,
        "text": {"en": "To build."},
        "due": "2013",
        "due_precision": "year",
        "areas": ["railways"],
        "responsible": [{"side": "TM", "organisation": "body"}],
        "follow_ups": [
            {
                "side": "TM",
                "date": "2022-06-01",
                "status": "planned",
                "note": {"en": "Begun."},
            }
        ],
        "status": "planned",
        "overdue": False,
        "carried_over": True,
        "sides_differ": False,
        "continues": None,
        "continued_by": [{"session": later.session.key, "number": 1}],
        "sources": [],
    }
    assert get(client, f"{HERE}/sessions/tm-kz/1/") == {
        "address": f"{at}/sessions/tm-kz/1/",
        "page": f"{SITE}/en/sessions/tm-kz/1/",
        "commission": "tm-kz",
        "key": "1",
        "kind": "ordinary",
        "number": 1,
        "date": "2012-09",
        "date_precision": "month",
        "until": None,
        "called_off": False,
        "place": {"en": "Ashgabat"},
        "country": "TM",
        "format": "video",
        "title": {"ru": "Заседание"},
        "summary": None,
        "agreements": ["treaty"],
        "delegations": [
            {
                "side": "KZ",
                "participant": "person",
                "role": "co_chair",
                "role_confirmed": False,
                "position": {"en": "Minister"},
                "organisation": "body",
            }
        ],
        "agenda": [{"number": 1, "text": {"en": "Railways"}, "areas": ["railways"]}],
        "passages": [
            {
                "number": 1,
                "text": {"en": "*Rails*"},
                "areas": ["railways"],
                "page": f"{SITE}/en/sessions/tm-kz/1/passages/1/",
            }
        ],
        "decisions": [of_decision],
        "documents": [
            {
                "kind": "protocol",
                "title": {"en": "Protocol"},
                "files": [
                    {
                        "language": "en",
                        "authentic": True,
                        "file": SITE + paper.get_absolute_url(),
                        "content_type": "application/pdf",
                        "size": paper.size,
                        "sha256": paper.sha256,
                    }
                ],
            }
        ],
        "photos": [
            {
                "file": SITE + photo.get_absolute_url(),
                "alt": {"en": "Two"},
                "caption": None,
                "credit": "Agency",
                "taken": None,
            }
        ],
        "sources": [
            {
                "publisher": "State news agency",
                "title": None,
                "address": None,
                "date": "2012",
                "date_precision": "early",
                "doubt": None,
            }
        ],
        "corrections": [
            {
                "moment": "2026-03-03T12:00:00Z",
                "note": {"en": "It said another day.", "ru": "Был указан другой день."},
                "page": f"{SITE}/en/sessions/tm-kz/1/#correction-{correction.pk}",
            }
        ],
        "published": "2020-01-01T00:00:00Z",
    }
    assert get(client, f"{HERE}/decisions/tm-kz/1/1/") == of_decision


def test_an_agreement_has_its_events_signatures_and_relations(client):
    commission = make_commission(slug="tm-kz")
    turkmen, _kazakh = commission.sides.all()
    earlier = make_agreement(slug="earlier", commission=commission)
    agreement = make_agreement(slug="treaty", commission=commission)
    make_relation(agreement=agreement, other=earlier, kind="supersedes")
    make_event(agreement=agreement, kind="ratified", side=turkmen, publisher="Gazette")
    make_event(agreement=agreement, kind="extended", until=datetime.date(2190, 1, 1), until_precision="year")  # fmt: skip
    make_signature(agreement=agreement, participant=make_participant(slug="person"))
    record = get(
        client,
        f"{HERE}/agreements/treaty/",
        fields="status,events,signatures,supersedes,amends",
    )
    assert record == {
        "status": "signed",
        "events": [
            {
                "kind": "ratified",
                "side": "TM",
                "date": "2022-12-20",
                "date_precision": "day",
                "until": None,
                "until_precision": None,
                "note": None,
                "publisher": "Gazette",
                "address": None,
            },
            {
                "kind": "extended",
                "side": None,
                "date": "2022-12-20",
                "date_precision": "day",
                "until": "2190",
                "until_precision": "year",
                "note": None,
                "publisher": None,
                "address": None,
            },
        ],
        "signatures": [
            {
                "side": "TM",
                "participant": "person",
                "organisation": None,
                "position": None,
            }
        ],
        "supersedes": ["earlier"],
        "amends": [],
    }


CORRECTABLE = {
    "commissions": make_commission,
    "areas": make_area,
    "sessions": make_session,
    "participants": make_participant,
    "organisations": make_organisation,
    "agreements": make_agreement,
}


@pytest.mark.parametrize("name", CORRECTABLE)
def test_every_record_has_its_own_corrections_the_first_first(client, name):
    first, second = (CORRECTABLE[name]() for _row in range(2))
    # Of other kinds, one of which has the key of a row that is asked for.
    for kind, make in CORRECTABLE.items():
        for _row in range(2 if kind != name else 0):
            make_correction(make(), "Of another kind.")
    for record, note in ((second, "Of another."), (first, "First."), (first, "Second.")):  # fmt: skip
        make_correction(record, note)
    rows = get(client, f"{HERE}/{name}/", fields="address,corrections")["results"]
    one = {resource.name: resource for resource in RESOURCES}[name].address_of(first)
    assert sorted([c["note"]["en"] for c in row["corrections"]] for row in rows if row["corrections"]) == [
        ["First.", "Second."],
        ["Of another."],
    ]  # fmt: skip
    corrections = get(client, one, lang="ru")["corrections"]
    assert [each["note"] for each in corrections] == [
        {"text": "First.", "lang": "en"},
        {"text": "Second.", "lang": "en"},
    ]
    page = get(client, one, lang="ru")["page"]
    assert corrections[0]["page"].partition("#")[0] == page


def test_one_language_is_asked_for_and_said(client):
    make_area(slug="roads", name_en="", name_ru="Дороги")
    address = f"{HERE}/areas/roads/"
    assert get(client, address)["name"] == {"ru": "Дороги"}
    record = get(client, address, lang="kk")
    assert record["name"] == {"text": "Дороги", "lang": "ru"}
    assert record["page"] == f"{SITE}/kk/areas/roads/"


def test_the_fields_that_are_asked_for_come_in_their_order(client):
    make_position(participant=make_participant(slug="person", name="A B"))
    record = get(client, f"{HERE}/participants/person/", fields="sort_name,slug")
    assert list(record.items()) == [("sort_name", "B A"), ("slug", "person")]
    assert (
        client.get(f"{HERE}/participants/person/?fields=slug,nothing").status_code
        == 400
    )


def test_a_former_address_leads_to_the_one_of_today(client):
    session = make_session(commission=make_commission(slug="tm-kz"))
    session.number = 7
    session.save()
    answer = client.get(f"{HERE}/sessions/tm-kz/1/?lang=ru")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"{SITE}/api/v1/sessions/tm-kz/7/?lang=ru",
    )
    area = make_area(slug="roads")
    area.slug = "roads-and-bridges"
    area.save()
    answer = client.get(f"{HERE}/areas/roads/")
    assert local(answer["Location"]) == f"{HERE}/areas/roads-and-bridges/"


def test_a_figure_keeps_its_period(client):
    figure = make_figure(
        period_start=datetime.date(2021, 1, 1), period_end=datetime.date(2021, 9, 30),
        value="143.250", bound="almost",
    )  # fmt: skip
    asked = "period,period_start,period_end,value,bound,unit,target"
    assert get(client, f"{HERE}/figures/{figure.pk}/", fields=asked) == {
        "period": "2021-01..2021-09",
        "period_start": "2021-01-01",
        "period_end": "2021-09-30",
        "value": 143.25,
        "bound": "almost",
        "unit": "usd_million",
        "target": False,
    }


@pytest.mark.parametrize(
    "address",
    ["sessions/tm-kz/1/", "decisions/tm-kz/1/1/", "areas/none/", "figures/1/", "figures/99999999999999999999/",
     "decisions/tm-kz/1/99999999999999999999/", "nothing/", "sessions/"[:-1] + "/a/"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_and_no_page(client, address):
    answer = client.get(f"{HERE}/{address}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Nothing that is published stands at this address.",
    }
