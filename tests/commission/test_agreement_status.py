"""The status of an agreement: one rule, on both databases, whatever order facts were entered in.

`expected` says the rule once more, in plain Python over plain facts; the database must agree.
"""

import datetime
from dataclasses import dataclass, field
from itertools import count, product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission.dates import DatePrecision, first_day, last_day
from commission.models import Agreement, AgreementEvent, AgreementStatus
from tests.factories import (
    LONG_AGO,
    make_agreement,
    make_commission,
    make_event,
    make_relation,
    tomorrow,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2024, 6, 15)
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
WHOLE = ("entered", "amended", "extended", "expired")
AWAITED = {"notification": "notified", "ratification": "ratified"}
_slugs = count(1)


# ── The rule, once more ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Event:
    kind: str
    day: datetime.date
    side: int | None = None
    precision: str = "day"
    until: datetime.date | None = None
    until_precision: str = "day"


@dataclass(frozen=True)
class Facts:
    """`side`s are the places of the commission's two sides, 0 and 1."""

    rule: str = ""
    signed: datetime.date | None = datetime.date(2020, 1, 1)
    signed_precision: str = "day"
    until: datetime.date | None = None
    until_precision: str = "day"
    events: list[Event] = field(default_factory=list)


def has_begun(day, precision="day"):
    return day is not None and first_day(day, precision) <= TODAY


def is_over(day, precision="day"):
    return day is not None and last_day(day, precision) < TODAY


def expected(facts):
    past = [e for e in facts.events if has_begun(e.day, e.precision)]

    def happened(*kinds):
        return [e for e in past if e.kind in kinds]

    def all_did(kind):
        did = {e.side for e in happened(kind)}
        return None in did or did == {0, 1}

    all_signed = has_begun(facts.signed, facts.signed_precision) or all_did("signed")
    entered = happened("entered", "suspended", "resumed") or (
        facts.rule == "signature" and all_signed
    )
    if happened("terminated"):
        return "terminated"
    if _expired(facts, happened):
        return "expired"
    if any(_lasts(each, happened("resumed")) for each in happened("suspended")):
        return "suspended"
    if entered:
        return "in_force"
    to_come = [e for e in facts.events if e.kind == "entered" and e not in past]
    signed_later = facts.signed and not has_begun(facts.signed, facts.signed_precision)
    signed_by_one = not facts.signed and happened("signed") and not all_did("signed")
    lacks = facts.rule in AWAITED and not all_did(AWAITED[facts.rule])
    if to_come or signed_later or signed_by_one or lacks:
        return "not_yet"
    others = [e for e in past if e.kind != "signed"]
    return "signed" if all_signed or others else "not_known"


def _expired(facts, happened):
    extended = happened("extended")
    for said in happened("expired"):
        if not any(e.day >= said.day for e in extended):
            return True
    ends = [(facts.until, facts.until_precision)] if facts.until else []
    ends += [(e.until, e.until_precision) for e in extended]
    if not ends or any(until is None for until, _precision in ends):
        return False
    return all(is_over(*end) for end in ends)


def _lasts(suspended, resumed):
    return not any(
        e.day >= suspended.day and (e.side is None or e.side == suspended.side)
        for e in resumed
    )


# ── Rows of facts ────────────────────────────────────────────────────────────────────────────


def rows_of(commission, several):
    """An agreement for each of `several` Facts, in their order, the events in theirs.

    Straight into the tables: thousands of rows, of which nothing else is to be made.
    """
    sides = list(commission.sides.all())
    agreements = QuerySet(Agreement).bulk_create(
        Agreement(
            commission=commission, slug=f"facts-{next(_slugs)}", kind="agreement", level="governments",
            title_en="x", state="published", publish_at=LONG_AGO, enters_into_force=facts.rule,
            signed_on=facts.signed and first_day(facts.signed, facts.signed_precision), signed_precision=facts.signed_precision,
            valid_until=facts.until and last_day(facts.until, facts.until_precision), valid_until_precision=facts.until_precision,
        )
        for facts in several
    )  # fmt: skip
    QuerySet(AgreementEvent).bulk_create(
        AgreementEvent(
            agreement=agreement, kind=e.kind, side=None if e.side is None else sides[e.side],
            happened_on=first_day(e.day, e.precision), happened_precision=e.precision,
            until=e.until and last_day(e.until, e.until_precision), until_precision=e.until_precision,
        )
        for agreement, facts in zip(agreements, several, strict=True)
        for e in facts.events
    )  # fmt: skip
    return agreements


def statuses(agreements):
    found = Agreement.objects.with_status(TODAY).in_bulk([a.pk for a in agreements])
    return [found[agreement.pk].derived_status for agreement in agreements]


# ── Every combination, and any order ─────────────────────────────────────────────────────────


