"""Two sessions of a commission compared."""

import datetime

import pytest

from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_follow_up,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_session,
    tomorrow,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
D = datetime.date
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def commission():
    return make_commission(slug="tm-kz", short_name="Turkmenistan – Kazakhstan")


@pytest.fixture
def two(commission):
    return [held(commission, 11), held(commission, 12)]


def held(commission, number, **fields):
    return make_session(
        commission=commission, number=number, starts_on=D(2010 + number, 5, 1), **fields
    )


def page(client, query="?from=11&to=12"):
    return client.get(f"/en/sessions/tm-kz/compare/{query}")


def test_sectors_are_taken_up_dropped_and_spoken_of_again(client, two):
    sphere = make_area(name="Transport")
    rail = make_area(name="Railways", parent=sphere)
    roads = make_area(name="Roads", parent=sphere)
    water = make_area(name="Water")
    earlier, later = two
    make_passage(session=earlier, areas=[rail, water])
    make_passage(session=later, areas=[rail, roads])
    said = words(page(client))
    assert "Taken up Roads No longer spoken of Water Spoken of again Railways" in said


def test_decisions_repeated_with_and_without_progress(client, two):
    earlier, later = two
    for text, status in (("Port", None), ("Line", "in_progress"), ("Road", "planned")):
        first = make_decision(session=earlier, text=f"{text}.")
        if status:
            make_follow_up(decision=first, status=status, stated_on=D(2022, 1, 1))
        make_decision(session=later, text=f"{text} again.", continues=first)
    make_decision(session=later, text="New.")
    said = words(page(client))
    assert (
        "Repeated without progress Port again. Decision 1 , Eleventh session Road again. Decision 3 , "
        "Eleventh session Repeated, though progress was reported Line again. Decision 2 , Eleventh session"
    ) in said
    assert "New." not in said


def test_progress_reported_after_the_later_session_came_too_late(client, two):
    earlier, later = two
    first = make_decision(session=earlier)
    make_decision(session=later, text="Port again.", continues=first)
    make_follow_up(decision=first, status="completed", stated_on=D(2023, 1, 1))
    assert "Repeated without progress Port again." in words(page(client))


def test_a_thread_is_followed_through_the_sessions_between(client, commission):
    before = None
    for number in (10, 11, 12):
        before = make_decision(
            session=held(commission, number), text=f"Text {number}.", continues=before
        )
    assert "Repeated without progress Text 12. Decision 1 , Tenth session" in words(
        page(client, "?from=10&to=12")
    )


def test_delegations_and_posts_that_changed_hands(client, two):
    earlier, later = two
    turkmen, kazakh = earlier.commission.sides.all()
    ministry = make_organisation(name="Ministry of Railways")
    old, new, same = (
        make_participant(name=name)
        for name in ("Old Chair", "New Chair", "Same Person")
    )
    for session, chair in ((earlier, old), (later, new)):
        make_member(
            session=session, side=turkmen, participant=chair, role="co_chair",
            organisation=ministry, position="Minister of Railways",
        )  # fmt: skip
        make_member(session=session, side=turkmen, participant=same)
    said = words(page(client))
    assert (
        "Turkmen side New in the delegation New Chair No longer in it Old Chair Came again 1 "
        "Kazakh side not recorded"
    ) in said
    assert (
        "Who was replaced Co-chair, Minister of Railways Turkmen side "
        "Old Chair → was followed by New Chair"
    ) in said
    assert said.count("was followed by") == 1
    assert kazakh.name in said


def test_a_co_chair_and_a_post_of_other_people_stand_apart(client, two):
    earlier, later = two
    post = {"organisation": make_organisation(), "position": "Minister of Railways"}
    both = make_participant(name="Old Minister")
    make_member(session=earlier, participant=both, role="co_chair", **post)
    chair, minister = (
        make_participant(name=name) for name in ("New Chair", "New Minister")
    )
    make_member(session=later, participant=chair, role="co_chair")
    make_member(session=later, participant=minister, **post)
    assert (
        "Co-chair Turkmen side Old Minister → was followed by New Chair "
        "Minister of Railways Turkmen side Old Minister → was followed by New Minister"
    ) in words(page(client))


