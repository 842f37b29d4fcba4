"""Lists of the API: what they find, how they are read on, what they say to a slip."""

import datetime

import pytest

from commission.actions import publish, withdraw
from commission.models import Agreement
from sessions.api.operations import RESOURCES
from sessions.models import Decision
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_figure,
    make_follow_up,
    make_indicator,
    make_organisation,
    make_participant,
    make_passage,
    make_responsible_body,
    make_session,
)
from tests.sessions.api.asking import HERE, get, pages, read

pytestmark = pytest.mark.django_db
SESSIONS = f"{HERE}/sessions/"


def refusal(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["errors"]


# ── What they find ───────────────────────────────────────────────────────────────────────────


def test_sessions_are_narrowed_and_ordered_as_on_the_page(client):
    sector = make_area(slug="railways", parent=make_area(slug="transport"))
    commission = make_commission(slug="tm-kz")
    for year in (2019, 2021, 2023):
        session = make_session(
            commission=commission, starts_on=datetime.date(year, 5, 1)
        )
        make_passage(session=session, areas=[sector], text_en=f"Rails of {year}")
    make_session()
    asked = {"area": "transport", "commission": "tm-kz", "year_from": 2020}
    assert read(client, SESSIONS, "date", **asked) == ["2023-05-01", "2021-05-01"]
    assert read(client, SESSIONS, "date", sort="oldest", **asked) == ["2021-05-01", "2023-05-01"]  # fmt: skip
    assert read(client, SESSIONS, "key", q="2021", **asked) == ["2"]
    assert get(client, SESSIONS, **asked, limit=1)["count"] == 2


def test_the_other_lists_are_narrowed_as_on_their_pages(client):
    commission = make_commission(slug="tm-kz")
    body = make_organisation(slug="railways", name="State Railways", kind="company")
    make_organisation(slug="bank", name="Bank")
    make_participant(slug="atdayev", name="Batyr Atdaýew", variants=["Атдаев"])
    make_participant()
    decision = make_decision(
        session=make_session(commission=commission), status="planned"
    )
    make_responsible_body(decision=decision, organisation=body)
    make_decision(session=decision.session, status="completed")
    make_agreement(slug="of-it", commission=commission, kind="protocol")
    make_agreement()
    trade = make_indicator(slug="trade")
    make_figure(commission=commission, indicator=trade)
    make_figure(commission=commission)
    make_figure(indicator=trade)
    found = {
        "organisations": read(
            client, f"{HERE}/organisations/", "slug", q="railways", kind="company"
        ),
        "participants": read(client, f"{HERE}/participants/", "slug", q="Атдаев"),
        "decisions": read(
            client,
            f"{HERE}/decisions/",
            "number",
            status="open",
            organisation="railways",
        ),
        "agreements": read(
            client,
            f"{HERE}/agreements/",
            "slug",
            kind="protocol",
            status="signed",
            party="KZ",
        ),
        "figures": read(
            client, f"{HERE}/figures/", "period", commission="tm-kz", indicator="trade"
        ),
    }
    assert found == {
        "organisations": ["railways"],
        "participants": ["atdayev"],
        "decisions": [1],
        "agreements": ["of-it"],
        "figures": ["2021"],
    }


# ── What they say to a slip ──────────────────────────────────────────────────────────────────


def test_what_is_not_understood_is_refused_in_english_by_parameter(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    asked = {"area": "railway", "year_from": "soon", "kind": "odd", "sort": "odd", "limit": "201",
             "fields": "key,nmae", "lang": "fr", "are": "roads", "cursor": "made-up"}  # fmt: skip
    errors = refusal(client, SESSIONS, **asked)
    assert {name: sentence for name, [sentence] in errors.items() if name not in ("fields", "are")} == {
        "area": "There is no sector “railway”.",
        "year_from": "“soon” is not a year from 1900 to 2100.",
        "kind": "There is no kind of session “odd”.",
        "sort": "The list cannot be sorted by “odd”.",
        "limit": "“201” is not a number from 1 to 200.",
        "lang": "“fr” is none of en, ru, kk, tk.",
    }  # fmt: skip
    assert "no field “nmae”; there are: address, page, commission, key" in errors["fields"][0]  # fmt: skip
    assert "asked by “are”; it can be asked by q, area," in errors["are"][0]
    assert list(refusal(client, SESSIONS, cursor="made-up")) == ["cursor"]


def test_a_cursor_belongs_to_its_list_and_order(client):
    commission = make_commission()
    for _number in range(2):
        make_session(commission=commission)
    following = get(client, SESSIONS, limit=1)["next"]
    cursor = following.partition("cursor=")[2].replace("%3A", ":")
    assert get(client, SESSIONS, cursor=cursor)["results"][0]["key"] == "1"
    assert list(refusal(client, SESSIONS, cursor=cursor, sort="oldest")) == ["cursor"]
    assert list(refusal(client, f"{HERE}/decisions/", cursor=cursor)) == ["cursor"]


def test_what_was_answered_all_the_same_is_noted(client):
    notices = get(client, SESSIONS, year_from=2020, year_to=2010)["notices"]
    assert notices == ["The years run backwards: nothing lies from 2020 to 2010."]


# ── How they are read on ─────────────────────────────────────────────────────────────────────


def add_session(commission, _number=0):
    return make_session(commission=commission, starts_on=datetime.date(2020, 1, 1))


def add_decisions(commission, number):
    session = add_session(commission)
    for _decision in range(2):
        make_decision(session=session, due_on=datetime.date(2022, 1, number % 3 + 1))


def add_agreement(commission, number):
    signed = datetime.date(2020, 1, 1) if number % 3 else None
    make_agreement(commission=commission, signed_on=signed)


# One more row on a list; many alike in what the list is ordered by first.
MORE = {
    "sessions": add_session,
    "decisions": add_decisions,
    "agreements": add_agreement,
    "participants": lambda _commission, _n: make_participant(sort_name="Same"),
    "organisations": lambda _commission, _n: make_organisation(),
    "areas": lambda _commission, _n: make_area(order=1),
    "commissions": lambda _commission, _n: make_commission(),
    "figures": lambda commission, _n: make_figure(commission=commission),
}
ORDERS = [
    *(("sessions", sort) for sort in ("newest", "oldest")),
    *(("decisions", sort) for sort in ("newest", "oldest", "due", "reported")),
    *(("agreements", sort) for sort in ("newest", "oldest")),
    *((each.name, None) for each in RESOURCES if "sort" not in each.filters.base_filters),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sort"), ORDERS)
def test_while_rows_are_added_and_published_each_is_read_exactly_once(
    client, name, sort
):
    commission = make_commission()
    for number in range(5):
        MORE[name](commission, number)
    address, asked = f"{HERE}/{name}/", {"sort": sort} if sort else {}
    there = read(client, address, **asked)
    found = []
    for turn, page in enumerate(pages(client, address, limit=2, **asked)):
        found += [row["address"] for row in page["results"]]
        if turn < 3:
            MORE[name](commission, turn)
    assert len(there) >= 5
    assert len(found) == len(set(found))
    assert [each for each in found if each in set(there)] == there


def test_a_draft_that_is_published_meanwhile_is_read_once_where_it_lies_ahead(
    client, admin_user
):
    commission = make_commission()
    drafts = [
        make_session(commission=commission, state="draft") for _number in range(2)
    ]
    for _number in range(6):
        make_session(commission=commission)
    drafts.append(make_session(commission=commission, state="draft"))
    found = []
    for turn, page in enumerate(pages(client, SESSIONS, limit=2)):
        found += [row["key"] for row in page["results"]]
        if turn == 0:
            for draft in drafts:
                publish(record=draft, by=admin_user)
    # The newest first: the last draft lies behind the reader, the first two ahead.
    assert found == ["8", "7", "6", "5", "4", "3", "2", "1"]


def test_whoever_reads_the_oldest_first_ends_with_what_was_added_meanwhile(client):
    commission = make_commission()
    for _number in range(4):
        make_session(commission=commission)
    found = []
    for page in pages(client, SESSIONS, limit=2, sort="oldest"):
        found += [row["key"] for row in page["results"]]
        if len(found) < 8:
            make_session(commission=commission)
    assert found == [str(number) for number in range(1, len(found) + 1)]
    assert len(found) == 6


def test_the_most_relevant_first_is_read_on_through_its_tiers(client):
    commission = make_commission()
    for number in range(1, 10):
        session = make_session(commission=commission)
        for _passage in range(number % 3 * 2 + 1):
            make_passage(session=session, text_en="The railway.")
    page = client.get("/en/sessions/?q=railway").context["results"]
    relevant = [result.session.key for result in page] or None
    assert read(client, SESSIONS, "key", q="railway", limit=2) == relevant


def test_a_withdrawn_row_hides_none_of_those_after_it(client, admin_user):
    commission = make_commission()
    rows = [make_session(commission=commission) for _number in range(4)]
    first, *_ = reading = pages(client, SESSIONS, limit=2)
    del reading
    withdraw(record=rows[2], by=admin_user)
    assert [row["key"] for row in get(client, first["next"])["results"]] == ["2", "1"]


def test_the_next_page_stands_in_a_link_header_too(client):
    for _number in range(2):
        make_organisation()
    answer = client.get(f"{HERE}/organisations/?limit=1")
    assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'
    assert "Link" not in client.get(f"{HERE}/organisations/").headers


# ── What they cost ───────────────────────────────────────────────────────────────────────────

# The content version, which every address asks for; then the list's own.
QUERIES = {
    "commissions": 6,
    "areas": 5,
    "sessions": 2,
    "participants": 7,
    "organisations": 5,
    "decisions": 7,
    "agreements": 10,
    "figures": 4,
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_list_asks_the_same_number_of_questions_however_long_it_is(
    client, name, django_assert_num_queries
):
    commission = make_commission()
    area = make_area(parent=make_area())
    for number in range(3):
        for more in MORE.values():
            more(commission, number)
    for row in (*Agreement.objects.all(), *Decision.objects.all()):  # fmt: skip
        row.areas.add(area)
    for limit in (1, 3):
        client.get(f"{HERE}/{name}/")
        with django_assert_num_queries(QUERIES[name]):
            assert len(get(client, f"{HERE}/{name}/", limit=limit)["results"]) == limit


def test_a_list_loads_the_long_fields_only_when_they_are_named(
    client, django_assert_num_queries
):
    session = make_session()
    make_follow_up(decision=make_decision(session=session))
    make_passage(session=session)
    client.get(SESSIONS)
    with django_assert_num_queries(4):
        [row] = get(client, SESSIONS, fields="passages,key")["results"]
    assert list(row) == ["passages", "key"]
    assert "passages" not in get(client, SESSIONS)["results"][0]
