"""What became of a decision: one rule, over every combination, in any order of entering."""

import datetime
import threading
from itertools import pairwise, permutations, product

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission.dates import DatePrecision
from commission.models.noted import writing
from sessions.decision_entries import decision_disagreements
from sessions.decision_selection import public_decisions
from sessions.models import Decision, DecisionStatus, FollowUp
from sessions.models.decision import CLAIMING_LEAST_FIRST, FINISHED
from tests.factories import (
    make_agreement,
    make_commission,
    make_decision,
    make_follow_up,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
D = datetime.date
DAYS = [
    D(2023, 12, 31), D(2024, 1, 1), D(2024, 4, 30), D(2024, 5, 1), D(2024, 5, 31), D(2024, 8, 31),
    D(2024, 9, 15), D(2024, 12, 31), D(2025, 1, 1),
]  # fmt: skip
CIRCLE = "back to its own beginning"
REPORTED = DecisionStatus.values[1:]
LONG_PAST = D(2013, 1, 1)


@pytest.fixture
def session():
    return make_session()


def today(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda: day)


def anew(decision):
    """As a page reads it: by the entry."""
    return Decision.objects.with_card().with_statements().get(pk=decision.pk)


def all_said(decisions):
    """(joint status, the sides differ) of each, which entry and annotation say alike."""
    found = Decision.objects.with_status().in_bulk([each.pk for each in decisions])
    by_rule = {
        pk: (row.joint_status or "not_reported", row.apart) for pk, row in found.items()
    }
    shown = Decision.objects.with_card().with_statements().in_bulk(list(found))
    assert {pk: (row.status, row.sides_differ) for pk, row in shown.items()} == by_rule
    return [by_rule[each.pk] for each in decisions]


def said(decision):
    return all_said([decision])[0]


# ── The table of docs/decisions-followed.md ──────────────────────────────────────────────────


def entered(session, cases):
    """A decision long due for each case, a dict of its statements: {side: (status, day)}."""
    with writing():
        decisions = [make_decision(session=session, due_on=LONG_PAST) for _ in cases]
        for decision, statements in zip(decisions, cases, strict=True):
            for side, (status, day) in statements.items():
                if status:
                    make_follow_up(
                        decision=decision, side=side, status=status, stated_on=D(2024, 1, day)
                    )  # fmt: skip
    return decisions


def test_two_sides_and_their_statements(session):
    first, second = session.commission.sides.all()
    days = {"one": (2, 1), "other": (1, 2), "neither": (1, 1)}
    cases = list(product([None, *REPORTED], [None, *REPORTED], days))
    decisions = entered(
        session,
        [
            {first: (one, days[later][0]), second: (other, days[later][1])}
            for one, other, later in cases
        ],
    )
    answers = dict(zip(cases, all_said(decisions), strict=True))
    assert answers == {
        case: (_of_two(*case), len({*case[:2]} - {None}) == 2) for case in cases
    }
    shown = Decision.objects.with_card().with_statements().in_bulk()
    owed = dict(zip(cases, (shown[each.pk].is_overdue for each in decisions), strict=True))  # fmt: skip
    assert owed == {
        case: status in ("not_reported", "planned", "in_progress")
        for case, (status, _differ) in answers.items()
    }


def _of_two(one, other, later):
    spoken = [status for status in (one, other) if status]
    if len(spoken) < 2:
        return spoken[0] if spoken else "not_reported"
    if later == "neither":
        return min(spoken, key=CLAIMING_LEAST_FIRST.index)
    return {"one": one, "other": other}[later]


def test_a_statement_of_both_and_one_of_a_side(session):
    side = session.commission.sides.first()
    days = {"joint": (2, 1), "own": (1, 2), "neither": (1, 1)}
    cases = list(product(REPORTED, REPORTED, days))
    decisions = entered(
        session,
        [
            {None: (joint, days[later][0]), side: (own, days[later][1])}
            for joint, own, later in cases
        ],
    )
    expected = {}
    for joint, own, later in cases:
        least = min((joint, own), key=CLAIMING_LEAST_FIRST.index)
        status = {"joint": joint, "own": own, "neither": least}[later]
        # The other side was last heard in the statement of both.
        expected[joint, own, later] = (status, status != joint)
    assert dict(zip(cases, all_said(decisions), strict=True)) == expected


def test_of_one_day_the_statement_that_claims_less_is_the_later():
    assert set(CLAIMING_LEAST_FIRST) == set(REPORTED)
    unfinished = CLAIMING_LEAST_FIRST[: -len(FINISHED)]
    assert set(unfinished) == {"planned", "in_progress"}


# ── In any order ─────────────────────────────────────────────────────────────────────────────

statements = st.lists(
    st.tuples(
        st.sampled_from([None, 0, 1]),
        st.sampled_from(REPORTED),
        st.integers(min_value=1, max_value=4),
    ),
    max_size=5,
)
in_the_database = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def enter(decision, facts):
    sides = list(decision.session.commission.sides.all())
    for who, status, day in facts:
        side = None if who is None else sides[who]
        make_follow_up(
            decision=decision, side=side, status=status, stated_on=D(2024, 1, day)
        )


@in_the_database
@given(facts=statements, order=st.randoms(use_true_random=False))
def test_the_order_of_entering_changes_nothing(session, facts, order):
    shuffled = list(facts)
    order.shuffle(shuffled)
    with writing():
        one, other = make_decision(session=session), make_decision(session=session)
        enter(one, facts)
    # Those of the other in a change each.
    enter(other, shuffled)
    assert len({*all_said([one, other])}) == 1
    statuses = [
        [latest and latest.status for _side, _bodies, latest in anew(each).by_side()]
        for each in (one, other)
    ]
    assert statuses[0] == statuses[1]
    assert said(one)[1] == (len(set(statuses[0]) - {None}) > 1)


@in_the_database
@given(
    facts=statements,
    due=st.dates(D(2010, 1, 1), D(2030, 1, 1)),
    precision=st.sampled_from(DatePrecision.values),
    day=st.dates(D(2010, 1, 1), D(2035, 1, 1)),
)
def test_no_order_of_dates_makes_a_finished_decision_overdue(
    session, facts, due, precision, day
):
    with writing():
        decision = make_decision(session=session, due_on=due, due_precision=precision)
        enter(decision, facts)
    with pytest.MonkeyPatch.context() as patch:
        today(patch, day)
        shown = anew(decision)
        assert (decision in Decision.objects.overdue()) is shown.is_overdue
        if shown.status in FINISHED:
            assert not shown.is_overdue


def test_what_is_mended_moved_or_deleted_counts_as_it_is_now(session):
    one, other = make_decision(session=session), make_decision(session=session)
    statement = make_follow_up(decision=one, status="planned")
    statement.status = "completed"
    statement.save()
    assert said(one) == ("completed", False)
    statement.decision = other
    statement.save()
    assert (said(one), said(other)) == (("not_reported", False), ("completed", False))
    FollowUp.objects.filter(pk=statement.pk).update(status="dropped")
    assert said(other) == ("dropped", False)
    statement.delete()
    assert said(other) == ("not_reported", False)


def test_a_statement_of_a_later_day_is_left_out_when_asked_what_was_known(session):
    decision = make_decision(session=session)
    enter(decision, [(None, "planned", 1), (None, "completed", 3)])
    for day, status in ((D(2023, 1, 1), None), (D(2024, 1, 2), "planned")):
        known = Decision.objects.with_status(until=day).get(pk=decision.pk)
        assert known.joint_status == status


# ── Overdue ──────────────────────────────────────────────────────────────────────────────────


def test_overdue_in_the_database_is_overdue_on_the_page(session, monkeypatch):
    with writing():
        for due, precision in product(DAYS, DatePrecision.values):
            make_decision(session=session, due_on=due, due_precision=precision)
    for day in DAYS:
        today(monkeypatch, day)
        found = set(Decision.objects.overdue())
        decisions = Decision.objects.with_card().with_statements()
        shown = {decision for decision in decisions if decision.is_overdue}
        assert found == shown, day
        assert 0 < len(found) < len(DAYS) * len(DatePrecision)


@pytest.mark.parametrize("status", [None, *REPORTED])
def test_what_is_finished_is_never_overdue(session, status):
    decision = make_decision(session=session, status=status, due_on=LONG_PAST)
    owed = status in (None, "planned", "in_progress")
    assert (decision in Decision.objects.overdue(), decision.is_overdue) == (owed, owed)
    assert decision.standing == ("overdue" if owed else status)


def test_without_a_due_date_nothing_is_overdue(session):
    make_decision(session=session)
    assert not Decision.objects.overdue().exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (D(2024, 3, 10), ""),
        (D(2024, 3, 11), "overdue"),
        (D(2024, 4, 9), "overdue"),
        (D(2024, 4, 10), "overdue 1 mo"),
        (D(2025, 3, 9), "overdue 11 mo"),
        (D(2025, 3, 10), "overdue 1 y"),
        (D(2028, 2, 1), "overdue 3 y"),
    ],
)
def test_it_says_for_how_long_it_is_overdue(session, monkeypatch, day, words):
    decision = make_decision(session=session, due_on=D(2024, 3, 10))
    today(monkeypatch, day)
    assert decision.overdue_in_words == words


