import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from sessions.models import Decision
from tests.factories import make_commission, make_decision, make_follow_up, make_session

D = datetime.date
TODAY = datetime.date.today


@pytest.fixture
def decision(db):
    return make_decision()


@pytest.fixture
def sides(decision):
    return list(decision.session.commission.sides.all())


def carded(decision):
    return Decision.objects.with_card().get(pk=decision.pk)


def test_without_a_follow_up_it_is_not_reported(decision):
    assert carded(decision).status == "not_reported"


def test_its_status_is_the_latest_follow_ups_and_earlier_ones_stay(decision):
    make_follow_up(decision=decision, status="completed", stated_on=D(2023, 1, 1))
    make_follow_up(decision=decision, status="in_progress", stated_on=D(2022, 1, 1))
    assert carded(decision).status == "completed"
    assert decision.follow_ups.count() == 2


def test_the_sides_differ_when_their_latest_statements_do(decision, sides):
    make_follow_up(decision=decision, side=sides[0], status="completed")
    assert not carded(decision).sides_differ
    make_follow_up(decision=decision, side=sides[1], status="in_progress")
    assert carded(decision).sides_differ
    make_follow_up(
        decision=decision, side=sides[1], status="completed", stated_on=D(2023, 1, 1)
    )
    assert not carded(decision).sides_differ


def test_a_joint_statement_speaks_for_both_until_one_side_reports_later(
    decision, sides
):
    make_follow_up(
        decision=decision, side=sides[0], status="planned", stated_on=D(2021, 1, 1)
    )
    make_follow_up(decision=decision, status="in_progress", stated_on=D(2022, 1, 1))
    assert not carded(decision).sides_differ
    make_follow_up(
        decision=decision, side=sides[0], status="completed", stated_on=D(2023, 1, 1)
    )
    assert carded(decision).sides_differ


@pytest.mark.parametrize(
    ("due_on", "precision", "status", "overdue"),
    [
        (D(2021, 12, 31), "day", None, True),
        (D(2021, 12, 31), "day", "in_progress", True),
        (D(2021, 12, 31), "day", "completed", False),
        (D(2021, 12, 31), "day", "dropped", False),
        (None, "day", None, False),
        (D(2999, 1, 1), "year", None, False),
    ],
)
def test_overdue_is_derived(db, due_on, precision, status, overdue):
    decision = make_decision(due_on=due_on, due_precision=precision, status=status)
    assert carded(decision).is_overdue is overdue


def test_an_imprecise_due_date_is_over_when_its_whole_span_is(db):
    this_year = make_decision(
        due_on=TODAY().replace(month=1, day=1), due_precision="year"
    )
    assert not carded(this_year).is_overdue


def test_it_continues_a_decision_of_an_earlier_session_of_its_commission(db):
    commission = make_commission()
    earlier = make_decision(session=make_session(commission=commission, number=1))
    later = make_decision(session=make_session(commission=commission, number=2))
    later.continues = earlier
    later.full_clean()
    earlier.continues = later
    with pytest.raises(ValidationError, match="earlier session"):
        earlier.full_clean()
    earlier.continues = make_decision()
    with pytest.raises(ValidationError, match="of this commission"):
        earlier.full_clean()


def test_what_a_later_decision_continues_cannot_be_deleted(db):
    commission = make_commission()
    earlier = make_decision(session=make_session(commission=commission, number=1))
    make_decision(
        session=make_session(commission=commission, number=2), continues=earlier
    )
    with pytest.raises(ProtectedError):
        earlier.delete()


def test_a_card_costs_the_same_for_one_and_for_three(db, django_assert_num_queries):
    def show():
        for decision in Decision.objects.with_card():
            assert decision.status and decision.sides_differ is not None
            assert [
                body.organisation.name for body in decision.responsible_bodies.all()
            ] == []
            assert [area.name for area in decision.areas.all()] == []

    session = make_decision().session
    with django_assert_num_queries(4):
        show()
    make_decision(session=session)
    make_decision()
    with django_assert_num_queries(4):
        show()
