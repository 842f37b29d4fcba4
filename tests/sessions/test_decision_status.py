"""Decisions by status: what the database finds is what a decision says of itself."""

import datetime
from itertools import product

import pytest
from django.utils import timezone

from commission.dates import DatePrecision
from sessions.models import Decision, DecisionStatus
from tests.factories import make_decision, make_follow_up, make_session

pytestmark = pytest.mark.django_db
DAYS = [
    datetime.date(2023, 12, 31), datetime.date(2024, 1, 1), datetime.date(2024, 4, 30),
    datetime.date(2024, 5, 1), datetime.date(2024, 5, 31), datetime.date(2024, 8, 31),
    datetime.date(2024, 9, 15), datetime.date(2024, 12, 31), datetime.date(2025, 1, 1),
]  # fmt: skip


@pytest.fixture
def session():
    return make_session()


def today(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda: day)


@pytest.mark.parametrize("day", DAYS)
def test_overdue_in_the_database_is_overdue_on_the_page(session, monkeypatch, day):
    for due, precision in product(DAYS, DatePrecision.values):
        make_decision(session=session, due_on=due, due_precision=precision)
    today(monkeypatch, day)
    found = set(Decision.objects.overdue())
    said = {decision for decision in Decision.objects.all() if decision.is_overdue}
    assert found == said
    assert 0 < len(found) < len(DAYS) * len(DatePrecision)


@pytest.mark.parametrize("status", [None, *DecisionStatus.values[1:]])
def test_what_is_finished_is_never_overdue(session, status):
    decision = make_decision(
        session=session, status=status, due_on=datetime.date(2013, 1, 1)
    )
    owed = status in (None, "planned", "in_progress")
    assert (decision in Decision.objects.overdue(), decision.is_overdue) == (owed, owed)


def test_without_a_due_date_nothing_is_overdue(session):
    make_decision(session=session)
    assert not Decision.objects.overdue().exists()


def test_a_status_is_that_of_the_latest_follow_up(session):
    decision = make_decision(session=session)
    for day, status in ((3, "completed"), (1, "planned"), (2, "in_progress")):
        make_follow_up(
            decision=decision, status=status, stated_on=datetime.date(2024, 1, day)
        )
    assert list(Decision.objects.of_status(["completed"])) == [decision]
    assert not Decision.objects.of_status(
        ["planned", "in_progress", "not_reported"]
    ).exists()


def test_several_statuses_are_any_of_them(session):
    silent = make_decision(session=session)
    planned = make_decision(session=session, status="planned")
    late = make_decision(
        session=session, status="in_progress", due_on=datetime.date(2013, 1, 1)
    )
    make_decision(session=session, status="completed")
    assert set(Decision.objects.of_status(["not_reported", "planned"])) == {
        silent,
        planned,
    }
    assert set(Decision.objects.of_status(["overdue"])) == {late}
    assert set(Decision.objects.of_status(["overdue", "planned"])) == {late, planned}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2024, 3, 10), ""),
        (datetime.date(2024, 3, 11), "overdue"),
        (datetime.date(2024, 4, 9), "overdue"),
        (datetime.date(2024, 4, 10), "overdue 1 mo"),
        (datetime.date(2025, 3, 9), "overdue 11 mo"),
        (datetime.date(2025, 3, 10), "overdue 1 y"),
        (datetime.date(2028, 2, 1), "overdue 3 y"),
    ],
)
def test_it_says_for_how_long_it_is_overdue(session, monkeypatch, day, words):
    decision = make_decision(session=session, due_on=datetime.date(2024, 3, 10))
    today(monkeypatch, day)
    assert decision.overdue_in_words == words


def test_badges_say_status_and_whether_the_sides_differ(session):
    one, other = session.commission.sides.all()
    decision = make_decision(session=session, due_on=datetime.date(2013, 1, 1))
    make_follow_up(decision=decision, side=one, status="in_progress")
    make_follow_up(decision=decision, side=other, status="completed")
    assert decision.badges == [
        ("completed", "completed"),
        ("differ", "the sides differ"),
    ]


def test_an_overdue_decision_has_the_badge_instead_of_its_status(session):
    decision = make_decision(
        session=session, status="planned", due_on=datetime.date(2013, 1, 1)
    )
    assert [name for name, _words in decision.badges] == ["overdue"]


def test_a_joint_statement_speaks_for_every_side_until_one_reports_later(session):
    one, other = session.commission.sides.all()
    decision = make_decision(session=session)
    joint = make_follow_up(decision=decision, stated_on=datetime.date(2024, 2, 1))
    make_follow_up(decision=decision, side=one, stated_on=datetime.date(2024, 1, 1))
    later = make_follow_up(
        decision=decision, side=other, stated_on=datetime.date(2024, 3, 1)
    )
    assert [statement for _side, _bodies, statement in decision.by_side()] == [
        joint,
        later,
    ]