# ── Carried over ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [None, *REPORTED])
def test_what_is_carried_over_is_owed_by_the_later_decision_alone(status):
    commission = make_commission()
    earlier, later = [
        make_decision(
            session=make_session(commission=commission), status=each, due_on=LONG_PAST
        )
        for each in (status, None)
    ]
    later.continues = earlier
    later.save()
    assert list(Decision.objects.overdue()) == [later]
    earlier = anew(earlier)
    is_owed = status in (None, "planned", "in_progress")
    assert (earlier.is_overdue, earlier.is_carried_over) == (False, is_owed)
    assert earlier.standing == ("carried_over" if is_owed else status)
    assert set(Decision.objects.carried_over()) == ({earlier} if is_owed else set())
    assert list(Decision.objects.open()) == [later]
    later.continues = None
    later.save()
    assert anew(earlier).is_overdue is is_owed


@pytest.mark.parametrize(
    "draft", [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
)
def test_a_draft_that_carries_a_decision_over_changes_nothing_for_anybody(draft):
    commission = make_commission()
    session = make_session(commission=commission)
    earlier = make_decision(session=session, due_on=LONG_PAST)
    hidden = make_session(commission=commission, **draft)
    make_decision(session=hidden, continues=earlier)
    assert (anew(earlier).is_overdue, anew(earlier).is_carried_over) == (True, False)
    assert list(Decision.objects.published().overdue()) == [earlier]
    hidden.state, hidden.publish_at = "published", session.publish_at
    hidden.save()
    assert (anew(earlier).is_overdue, anew(earlier).is_carried_over) == (False, True)


def test_an_embargo_carries_over_at_its_minute(monkeypatch):
    moment = tomorrow()
    commission = make_commission()
    earlier = make_decision(session=make_session(commission=commission))
    hidden = make_session(commission=commission, publish_at=moment)
    make_decision(session=hidden, continues=earlier)
    earlier = anew(earlier)
    assert not earlier.is_carried_over
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert earlier.is_carried_over
    assert list(Decision.objects.carried_over()) == [earlier]


# ── Badges ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", [0, 1])
def test_badges_say_status_and_whether_the_sides_differ(session, first):
    sides = list(session.commission.sides.all())
    decision = make_decision(session=session)
    pairs = [(sides[0], "in_progress"), (sides[1], "completed")]
    for side, status in (pairs[first], pairs[1 - first]):
        make_follow_up(decision=decision, side=side, status=status)
    assert decision.badges == [
        ("in-progress", "in progress"),
        ("differ", "the sides differ"),
    ]


def test_an_overdue_decision_has_the_badge_instead_of_its_status(session):
    decision = make_decision(session=session, status="planned", due_on=LONG_PAST)
    assert [name for name, _words in decision.badges] == ["overdue"]


def test_one_that_is_carried_over_keeps_its_status(session):
    decision = make_decision(session=session, status="planned", due_on=LONG_PAST)
    make_decision(
        session=make_session(commission=session.commission), continues=decision
    )
    assert [name for name, _words in decision.badges] == ["planned", "carried-over"]


def test_a_joint_statement_speaks_for_every_side_until_one_reports_later(session):
    one, other = session.commission.sides.all()
    decision = make_decision(session=session)
    joint = make_follow_up(decision=decision, stated_on=D(2024, 2, 1))
    make_follow_up(decision=decision, side=one, stated_on=D(2024, 1, 1))
    later = make_follow_up(decision=decision, side=other, stated_on=D(2024, 3, 1))
    assert [statement for _side, _bodies, statement in anew(decision).by_side()] == [
        joint,
        later,
    ]


# ── Entries follow every change ──────────────────────────────────────────────────────────────


def test_entries_agree_with_the_record_however_it_came_about(session):
    commission = session.commission
    first = make_decision(session=session, due_on=LONG_PAST)
    later = make_session(commission=commission)
    second = make_decision(session=later, continues=first)
    make_follow_up(decision=first, side=commission.sides.first())
    assert list(decision_disagreements()) == []
    changes = [
        later.delete,
        lambda: commission.sides.filter(country="KZ").update(country="UZ"),
        lambda: Decision.objects.filter(pk=first.pk).update(due_on=D(2015, 1, 1)),
        lambda: Decision.objects.filter(pk=second.pk).update(continues=None),
        lambda: make_decision(session=session, number=9, continues=None),
    ]
    for change in reversed(changes):
        change()
        assert list(decision_disagreements()) == []


def test_a_row_that_got_past_is_found(session):
    decision = make_decision(session=session)
    make_follow_up(decision=decision)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE commission_sessions_followup SET status = 'completed'")
    assert list(decision_disagreements()) == [
        f"The entry of decision {decision.pk} is not what the record says."
    ]


# ── Threads have no circles ──────────────────────────────────────────────────────────────────


@writing()
def thread(length):
    commission, decisions = make_commission(), []
    for _ in range(length):
        decisions.append(
            make_decision(
                session=make_session(commission=commission),
                continues=decisions[-1] if decisions else None,
            )
        )
    return decisions


@pytest.mark.parametrize(
    "write",
    [
        lambda first, last: Decision.objects.filter(pk=first.pk).update(continues=last),
        lambda first, last: Decision.objects.bulk_update([first], ["continues"]),
        lambda first, last: first.save(),
    ],
    ids=["update", "bulk_update", "save"],
)
@pytest.mark.parametrize("length", [2, 3, 4])
def test_no_road_leads_in_a_circle(length, write):
    decisions = thread(length)
    first, last = decisions[0], decisions[-1]
    first.continues = last
    with pytest.raises(ValidationError, match=CIRCLE), transaction.atomic():
        write(first, last)
    assert Decision.objects.get(pk=first.pk).continues is None


def test_the_form_says_so_though_sessions_were_moved_since():
    first, second = thread(2)
    first.session.starts_on = D(2030, 1, 1)
    first.session.save()
    first.continues = second
    with pytest.raises(ValidationError, match=CIRCLE):
        first.full_clean()


def test_every_way_to_link_four_decisions_ends_or_is_refused():
    session = make_session()
    decisions = [make_decision(session=session) for _ in range(4)]
    for order in permutations(range(4)):
        Decision.objects.update(continues=None)
        for one, other in pairwise(order):
            Decision.objects.filter(pk=decisions[one].pk).update(
                continues=decisions[other]
            )
        with (
            pytest.raises(ValidationError, match=CIRCLE),
            transaction.atomic(),
        ):
            Decision.objects.filter(pk=decisions[order[-1]].pk).update(
                continues=decisions[order[0]]
            )


def the_table_of_the_documents():
    """{(one, other): (status, the sides differ)} of docs/decisions-followed.md."""
    text = (django_settings.BASE_DIR / "docs" / "decisions-followed.md").read_text()
    lines = [line for line in text.splitlines() if line.startswith("|")]
    head, _rule, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines
    ]
    return {
        (row[0], other): (cell.strip("*"), cell.startswith("**"))
        for row in rows
        for other, cell in zip(head[1:], row[1:], strict=True)
    }


