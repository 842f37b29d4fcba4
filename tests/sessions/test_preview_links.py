"""Preview links: an unpublished record, and nothing else, for somebody without an account."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commission.actions import make_preview_link, publish, revoke_preview_link, withdraw
from commission.models import LinkReader, PreviewLink, publishable_models
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
    make_side,
    make_signature,
)
from tests.filled_forms import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
@writing()
def session(admin_user):
    commission = make_commission(slug="tm-kz")
    make_session(commission=commission, number=11)
    session = make_session(
        commission=commission, number=12, state="draft", summary="On gas.", summary_ru="О газе."
    )  # fmt: skip
    make_passage(session=session, text="They spoke of gas.")
    make_passage(session=session, text="They spoke of roads.")
    make_decision(session=session, text="To build a road.")
    make_document_file(document=make_document(session=session, title="Protocol"))
    make_photo(session=session, alt="A table")
    return session


@pytest.fixture
def link(session, admin_user):
    return make_preview_link(record=session, by=admin_user, note="Office", days=7)


def opened(link, language="en", follow=True):
    """The page as somebody sees it who was never here."""
    return Client().get(link.address(language), follow=follow)


def read(answer):
    """Its status; of a file, once it was read to the end."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def below(link, address):
    return f"/preview/{link.token}{address}"


def test_it_shows_the_page_as_it_will_be_published(link, session, admin_user):
    shown = opened(link)
    publish(record=session, by=admin_user)
    public = Client().get(session.get_absolute_url())

    def text(answer):
        main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]
        main = main.replace(f"/preview/{link.token}/", "/")
        # What is not public cannot be cited, taken away or asked for by programs.
        main = re.sub(r"<li><a [^>]*>Cite</a>.*?</li>", "", main)
        # Nor are readers of a link asked to follow it, or to report its errors.
        main = re.sub(r'<li><a [^>]*rel="nofollow">Follow .*?</li>', "", main)
        main = re.sub(
            r'<p class="wrap report-error-link.*?</p>', "", main, flags=re.DOTALL
        )
        main = re.sub(r"\s+", " ", main)
        return re.sub(r'<p class="wrap print-only">.*?</p>', "", main)

    assert text(shown) == text(public)


def test_it_says_what_it_is_and_shows_no_way_to_edit(link):
    page = opened(link).text
    assert "only those who were given this link see this page" in page
    assert "/admin/commission_sessions" not in page


def test_it_needs_and_sets_no_cookie(link):
    reader = Client()
    answer = reader.get(link.address("en"), follow=True)
    assert answer.status_code == 200 and not reader.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_nobody_keeps_or_finds_it(link, session):
    answer = opened(link)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers and "Last-Modified" not in answer.headers
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "canonical" not in answer.text and 'hreflang="x-default"' not in answer.text
    assert "application/ld+json" not in answer.text


def test_photos_and_documents_open_by_it_alone(link, session):
    photo, file = session.photos.get(), session.documents.get().files.get()
    for address in (photo.get_absolute_url(), file.get_absolute_url()):
        assert Client().get(address).status_code == 404
        answer = Client().get(below(link, address))
        assert answer.status_code == 200 and b"".join(answer.streaming_content)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


def test_every_address_on_it_leads_somewhere_that_its_reader_may_be(link, session):
    page = opened(link).text
    inside = {
        a for a in re.findall(r'(?:href|src)="([^"#?]+)', page) if "/preview/" in a
    }
    status = {address: read(Client().get(address, follow=True)) for address in inside}
    assert len(inside) > 10 and set(status.values()) == {200}


def test_passages_and_decisions_have_their_pages(link, session):
    for row in (session.passages.first(), session.decisions.get()):
        answer = Client().get(below(link, row.get_absolute_url()))
        assert answer.status_code == 200
        assert "only those who were given this link" in answer.text


def test_it_opens_in_the_language_asked_for_with_a_switch(link, session):
    page = opened(link, "ru").text
    assert "О газе." in page and 'lang="ru"' in page
    english = below(link, session.get_absolute_url())
    assert f'href="{english}"' in page


def test_a_draft_commission_has_its_colours(admin_user, admin_client):
    commission = make_commission(state="draft", sides=())
    make_side(commission=commission, colour="#123456")
    link = make_preview_link(record=commission, by=admin_user, note="x", days=1)
    side = 'data-side="123456"'
    assert "/draft-colours.css" in opened(link).text
    assert side in Client().get(below(link, "/draft-colours.css")).text
    assert side in admin_client.get("/draft-colours.css").text
    assert side not in Client().get("/draft-colours.css").text
    assert side not in Client().get("/colours.css").text