def test_what_became_of_the_decisions_is_told_in_full(client, two):
    for number in range(10):
        make_decision(session=two[0], text=f"Matter {number}.")
    assert words(page(client)).count("Matter ") == 10


def test_an_extraordinary_session_goes_by_its_key(client, commission, two):
    make_session(
        commission=commission,
        kind="extraordinary",
        starts_on=D(2021, 9, 17),
        place="Aktau",
    )
    said = words(page(client, "?from=extraordinary-2021-09-17&to=12"))
    assert (
        "From Extraordinary session in Aktau , 17 September 2021 To Twelfth session , 1 May 2022"
        in said
    )


def test_without_a_question_it_compares_the_last_two(client, commission, two):
    held(commission, 10)
    assert (
        "From Eleventh session , 1 May 2021 To Twelfth session , 1 May 2022"
        in words(page(client, ""))
    )


def test_the_last_two_are_those_that_took_place(client, commission, two):
    held(commission, 13, called_off=True)
    held(commission, 14)
    said = words(page(client, ""))
    assert (
        "From Twelfth session , 1 May 2022 To Fourteenth session , 1 May 2024" in said
    )
    said = words(page(client, "?to=13"))
    assert (
        "From Twelfth session , 1 May 2022 To Thirteenth session , 1 May 2023 Called off"
        in said
    )


def test_what_it_cannot_understand_is_said_and_two_are_compared(client, two):
    for query, notice in [
        ("?from=99&to=12", "The commission has no session “99”."),
        ("?from=11&to=banana", "The commission has no session “banana”."),
        (
            "?from=12&to=11",
            "The later session was named first: they are compared in their order.",
        ),
        ("?from=%00&to=12", "The commission has no session “(invisible characters)”."),
    ]:
        answer = page(client, query)
        assert answer.status_code == 200, query
        assert notice in words(answer), query
        assert (
            "From Eleventh session , 1 May 2021 To Twelfth session , 1 May 2022"
            in words(answer)
        ), query


@pytest.mark.parametrize("query", ["?to=11", "?from=10&to=11", "?from=banana&to=11"])
def test_it_begins_with_the_session_before_when_nothing_else_is_asked(
    client, commission, two, query
):
    held(commission, 10)
    said = words(page(client, query))
    assert "From Tenth session , 1 May 2020 To Eleventh session , 1 May 2021" in said


def test_one_and_the_same_session_is_no_comparison(client, two):
    said = words(page(client, "?from=12&to=12"))
    assert "Choose two different sessions to compare." in said
    assert "Decisions repeated" not in said


def test_a_commission_with_one_session_has_nothing_to_compare(client, commission):
    held(commission, 11)
    assert "there is nothing to compare yet" in words(page(client, ""))


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_no_session_to_compare(client, commission, two, draft):
    before = words(page(client))
    hidden = held(commission, 13, place="Secret town", **draft)
    make_decision(session=hidden, continues=make_decision(session=two[1]))
    said = words(page(client, "?from=11&to=13"))
    assert "The commission has no session “13”." in said
    assert "Secret town" not in said
    assert before.split("Compare")[0] == words(page(client)).split("Compare")[0]


@pytest.mark.parametrize("draft", DRAFTS)
def test_people_and_areas_that_are_not_public_are_left_out(client, two, draft):
    before = words(page(client))
    make_member(session=two[1], participant=make_participant(name="Hidden", **draft))
    make_passage(session=two[1], areas=[make_area(name="Hidden sector", **draft)])
    assert words(page(client)) == before


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_commission_that_is_not_public_is_not_found(client, draft):
    make_commission(slug="tm-kz", **draft)
    assert page(client).status_code == 404


def test_a_former_address_redirects_for_good_with_the_question(client, commission, two):
    commission.slug = "kz-tm"
    commission.save()
    answer = page(client)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/sessions/kz-tm/compare/?from=11&to=12",
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, two, rows, django_assert_num_queries
):
    earlier, later = two
    for _ in range(rows):
        for session in two:
            make_member(session=session)
            make_passage(session=session, areas=[make_area(parent=make_area())])
        first = make_decision(session=earlier)
        make_decision(session=later, continues=first)
        make_decision(session=earlier)
    with django_assert_num_queries(13):
        page(client)
