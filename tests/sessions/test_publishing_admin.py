"""Publishing and withdrawing sessions, from their page and from the list."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_responsible_body,
    make_session,
)
from tests.filled_forms import fields

pytestmark = pytest.mark.django_db

LIST = reverse("admin:commission_sessions_session_changelist")


def address(session, what):
    return reverse(f"admin:commission_sessions_session_{what}", args=[session.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def state(record):
    record.refresh_from_db()
    return record.state


def publish(client, session, **data):
    page = address(session, "publish")
    return client.post(page, fields(client.get(page)) | {"confirm": "Publish"} | data)


@writing()
def make_named_drafts():
    """A draft session that names a draft of every kind; the session, and the drafts."""
    commission = make_commission(state="draft")
    session = make_session(commission=commission, state="draft")
    sphere = make_area(state="draft")
    sector = make_area(parent=sphere, state="draft")
    make_passage(session=session, areas=[sector])
    person, body = make_participant(state="draft"), make_organisation(state="draft")
    make_member(session=session, participant=person)
    make_responsible_body(decision=make_decision(session=session), organisation=body)
    agreement = make_agreement(commission=commission, state="draft")
    session.agreements.add(agreement)
    return session, [commission, sphere, sector, person, body, agreement]


def test_a_draft_is_published_now(admin_client):
    session = make_session(state="draft")
    response = publish(admin_client, session)
    assert response.headers["Location"] == address(session, "change")
    session.refresh_from_db()
    assert session.is_published and said(response) == ["1 record is released."]


def test_looking_at_the_page_publishes_nothing(admin_client):
    session = make_session(state="draft")
    admin_client.get(address(session, "publish"))
    assert state(session) == "draft"


def test_a_moment_to_come_is_an_embargo(admin_client):
    session = make_session(state="draft")
    coming = timezone.localtime() + datetime.timedelta(days=3)
    publish(admin_client, session, at=coming.strftime("%Y-%m-%dT%H:%M"))
    session.refresh_from_db()
    assert session.is_embargoed
    assert session.publish_at == coming.replace(second=0, microsecond=0)
    assert (
        "Under embargo until"
        in admin_client.get(address(session, "change")).content.decode()
    )


def test_a_moment_that_is_none_is_refused(admin_client):
    session = make_session(state="draft")
    response = publish(admin_client, session, at="soon")
    assert response.status_code == 200 and state(session) == "draft"


def test_drafts_it_names_are_shown_and_published_in_the_same_step(admin_client):
    session, drafts = make_named_drafts()
    html = admin_client.get(address(session, "publish")).content.decode()
    for draft in drafts:
        assert f'value="{draft._meta.label_lower}:{draft.pk}"' in html
    response = publish(admin_client, session)
    assert [state(each) for each in (*drafts, session)] == ["published"] * 7
    assert said(response) == ["7 records are released."]


def test_those_not_ticked_stay_drafts(admin_client):
    session, drafts = make_named_drafts()
    publish(admin_client, session, along=[])
    assert [state(each) for each in drafts] == ["draft"] * 6 and state(
        session
    ) == "published"


def test_only_what_one_may_publish_is_offered(client):
    session, drafts = make_named_drafts()
    clerk = User.objects.create_user("clerk", is_staff=True)
    names = ["view_session", "publish_session", "publish_participant"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    publish(client, session, along=[f"{d._meta.label_lower}:{d.pk}" for d in drafts])
    assert [state(each) for each in drafts] == ["draft"] * 6
    publish(client, session)
    published = [each for each in drafts if state(each) == "published"]
    assert [each._meta.model_name for each in published] == ["participant"]


def test_who_may_only_look_may_not_publish(client):
    session = make_session(state="draft")
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_session"))
    client.force_login(viewer)
    assert client.post(address(session, "publish"), {"confirm": "1"}).status_code == 403
    assert (
        client.post(address(session, "withdraw"), {"confirm": "1"}).status_code == 403
    )
    assert state(session) == "draft"


def test_a_photo_without_description_is_named_before_and_stops_that_session_alone(
    admin_client,
):
    faulty, sound = make_session(state="draft"), make_session(state="draft")
    make_photo(session=faulty, alt_en="")
    chosen = {"action": "publish_chosen", "_selected_action": [faulty.pk, sound.pk]}
    page = admin_client.post(LIST, chosen)
    assert "1 photo has no description" in page.content.decode()
    response = admin_client.post(LIST, fields(page) | {"confirm": "Publish"})
    assert (state(faulty), state(sound)) == ("draft", "published")
    refused, done = said(response)
    assert str(faulty) in refused and "1 photo has no description" in refused
    assert done == "1 record is released."


def test_published_sessions_are_withdrawn_from_the_list_after_a_question(admin_client):
    one, two = make_session(), make_session()
    chosen = {"action": "withdraw_chosen", "_selected_action": [one.pk, two.pk]}
    page = admin_client.post(LIST, chosen)
    assert (state(one), state(two)) == ("published", "published")
    response = admin_client.post(LIST, fields(page) | {"confirm": "Withdraw"})
    assert (state(one), state(two)) == ("withdrawn", "withdrawn")
    assert said(response) == [
        "2 records are withdrawn: visitors do not see them any more."
    ]


def test_one_is_withdrawn_from_its_page(admin_client):
    session = make_session()
    page = address(session, "withdraw")
    admin_client.post(page, fields(admin_client.get(page)) | {"confirm": "Withdraw"})
    assert state(session) == "withdrawn"


def test_saving_and_publishing_is_one_way(admin_client):
    session = make_session(state="draft")
    page = address(session, "change")
    data = fields(admin_client.get(page)) | {"summary_en": "On trade.", "_publish": "1"}
    response = admin_client.post(page, data)
    session.refresh_from_db()
    assert response.headers["Location"] == address(session, "publish")
    assert (session.summary_en, session.state) == ("On trade.", "draft")


def test_a_session_that_is_gone_leads_back(admin_client):
    gone = reverse("admin:commission_sessions_session_publish", args=[999])
    assert admin_client.get(gone).status_code == 302
