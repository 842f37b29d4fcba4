"""The day an agreement is dated by: its own, else that of its sides' signatures."""

import datetime

import pytest

from commission.models import Agreement, AgreementEvent, Side
from commission.models.agreement_dating import Dating, dating_of
from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_commission,
    make_event,
    make_relation,
    make_side,
    make_signature,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db


def day(year, month=1, date=1):
    return datetime.date(year, month, date)


def make_signed_apart(*days, **fields):
    """An agreement without a date of its own, which its sides signed on `days` (and precisions)."""
    fields.setdefault("title", "Apart")
    agreement = make_agreement(signed_on=None, **fields)
    for side, signed in zip(agreement.commission.sides.all(), days, strict=False):
        on, precision = signed if isinstance(signed, tuple) else (signed, "day")
        make_event(agreement=agreement, kind="signed", side=side, happened_on=on, happened_precision=precision)  # fmt: skip
    agreement.refresh_from_db()
    return agreement


def dating(agreement):
    rows = Agreement.objects.filter(pk=agreement.pk)
    return rows.values_list(*Dating._fields).get()


BOTH = (day(2026, 3, 2), day(2026, 4, 20))


# ── The rule ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ((), (None, "day", False)),
        (BOTH, (day(2026, 4, 20), "day", True)),
        (BOTH[::-1], (day(2026, 4, 20), "day", True)),
        (BOTH[:1], (day(2026, 3, 2), "day", False)),
        # Of the last signature no more is known than its year.
        (((day(2026), "year"), day(2026, 4, 20)), (day(2026), "year", True)),
        (((day(2026), "early"), day(2026, 4, 20)), (day(2026), "early", True)),
        (((day(2026, 4), "month"), day(2026, 5, 20)), (day(2026, 5, 20), "day", True)),
        # Two that end on the same day: the one that says more.
        (((day(2026, 4), "month"), day(2026, 4, 30)), (day(2026, 4, 30), "day", True)),
    ],
)
def test_it_is_the_last_sides_signature(signed, expected):
    assert dating(make_signed_apart(*signed)) == expected


def test_its_own_date_stands_whatever_the_sides_did():
    agreement = make_agreement(signed_on=day(2023, 10, 30), signed_precision="month")
    side = agreement.commission.sides.first()
    make_event(
        agreement=agreement, kind="signed", side=side, happened_on=day(2023, 11, 5)
    )
    assert dating(agreement) == (day(2023, 10), "month", True)


def test_other_steps_are_no_signature():
    agreement = make_agreement(signed_on=None)
    for side in agreement.commission.sides.all():
        make_event(agreement=agreement, kind="notified", side=side)
    assert dating(agreement) == (None, "day", False)


def test_it_is_known_to_who_has_just_saved_the_agreement():
    agreement = make_agreement(signed_on=day(2021, 5, 3), signed_precision="year")
    assert agreement.signed_in_words == "2021"
    agreement.signed_on, agreement.signed_precision = None, "day"
    agreement.save()
    assert agreement.signed_in_words == ""


# ── Whatever writes ──────────────────────────────────────────────────────────────────────────


def test_it_follows_the_events():
    agreement = make_signed_apart(*BOTH)
    last = agreement.events.last()
    last.happened_on = day(2027, 5, 5)
    last.save()
    assert dating(agreement) == (day(2027, 5, 5), "day", True)
    AgreementEvent.objects.filter(pk=last.pk).update(happened_on=day(2028))
    assert dating(agreement) == (day(2028), "day", True)
    last.refresh_from_db()
    last.kind = "notified"
    last.save()
    assert dating(agreement) == (day(2026, 3, 2), "day", False)
    agreement.events.all().delete()
    assert dating(agreement) == (None, "day", False)


def test_it_follows_the_agreements_own_date():
    agreement = make_signed_apart(*BOTH)
    Agreement.objects.filter(pk=agreement.pk).update(signed_on=day(2025, 2, 1))
    assert dating(agreement) == (day(2025, 2, 1), "day", True)
    agreement.refresh_from_db()
    agreement.signed_on = None
    agreement.save()
    assert dating(agreement) == (day(2026, 4, 20), "day", True)


def test_a_record_read_before_an_event_and_saved_after_it_loses_nothing():
    agreement = make_agreement(signed_on=None)
    stale = Agreement.objects.get(pk=agreement.pk)
    side = agreement.commission.sides.first()
    make_event(
        agreement=agreement, kind="signed", side=side, happened_on=day(2026, 3, 2)
    )
    stale.number = "7"
    stale.save()
    assert dating(agreement) == (day(2026, 3, 2), "day", False)


def test_a_side_that_comes_or_goes_is_waited_for_or_not():
    agreement = make_signed_apart(*BOTH)
    third = make_side(commission=agreement.commission, country="RU")
    assert dating(agreement) == (day(2026, 4, 20), "day", False)
    third.delete()
    assert dating(agreement) == (day(2026, 4, 20), "day", True)


