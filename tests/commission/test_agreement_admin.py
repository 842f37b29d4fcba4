"""Entering an agreement's life: events and relations on its own page, statuses in the list."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import (
    make_agreement,
    make_commission,
    make_event,
    make_relation,
)
from tests.filled_forms import fields, new_row, sentences
from tests.reading import words

pytestmark = pytest.mark.django_db


def address(name="changelist", *args):
    return reverse(f"admin:commission_agreement_{name}", args=args)


@pytest.fixture
def agreement():
    return make_agreement(enters_into_force="notification")


@pytest.fixture
def page(agreement):
    return address("change", agreement.pk)


def event(kind, day, **fields):
    precise = {"happened_precision": "day", "until_precision": "day"}
    return {"kind": kind, "happened_on": day, **precise, **fields}


def test_events_are_entered_in_any_order_on_the_agreements_page(
    admin_client, agreement, page
):
    turkmen, kazakh = agreement.commission.sides.all()
    data = fields(admin_client.get(page))
    new_row(data, "events", **event("entered", "2023-03-01"))
    new_row(data, "events", **event("notified", "2023-02-10", side=kazakh.pk))
    new_row(
        data,
        "events",
        **event("notified", "2022-06-20", side=turkmen.pk, publisher="Ministry",
                note_en="By a note.", happened_precision="month"),
    )  # fmt: skip
    assert admin_client.post(page, data).status_code == 302
    assert [(e.kind, e.side, e.happened_in_words) for e in agreement.events.all()] == [
        ("notified", turkmen, "June 2022"),
        ("notified", kazakh, "10 February 2023"),
        ("entered", None, "1 March 2023"),
    ]
    assert agreement.status == "in_force"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (event("signed", "2022-01-01"), "Say which side signed on that day"),
        (event("ratified", "2022-01-01", until="2023-01-01"), "Only an extension has a last day."),
        (event("extended", "2022-01-01", until="2021-01-01"), "The extension ends before it was agreed."),
        (event("extended", "2022-01-01", until_precision="year"), "A precision says nothing"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_is_refused_with_the_rules_sentence(
    admin_client, page, row, sentence
):
    data = fields(admin_client.get(page))
    new_row(data, "events", **row)
    assert sentence in sentences(admin_client.post(page, data))[0]


def test_what_befalls_the_agreement_itself_has_no_side(admin_client, agreement, page):
    data = fields(admin_client.get(page))
    side = agreement.commission.sides.first()
    new_row(data, "events", **event("entered", "2022-01-01", side=side.pk))
    assert sentences(admin_client.post(page, data)) == [
        "This befalls the agreement itself: leave the side empty."
    ]


BEFORE = (
    "This is before the agreement was signed (20 December 2021): correct this date, or the "
    "agreement's date of signature."
)


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        (event("entered", "2021-12-19"), True),
        (event("entered", "2021-12-20"), False),
        (event("notified", "2021-11-30", happened_precision="month"), True),
        # Part of the span is no earlier.
        (event("notified", "2021-12-01", happened_precision="month"), False),
        (event("terminated", "2021-01-01", happened_precision="year"), False),
        (event("suspended", "2020-06-01", happened_precision="year"), True),
        (event("signed", "2021-12-01", side="first"), False),
    ],
)  # fmt: skip
def test_what_comes_after_signing_is_not_dated_before_it(
    admin_client, agreement, page, row, refused
):
    data = fields(admin_client.get(page))
    if row.get("side") == "first":
        row = row | {"side": agreement.commission.sides.first().pk}
    new_row(data, "events", **row, note_en="As typed.")
    answer = admin_client.post(page, data)
    if refused:
        assert sentences(answer) == [BEFORE]
        assert f'value="{row["happened_on"]}"' in answer.text
        assert "As typed." in answer.text
    assert agreement.events.exists() is not refused


def test_an_imprecise_day_of_signing_begins_with_its_span(
    admin_client, agreement, page
):
    data = fields(admin_client.get(page))
    data["signed_precision"] = "year"
    new_row(data, "events", **event("entered", "2021-01-01"))
    assert admin_client.post(page, data).status_code == 302
    assert agreement.events.exists()


def test_the_date_of_signing_does_not_pass_what_came_after_it(
    admin_client, agreement, page
):
    make_event(agreement=agreement, happened_on=datetime.date(2022, 3, 1))
    data = fields(admin_client.get(page))
    data["signed_on"] = "2022-03-02"
    [sentence] = sentences(admin_client.post(page, data))
    assert "before the agreement was signed (2 March 2022)" in sentence
    # Both may be mended at once.
    data["events-0-happened_on"] = "2022-03-02"
    assert admin_client.post(page, data).status_code == 302


def test_one_event_cannot_be_entered_twice(admin_client, agreement, page):
    make_event(agreement=agreement, happened_on=datetime.date(2022, 1, 1))
    data = fields(admin_client.get(page))
    new_row(data, "events", **event("entered", "2022-01-01"))
    assert sentences(admin_client.post(page, data)) == [
        "This event is already recorded."
    ]


def test_one_month_cannot_be_entered_by_two_of_its_days(admin_client, agreement, page):
    data = fields(admin_client.get(page))
    for day in ("2022-01-03", "2022-01-20"):
        row = event("ratified", day, happened_precision="month")
        new_row(data, "events", **row)
    assert sentences(admin_client.post(page, data)) == [
        "This event is already recorded."
    ]


def test_relations_are_entered_on_the_later_agreements_page(
    admin_client, agreement, page
):
    earlier = make_agreement()
    data = fields(admin_client.get(page))
    new_row(data, "relations", kind="supersedes", other=earlier.pk)
    assert admin_client.post(page, data).status_code == 302
    assert agreement.relations.get().other == earlier


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_relation_that_leads_back_is_refused_with_a_sentence(
    admin_client, agreement, page, steps
):
    latest = agreement
    for kind in ("amends", "carries_out")[:steps]:
        later = make_agreement()
        make_relation(agreement=later, other=latest, kind=kind)
        latest = later
    data = fields(admin_client.get(page))
    new_row(data, "relations", kind="supersedes", other=latest.pk)
    assert "come after each other" in " ".join(sentences(admin_client.post(page, data)))
    assert not agreement.relations.exists()


def test_an_agreement_that_others_refer_to_is_not_deleted(admin_client, agreement):
    make_relation(other=agreement, agreement=make_agreement(title="The later one"))
    answer = admin_client.get(address("delete", agreement.pk))
    assert "would require deleting the following protected related objects" in words(
        answer
    )
    admin_client.post(address("delete", agreement.pk), {"post": "yes"})
    agreement.refresh_from_db()


def test_publishing_names_the_drafts_it_is_related_to(admin_client, agreement):
    draft = make_agreement(state="draft")
    make_relation(agreement=agreement, other=draft)
    html = admin_client.get(address("publish", agreement.pk)).text
    assert f'value="commission.agreement:{draft.pk}"' in html


def test_the_list_says_and_asks_the_status(admin_client):
    commission = make_commission()
    for title, rule in (("Forceful", "signature"), ("Waiting", "ratification")):
        make_agreement(title=title, enters_into_force=rule, commission=commission)
    said = words(admin_client.get(address()))
    assert "In force" in said and "Not yet in force" in said
    said = words(admin_client.get(f"{address()}?status=not_yet"))
    assert "Waiting" in said and "Forceful" not in said


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_whatever_its_rows(
    admin_client, agreement, page, rows, django_assert_num_queries
):
    for n in range(rows):
        make_event(agreement=agreement, kind="suspended", happened_on=datetime.date(2022, 1 + n, 1),
                   side=agreement.commission.sides.first())  # fmt: skip
        make_relation(agreement=agreement)
    admin_client.get(page)
    with django_assert_num_queries(14):
        admin_client.get(page)
