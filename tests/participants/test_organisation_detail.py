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


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, ministry, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_position(organisation=ministry)
        make_responsible_body(organisation=ministry)
        make_member(organisation=ministry)
    with django_assert_num_queries(12):
        page(client)
