"""The register of decisions in memory: always what the record says, however it came about."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission.actions import publish, withdraw
from commission.models.noted import writing
from commission.register import register
from sessions.decision_entries import decision_disagreements, rebuild_decision_entries
from sessions.decision_register import ORDERS, decision_register
from sessions.decision_selection import STANDINGS, public_decisions
from sessions.models import Decision, DecisionEntry
from sessions.models.decision import FINISHED
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_follow_up,
    make_organisation,
    make_responsible_body,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
D = datetime.date


def said_by(decision):
    """The standings that are true of a decision, from the decision itself."""
    standings = {decision.status}
    if decision.is_overdue:
        standings.add("overdue")
    if decision.is_carried_over:
        standings.add("carried_over")
    elif decision.status not in FINISHED:
        standings.add("open")
    if decision.sides_differ:
        standings.add("differ")
    return standings


def keys(selection):
    return set(selection[:])


def agrees_with_the_database():
    """The register, followed change by change, is the one read anew, and what SQL says."""
    assert list(decision_disagreements()) == []
    followed = public_decisions()
    decision_register.forget()
    anew = public_decisions()
    for order in ORDERS:
        assert followed.order_by(order)[:] == anew.order_by(order)[:]
    rows = {row.pk: row for row in Decision.objects.published().with_card()}
    for found in (followed, anew):
        assert keys(found) == set(rows)
        for standing, _label in STANDINGS:
            if standing != "silent":
                wanted = {pk for pk, row in rows.items() if standing in said_by(row)}
                assert keys(found.standing([standing])) == wanted
        assert keys(found.standing(["silent"])) <= keys(found.standing(["open"]))
        for facet in ("area", "commission", "status", "year", "due", "organisation"):
            assert found.counts(facet) == anew.counts(facet)
    newest = Decision.objects.published().order_by(
        "-session__starts_on", "-session_id", "number"
    )
    assert anew[:] == list(newest.values_list("pk", flat=True))
    return True


def test_it_asks_only_for_what_changed(django_assert_num_queries):
    decision = make_decision()
    make_decision()
    with django_assert_num_queries(2):
        public_decisions()
    with django_assert_num_queries(1):
        public_decisions()
    make_follow_up(decision=decision)
    since = decision_register.snapshot.version
    assert DecisionEntry.objects.filter(version__gt=since).count() == 1
    with django_assert_num_queries(2):
        assert public_decisions().number("in_progress") == 1


def test_a_session_and_a_commission_take_their_decisions_along(admin_user):
    decision = make_decision()
    session, commission = decision.session, decision.session.commission
    for record in (session, commission):
        assert len(public_decisions()) == 1
        withdraw(record=record, by=admin_user)
        assert len(public_decisions()) == 0
        publish(record=record, by=admin_user)
    assert agrees_with_the_database()


def test_an_embargo_ends_at_its_minute(monkeypatch):
    moment = tomorrow()
    commission = make_commission()
    earlier = make_decision(
        session=make_session(commission=commission), due_on=D(2013, 1, 1)
    )
    hidden = make_session(commission=commission, publish_at=moment)
    later = make_decision(session=hidden, continues=earlier)
    assert public_decisions()[:] == [earlier.pk]
    assert public_decisions().number("overdue") == 1
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert public_decisions()[:] == [later.pk, earlier.pk]
    found = public_decisions()
    assert (found.number("overdue"), found.number("carried_over")) == (0, 1)


def test_what_is_overdue_changes_with_the_day(monkeypatch):
    make_decision(due_on=D(2030, 5, 1), due_precision="month")
    for day, number in ((D(2030, 5, 31), 0), (D(2030, 6, 1), 1)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        assert public_decisions().number("overdue") == number


@pytest.mark.parametrize("few", [0, 1_000], ids=["walked", "sorted"])
def test_every_order_is_the_same_walked_or_sorted(monkeypatch, few):
    session = make_session(starts_on=D(2020, 1, 1))
    other = make_session(starts_on=D(2021, 1, 1))
    a = make_decision(session=session, due_on=D(2022, 1, 1))
    b = make_decision(session=session, status="planned")
    c = make_decision(session=other, due_on=D(2021, 6, 1), status="planned")
    make_follow_up(decision=c, stated_on=D(2023, 1, 1))
    for name in ("FEW", "FEW_TO_SORT"):
        monkeypatch.setattr(f"sessions.decision_register.{name}", few)
    decision_register.forget()
    found = public_decisions()
    orders = {order: found.order_by(order)[:] for order in ORDERS}
    assert orders == {
        "newest": [c.pk, a.pk, b.pk],
        "oldest": [a.pk, b.pk, c.pk],
        "due": [c.pk, a.pk, b.pk],
        "reported": [a.pk, b.pk, c.pk],
    }


def test_entries_are_taken_in_by_parts(monkeypatch):
    monkeypatch.setattr("sessions.decision_register.AT_ONCE", 2)
    first = [make_decision(session=make_session()) for _number in range(5)]
    assert agrees_with_the_database()
    make_responsible_body(decision=first[1])
    first[0].delete()
    for _number in range(3):
        make_follow_up(decision=make_decision(), stated_on=D(2023, 1, 1))
    assert agrees_with_the_database()


def test_a_hidden_body_is_taken_out_of_its_country():
    decision, other = make_decision(), make_decision()
    side = decision.session.commission.sides.first()
    hidden = make_organisation(state="draft")
    make_responsible_body(decision=decision, side=side, organisation=hidden)
    make_responsible_body(decision=other)
    assert keys(public_decisions().on_sides(["TM"])) == {other.pk}
    make_responsible_body(decision=decision, side=side)
    assert keys(public_decisions().on_sides(["TM"])) == {decision.pk, other.pk}


class World:
    """Two commissions with two sessions each, and what may happen in them."""

    @writing()
    def __init__(self):
        commissions = [make_commission(), make_commission()]
        self.sessions = [
            make_session(commission=c) for c in commissions for _ in (1, 2)
        ]
        self.areas = [make_area() for _ in range(2)]
        self.bodies = [make_organisation() for _ in range(2)]

    def change(self, what, n, m):
        decisions = list(Decision.objects.order_by("pk"))
        one = decisions[n % len(decisions)] if decisions else None
        session = self.sessions[n % 4]
        if what == "decide" or one is None:
            due = D(2020 + m, 1, 1) if m else None
            make_decision(session=session, due_on=due, areas=self.areas[: m % 3])
        elif what == "report":
            side = [None, *one.session.commission.sides.all()][m % 3]
            status = ["planned", "in_progress", "completed", "dropped"][m % 4]
            make_follow_up(
                decision=one, side=side, status=status, stated_on=D(2024, 1, 1 + m)
            )
        elif what == "answer":
            side = one.session.commission.sides.all()[m % 2]
            one.responsible_bodies.filter(side=side).delete()
            make_responsible_body(
                decision=one, side=side, organisation=self.bodies[m % 2]
            )
        elif what == "continue":
            # The next session of a commission carries over what an earlier one decided.
            index = self.sessions.index(one.session)
            if index % 2 == 0:
                make_decision(session=self.sessions[index + 1], continues=one)
        elif what == "hide":
            session.state = "draft" if m % 2 else "published"
            session.save()
        elif what == "move":
            session.starts_on = D(2015 + m, 6, 1)
            session.save()
        elif what == "forget" and not one.continued_by.exists():
            one.delete()
        elif what == "unreport":
            one.follow_ups.all().delete()


CHANGES = [
    "decide", "decide", "report", "report", "answer", "continue", "hide", "move", "forget", "unreport",
]  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(CHANGES), st.integers(0, 7), st.integers(0, 5)),
        min_size=3,
        max_size=12,
    )
)
def test_whatever_happens_it_agrees_with_the_record(db, steps):
    with transaction.atomic():
        world = World()
        public_decisions()
        for what, n, m in steps:
            world.change(what, n, m)
            public_decisions()
        assert agrees_with_the_database()
        # Each example begins with an empty record.
        transaction.set_rollback(True)
    register.forget()
    decision_register.forget()


def test_entries_are_made_anew():
    make_follow_up()
    DecisionEntry.objects.update(status="dropped", version=1)
    assert len(list(decision_disagreements())) == 1
    rebuild_decision_entries()
    assert agrees_with_the_database()


@pytest.mark.parametrize("more_bodies", [0, 3])
def test_a_body_is_counted_once_for_a_decision_however_few_there_are(more_bodies):
    """Counted by body where there are more decisions than bodies, by decision otherwise."""
    ministry, hidden = make_organisation(), make_organisation(state="draft")
    both, one = make_decision(), make_decision()
    for side in both.session.commission.sides.all():
        make_responsible_body(decision=both, side=side, organisation=ministry)
    make_responsible_body(decision=one, organisation=ministry)
    make_responsible_body(decision=one, organisation=hidden)
    make_responsible_body(
        decision=make_decision(session=make_session(state="draft")),
        organisation=ministry,
    )
    make_decision()
    known = {ministry.pk: 2, hidden.pk: 1}
    for _ in range(more_bodies):
        known[make_responsible_body(decision=one).organisation_id] = 1
    assert public_decisions().counts("organisation") == known
