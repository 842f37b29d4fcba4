"""A scheduled session and all that comes along with it, to the second, on every road."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commission.actions import publish
from commission.models import Release
from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_document,
    make_document_file,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_responsible_body,
    make_session,
)
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

# The time that the portal thinks it is begins here.
TODAY = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
RELEASE = TODAY.replace(hour=12)
A_SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)` sets the time for everything that asks Django for it."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(TODAY)
    return set_to


class Draft:
    """A session with everything on it, all of it named Foreseen."""

    @writing()
    def __init__(self):
        self.commission = make_commission(slug="tm-kz")
        self.session = make_session(
            commission=self.commission, state="draft", title="Foreseen session"
        )
        self.person = make_participant(name="Foreseen Person", state="draft")
        self.body = make_organisation(name="Foreseen Ministry", state="draft")
        self.area = make_area(slug="foreseen", name="Foreseen area", state="draft")
        self.agreement = make_agreement(
            commission=self.commission, title="Foreseen treaty", state="draft"
        )
        make_member(
            session=self.session, participant=self.person, organisation=self.body
        )
        make_passage(
            session=self.session, text="A foreseen passage.", areas=[self.area]
        )
        self.decision = make_decision(session=self.session, text="A foreseen decision.")
        make_responsible_body(decision=self.decision, organisation=self.body)
        self.session.agreements.add(self.agreement)
        self.photo = make_photo(session=self.session)
        document = make_document(session=self.session, title="Foreseen protocol")
        self.file = make_document_file(document=document)
        self.along = [self.person, self.body, self.area, self.agreement]

    def refresh(self):
        for row in (self.session, *self.along):
            row.refresh_from_db()


@pytest.fixture
def draft(clock):
    return Draft()


@pytest.fixture
def publisher(clock, client):
    client.force_login(make_staff("publisher"))
    return client


def schedule(client, record, at, along=None):
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_publish", args=[record.pk])  # fmt: skip
    page = client.get(address)
    offered = page.context_data["form"].fields["along"].initial
    moment = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if at else ""
    chosen = offered if along is None else along
    client.post(address, {"confirm": "1", "at": moment, "along": chosen})
    return offered


# ── Moments ──────────────────────────────────────────────────────────────────────────────────


def test_all_that_comes_along_is_released_at_the_very_same_moment(publisher, draft):
    schedule(publisher, draft.session, RELEASE)
    draft.refresh()
    assert {row.publish_at for row in (draft.session, *draft.along)} == {RELEASE}


def test_publishing_now_is_one_moment_for_all(publisher, draft, monkeypatch):
    from itertools import count

    # As it does, the clock goes on between two records.
    ticks = count()
    monkeypatch.setattr(
        timezone,
        "now",
        lambda: TODAY + datetime.timedelta(milliseconds=next(ticks)),
    )
    schedule(publisher, draft.session, None)
    draft.refresh()
    assert len({row.publish_at for row in (draft.session, *draft.along)}) == 1


@pytest.mark.parametrize("shift", [datetime.timedelta(days=2), -datetime.timedelta(hours=1)])  # fmt: skip
def test_when_a_release_is_moved_those_that_come_along_move_too(publisher, draft, shift):  # fmt: skip
    schedule(publisher, draft.session, RELEASE)
    schedule(publisher, draft.session, RELEASE + shift)
    draft.refresh()
    assert {row.publish_at for row in (draft.session, *draft.along)} == {RELEASE + shift}  # fmt: skip


def test_who_is_named_no_more_still_moves(publisher, draft):
    schedule(publisher, draft.session, RELEASE)
    draft.session.delegation_members.all().delete()
    later = RELEASE + datetime.timedelta(days=1)
    schedule(publisher, draft.session, later)
    draft.refresh()
    assert draft.person.publish_at == later


def test_who_comes_along_with_an_earlier_release_is_not_held_back_by_a_later_one(
    publisher, draft
):
    sooner = RELEASE - datetime.timedelta(hours=1)
    other = make_session(commission=draft.commission, state="draft")
    make_member(session=other, participant=draft.person)
    schedule(publisher, other, sooner)
    schedule(publisher, draft.session, RELEASE)
    draft.refresh()
    assert (draft.person.publish_at, draft.body.publish_at) == (sooner, RELEASE)


def test_an_earlier_release_takes_along_who_was_to_come_later(publisher, draft):
    schedule(publisher, draft.session, RELEASE)
    sooner = RELEASE - datetime.timedelta(hours=1)
    other = make_session(commission=draft.commission, state="draft")
    make_member(session=other, participant=draft.person)
    schedule(publisher, other, sooner)
    draft.refresh()
    assert (draft.person.publish_at, draft.body.publish_at) == (sooner, RELEASE)


def test_a_release_that_is_called_off_takes_back_all_of_it(publisher, draft):
    schedule(publisher, draft.session, RELEASE)
    address = reverse("admin:commission_sessions_session_withdraw", args=[draft.session.pk])  # fmt: skip
    assert "Foreseen Person" in publisher.get(address).text
    publisher.post(address, {"confirm": "1"})
    draft.refresh()
    assert {row.state for row in (draft.session, *draft.along)} == {"withdrawn"}


def test_what_is_named_after_scheduling_is_told_of(publisher, draft):
    from tests.filled_forms import fields

    schedule(publisher, draft.session, RELEASE)
    make_member(session=draft.session, participant=make_participant(state="draft"))
    change = reverse("admin:commission_sessions_session_change", args=[draft.session.pk])  # fmt: skip
    page = publisher.post(change, fields(publisher.get(change)), follow=True)
    assert "1 name in this record is not public when the record is" in page.text


# ── Roads ────────────────────────────────────────────────────────────────────────────────────


def roads(draft):
    """Every road on which a reader or a program may come to any of it."""
    lists = ("sessions", "passages", "decisions", "agreements", "participants", "organisations")  # fmt: skip
    records = [draft.session, *draft.along, draft.decision, draft.session.passages.get()]  # fmt: skip
    return [
        "/en/",
        "/en/search/?q=foreseen",
        "/en/suggestions/?q=foreseen",
        "/en/sessions/?q=foreseen",
        "/en/sessions/",
        "/en/areas/",
        "/en/decisions/",
        "/en/agreements/",
        "/en/participants/",
        "/en/organisations/",
        draft.commission.get_absolute_url(),
        *(f"/en/{name}/table.csv" for name in lists),
        "/en/sessions/feed.atom",
        "/en/decisions/feed.atom",
        "/en/agreements/feed.atom",
        "/en/sessions/calendar.ics",
        *(f"/sitemap-{name}.xml" for name in ("sessions", "agreements", "participants")),
        *(f"/api/v1/{name}/" for name in ("sessions", "areas", "decisions", "agreements", "participants", "organisations")),
        *(row.get_absolute_url() for row in records),
        draft.file.get_absolute_url(),
        draft.photo.get_absolute_url(),
    ]  # fmt: skip


def seen_on(reader, address, draft):
    answer = reader.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if address.startswith("/files/"):
        return answer.status_code == 200
    if address.startswith("/sitemap-"):
        return any(
            row.get_absolute_url().encode() in body
            for row in (draft.session, draft.person, draft.agreement)
        )
    return answer.status_code == 200 and b"foreseen" in body.lower().replace(b"q=foreseen", b"").replace(b'value="foreseen"', b"").replace("“foreseen”".encode(), b"")  # fmt: skip


def test_nothing_is_seen_a_second_before_and_everything_at_the_moment(
    publisher, draft, clock
):
    schedule(publisher, draft.session, RELEASE)
    reader = Client()
    clock(RELEASE - A_SECOND)
    before = [each for each in roads(draft) if seen_on(reader, each, draft)]
    assert before == []
    clock(RELEASE)
    missing = [each for each in roads(draft) if not seen_on(reader, each, draft)]
    assert missing == []


def test_an_embargo_that_ends_between_two_requests_makes_the_page_another(
    publisher, draft, clock
):
    schedule(publisher, draft.session, RELEASE)
    pages = [address for address in roads(draft) if address.startswith(("/en/", "/api/"))]  # fmt: skip
    pages = [each for each in pages if Client().get(each).status_code == 200]
    clock(RELEASE - A_SECOND)
    tags = {page: Client().get(page).headers["ETag"] for page in pages}
    again = [Client().get(page, headers={"if-none-match": tag}).status_code for page, tag in tags.items()]  # fmt: skip
    assert set(again) == {304} and len(again) > 20
    clock(RELEASE)
    again = [Client().get(page, headers={"if-none-match": tag}).status_code for page, tag in tags.items()]  # fmt: skip
    assert set(again) == {200}


@pytest.mark.django_db(transaction=True)
def test_the_answer_before_django_begins_is_another_too(publisher, draft, clock):
    """`unchanged_first` stands before everything else that is asked."""
    from commission.unchanged import unchanged_first

    schedule(publisher, draft.session, RELEASE)

    def ask(tag):
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/en/",
            "HTTP_IF_NONE_MATCH": tag,
        }
        said = []
        unchanged_first(lambda environ, start: said.append("200"))(
            asked, lambda status, headers: said.append(status[:3])
        )
        return said

    clock(RELEASE - A_SECOND)
    tag = Client().get("/en/").headers["ETag"]
    assert ask(tag) == ["304"]
    clock(RELEASE)
    assert ask(tag) == ["200"]


def test_a_moved_release_leaves_nothing_at_the_old_moment(publisher, draft, clock):
    schedule(publisher, draft.session, RELEASE)
    schedule(publisher, draft.session, RELEASE + datetime.timedelta(days=1))
    clock(RELEASE + A_SECOND)
    reader = Client()
    assert [each for each in roads(draft) if seen_on(reader, each, draft)] == []


def test_no_job_has_to_run(draft, clock, admin_user):
    """The moment itself is noted when the record is scheduled."""
    publish(record=draft.session, by=admin_user, at=RELEASE)
    assert Release.objects.filter(moment=RELEASE).exists()
