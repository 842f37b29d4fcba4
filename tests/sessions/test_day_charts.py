"""The lines of days as files: the life of an agreement, co-chairs over time, the thread of a decision."""

import csv
import datetime
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from commission.models import FormerSlug
from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_commission,
    make_decision,
    make_event,
    make_follow_up,
    make_member,
    make_participant,
    make_session,
)

pytestmark = pytest.mark.django_db
D = datetime.date
SVG = "{http://www.w3.org/2000/svg}"
HIDDEN = [{"state": "draft"}, {"state": "withdrawn"}]


def rows(client, address):
    answer = client.get(f"{address}.csv")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")  # fmt: skip
    return list(csv.reader(StringIO(answer.text, newline="")))


def drawing(client, address):
    """The drawing at the address, which needs nothing from elsewhere."""
    answer = client.get(f"{address}.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    for outside in ("class=", "style=", "href", "url(", "var(", "%"):
        assert outside not in answer.text
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def said(root):
    """What is written in a drawing, and what its parts are called."""
    return [each.text for each in root.iter() if each.text]


def links_to(address):
    return [f'href="{address}.{form}" download' for form in ("svg", "csv")]


# ── The life of an agreement ─────────────────────────────────────────────────────────────────


@pytest.fixture
def agreement():
    agreement = make_agreement(
        slug="a",
        title="Of roads & rails",
        signed_on=D(2022, 3, 1),
        signed_precision="month",
        enters_into_force="notification",
    )
    turkmen, _kazakh = agreement.commission.sides.all()
    make_event(agreement=agreement, kind="notified", side=turkmen, happened_on=D(2022, 5, 4),
               note="=1+1", publisher="Gazette", address="https://gazette.example/")  # fmt: skip
    make_event(agreement=agreement, kind="entered", happened_on=D(2190, 1, 1))
    return agreement


def test_the_life_of_an_agreement_is_a_row_for_each_moment(client, agreement):
    assert rows(client, "/en/agreements/a/life") == [
        ["Date", "Date in words", "What happened", "Side", "To come", "Note", "Source",
         "Address of the source"],
        ["2022-03", "March 2022", "Signed", "", "no", "", "", ""],
        ["2022-05-04", "4 May 2022", "Notified", "Turkmen side", "no", "'=1+1", "Gazette",
         "https://gazette.example/"],
        ["2190-01-01", "1 January 2190", "To enter into force", "", "yes", "", "", ""],
    ]  # fmt: skip


def test_the_life_of_an_agreement_is_a_drawing_that_stands_alone(client, agreement):
    root = drawing(client, "/en/agreements/a/life")
    assert root.find(f"{SVG}title").text == "The life of an agreement: Of roads & rails"
    told = [
        "March 2022 · Signed",
        "4 May 2022 · Notified · Turkmen side",
        "1 January 2190 · To enter into force (to come)",
        "Turkmenistan has notified; Kazakhstan has not. It is to enter into force: 1 January 2190.",
    ]
    assert root.find(f"{SVG}desc").text == "; ".join(told)
    words = said(root)
    assert [line for line in told if line not in words] == []
    for word in ("Turkmen side", "Kazakh side", "Not yet in force", "2022", "2190"):
        assert word in words
    hollow = [each for each in root.iter(f"{SVG}circle") if each.get("fill") == "#ffffff"]  # fmt: skip
    assert len(hollow) == 1
    page = client.get("/en/agreements/a/").text
    assert [link for link in links_to("/en/agreements/a/life") if link not in page] == []  # fmt: skip


def test_an_agreement_of_which_nothing_happened_has_no_drawing(client):
    make_agreement(slug="a", signed_on=None)
    assert client.get("/en/agreements/a/life.svg").status_code == 404
    assert "/life.svg" not in client.get("/en/agreements/a/").text


def test_in_each_language_the_words_are_its_own(client, agreement):
    headings, *_moments = rows(client, "/ru/agreements/a/life")
    assert headings[:2] == ["Дата", "Дата словами"]
    assert drawing(client, "/ru/agreements/a/life").get("lang") == "ru"


# ── The co-chairs of a commission ────────────────────────────────────────────────────────────


@pytest.fixture
def commission():
    commission = make_commission(slug="c", name="A commission")
    turkmen, kazakh = commission.sides.all()
    for number, year in ((1, 2019), (2, 2021)):
        session = make_session(commission=commission, number=number, starts_on=D(year, 1, 1))  # fmt: skip
        person = make_participant(name=f"Person {number}")
        make_member(session=session, side=turkmen, participant=person, role="co_chair",
                    position="Minister")  # fmt: skip
    hidden = make_participant(name="Nobody knows", state="draft")
    make_member(session=session, side=kazakh, participant=hidden, role="co_chair")
    make_session(
        commission=commission, number=3, starts_on=D(2023, 1, 1), state="draft"
    )
    return commission


def test_the_co_chairs_are_a_row_for_each_seat(client, commission):
    site = "http://127.0.0.1:8000/en/sessions/c"
    assert rows(client, "/en/commissions/c/co-chairs") == [
        ["Session", "Date", "Date in words", "Side", "Co-chair", "Position", "Role confirmed", "Address"],
        ["Second session", "2021-01-01", "1 January 2021", "Turkmen side", "Person 2", "Minister", "yes", f"{site}/2/"],
        ["Second session", "2021-01-01", "1 January 2021", "Kazakh side", "", "", "", f"{site}/2/"],
        ["First session", "2019-01-01", "1 January 2019", "Turkmen side", "Person 1", "Minister", "yes", f"{site}/1/"],
        ["First session", "2019-01-01", "1 January 2019", "Kazakh side", "", "", "", f"{site}/1/"],
    ]  # fmt: skip


def test_the_co_chairs_are_a_drawing_that_stands_alone(client, commission):
    root = drawing(client, "/en/commissions/c/co-chairs")
    assert root.find(f"{SVG}title").text == "Co-chairs over time: A commission"
    assert root.find(f"{SVG}desc").text.split("; ") == [
        "Turkmen side · 2021 · Person 2",
        "Turkmen side · 2019 · Person 1",
        "Kazakh side · 2019–2021 · not recorded",
    ]
    assert "Nobody knows" not in said(root)
    page = client.get("/en/commissions/c/").text
    assert [link for link in links_to("/en/commissions/c/co-chairs") if link not in page] == []  # fmt: skip


def test_a_commission_without_public_sessions_has_no_line(client):
    commission = make_commission(slug="c")
    make_session(commission=commission, state="draft")
    assert client.get("/en/commissions/c/co-chairs.csv").status_code == 404


# ── The thread of a decision ─────────────────────────────────────────────────────────────────


@pytest.fixture
def decision():
    commission = make_commission(slug="c", short_name="A commission")
    first, second, third = (
        make_session(commission=commission, number=number, starts_on=D(year, 1, 1), **state)
        for number, year, state in ((1, 2018, {}), (2, 2020, {}), (3, 2022, HIDDEN[0]))
    )  # fmt: skip
    agreed = make_decision(session=first, number=4, text="To build.")
    decision = make_decision(session=second, number=1, text="To go on.", continues=agreed)  # fmt: skip
    hidden = make_decision(session=third, number=1, text="Unheard.", continues=decision)
    make_follow_up(decision=hidden, status="completed", note="Unheard of.")
    side = commission.sides.first()
    make_follow_up(decision=agreed, side=side, status="planned", stated_on=D(2019, 5, 4), note="Soon.")  # fmt: skip
    make_follow_up(decision=decision, status="completed", stated_on=D(2021, 6, 7))
    return decision


def test_a_thread_is_a_row_for_each_decision_and_each_statement(client, decision):
    site = "http://127.0.0.1:8000/en/decisions/c"
    assert rows(client, "/en/decisions/c/2/1/thread") == [
        ["Date", "Date in words", "What happened", "Session", "Number", "Side", "Status", "Text", "Address"],
        ["2018-01-01", "1 January 2018", "Agreed", "First session", "4", "", "", "To build.", f"{site}/1/4/"],
        ["2019-05-04", "4 May 2019", "Reported", "First session", "4", "Turkmen side", "planned", "Soon.", f"{site}/1/4/"],
        ["2020-01-01", "1 January 2020", "Carried over", "Second session", "1", "", "", "To go on.", f"{site}/2/1/"],
        ["2021-06-07", "7 June 2021", "Reported", "Second session", "1", "both sides together", "completed", "", f"{site}/2/1/"],
    ]  # fmt: skip


def test_a_thread_is_a_drawing_that_stands_alone(client, decision):
    root = drawing(client, "/en/decisions/c/2/1/thread")
    title = "From session to session: Decision 1, Second session · A commission"
    assert root.find(f"{SVG}title").text == title
    assert root.find(f"{SVG}desc").text.split("; ") == [
        "1 January 2018 · Agreed · Decision 4, First session",
        "4 May 2019 · Reported · Planned · Turkmen side",
        "1 January 2020 · Carried over · Decision 1, Second session",
        "7 June 2021 · Reported · Completed · both sides together",
    ]
    stops = [each for each in root.iter(f"{SVG}circle") if each.get("r") == "10"]
    assert [stop.get("fill") for stop in stops] == ["#ffffff", "#1a2332"]
    page = client.get("/en/decisions/c/2/1/").text
    assert [link for link in links_to("/en/decisions/c/2/1/thread") if link not in page] == []  # fmt: skip


def test_a_decision_that_stands_alone_has_no_thread_to_take_away(client):
    decision = make_decision(session=make_session(commission=make_commission(slug="c"), number=1), number=1)  # fmt: skip
    assert client.get("/en/decisions/c/1/1/thread.svg").status_code == 404
    assert "thread.svg" not in client.get(decision.get_absolute_url()).text


# ── Every one of them ────────────────────────────────────────────────────────────────────────

OF_RECORDS = [
    "/en/agreements/a/life",
    "/en/commissions/c/co-chairs",
    "/en/decisions/c/2/1/thread",
]


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("form", ["svg", "csv"])
def test_of_what_is_not_public_there_is_nothing(
    admin_client, agreement, decision, state, form
):
    with writing():
        for row in (agreement, decision.session.commission, decision.session):
            type(row).objects.filter(pk=row.pk).update(**state)
    for address in OF_RECORDS:
        assert admin_client.get(f"{address}.{form}").status_code == 404
    for page in ("agreements/a/", "commissions/c/", "decisions/c/2/1/"):
        answer = admin_client.get(f"/en/{page}")
        assert answer.status_code == 200
        assert "This chart:" not in answer.text


def test_a_former_address_leads_on(client, agreement):
    FormerSlug.objects.create(model="commission.agreement", slug="before", object_id=agreement.pk)  # fmt: skip
    answer = client.get("/en/agreements/before/life.csv?bom=1")
    assert (answer.status_code, answer["Location"]) == (301, "/en/agreements/a/life.csv?bom=1")  # fmt: skip


def test_what_waits_is_drawn_until_today(client, agreement):
    today = timezone.localdate().year
    make_agreement(slug="b", signed_on=D(2022, 3, 1), enters_into_force="signature")
    words = said(drawing(client, "/en/agreements/b/life"))
    assert {"Today", "2022", str(today), "In force"} <= set(words)


QUERIES = [5, 5, 10]


@pytest.mark.parametrize(
    ("address", "number"), list(zip(OF_RECORDS, QUERIES, strict=True))
)
def test_what_they_ask(
    client, agreement, decision, address, number, django_assert_num_queries
):
    client.get(f"{address}.svg")
    with django_assert_num_queries(number):
        client.get(f"{address}.svg")
    side = decision.session.commission.sides.first()
    for day in (1, 2):
        make_follow_up(decision=decision, side=side, stated_on=D(2020, 5, day))
        make_session(commission=side.commission, number=7 + day)
        make_event(agreement=agreement, kind="amended", happened_on=D(2023, 5, day))
    with django_assert_num_queries(number):
        client.get(f"{address}.csv")
