"""The page of a participant."""

import datetime

import pytest

from tests.factories import (
    make_agreement,
    make_commission,
    make_member,
    make_organisation,
    make_participant,
    make_position,
    make_session,
    make_signature,
    make_source,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def person():
    return make_participant(
        slug="batyr-atdayev",
        name="Batyr Atdayev",
        country="TM",
        variants=["Batyr Atdaýew"],
    )


def page(client):
    return client.get("/en/participants/batyr-atdayev/")


def test_it_says_every_spelling_of_the_name(client, person):
    assert titles(page(client), 1) == ["Batyr Atdayev"]
    assert "Also written Batyr Atdaýew" in words(page(client))


def test_positions_are_as_precise_as_they_are_known_latest_first(client, person):
    cabinet = make_organisation(name="Cabinet of Ministers")
    make_position(
        participant=person, title="Minister", starts_on=datetime.date(2015, 1, 1), starts_precision="year",
        ends_on=datetime.date(2022, 2, 1), ends_precision="month",
    )  # fmt: skip
    make_position(
        participant=person, organisation=cabinet, title="Deputy Chairman",
        starts_on=datetime.date(2022, 9, 1), starts_precision="late",
    )  # fmt: skip
    make_position(
        participant=person, title="Adviser", ends_on=datetime.date(2014, 12, 31)
    )
    assert (
        "Positions Deputy Chairman Cabinet of Ministers from late 2022 "
        "Minister 2015 – February 2022 Adviser until 31 December 2014"
    ) in words(page(client))


def test_sessions_show_the_role_and_the_position_of_that_day(client, person):
    commission = make_commission(short_name="Turkmenistan – Kazakhstan")
    for year, position in ((2021, "Minister then"), (2023, "Deputy Chairman then")):
        session = make_session(
            commission=commission, starts_on=datetime.date(year, 5, 15)
        )
        make_member(
            session=session, participant=person, role="co_chair", position=position
        )
    said = words(page(client))
    assert (
        "Sessions attended Second session 15 May 2023 · Turkmenistan – Kazakhstan "
        "Turkmen side: co-chair · Deputy Chairman then First session 15 May 2021"
    ) in said


def test_a_role_that_no_source_confirms_says_so(client, person):
    make_member(participant=person, role_confirmed=False)
    assert "member of the delegation (role not confirmed by the source)" in words(
        page(client)
    )


def test_it_shows_agreements_signed_note_and_sources(client, person):
    person.note = "Not to be confused with a namesake."
    person.save()
    make_signature(
        agreement=make_agreement(title="Programme"),
        participant=person,
        position="Minister",
    )
    make_source(participant=person, publisher="Trend")
    said = words(page(client))
    assert "Not to be confused with a namesake." in said
    assert (
        "Agreements signed Programme Agreement · 20 December 2021 · Turkmen side Minister"
        in said
    )
    assert "Sources Trend" in said


def test_nothing_known_says_so(client, person):
    said = words(page(client))
    assert "No session is recorded." in said
    assert "Positions not recorded" in said


def test_a_name_in_another_language_says_so(client):
    make_participant(slug="batyr-atdayev", name_ru="Батыр Атдаев")
    assert titles(page(client), 1) == ["Батыр Атдаев in Russian"]


def test_a_former_slug_redirects_for_good(client, person):
    person.slug = "b-atdayev"
    person.save()
    answer = page(client)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/participants/b-atdayev/",
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_found_by_visitors(client, draft):
    make_participant(slug="batyr-atdayev", **draft)
    assert page(client).status_code == 404


def test_staff_see_a_draft_with_its_sessions_marked(admin_client):
    make_member(participant=make_participant(slug="batyr-atdayev", state="draft"))
    answer = page(admin_client)
    assert "Not published: only staff see this page." in answer.text
    assert titles(answer, 3) == ["First session"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_and_does_not_count_what_is_not_public(client, person, draft):
    before = words(page(client))
    make_member(participant=person, session=make_session(**draft))
    make_member(
        participant=person, session=make_session(commission=make_commission(**draft))
    )
    make_signature(participant=person, agreement=make_agreement(**draft))
    make_signature(
        participant=person,
        agreement=make_agreement(commission=make_commission(**draft)),
    )
    assert words(page(client)) == before


@pytest.mark.parametrize("draft", DRAFTS)
def test_an_unpublished_organisation_is_not_named(client, person, draft):
    hidden = make_organisation(slug="hidden", name="Secret body", **draft)
    make_position(participant=person, title="Minister", organisation=hidden)
    make_member(participant=person, organisation=hidden)
    answer = page(client)
    assert "Positions Minister" in words(answer)
    assert "Secret" not in answer.text
    assert "organisations/hidden" not in answer.text


def test_a_public_page_depends_on_no_cookie(client, person):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, person, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_position(participant=person, organisation=make_organisation())
        make_member(participant=person)
        make_signature(participant=person)
        make_source(participant=person)
    with django_assert_num_queries(8):
        page(client)
