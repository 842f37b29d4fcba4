import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sessions.models import DelegationMember
from tests.factories import (
    make_commission,
    make_member,
    make_organisation,
    make_participant,
    make_position,
    make_session,
)

D = datetime.date


def test_the_position_of_the_day_is_frozen_in_every_language(db):
    minister = make_participant()
    ministry = make_organisation()
    make_position(
        participant=minister, title_en="Deputy Minister", ends_on=D(2019, 12, 31)
    )
    held = make_position(participant=minister, organisation=ministry, title_en="Minister",
                         title_ru="Министр", starts_on=D(2020, 1, 1))  # fmt: skip
    member = make_member(
        session=make_session(starts_on=D(2021, 5, 5)), participant=minister
    )
    held.title_en = "Ambassador"
    held.save()
    member = DelegationMember.objects.get(pk=member.pk)
    assert (member.position_en, member.position_ru) == ("Minister", "Министр")
    assert member.organisation == ministry


def test_a_position_that_was_typed_stays(db):
    minister = make_participant()
    make_position(participant=minister, title_en="Minister")
    member = make_member(participant=minister, position_en="Acting minister")
    member.save()
    member.refresh_from_db()
    assert member.position_en == "Acting minister"


def test_between_undated_posts_nothing_is_guessed(db):
    minister = make_participant()
    make_position(participant=minister, title="Minister of Energy")
    make_position(participant=minister, title="Deputy Prime Minister")
    assert make_member(participant=minister).position == ""


def test_a_side_has_one_co_chair(db):
    session = make_session()
    make_member(session=session, role="co_chair")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(session=session, role="co_chair")
    make_member(session=session, side=session.commission.sides.last(), role="co_chair")


def test_the_side_is_one_of_the_sessions_commission(db):
    member = make_member(side=make_commission().sides.first())
    with pytest.raises(ValidationError, match="session's commission"):
        member.full_clean()


def test_the_members_shown_are_public_people_only(db):
    shown = make_member()
    make_member(session=shown.session, participant=make_participant(state="draft"))
    assert list(DelegationMember.objects.published()) == [shown]
