import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from commission.actions import publish, withdraw
from commission.models import Commission
from tests.factories import make_commission, make_session, tomorrow


def test_only_what_is_published_and_whose_moment_has_come_is_public(db):
    public = make_commission()
    make_commission(state="draft")
    make_commission(state="withdrawn", publish_at=timezone.now())
    make_commission(publish_at=tomorrow())
    assert list(Commission.objects.published()) == [public]


def test_an_embargo_ends_by_itself_to_the_minute(db):
    moment = timezone.now() + datetime.timedelta(hours=1)
    commission = make_commission(publish_at=moment)
    before = moment - datetime.timedelta(minutes=1)
    assert list(Commission.objects.published(at=before)) == []
    assert list(Commission.objects.published(at=moment)) == [commission]
    assert commission.is_embargoed


def test_a_session_is_not_public_before_its_commission_is(db):
    session = make_session(commission=make_commission(state="draft"))
    assert list(type(session).objects.published()) == []


def test_staff_who_may_view_see_drafts_and_others_do_not(
    db, admin_user, django_user_model
):
    draft = make_commission(state="draft")
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    assert list(Commission.objects.visible_to(admin_user)) == [draft]
    assert list(Commission.objects.visible_to(clerk)) == []


def test_publishing_gives_the_moment_and_says_who_did_it(db, admin_user):
    commission = make_commission(state="draft")
    publish(record=commission, by=admin_user)
    commission.refresh_from_db()
    assert commission.is_published
    assert LogEntry.objects.get().user == admin_user


def test_publishing_again_keeps_the_first_moment(db, admin_user):
    commission = make_commission()
    first = commission.publish_at
    publish(record=commission, by=admin_user)
    commission.refresh_from_db()
    assert (commission.publish_at, LogEntry.objects.count()) == (first, 0)


def test_what_was_withdrawn_can_be_published_again(db, admin_user):
    commission = make_commission()
    withdraw(record=commission, by=admin_user)
    assert list(Commission.objects.published()) == []
    publish(record=commission, by=admin_user)
    assert list(Commission.objects.published()) == [commission]


def test_publishing_asks_the_record_whether_it_may_be(db, admin_user):
    from tests.factories import make_photo

    session = make_session(state="draft")
    make_photo(session=session, alt="")
    with pytest.raises(ValidationError, match="1 photo has no description"):
        publish(record=session, by=admin_user)
    session.refresh_from_db()
    assert session.state == "draft"


def test_the_database_refuses_what_is_published_without_a_moment(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commission(publish_at=None)
