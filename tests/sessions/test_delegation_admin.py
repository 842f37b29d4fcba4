"""Delegations on a session's page, a section a side."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from participants.models import Participant
from tests.factories import make_member, make_participant, make_position, make_session
from tests.filled_forms import fields, new_row, sentences

pytestmark = pytest.mark.django_db


class Page:
    """A session's page as a clerk sees it: `data` is the form, `save()` sends it."""

    def __init__(self, client, session=None):
        self.client = client
        self.session = session or make_session()
        self.one, self.two = self.session.commission.sides.all()
        self.address = reverse(
            "admin:commission_sessions_session_change", args=[self.session.pk]
        )
        self.data = fields(client.get(self.address))

    def add(self, side, **row):
        row = {"role": "member", "role_confirmed": "on"} | row
        return new_row(self.data, f"delegation-{side.pk}", **row)

    def set(self, side, index, **row):
        self.data |= {
            f"delegation-{side.pk}-{index}-{name}": v for name, v in row.items()
        }

    def save(self):
        self.response = self.client.post(self.address, self.data)
        return sentences(self.response) if self.response.status_code == 200 else []

    def members(self, side):
        rows = self.session.delegation_members.filter(side=side).order_by("order")
        return [member.participant.name for member in rows]


@pytest.fixture
def page(admin_client):
    return Page(admin_client)


def test_a_member_is_of_the_side_whose_section_it_was_entered_in(page):
    page.add(page.two, participant=make_participant(name="Askar Mamin").pk)
    assert page.save() == []
    assert (page.members(page.one), page.members(page.two)) == ([], ["Askar Mamin"])


def test_an_empty_position_is_frozen_from_the_post_held_that_day(page):
    person = make_participant()
    make_position(participant=person, title_en="Minister", title_ru="Министр",
                  starts_on=datetime.date(2005, 1, 1))  # fmt: skip
    page.add(page.one, participant=person.pk)
    assert page.save() == []
    member = page.session.delegation_members.get()
    assert (member.position_en, member.position_ru) == ("Minister", "Министр")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Batyr Atdayev", "name_en"),
        ("Батыр Атдаев", "name_ru"),
        ("Әлихан Смайылов", "name_kk"),
        ("Batyr Atdaýew", "name_tk"),
    ],
)
def test_somebody_new_is_entered_by_name_as_a_draft_of_the_sides_country(
    page, name, column
):
    page.add(page.two, participant=f"new:{name}")
    assert page.save() == []
    person = Participant.objects.get()
    assert (getattr(person, column), person.country, person.state) == (
        name,
        "KZ",
        "draft",
    )
    assert (
        person.slug.isascii()
        and page.session.delegation_members.get().participant == person
    )


def test_two_new_people_of_one_name_get_addresses_of_their_own(page):
    page.add(page.one, participant="new:Батыр Атдаев")
    page.add(page.two, participant="new:Батыр Атдаев")
    assert page.save() == []
    slugs = Participant.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["batyr-atdaev", "batyr-atdaev-2"]


def test_a_new_name_that_is_too_long_is_refused_and_kept_on_the_page(page):
    page.add(page.one, participant="new:" + "x" * 161)
    assert any("160" in sentence for sentence in page.save())
    assert (
        fields(page.response)[f"delegation-{page.one.pk}-0-participant"]
        == "new:" + "x" * 161
    )
    assert not Participant.objects.exists()


def test_members_take_the_order_of_their_places(page):
    names = ["A A", "B B", "C C"]
    for place, name in zip((3, 1, 2), names, strict=True):
        page.add(page.one, participant=f"new:{name}", ORDER=place)
    page.save()
    assert page.members(page.one) == ["B B", "C C", "A A"]


def test_a_row_added_in_between_stands_there(admin_client):
    session = make_session()
    for order in (1, 2):
        make_member(
            session=session, participant=make_participant(name=f"N{order}"), order=order
        )
    page = Page(admin_client, session)
    page.set(page.one, 1, ORDER=3)
    page.add(page.one, participant="new:Between", ORDER=2)
    assert page.save() == []
    assert page.members(page.one) == ["N1", "Between", "N2"]


def test_a_person_twice_is_refused_in_one_delegation_and_across_them(page):
    person = make_participant()
    page.add(page.one, participant=person.pk)
    page.add(page.two, participant=person.pk)
    assert page.save() == ["This person is already in a delegation."]
    assert not page.session.delegation_members.exists()


def test_two_co_chairs_of_a_side_are_refused_with_the_rules_sentence(page):
    for _ in range(2):
        page.add(page.one, participant=make_participant().pk, role="co_chair")
    assert page.save() == ["This side already has its co-chair."]


def test_co_chair_and_member_change_places_in_one_save(admin_client):
    session = make_session()
    make_member(session=session, role="co_chair", order=1)
    make_member(session=session, role="member", order=2)
    page = Page(admin_client, session)
    page.set(page.one, 0, role="member")
    page.set(page.one, 1, role="co_chair")
    assert page.save() == []
    roles = session.delegation_members.order_by("order").values_list("role", flat=True)
    assert list(roles) == ["member", "co_chair"]


def test_a_removed_co_chair_is_followed_by_another_in_one_save(admin_client):
    session = make_session()
    make_member(session=session, role="co_chair")
    page = Page(admin_client, session)
    page.set(page.one, 0, DELETE="on")
    page.add(page.one, participant="new:Their Follower", role="co_chair")
    assert page.save() == []
    assert page.members(page.one) == ["Their Follower"]


def test_a_person_moves_from_the_first_side_to_the_second_in_one_save(admin_client):
    session = make_session()
    member = make_member(session=session)
    page = Page(admin_client, session)
    page.set(page.one, 0, DELETE="on")
    page.add(page.two, participant=member.participant.pk)
    assert page.save() == []
    assert page.members(page.two) == [member.participant.name]


def test_a_person_who_is_in_the_record_meanwhile_is_refused_not_a_fault(page):
    person = make_participant()
    page.add(page.one, participant=person.pk)
    make_member(session=page.session, side=page.two, participant=person)
    assert page.save() == ["This person is already in a delegation."]


def test_an_empty_row_is_no_row(page):
    page.add(page.one, participant="", ORDER=1)
    assert page.save() == []
    assert page.members(page.one) == []


def test_who_may_not_add_people_may_still_choose_them(client):
    clerk = User.objects.create_user("clerk", is_staff=True)
    names = ["view_session", "change_session", "add_delegationmember", "view_delegationmember",
             "change_delegationmember", "view_participant", "publish_session"]  # fmt: skip
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    page = Page(client)
    page.add(page.one, participant="new:Somebody Else")
    assert page.save() == [
        "Select a valid choice. That choice is not one of the available choices."
    ]
    assert not Participant.objects.exists()
    page.set(page.one, 0, participant=make_participant(name="Chosen One").pk)
    assert page.save() == []
    assert page.members(page.one) == ["Chosen One"]


def test_who_may_only_look_changes_nothing(client):
    viewer = User.objects.create_user("viewer", is_staff=True)
    names = ["view_session", "view_delegationmember"]
    viewer.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(viewer)
    session = make_session()
    make_member(session=session, participant=make_participant(name="Stays There"))
    address = reverse("admin:commission_sessions_session_change", args=[session.pk])
    assert "Stays There" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 403
