"""What became of decisions between two sessions, on the later one's page."""

import datetime
from itertools import product

import pytest

from sessions.between import what_became
from sessions.models import DecisionStatus
from tests.factories import (
    make_commission,
    make_decision,
    make_follow_up,
    make_session,
    tomorrow,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
D = datetime.date
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def three():
    """Sessions of 10 May 2020, 2021 and 2022; each lasts two days."""
    commission = make_commission(slug="tm-kz")
    return [
        make_session(
            commission=commission,
            number=number,
            starts_on=D(2019 + number, 5, 10),
            ends_on=D(2019 + number, 5, 11),
        )
        for number in (1, 2, 3)
    ]


def groups(earlier, later):
    """{group: texts of its decisions}."""
    return {
        group.name: [outcome.decision.text for outcome in group.outcomes]
        for group in what_became(earlier, later)
    }


def decide(session, text, *statements, **fields):
    """A decision with statements of both sides: (status, day)."""
    decision = make_decision(session=session, text=text, **fields)
    for status, day in statements:
        make_follow_up(decision=decision, status=status, stated_on=day)
    return decision


def test_each_fate_has_its_group(three):
    first, second, third = three
    between = D(2021, 1, 1)
    decide(first, "done", ("completed", between))
    decide(first, "dropped", ("dropped", between))
    decide(first, "superseded", ("superseded", between))
    carried = decide(first, "carried", ("planned", between), due_on=D(2020, 6, 1))
    decide(second, "carries", continues=carried)
    decide(first, "late", ("planned", between), due_on=D(2021, 5, 9))
    decide(first, "going", ("in_progress", between), due_on=D(2021, 5, 10))
    decide(first, "silent")
    decide(third, "of a later one")
    assert groups(first, second) == {
        "completed": ["done"],
        "ended": ["dropped", "superseded"],
        "carried_over": ["carried"],
        "overdue": ["late"],
        "silent": ["silent"],
        "open": ["going"],
    }


def test_it_tells_what_was_known_that_day_not_what_is_known_now(three):
    first, second, third = three
    decide(
        first, "done later", ("planned", D(2021, 1, 1)), ("completed", D(2022, 1, 1))
    )
    decide(first, "said on its last day", ("completed", D(2021, 5, 11)))
    decide(first, "said a day late", ("completed", D(2021, 5, 12)))
    assert groups(first, second) == {
        "completed": ["said on its last day"],
        "open": ["done later"],
        "silent": ["said a day late"],
    }
    assert groups(second, third) == {"completed": ["done later", "said a day late"]}


def test_older_ones_are_owed_until_they_are_finished_or_carried_over(three):
    first, second, third = three
    decide(first, "old", ("planned", D(2020, 5, 11)))
    carried = decide(first, "carried")
    decide(second, "carries", continues=carried)
    assert groups(second, third) == {"silent": ["old", "carries"]}


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_changes_nothing(three, draft):
    first, second, third = three
    carried = decide(first, "carried")
    before = groups(second, third)
    hidden = make_session(
        commission=first.commission, number=9, starts_on=D(2021, 5, 1), **draft
    )
    decide(hidden, "hidden", continues=carried)
    assert groups(second, third) == before == {"silent": ["carried"]}


def test_a_decision_is_in_one_group_whatever_is_true_of_it(three):
    first, second, _third = three
    for status, due, is_carried in product(
        [None, *DecisionStatus.values[1:]], [None, D(2020, 6, 1)], [False, True]
    ):
        statements = [(status, D(2021, 1, 1))] if status else []
        decision = decide(first, "x", *statements, due_on=due)
        if is_carried:
            decide(second, "carries", continues=decision)
    assert sum(map(len, groups(first, second).values())) == 6 * 2 * 2


def test_a_sessions_page_tells_it(client, three):
    first, second, _third = three
    decide(first, "Lay a line.", ("completed", D(2021, 1, 1)))
    decide(first, "Build a port.", due_on=D(2020, 9, 1), due_precision="late")
    said = words(client.get(second.get_absolute_url()))
    assert (
        "Since the last session What had become by this session of the decisions still owed after "
        "the last one (First session, 10–11 May 2020). Completed 1 Lay a line. First session "
        "Overdue 1 Build a port. First session, due late 2020, not reported"
    ) in said
    assert "Since the last session" not in words(client.get(first.get_absolute_url()))


def test_a_sessions_page_shows_some_and_leads_to_the_rest(client, three):
    first, second, _third = three
    for number in range(10):
        decide(first, f"Matter {number}.")
    answer = client.get(second.get_absolute_url())
    assert "Nothing heard 10" in words(answer)
    assert words(answer).count("Matter ") == 5
    assert '<a href="/en/sessions/tm-kz/compare/?to=2">5 more</a>' in answer.text


def test_staff_see_what_a_draft_carries_over(admin_client, three):
    first, _second, _third = three
    carried = decide(first, "Carried.")
    draft = make_session(
        commission=first.commission, number=4, starts_on=D(2023, 5, 1), state="draft"
    )
    decide(draft, "Carries.", continues=carried)
    said = words(admin_client.get(draft.get_absolute_url()))
    assert "Carried over 1 Carried. First session, not reported" in said


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_two_queries(three, rows, django_assert_num_queries):
    first, second, _third = three
    for row in range(rows):
        decide(first, f"x {row}", ("planned", D(2021, 1, 1)))
    with django_assert_num_queries(2):
        found = groups(first, second)
    assert len(found["open"]) == rows


def test_what_a_session_between_carried_over_is_followed_to_where_it_ended(three):
    """Compared over several sessions, a matter stands where its thread stood."""
    first, second, third = three
    for fate, until, due in (
        ("done", ("completed", D(2021, 9, 1)), None),
        ("late", ("planned", D(2021, 9, 1)), D(2022, 1, 1)),
        ("going", ("in_progress", D(2021, 9, 1)), D(2023, 1, 1)),
        ("silent", None, None),
        ("handed on", ("planned", D(2021, 9, 1)), None),
    ):
        # Long overdue, had nobody carried it over.
        owed = decide(first, fate, due_on=D(2020, 6, 1))
        between = decide(second, f"{fate} 2", continues=owed, due_on=due)
        if until:
            make_follow_up(decision=between, status=until[0], stated_on=until[1])
        if fate == "handed on":
            decide(third, f"{fate} 3", continues=between)
    assert groups(first, third) == {
        "completed": ["done"],
        "carried_over": ["handed on"],
        "overdue": ["late"],
        "silent": ["silent"],
        "open": ["going"],
    }
    carried_by = {
        outcome.decision.text: (outcome.carried_by.text, outcome.owed.due_on)
        for group in what_became(first, third)
        for outcome in group.outcomes
    }
    assert carried_by == {
        "done": ("done 2", None),
        "late": ("late 2", D(2022, 1, 1)),
        "going": ("going 2", D(2023, 1, 1)),
        "silent": ("silent 2", None),
        "handed on": ("handed on 2", None),
    }


@pytest.mark.parametrize("first_done", [True, False])
def test_what_was_split_stands_where_least_was_done(three, first_done):
    first, second, third = three
    owed = decide(first, "owed")
    parts = [
        {"text": "done", "statement": ("completed", D(2021, 9, 1))},
        {"text": "late", "statement": ("planned", D(2021, 9, 1))},
    ]
    for part in parts if first_done else parts[::-1]:
        due = D(2022, 1, 1)
        decide(second, part["text"], part["statement"], continues=owed, due_on=due)
    (group,) = what_became(first, third)
    (outcome,) = group.outcomes
    assert (group.name, outcome.carried_by.text) == ("overdue", "late")
    # From the session that split it both are owed.
    assert groups(second, third) == {"completed": ["done"], "overdue": ["late"]}


def test_what_was_finished_stays_so_though_a_later_session_takes_it_up(three):
    first, second, third = three
    done = decide(first, "done", ("completed", D(2021, 1, 1)))
    decide(second, "again", continues=done)
    assert groups(first, third) == {"completed": ["done"]}


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_between_carries_nothing_on(three, draft):
    first, _second, third = three
    owed = decide(first, "owed", due_on=D(2020, 6, 1))
    hidden = make_session(
        commission=first.commission, number=9, starts_on=D(2021, 6, 1), **draft
    )
    between = decide(hidden, "hidden", continues=owed)
    make_follow_up(decision=between, status="completed", stated_on=D(2021, 7, 1))
    assert groups(first, third) == {"overdue": ["owed"]}