def test_rows_written_together_are_dated():
    commission = make_commission()
    [agreement, other] = Agreement.objects.bulk_create(
        Agreement(commission=commission, slug=slug, title_en=slug, kind="protocol",
                  level="governments", signed_on=on)
        for slug, on in [("a", None), ("b", day(2020))]
    )  # fmt: skip
    AgreementEvent.objects.bulk_create(
        AgreementEvent(agreement=agreement, kind="signed", side=side, happened_on=on)
        for side, on in zip(commission.sides.all(), BOTH, strict=True)
    )
    assert dating(agreement) == (day(2026, 4, 20), "day", True)
    assert dating(other) == (day(2020), "day", True)


def test_agreements_of_several_commissions_ask_their_own_sides():
    with writing():
        two = make_agreement(signed_on=None)
        three = make_agreement(
            signed_on=None, commission=make_commission(sides=("TM", "KZ", "RU"))
        )
        for agreement in (two, three):
            for side in Side.objects.filter(commission=agreement.commission)[:2]:
                make_event(agreement=agreement, kind="signed", side=side, happened_on=day(2026))  # fmt: skip
    assert dating(two) == (day(2026), "day", True)
    assert dating(three) == (day(2026), "day", False)


def test_the_rule_needs_no_database():
    assert dating_of([], {1}) == (None, "day", False)


# ── What readers see ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def several():
    commission = make_commission()
    make_agreement(title="Undated", signed_on=None, commission=commission)
    make_agreement(title="Later", signed_on=day(2027), commission=commission)
    make_agreement(title="Same day", signed_on=day(2026, 4, 20), commission=commission)
    make_signed_apart(*BOTH, commission=commission)
    make_signed_apart(day(2026, 3, 2), title="In part", commission=commission)
    make_agreement(title="Earlier", signed_on=day(2025), commission=commission)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Later", "Apart", "Same day", "In part", "Earlier", "Undated"]),
        ("?sort=oldest", ["Earlier", "In part", "Same day", "Apart", "Later", "Undated"]),
        ("?year_from=2026", ["Later", "Apart", "Same day", "In part"]),
        ("?year_to=2026", ["Apart", "Same day", "In part", "Earlier"]),
        ("?year_from=2026&year_to=2026", ["Apart", "Same day", "In part"]),
    ],
)  # fmt: skip
def test_lists_find_and_order_it_by_that_day(client, several, query, found):
    assert titles(client.get(f"/en/agreements/{query}")) == found
    listed = client.get(f"/api/v1/agreements/{query}").json()["results"]
    assert [each["title"]["en"] for each in listed] == found


def test_the_api_reads_on_by_that_day(client, several):
    titles, address = [], "/api/v1/agreements/?limit=1"
    while address:
        answer = client.get(address).json()
        titles += [each["title"]["en"] for each in answer["results"]]
        address = answer["next"]
    assert titles == ["Later", "Apart", "Same day", "In part", "Earlier", "Undated"]


def test_pages_say_the_day(client):
    agreement = make_signed_apart(*BOTH, slug="apart")
    older = make_agreement(commission=agreement.commission, slug="older")
    make_relation(agreement=agreement, other=older)
    signature = make_signature(agreement=agreement)
    participant = signature.participant
    for address, said in [
        ("/en/agreements/", "Agreement between governments · 20 April 2026 ·"),
        ("/en/agreements/apart/", "Signed 20 April 2026"),
        ("/en/agreements/older/", "Amended by Apart 20 April 2026"),
        (agreement.commission.get_absolute_url(), "Agreement, 20 April 2026 ·"),
        (participant.get_absolute_url(), "Agreement · 20 April 2026 ·"),
    ]:
        assert said in words(client.get(address)), address
    trail = client.get("/en/agreements/apart/").text
    assert '<li aria-current="page">Agreement, 20 April 2026</li>' in trail
    [feed_entry] = client.get("/en/agreements/feed.atom?year_from=2026").text.split("<entry>")[1:]  # fmt: skip
    assert "· 20 April 2026 ·" in feed_entry


def test_what_some_sides_signed_says_so(client):
    agreement = make_signed_apart(day(2026, 3, 2), slug="in-part")
    signed = "2 March 2026 (not yet by every side)"
    assert f"Signed {signed}" in words(client.get(agreement.get_absolute_url()))
    assert f"· {signed} ·" in words(client.get("/en/agreements/"))


def test_machines_are_told_the_day_only_when_all_have_signed(client):
    make_signed_apart(*BOTH, slug="apart")
    make_signed_apart(day(2026, 3, 2), slug="in-part")
    table = client.get("/en/agreements/table.csv").getvalue().decode()
    assert ",2026-04-20,20 April 2026," in table
    assert ",,2 March 2026 (not yet by every side)," in table
    for slug, date, all_signed in [("apart", "2026-04-20", True), ("in-part", "2026-03-02", False)]:  # fmt: skip
        said = client.get(f"/api/v1/agreements/{slug}/").json()
        assert said["signed"] is None, slug
        assert (said["dated"], said["dated_precision"]) == (date, "day"), slug
        assert said["signed_by_all"] is all_signed, slug
        page = client.get(f"/en/agreements/{slug}/").text
        assert ('"legislationDate"' in page) is all_signed, slug
        cited = client.get(f"/en/agreements/{slug}/cite/")
        assert ("20 April 2026" in cited.text) is all_signed, slug
        assert "2 March 2026" not in cited.text, slug


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_no_query_more(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_signed_apart(*BOTH)
    with django_assert_num_queries(13):
        client.get("/en/agreements/?year_from=2026")