def test_the_table_of_the_documents_is_the_rule(session):
    sides = list(session.commission.sides.all())
    label = {"—": None} | {s.label: s.value for s in DecisionStatus}
    table = the_table_of_the_documents()
    assert len(table) == (1 + len(REPORTED)) ** 2
    decisions = entered(
        session,
        [
            {side: (label[name], 1) for side, name in zip(sides, pair, strict=True)}
            for pair in table
        ],
    )
    assert dict(zip(table, all_said(decisions), strict=True)) == {
        pair: (label[status], differ) for pair, (status, differ) in table.items()
    }


@pytest.mark.django_db(transaction=True)
def test_two_writers_do_not_close_a_circle_together():
    session = make_session()
    one, other = make_decision(session=session), make_decision(session=session)
    ready, refused = threading.Barrier(2), []

    def link(decision, earlier):
        ready.wait()
        try:
            Decision.objects.filter(pk=decision.pk).update(continues=earlier)
        except ValidationError as error:
            refused.extend(error.messages)
        finally:
            connection.close()

    writers = [
        threading.Thread(target=link, args=pair)
        for pair in ((one, other), (other, one))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(refused) == 1
    assert Decision.objects.exclude(continues=None).count() == 1


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [("2026-06-30T18:59:59+00:00", False), ("2026-06-30T19:00:00+00:00", True)],
)
def test_a_day_is_over_at_midnight_in_the_portals_time_zone(
    session, monkeypatch, moment, is_over
):
    """Ashgabat is five hours ahead of Greenwich, where it is 30 June at both moments."""
    due = D(2026, 6, 30)
    decision = make_decision(session=session, due_on=due)
    agreement = make_agreement(
        signed_on=D(2020, 1, 1), enters_into_force="signature", valid_until=due
    )
    now = datetime.datetime.fromisoformat(moment)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert anew(decision).is_overdue is is_over
    assert (decision in Decision.objects.overdue()) is is_over
    assert public_decisions().number("overdue") == is_over
    assert agreement.status == ("expired" if is_over else "in_force")
