"""Co-chairs over time: runs of sessions with one person at the head of a side."""

import datetime

import pytest

from commission.co_chairs import co_chairs_over_time
from sessions.models import Session
from tests.factories import (
    make_commission,
    make_member,
    make_participant,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def commission():
    return make_commission()


def lines(commission):
    sessions = list(Session.objects.filter(commission=commission).newest_first())
    return co_chairs_over_time(commission.sides.all(), sessions)


def said(line):
    """[(co-chair or None, [numbers of the sessions])], latest first."""
    return [
        (
            term.member and term.member.participant,
            [session.number for session in term.sessions],
        )
        for term in line.terms
    ]


def chair(person, session, side):
    return make_member(session=session, side=side, participant=person, role="co_chair")


def test_sessions_one_after_another_are_one_term(commission):
    one, other = make_participant(), make_participant()
    first, second, third = (make_session(commission=commission) for _ in range(3))
    side = commission.sides.first()
    chair(one, first, side)
    chair(one, second, side)
    chair(other, third, side)
    assert said(lines(commission)[0]) == [(other, [3]), (one, [1, 2])]


def test_who_comes_back_has_two_terms(commission):
    one, other = make_participant(), make_participant()
    for person in (one, other, one):
        chair(person, make_session(commission=commission), commission.sides.first())
    assert said(lines(commission)[0]) == [(one, [3]), (other, [2]), (one, [1])]


def test_every_side_has_a_line_and_an_empty_place_says_so(commission):
    person = make_participant()
    chair(person, make_session(commission=commission), commission.sides.last())
    make_session(commission=commission)
    turkmen, kazakh = lines(commission)
    assert said(turkmen) == [(None, [1, 2])]
    assert said(kazakh) == [(None, [2]), (person, [1])]


def test_members_who_are_no_co_chairs_head_nothing(commission):
    make_member(session=make_session(commission=commission))
    assert said(lines(commission)[0]) == [(None, [1])]


@pytest.mark.parametrize("draft", DRAFTS)
def test_an_unpublished_person_is_not_recorded(commission, draft):
    hidden = make_participant(**draft)
    chair(hidden, make_session(commission=commission), commission.sides.first())
    assert said(lines(commission)[0]) == [(None, [1])]


def test_the_line_is_drawn_by_days_from_the_first_session_to_the_last(commission):
    person = make_participant()
    for year in (2010, 2015, 2020):
        session = make_session(
            commission=commission, starts_on=datetime.date(year, 1, 1)
        )
        if year > 2010:
            chair(person, session, commission.sides.first())
    latest, gap = lines(commission)[0].terms
    assert (gap.marks, latest.marks) == ([2.0], [50.0, 98.0])


def test_a_single_session_stands_in_the_middle(commission):
    make_session(commission=commission)
    assert lines(commission)[0].terms[0].marks == [50]


def test_each_side_has_a_lane_of_the_drawing(commission):
    assert [line.y for line in lines(commission)] == [15, 45]


def test_a_term_tells_its_posts_with_their_sessions(commission):
    person, side = make_participant(), commission.sides.first()
    for position in ("Deputy Minister", "Minister", "Minister", ""):
        session = make_session(commission=commission)
        make_member(session=session, side=side, participant=person, role="co_chair", position=position)  # fmt: skip
    (term,) = lines(commission)[0].terms
    assert [
        (post.member.position, [session.number for session in post.sessions])
        for post in term.posts
    ] == [("", [4]), ("Minister", [2, 3]), ("Deputy Minister", [1])]


def test_a_role_that_no_source_confirms_is_told_apart(commission):
    person, side = make_participant(), commission.sides.first()
    for confirmed in (True, False):
        make_member(session=make_session(commission=commission), side=side, participant=person,
                    role="co_chair", position="Minister", role_confirmed=confirmed)  # fmt: skip
    (term,) = lines(commission)[0].terms
    assert [post.member.role_confirmed for post in term.posts] == [False, True]


def test_a_commission_without_sessions_has_lines_without_terms(commission):
    assert [line.terms for line in lines(commission)] == [[], []]


def test_it_takes_one_query(commission, django_assert_num_queries):
    for _ in range(3):
        chair(
            make_participant(),
            make_session(commission=commission),
            commission.sides.first(),
        )
    sides = list(commission.sides.all())
    sessions = list(Session.objects.newest_first())
    with django_assert_num_queries(1):
        found = co_chairs_over_time(sides, sessions)
        assert all(term.member.participant.name for term in found[0].terms)