def day(year, month=1, date=1):
    return datetime.date(year, month, date)


STEPS_TAKEN = {
    "nobody": [],
    "one side": [(0, 2021)],
    "each side": [(0, 2021), (1, 2022)],
    "both together": [(None, 2021)],
    "the other to come": [(0, 2021), (1, 2025)],
}
ENTRIES = [[], [Event("entered", day(2022))], [Event("entered", day(2025))]]
PAUSES = [
    [],
    [Event("suspended", day(2023))],
    [Event("suspended", day(2023)), Event("resumed", day(2023, 6))],
    [Event("suspended", day(2023), 0), Event("resumed", day(2023, 6), 1)],
    [Event("suspended", day(2025))],
]
ENDS = [
    (None, []),
    (None, [Event("terminated", day(2024))]),
    (None, [Event("terminated", day(2025), 1)]),
    (None, [Event("expired", day(2024))]),
    (None, [Event("expired", day(2023)), Event("extended", day(2024), until=day(2030))]),
    (day(2023), []),
    (day(2030), []),
    (day(2023), [Event("extended", day(2022), until=day(2030))]),
    (day(2023), [Event("extended", day(2022))]),
    (day(2023), [Event("extended", day(2022), until=day(2024))]),
    (day(2023), [Event("extended", day(2025), until=day(2030))]),
    (None, [Event("extended", day(2022), until=day(2024))]),
]  # fmt: skip


def combinations():
    rules = ("", "signature", "notification", "ratification")
    signed = (None, day(2020), day(2025))
    for rule, on, taken, entry, pause, (until, end) in product(
        rules, signed, STEPS_TAKEN.values(), ENTRIES, PAUSES, ENDS
    ):
        step = AWAITED.get(rule, "notified")
        steps = [Event(step, day(year), side) for side, year in taken]
        yield Facts(
            rule=rule, signed=on, until=until, events=steps + entry + pause + end
        )


def test_it_is_the_rule_over_every_combination():
    # The other database is asked every seventh: any two of the lists above still meet in all ways.
    several = list(combinations())[:: 7 if connection.vendor == "postgresql" else 1]
    agreements = rows_of(make_commission(), several)
    found = statuses(agreements)
    wrong = [
        (facts, expected(facts), status)
        for facts, status in zip(several, found, strict=True)
        if status != expected(facts)
    ]
    assert wrong == []
    # What supersedes has its own tests.
    assert set(found) == set(AgreementStatus.values) - {"superseded"}


DAYS = st.sampled_from(
    [day(2019), day(2022, 3, 7), day(2024, 1), day(2024, 6, 14), TODAY, day(2024, 6, 16),
     day(2024, 9), day(2024, 12, 31), day(2026)]
)  # fmt: skip
PRECISIONS = st.sampled_from(DatePrecision.values)


@st.composite
def events(draw):
    kind = draw(st.sampled_from(
        ["signed", "ratified", "notified", "suspended", "resumed", "terminated", *WHOLE]))  # fmt: skip
    side = st.sampled_from([0, 1] if kind == "signed" else [0, 1, None])
    until = draw(st.none() | DAYS) if kind == "extended" else None
    precision = draw(PRECISIONS)
    return Event(
        kind=kind,
        day=first_day(draw(DAYS), precision),
        side=None if kind in WHOLE else draw(side),
        precision=precision,
        until=until,
        until_precision=draw(PRECISIONS) if until else "day",
    )


def is_same(event):
    """What the database holds to be one event."""
    return (event.kind, event.side, event.day)


@st.composite
def facts(draw):
    signed, until = draw(st.none() | DAYS), draw(st.none() | DAYS)
    return Facts(
        rule=draw(st.sampled_from(["", "signature", "notification", "ratification"])),
        signed=signed,
        signed_precision=draw(PRECISIONS) if signed else "day",
        until=until,
        until_precision=draw(PRECISIONS) if until else "day",
        events=draw(st.lists(events(), max_size=7, unique_by=is_same)),
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=facts(), order=st.randoms(use_true_random=False))
def test_any_order_of_entering_the_same_facts_gives_the_same_status(
    two_sides, told, order
):
    mixed = list(told.events)
    order.shuffle(mixed)
    other = Facts(**{**vars(told), "events": mixed})
    first, second = statuses(rows_of(two_sides, [told, other]))
    assert first == second == expected(told)


@pytest.fixture
def two_sides():
    return make_commission()


