"""Decisions: as rows of their session, and on a page of their own with what became of them."""

import datetime

import pytest
from django.urls import reverse

from commission.models.noted import writing
from sessions.models import Decision
from tests.factories import (
    make_commission,
    make_decision,
    make_follow_up,
    make_organisation,
    make_responsible_body,
    make_session,
)
from tests.filled_forms import fields, new_row, sentences
from tests.reading import words

from .test_delegation_admin import Page

pytestmark = pytest.mark.django_db

LIST = reverse("admin:commission_sessions_decision_changelist")


def page_of(decision):
    return reverse("admin:commission_sessions_decision_change", args=[decision.pk])


def bodies(decision):
    return [
        (body.side, body.organisation) for body in decision.responsible_bodies.all()
    ]


def test_each_side_has_its_responsible_bodies_right_there(admin_client):
    page = Page(admin_client)
    one, two, three = (make_organisation() for _ in range(3))
    new_row(page.data, "decisions", text_en="To agree.", due_precision="day",
            **{f"bodies_{page.one.pk}": [one.pk], f"bodies_{page.two.pk}": [two.pk, three.pk]})  # fmt: skip
    assert page.save() == []
    decision = page.session.decisions.get()
    assert decision.number == 1
    assert set(bodies(decision)) == {
        (page.one, one),
        (page.two, two),
        (page.two, three),
    }


def test_a_body_taken_out_of_the_row_is_responsible_no_more(admin_client):
    decision = make_decision()
    kept, _gone = (make_responsible_body(decision=decision) for _ in range(2))
    page = Page(admin_client, decision.session)
    page.data[f"decisions-0-bodies_{page.one.pk}"] = [kept.organisation.pk]
    assert page.save() == []
    assert list(decision.responsible_bodies.all()) == [kept]


def test_a_due_precision_without_a_date_is_refused_with_the_rules_sentence(
    admin_client,
):
    page = Page(admin_client)
    new_row(page.data, "decisions", text_en="To agree.", due_precision="year")
    assert page.save() == ["A precision says nothing without a due date."]


def test_it_continues_only_an_earlier_decision_of_the_commission(admin_client):
    stranger = make_decision()
    page = Page(admin_client, make_session(number=2))
    new_row(
        page.data,
        "decisions",
        text_en="Go on.",
        due_precision="day",
        continues=stranger.pk,
    )
    assert page.save() == ["Choose a decision of this commission."]


def test_the_picker_of_continued_decisions_offers_the_commissions_own(admin_client):
    ours, theirs = make_decision(text="Railways"), make_decision(text="Railways")
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "commission_sessions", "model_name": "decision", "field_name": "continues",
         "term": "RAILWAYS", "commission": ours.session.commission_id},
    ).json()  # fmt: skip
    assert [row["id"] for row in answer["results"]] == [str(ours.pk)]
    assert theirs.pk != ours.pk


# ── Its own page ─────────────────────────────────────────────────────────────────────────────


def test_a_follow_up_is_added_and_the_earlier_ones_stay(admin_client, admin_user):
    decision = make_decision(status="planned")
    side = decision.session.commission.sides.first()
    data = fields(admin_client.get(page_of(decision)))
    new_row(
        data,
        "follow_ups",
        stated_on="2024-05-01",
        side=side.pk,
        status="completed",
        note_ru="Выполнено.",
    )
    assert admin_client.post(page_of(decision), data).status_code == 302
    statements = decision.follow_ups.values_list(
        "status", "side", "note_ru", "stated_on"
    )
    assert list(statements)[1] == (
        "completed",
        side.pk,
        "Выполнено.",
        datetime.date(2024, 5, 1),
    )
    assert len(statements) == 2


def test_a_follow_up_without_status_is_refused(admin_client):
    decision = make_decision()
    data = fields(admin_client.get(page_of(decision)))
    new_row(data, "follow_ups", stated_on="2024-05-01", side="", status="")
    response = admin_client.post(page_of(decision), data)
    assert sentences(response) == ["This field is required."]
    assert not decision.follow_ups.exists()


def test_only_the_commissions_own_sides_can_be_chosen(admin_client):
    decision, stranger = make_decision(), make_commission().sides.first()
    data = fields(admin_client.get(page_of(decision)))
    new_row(
        data, "follow_ups", stated_on="2024-05-01", side=stranger.pk, status="planned"
    )
    assert (
        "Select a valid choice"
        in sentences(admin_client.post(page_of(decision), data))[0]
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_its_page_costs_the_same_queries_whatever_its_size(
    admin_client, django_assert_num_queries, rows
):
    decision = make_decision()
    sides = list(decision.session.commission.sides.all())
    for _ in range(rows):
        make_follow_up(decision=decision, side=sides[0])
        make_responsible_body(decision=decision, side=sides[1])
    admin_client.get(page_of(decision))
    with django_assert_num_queries(9):
        admin_client.get(page_of(decision))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    admin_client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_decision(status="planned")
    admin_client.get(LIST)
    with django_assert_num_queries(9):
        admin_client.get(LIST)


def test_the_list_is_narrowed_by_status(admin_client):
    done, open_ = make_decision(status="completed"), make_decision()
    for status, decision in (("completed", done), ("not_reported", open_)):
        listed = admin_client.get(LIST, {"status": status}).context["cl"].queryset
        assert list(listed) == [decision]


def test_decisions_are_entered_on_their_sessions_page_alone(admin_client):
    assert (
        admin_client.get(reverse("admin:commission_sessions_decision_add")).status_code
        == 403
    )
    assert not Decision.objects.exists()


@writing()
def middle_of_a_thread():
    commission = make_commission()
    before = None
    for _ in range(3):
        session = make_session(commission=commission)
        before = make_decision(session=session, continues=before)
    return before.continues


def test_the_middle_of_a_thread_is_not_deleted_on_its_page(admin_client):
    decision = middle_of_a_thread()
    address = reverse("admin:commission_sessions_decision_delete", args=[decision.pk])
    said = words(admin_client.get(address))
    assert "would require deleting the following protected related objects" in said
    assert admin_client.post(address, {"post": "yes"}).status_code in (200, 403)
    assert Decision.objects.count() == 3


def test_the_middle_of_a_thread_is_not_deleted_in_its_sessions_row(admin_client):
    decision = middle_of_a_thread()
    page = Page(admin_client, decision.session)
    page.data["decisions-0-DELETE"] = "on"
    [sentence] = page.save()
    assert "would require deleting the following protected related objects" in sentence
    assert Decision.objects.count() == 3


def test_a_session_that_holds_the_middle_of_a_thread_is_not_deleted(admin_client):
    session = middle_of_a_thread().session
    address = reverse("admin:commission_sessions_session_delete", args=[session.pk])
    said = words(admin_client.get(address))
    assert "would require deleting the following protected related objects" in said
    admin_client.post(address, {"post": "yes"})
    assert Decision.objects.count() == 3
