"""The line of a thread: sessions, statements and where the matter stood, by days."""

import datetime

import pytest
from django.utils import timezone

from sessions.models import Decision
from sessions.thread_line import line_of
from tests.factories import (
    make_commission,
    make_decision,
    make_follow_up,
    make_session,
)

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def sessions():
    """The first and the second session, on 1 January 2018 and 2020."""
    commission = make_commission(slug="tm-kz")
    return [
        make_session(commission=commission, number=number, starts_on=D(year, 1, 1))
        for number, year in ((1, 2018), (2, 2020))
    ]


def standings(line):
    return [stretch.standing for stretch in line.stretches]


def line(*decisions):
    rows = Decision.objects.filter(pk__in=[each.pk for each in decisions])
    loaded = list(rows.with_card().with_statements().order_by("session__starts_on"))
    return line_of(loaded[0], loaded)


def test_it_goes_from_agreed_to_completed_and_ends_there(sessions):
    first = make_decision(session=sessions[0])
    second = make_decision(session=sessions[1], continues=first)
    side = sessions[0].commission.sides.first()
    make_follow_up(decision=first, side=side, status="planned", stated_on=D(2019, 1, 1))
    make_follow_up(
        decision=second, side=side, status="in_progress", stated_on=D(2021, 1, 1)
    )
    make_follow_up(decision=second, status="completed", stated_on=D(2022, 1, 1))
    drawn = line(first, second)
    assert standings(drawn) == ["not_reported", "planned", "in_progress"]
    assert [label for _name, label in drawn.legend] == [
        "Not reported",
        "Planned",
        "In progress",
        "Completed",
    ]
    assert (drawn.first_year, drawn.last_year, drawn.today) == (2018, 2022, None)
    # Four years of 1461 days, between the margins of 1.5 and 98.5.
    assert [(stop.x, stop.is_here) for stop in drawn.stops] == [
        (1.5, True),
        (49.97, False),
    ]
    assert [report.x for report in drawn.reports] == [25.73, 74.27, 98.5]
    assert drawn.stretches[0].start == 1.5
    assert drawn.stretches[-1].end == 98.5


def test_each_side_has_its_lane_and_what_both_say_stands_on_the_line(sessions):
    decision = make_decision(session=sessions[0])
    sides = list(sessions[0].commission.sides.all())
    for day, side in enumerate([*sides, None], 1):
        make_follow_up(decision=decision, side=side, stated_on=D(2019, 1, day))
    drawn = line(decision)
    above, below, middle = (report.y for report in drawn.reports)
    assert above < middle == drawn.lanes.y < below


def test_what_nobody_finished_goes_on_to_today_and_is_overdue_from_its_due_date(
    sessions, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda: D(2022, 1, 1))
    first = make_decision(
        session=sessions[0], due_on=D(2019, 1, 1), due_precision="year"
    )
    second = make_decision(session=sessions[1], continues=first, due_on=D(2021, 1, 1))
    make_follow_up(decision=second, status="planned", stated_on=D(2020, 6, 1))
    drawn = line(first, second)
    # The year 2019 is over when the second session takes it up: nothing is overdue until 2021.
    assert standings(drawn) == ["not_reported", "planned", "overdue"]
    assert drawn.stretches[-1].start > drawn.stops[-1].x
    assert (drawn.last_year, drawn.today) == (2022, 98.5)


def test_what_a_session_takes_up_again_after_it_was_said_to_be_over_begins_anew(
    sessions,
):
    first = make_decision(session=sessions[0])
    make_follow_up(decision=first, status="completed", stated_on=D(2019, 1, 1))
    second = make_decision(session=sessions[1], continues=first)
    drawn = line(first, second)
    assert standings(drawn) == ["not_reported", "completed", "not_reported"]
    assert drawn.today is not None


def test_a_thread_of_a_single_day_is_drawn(sessions, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: D(2018, 1, 1))
    drawn = line(make_decision(session=sessions[0]))
    assert (standings(drawn), [stop.x for stop in drawn.stops]) == ([], [50.0])
    assert [label for _name, label in drawn.legend] == ["Not reported"]


def test_it_takes_no_query(sessions, django_assert_num_queries):
    first = make_decision(session=sessions[0])
    make_follow_up(decision=first)
    rows = list(Decision.objects.with_card().with_statements())
    with django_assert_num_queries(0):
        line_of(rows[0], rows)


@pytest.mark.parametrize("first_done", [True, False])
def test_a_matter_that_was_split_stands_where_least_was_done(
    sessions, monkeypatch, first_done
):
    monkeypatch.setattr(timezone, "localdate", lambda: D(2022, 1, 1))
    first = make_decision(session=sessions[0])
    parts = [
        make_decision(session=sessions[1], continues=first, due_on=D(2021, 1, 1))
        for _part in range(2)
    ]
    done, late = parts if first_done else parts[::-1]
    make_follow_up(decision=done, status="completed", stated_on=D(2020, 6, 1))
    make_follow_up(decision=late, status="in_progress", stated_on=D(2020, 7, 1))
    drawn = line(first, *parts)
    assert standings(drawn) == ["not_reported", "in_progress", "overdue"]
    assert drawn.today == 98.5
    # One stop for the session, though it took two decisions.
    assert [stop.session for stop in drawn.stops] == sessions
    make_follow_up(decision=late, status="dropped", stated_on=D(2021, 6, 1))
    drawn = line(first, *parts)
    assert standings(drawn)[-1] == "overdue"
    assert drawn.legend[-1] == ("dropped", "Dropped")
    assert drawn.today is None