# ── What supersedes ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.mark.parametrize(
    ("later", "status"),
    [
        ({"signed_on": day(2023)}, "superseded"),
        ({"signed_on": day(2023), "enters_into_force": "signature"}, "superseded"),
        ({"signed_on": day(2023), "enters_into_force": "ratification"}, "in_force"),
        ({"signed_on": day(2025)}, "in_force"),
        ({"signed_on": None}, "in_force"),
    ],
)
def test_it_is_superseded_once_the_other_does_not_wait_any_more(
    on_that_day, later, status
):
    agreement = make_agreement(enters_into_force="signature")
    make_relation(agreement=make_agreement(**later), other=agreement, kind="supersedes")
    assert agreement.status == status


def test_what_superseded_it_may_end_later_and_it_stays_superseded(on_that_day):
    agreement = make_agreement(enters_into_force="signature")
    later = make_agreement(enters_into_force="signature")
    make_relation(agreement=later, other=agreement, kind="supersedes")
    make_event(agreement=later, kind="terminated", happened_on=day(2024))
    assert agreement.status == "superseded"


@pytest.mark.parametrize("kind", ["amends", "carries_out"])
def test_what_amends_it_or_carries_it_out_leaves_it_in_force(on_that_day, kind):
    agreement = make_agreement(enters_into_force="signature")
    make_relation(other=agreement, agreement=make_agreement(), kind=kind)
    assert agreement.status == "in_force"


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("whole_commission", [False, True])
def test_an_unpublished_agreement_supersedes_nothing_yet(draft, whole_commission):
    agreement = make_agreement(enters_into_force="signature")
    hidden = (
        make_agreement(commission=make_commission(**draft))
        if whole_commission
        else make_agreement(**draft)
    )
    make_relation(agreement=hidden, other=agreement, kind="supersedes")
    assert agreement.status == "in_force"


# ── Days ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("on", [day(2024, 5, 31), day(2024, 6), day(2024, 8, 31), day(2024, 9)])  # fmt: skip
def test_a_month_has_begun_on_its_first_day_and_is_over_after_its_last(monkeypatch, on):
    agreement = make_agreement(
        enters_into_force="notification", valid_until=day(2024, 8), valid_until_precision="month"
    )  # fmt: skip
    make_event(agreement=agreement, happened_on=day(2024, 6, 20), happened_precision="month")  # fmt: skip
    monkeypatch.setattr(timezone, "localdate", lambda: on)
    in_force = day(2024, 6) <= on <= day(2024, 8, 31)
    before = "not_yet" if on < day(2024, 6) else "expired"
    assert agreement.status == ("in_force" if in_force else before)


def test_the_status_on_another_day_is_asked_by_that_day():
    agreement = make_agreement(signed_on=day(2020), enters_into_force="notification")
    make_event(agreement=agreement, kind="notified", happened_on=day(2021))
    make_event(agreement=agreement, kind="entered", happened_on=day(2022))
    make_event(agreement=agreement, kind="terminated", happened_on=day(2023))
    days = (day(2020, 6), day(2021, 6), day(2022, 6), day(2023))
    rows = [Agreement.objects.with_status(each).get(pk=agreement.pk) for each in days]
    assert [row.status for row in rows] == ["not_yet", "not_yet", "in_force", "terminated"]  # fmt: skip
    assert list(Agreement.objects.of_status(["not_yet"], day(2021, 6))) == [agreement]


def test_the_property_asks_where_it_was_not_annotated_and_only_there(
    django_assert_num_queries,
):
    make_agreement(enters_into_force="signature")
    annotated, plain = Agreement.objects.with_status().get(), Agreement.objects.get()
    with django_assert_num_queries(0):
        assert annotated.status == "in_force"
    with django_assert_num_queries(1):
        assert plain.status == "in_force"


def test_an_imprecise_date_is_kept_by_the_end_of_its_span_that_counts():
    agreement = make_agreement(
        signed_on=day(2020, 9, 17), signed_precision="month",
        valid_until=day(2026, 2, 3), valid_until_precision="year",
    )  # fmt: skip
    event = make_event(
        agreement=agreement, kind="extended", happened_on=day(2025, 6, 30),
        happened_precision="middle", until=day(2028, 2, 10), until_precision="month",
    )  # fmt: skip
    assert (agreement.signed_on, agreement.valid_until) == (day(2020, 9), day(2026, 12, 31))  # fmt: skip
    assert (event.happened_on, event.until) == (day(2025, 5), day(2028, 2, 29))
    assert (agreement.signed_in_words, agreement.valid_until_in_words) == ("September 2020", "2026")  # fmt: skip
    assert (event.happened_in_words, event.until_in_words) == ("mid-2025", "February 2028")  # fmt: skip


@pytest.mark.parametrize("until", [day(2019), day(2020, 12, 31)])
def test_an_agreement_does_not_end_before_it_is_signed(until):
    agreement = make_agreement(signed_on=day(2021), valid_until=until)
    with pytest.raises(ValidationError, match="ends before it was signed"):
        agreement.full_clean()
