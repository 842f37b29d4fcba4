import pytest

from commission.actions import renumber
from sessions.models import DelegationMember, Passage
from tests.factories import make_member, make_passage, make_session

pytestmark = pytest.mark.django_db


def order_of(session):
    return [passage.text for passage in session.passages.order_by("number")]


def make_passages(session, texts="abc"):
    return [make_passage(session=session, text=text) for text in texts]


def test_it_turns_an_order_round_although_numbers_are_unique():
    session = make_session()
    a, b, c = make_passages(session)
    renumber(rows=session.passages.all(), first=[c, b, a])
    assert list(session.passages.values_list("number", "pk")) == [
        (1, c.pk),
        (2, b.pk),
        (3, a.pk),
    ]


def test_it_closes_gaps():
    session = make_session()
    a, b, c = make_passages(session)
    b.delete()
    renumber(rows=session.passages.all(), first=[a, c])
    assert list(session.passages.values_list("number", flat=True)) == [1, 2]


def test_a_row_somebody_added_meanwhile_keeps_a_place_after_the_others():
    session = make_session()
    a, b, _late = make_passages(session)
    renumber(rows=session.passages.all(), first=[b, a])
    assert order_of(session) == ["b", "a", "c"]


def test_it_leaves_other_sessions_alone():
    session, other = make_session(), make_session()
    a, b = make_passages(session, "ab")
    make_passages(other, "xyz")
    renumber(rows=session.passages.all(), first=[b, a])
    assert order_of(other) == ["x", "y", "z"]


def test_it_numbers_a_column_that_was_all_zero():
    session = make_session()
    members = [make_member(session=session) for _ in range(3)]
    renumber(rows=DelegationMember.objects.all(), first=members[::-1], field="order")
    assert list(session.delegation_members.values_list("pk", "order")) == [
        (member.pk, order) for order, member in enumerate(members[::-1], 1)
    ]


def test_it_asks_once_when_nothing_changes(django_assert_num_queries):
    session = make_session()
    passages = make_passages(session)
    with django_assert_num_queries(
        3
    ):  # the query itself and the transaction's two savepoints
        renumber(rows=Passage.objects.all(), first=passages)


def test_a_row_somebody_put_between_others_meanwhile_stays_between_them():
    session = make_session()
    a, _between, b = make_passages(session, "a-b")
    renumber(rows=session.passages.all(), first=[a, b])
    assert order_of(session) == ["a", "-", "b"]
    renumber(rows=session.passages.all(), first=[b, a])
    assert order_of(session) == ["b", "a", "-"]