def test_it_narrows_like_the_public_page(link, session):
    area = make_area(slug="gas")
    session.passages.first().areas.add(area)
    page = Client().get(below(link, session.get_absolute_url()) + "?area=gas").text
    assert "They spoke of gas." in page and "They spoke of roads." not in page


def test_a_link_opens_no_other_draft(link, session, admin_user):
    other = make_session(commission=session.commission, number=13, state="draft")
    photo = make_photo(session=other)
    file = make_document_file(document=make_document(session=other))
    make_passage(session=other)
    agreement = make_agreement(state="draft")
    person = make_participant(state="draft")
    rows = [other, photo, file, other.passages.get(), agreement, person]
    answers = [
        Client().get(below(link, row.get_absolute_url()), follow=True) for row in rows
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    theirs = make_preview_link(record=other, by=admin_user, note="Others", days=7)
    assert Client().get(below(theirs, session.get_absolute_url()), follow=True).status_code == 404  # fmt: skip


def test_other_drafts_that_it_names_stay_hidden(session, link):
    person = make_participant(name="Hushed Person", state="draft")
    body = make_organisation(name="Hushed Body", state="draft")
    make_member(session=session, participant=person, organisation=body)
    make_responsible_body(decision=session.decisions.get(), organisation=body)
    treaty = make_agreement(commission=session.commission, title="Hushed Treaty", state="draft")  # fmt: skip
    session.agreements.add(treaty)
    area = make_area(name="Hushed Area", state="draft")
    session.passages.first().areas.add(area)
    make_session(commission=session.commission, number=13, title="Hushed next", state="draft")  # fmt: skip
    for row in (session, session.decisions.get(), session.passages.first()):
        assert "Hushed" not in opened_at(link, row)


def opened_at(link, row):
    return Client().get(below(link, row.get_absolute_url())).text


def test_those_chosen_to_show_along_do(session, admin_user):
    person = make_participant(name="New Minister", state="draft")
    body = make_organisation(name="New Ministry", state="draft")
    make_member(session=session, participant=person, organisation=body)
    make_responsible_body(decision=session.decisions.get(), organisation=body)
    treaty = make_agreement(commission=session.commission, title="New Treaty", state="draft")  # fmt: skip
    make_signature(agreement=treaty)
    session.agreements.add(treaty)
    area = make_area(name="New Area", state="draft")
    session.passages.first().areas.add(area)
    link = make_preview_link(
        record=session, by=admin_user, note="x", days=1, along=[person, body, treaty, area]
    )  # fmt: skip
    page = opened_at(link, session)
    assert [name in page for name in ("New Minister", "New Ministry", "New Treaty", "New Area")] == [True] * 4  # fmt: skip
    assert "New Treaty" in opened_at(link, treaty)
    assert "New Minister" in opened_at(link, person)


@pytest.mark.parametrize("label", sorted(publishable_models()))
def test_every_kind_of_record_can_be_shown(label, admin_user):
    make_one = {"session": make_session, "agreement": make_agreement, "commission": make_commission,
                "cooperationarea": make_area, "participant": make_participant, "organisation": make_organisation}  # fmt: skip
    record = make_one[label.partition(".")[2]](state="draft")
    link = make_preview_link(record=record, by=admin_user, note="x", days=1)
    assert Client().get(record.get_absolute_url()).status_code == 404
    answer = opened(link)
    assert answer.status_code == 200
    assert "only those who were given this link" in answer.text


def test_a_scheduled_record_is_shown_until_it_is_public_and_then_its_public_page(
    link, session, admin_user
):
    publish(record=session, by=admin_user, at=timezone.now() + datetime.timedelta(days=1))  # fmt: skip
    assert opened(link).status_code == 200
    publish(record=session, by=admin_user, at=timezone.now())
    answer = opened(link)
    assert answer.redirect_chain[-1][0] == session.get_absolute_url()


def test_a_link_goes_on_working_when_the_address_changes(link, session):
    session.number = 14
    session.save()
    assert opened(link).status_code == 200


# ── Links that open nothing ──────────────────────────────────────────────────────────────────


def closed(link, path):
    answer = Client().get(f"/preview/{link}{path}")
    assert "This link opens nothing" in answer.text
    assert "gas" not in answer.text and "tm-kz" not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    return answer.status_code


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: f"{int(token.split('-')[0]) + 1}-{token.split('-')[1]}",
        lambda token: token.split("-")[0],
        lambda token: "x",
        lambda token: f"{'9' * 40}-{token.split('-')[1]}",
    ],
)
def test_a_wrong_link_says_so_and_nothing_of_the_record(link, spoil):
    assert closed(spoil(link.token), "/en/") == 403


