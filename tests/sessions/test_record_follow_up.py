import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone

from sessions.actions import record_follow_up
from sessions.models import DecisionStatus
from tests.factories import make_commission, make_decision, make_follow_up, make_session

pytestmark = pytest.mark.django_db


def test_it_adds_a_statement_and_keeps_the_earlier_ones(admin_user):
    decision = make_decision()
    earlier = make_follow_up(decision=decision, status="planned")
    side = decision.session.commission.sides.last()
    later = record_follow_up(
        decision=decision,
        side=side,
        status="completed",
        note={"ru": "Выполнено."},
        stated_on=datetime.date(2024, 5, 1),
        by=admin_user,
    )
    assert list(decision.follow_ups.all()) == [earlier, later]
    assert (later.side, later.note_ru, decision.status) == (
        side,
        "Выполнено.",
        DecisionStatus.COMPLETED,
    )


def test_it_is_of_today_and_joint_unless_told_otherwise(admin_user):
    follow_up = record_follow_up(
        decision=make_decision(), status="planned", by=admin_user
    )
    assert (follow_up.stated_on, follow_up.side) == (timezone.localdate(), None)


def test_it_logs_who_entered_it(admin_user):
    follow_up = record_follow_up(
        decision=make_decision(), status="planned", by=admin_user
    )
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (admin_user, str(follow_up.pk))


def test_it_refuses_a_side_of_another_commission_and_writes_nothing(admin_user):
    decision, stranger = make_decision(), make_commission().sides.first()
    with pytest.raises(ValidationError, match="side of the decision's commission"):
        record_follow_up(
            decision=decision, side=stranger, status="planned", by=admin_user
        )
    assert not decision.follow_ups.exists()


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "This day is to come"), (-2, "The decision was taken later, 30 June 2024")],
)
def test_it_refuses_a_day_that_is_to_come_or_before_the_decision(
    admin_user, monkeypatch, days, sentence
):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2024, 7, 1))
    session = make_session(starts_on=datetime.date(2024, 6, 30))
    decision = make_decision(session=session)
    day = timezone.localdate() + datetime.timedelta(days)
    with pytest.raises(ValidationError, match=sentence):
        record_follow_up(
            decision=decision, status="completed", stated_on=day, by=admin_user
        )
    assert not decision.follow_ups.exists()
    for day in (session.starts_on, timezone.localdate()):
        record_follow_up(
            decision=decision, status="completed", stated_on=day, by=admin_user
        )


def test_it_refuses_to_report_that_nothing_is_reported(admin_user):
    with pytest.raises(ValidationError):
        record_follow_up(decision=make_decision(), status="not_reported", by=admin_user)
