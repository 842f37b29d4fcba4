"""The page of an organisation."""

import datetime

import pytest

from participants.views import organisation as view
from tests.factories import (
    make_commission,
    make_decision,
    make_member,
    make_organisation,
    make_participant,
    make_position,
    make_responsible_body,
    make_session,
    tomorrow,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def ministry():
    return make_organisation(
        slug="ministry-of-energy", name="Ministry of Energy", short_name="MoE", kind="ministry",
        country="KZ", description="It answers for oil and gas.", variants=["Energetika ministrligi"],
    )  # fmt: skip


def page(client):
    return client.get("/en/organisations/ministry-of-energy/")


def test_it_says_what_the_organisation_is(client, ministry):
    said = words(page(client))
    assert "Ministry of Energy Short name MoE Kind Ministry Country Kazakhstan" in said
    assert "It answers for oil and gas." in said
    assert "Also written Energetika ministrligi" in said


def test_people_of_today_stand_before_those_of_yesterday(client, ministry):
    for name, ends in (
        ("Former Minister", datetime.date(2022, 2, 1)),
        ("Present Minister", None),
    ):
        make_position(
            participant=make_participant(name=name), organisation=ministry, title="Minister",
            ends_on=ends, ends_precision="month",
        )  # fmt: skip
    said = words(page(client))
    assert (
        "People Present Minister Minister Former Minister Minister · until February 2022"
        in said
    )


def test_it_shows_decisions_it_answers_for_and_sessions_it_took_part_in(
    client, ministry
):
    session = make_session(starts_on=datetime.date(2023, 5, 15))
    decision = make_decision(session=session, text="Lay a second line.")
    make_responsible_body(decision=decision, organisation=ministry)
    make_decision(session=session, text="Somebody else's.")
    make_member(session=session, organisation=ministry)
    said = words(page(client))
    assert "Lay a second line." in said
    assert "Somebody else's." not in said
    assert "Sessions First session 15 May 2023" in said


def test_a_body_that_answers_on_both_sides_has_the_decision_once(client, ministry):
    decision = make_decision(text="Lay a second line.")
    for side in decision.session.commission.sides.all():
        make_responsible_body(decision=decision, side=side, organisation=ministry)
    assert words(page(client)).count("Lay a second line.") == 1


def test_more_than_the_page_holds_is_in_the_lists(client, ministry, monkeypatch):
    monkeypatch.setattr(view, "LATEST", 1)
    for _ in range(2):
        make_responsible_body(organisation=ministry)
        make_member(organisation=ministry)
    text = page(client).text
    assert (
        '<a href="/en/decisions/?organisation=ministry-of-energy">All 2 decisions</a>'
        in text
    )
    assert (
        '<a href="/en/sessions/?organisation=ministry-of-energy">All 4 sessions</a>'
        in text
    )


def test_nobody_known_says_so(client, ministry):
    assert "Nobody who worked here is in the record." in words(page(client))


def test_a_former_slug_redirects_for_good(client, ministry):
    ministry.slug = "energy"
    ministry.save()
    answer = page(client)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/organisations/energy/",
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_found_by_visitors(client, draft):
    make_organisation(slug="ministry-of-energy", **draft)
    assert page(client).status_code == 404


def test_staff_see_a_draft_marked(admin_client):
    make_organisation(slug="ministry-of-energy", state="draft")
    answer = page(admin_client)
    assert "Not published: only staff see this page." in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_and_does_not_count_what_is_not_public(client, ministry, draft):
    make_responsible_body(organisation=ministry)
    make_member(organisation=ministry)
    before = words(page(client))
    make_position(organisation=ministry, participant=make_participant(**draft))
    make_member(organisation=ministry, participant=make_participant(**draft))
    for session in (
        make_session(**draft),
        make_session(commission=make_commission(**draft)),
    ):
        make_responsible_body(
            decision=make_decision(session=session), organisation=ministry
        )
        make_member(session=session, organisation=ministry)
    assert words(page(client)) == before


def owing(organisation, text, status=None, due=None, **fields):
    decision = make_decision(text=text, status=status, due_on=due, **fields)
    make_responsible_body(decision=decision, organisation=organisation)
    return decision


def test_what_it_owes_stands_overdue_first_and_what_is_settled_apart(client, ministry):
    owing(ministry, "No date.")
    owing(ministry, "Long to go.", due=datetime.date(2999, 1, 1))
    owing(ministry, "Overdue.", due=datetime.date(2012, 1, 1))
    owing(ministry, "Done.", status="completed")
    carried = owing(ministry, "Carried.")
    later = make_session(commission=carried.session.commission)
    make_decision(session=later, text="Somebody else's.", continues=carried)
    said = words(page(client))
    owes = said.partition("What it owes")[2].partition("Finished and carried over")
    order = [owes[0].index(text) for text in ("Overdue.", "Long to go.", "No date.")]
    assert order == sorted(order)
    assert "Done." in owes[2] and "Carried." in owes[2]
    assert "Done." not in owes[0] and "Carried." not in owes[0]


def test_nothing_open_is_said(client, ministry):
    owing(ministry, "Done.", status="dropped")
    assert "What it owes No decision it answers for is open." in words(page(client))


def test_what_is_owed_to_it_is_what_the_other_side_answers_for_with_it(
    client, ministry
):
    shared = owing(ministry, "Together.")
    owing(ministry, "Alone.")
    turkmen, kazakh = shared.session.commission.sides.all()
    make_responsible_body(decision=shared, side=turkmen)
    assert "What is owed to it" not in words(page(client))
    make_responsible_body(decision=shared, side=kazakh)
    owed = words(page(client)).partition("What is owed to it")[2]
    assert owed.startswith(" One open decision for which a body of the other side")
    assert "Together." in owed and "Alone." not in owed


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_hidden_body_owes_nothing_to_it(client, ministry, draft):
    shared = owing(ministry, "Together.")
    kazakh = shared.session.commission.sides.last()
    make_responsible_body(
        decision=shared, side=kazakh, organisation=make_organisation(**draft)
    )
    assert "What is owed to it" not in words(page(client))


def test_who_answers_on_both_sides_owes_nothing_to_itself(client, ministry):
    both = owing(ministry, "Both.")
    make_responsible_body(
        decision=both,
        side=both.session.commission.sides.last(),
        organisation=ministry,
    )
    assert "What is owed to it" not in words(page(client))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, ministry, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_position(organisation=ministry)
        decision = owing(ministry, "Open.")
        for side in decision.session.commission.sides.all():
            make_responsible_body(decision=decision, side=side)
        owing(ministry, "Done.", status="completed")
        make_member(organisation=ministry)
    with django_assert_num_queries(12):
        page(client)