def test_an_expired_link_is_gone(link):
    PreviewLink.objects.update(expires_at=timezone.now())
    assert closed(link.token, "/en/") == 410


def test_a_revoked_link_is_gone(link, session, admin_user):
    revoke_preview_link(link=link, record=session, by=admin_user)
    assert closed(link.token, "/en/sessions/") == 410


def test_withdrawing_a_record_closes_its_links(link, session, admin_user):
    publish(record=session, by=admin_user, at=timezone.now() + datetime.timedelta(days=1))  # fmt: skip
    withdraw(record=session, by=admin_user)
    assert closed(link.token, "/en/") == 410


def test_a_link_to_a_record_that_is_deleted_is_gone(link, session):
    session.delete()
    assert closed(link.token, "/en/") == 410


def test_it_speaks_the_language_of_the_link(link):
    PreviewLink.objects.update(expires_at=timezone.now())
    answer = Client().get(f"/preview/{link.token}/ru/")
    assert 'lang="ru"' in answer.text


def test_nothing_is_written_through_a_link(link, session):
    assert Client().post(below(link, session.get_absolute_url())).status_code == 405


def test_no_other_page_learns_of_a_link(link, session):
    """Parts of pages are made once in a process: a preview may be the first to need them."""
    from commission.routes import pattern_of

    pattern_of.cache_clear()
    opened(link)
    for address in ("/en/", "/en/sessions/", session.commission.get_absolute_url()):
        assert "/preview/" not in Client().get(address).text


def test_a_reader_by_link_is_nobody_in_the_admin():
    reader = LinkReader({})
    assert not (reader.is_staff or reader.is_authenticated or reader.has_perm("x.view_y"))  # fmt: skip


# ── On the record's page ─────────────────────────────────────────────────────────────────────


def change(session):
    return reverse("admin:commission_sessions_session_change", args=[session.pk])


def test_a_clerk_makes_one_sees_when_it_was_opened_and_revokes_it(
    admin_client, session
):
    make = reverse("admin:commission_sessions_session_make_link", args=[session.pk])
    admin_client.post(make, {"note": "Minister's office", "days": "3", "along": "on"})
    link = PreviewLink.objects.get()
    assert link.expires_at - link.made_at == datetime.timedelta(days=3)
    page = admin_client.get(change(session)).text
    assert link.address("en") in page and "not opened yet" in page
    assert "Minister&#x27;s office" in page and "made by admin" in page
    opened(link)
    assert "last opened" in admin_client.get(change(session)).text
    revoke = reverse("admin:commission_sessions_session_revoke_link", args=[session.pk, link.pk])  # fmt: skip
    assert admin_client.get(revoke).status_code == 405
    admin_client.post(revoke)
    page = admin_client.get(change(session)).text
    assert "revoked" in page and link.token not in page
    assert opened(link).status_code == 410


def test_pictures_alone_do_not_count_as_opening(link, session):
    read(Client().get(below(link, session.photos.get().get_absolute_url())))
    assert PreviewLink.objects.get().opened_at is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"note": "", "days": "3"}, "For whom: This field is required."),
        ({"note": "x", "days": "400"}, "Days to live: Ensure this value is less than or equal to 60."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(admin_client, session, said, sentence):
    make = reverse("admin:commission_sessions_session_make_link", args=[session.pk])
    answer = admin_client.post(make, said, follow=True)
    assert sentence in answer.text and not PreviewLink.objects.exists()


def test_a_public_record_needs_none(admin_client):
    session = make_session()
    assert "preview-links" not in admin_client.get(change(session)).text
    make = reverse("admin:commission_sessions_session_make_link", args=[session.pk])
    admin_client.post(make, {"note": "x", "days": "3"})
    assert not PreviewLink.objects.exists()


def test_the_form_of_links_is_no_part_of_the_records_own(admin_client, session):
    assert "note" not in fields(admin_client.get(change(session)))
