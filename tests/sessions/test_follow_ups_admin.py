"""Entering what became of all decisions of a session on one page."""

import datetime
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from sessions.models import FollowUp
from tests.factories import make_decision, make_follow_up, make_session
from tests.reading import words

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def session():
    return make_session(starts_on=D(2020, 5, 1))


def address(session):
    return f"/admin/commission_sessions/session/{session.pk}/follow-ups/"


def rows(decision):
    """The prefixes of a decision's rows: both together, then each side."""
    sides = decision.session.commission.sides.all()
    return [f"{decision.pk}-{who}" for who in ("both", *(side.pk for side in sides))]


def fill(prefix, status, note="", day="2021-05-01"):
    values = {"status": status, "note": note, "stated_on": day}
    return {f"{prefix}-{name}": value for name, value in values.items()}


def test_a_row_for_both_and_for_each_side_of_every_decision(admin_client, session):
    decision = make_decision(session=session, text="Lay a line.")
    make_follow_up(decision=decision, status="planned", stated_on=D(2020, 9, 1))
    answer = admin_client.get(address(session))
    said = words(answer)
    assert (
        "1. Lay a line. First session Planned both together planned, 1 September 2020"
        in said
    )
    assert re.findall(r'<select name="(\S+)-status"', answer.text) == rows(decision)


def test_one_save_records_what_was_filled_in_and_leaves_the_rest(
    admin_client, admin_user, session
):
    one, other, silent = (make_decision(session=session) for _ in range(3))
    earlier = make_follow_up(decision=one, stated_on=D(2020, 9, 1))
    _both, turkmen, kazakh = rows(one)
    together = rows(other)[0]
    data = {
        **fill(turkmen, "completed", "Built."),
        **fill(kazakh, "in_progress", day="2021-05-02"),
        **fill(together, "dropped"),
        **fill(rows(silent)[0], ""),
    }
    answer = admin_client.post(address(session), data, follow=True)
    assert "3 statements are recorded." in words(answer)
    first, second = one.session.commission.sides.all()
    new = FollowUp.objects.exclude(pk=earlier.pk).order_by("pk")
    assert list(
        new.values_list("decision", "side", "status", "note_en", "stated_on")
    ) == [
        (one.pk, first.pk, "completed", "Built.", D(2021, 5, 1)),
        (one.pk, second.pk, "in_progress", "", D(2021, 5, 2)),
        (other.pk, None, "dropped", "", D(2021, 5, 1)),
    ]
    assert set(LogEntry.objects.values_list("user", "object_id")) == {
        (admin_user.pk, str(each.pk)) for each in new
    }


def test_the_day_is_that_of_the_next_session_or_today(admin_client, session):
    make_decision(session=session)
    today = timezone.localdate().isoformat()
    assert admin_client.get(address(session)).text.count(f'value="{today}"') == 3
    make_session(
        commission=session.commission, starts_on=D(2022, 1, 3), called_off=True
    )
    make_session(commission=session.commission, starts_on=D(2022, 6, 3))
    make_session(commission=session.commission, starts_on=D(2023, 6, 3))
    assert admin_client.get(address(session)).text.count('value="2022-06-03"') == 3


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("completed", "Built.", ""), "Enter the day of the statement."),
        (("completed", "Built.", "soon"), "Enter a valid date."),
        (("completed", "Built.", "2999-01-01"), "This day is to come"),
        (("completed", "Built.", "1992-01-01"), "The decision was taken later"),
        (("", "Built."), "Choose what the statement reports."),
        (("not_reported", "Built."), "not_reported is not one of the available choices."),
    ],
)  # fmt: skip
def test_an_error_keeps_what_was_typed_and_saves_nothing(
    admin_client, session, values, sentence
):
    one, other = make_decision(session=session), make_decision(session=session)
    data = fill(rows(one)[0], "planned", "Soon.") | fill(rows(other)[1], *values)
    answer = admin_client.post(address(session), data)
    assert "Nothing is saved yet" in words(answer)
    assert sentence in words(answer)
    assert not FollowUp.objects.exists()
    assert ("Soon." in answer.text, "Built." in answer.text) == (True, True)
    assert '<option value="planned" selected>' in answer.text


def test_older_decisions_of_the_commission_that_are_open_come_after(
    admin_client, session
):
    commission = session.commission
    old = make_session(commission=commission, starts_on=D(2018, 5, 1))
    make_decision(session=old, text="Still open.")
    make_decision(session=old, text="Long done.", status="completed")
    carried = make_decision(session=old, text="Carried.")
    make_decision(session=session, text="Of this one.", continues=carried)
    later = make_session(commission=commission, starts_on=D(2022, 5, 1))
    make_decision(session=later, text="Of a later one.")
    make_decision(text="Of another commission.")
    said = words(admin_client.get(address(session)))
    assert said.index("Of this one.") < said.index("Still open.")
    for text in ("Long done.", "Carried.", "Of a later one.", "Of another commission."):
        assert text not in said


def test_nothing_to_ask_is_said(admin_client, session):
    assert "none of an earlier session is open" in words(
        admin_client.get(address(session))
    )


def test_it_is_for_those_who_may_add_statements(client, session, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_session"))
    client.force_login(clerk)
    assert client.get(address(session)).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="add_followup"))
    assert client.get(address(session)).status_code == 200


def test_the_sessions_page_leads_there(admin_client, session):
    page = f"/admin/commission_sessions/session/{session.pk}/change/"
    assert f'href="{address(session)}"' in admin_client.get(page).text
    assert (
        admin_client.get(
            address(make_session()).replace("/session/", "/session/9")
        ).status_code
        == 302
    )


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    admin_client, session, number, django_assert_num_queries
):
    for _ in range(number):
        make_follow_up(decision=make_decision(session=session))
    with django_assert_num_queries(8):
        admin_client.get(address(session))
