"""The form by which readers report an error: what it knows, what it takes, what it refuses."""

import datetime

import pytest
from django.conf import settings as portal
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from commission import limits
from commission.models import Commission
from commission.models.noted import writing
from sessions.actions import answer_report, take_report
from sessions.models import ErrorReport, ReportState
from sessions.subjects import subject_at
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_organisation,
    make_participant,
    make_passage,
    make_session,
    tomorrow,
)
from tests.staff import make_staff

pytestmark = pytest.mark.django_db
FORM = "/en/report-an-error/"
SAID = {"wrong": "The year.", "right": "2019", "known_from": "The protocol.", "reply_to": "reader@example.org"}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
@writing()
def passage():
    session = make_session(commission=make_commission(slug="tm-kz", short_name="C"), number=1,
                           starts_on=datetime.date(2019, 3, 1))  # fmt: skip
    return make_passage(session=session, text_en="On *railways*.", text_ru="О железных дорогах.")  # fmt: skip


def address(about, language="en"):
    return f"/{language}/report-an-error/?about={about}"


def send(client, about, language="en", **said):
    return client.post(address(about, language), said)


PASSAGE = "/sessions/tm-kz/1/passages/1/"


# ── The way to it ────────────────────────────────────────────────────────────────────────────


@writing()
def pages_of_records():
    decision = make_decision()
    passage = make_passage(session=decision.session)
    return [decision, passage, decision.session, decision.session.commission, make_area(), make_agreement(),
            make_participant(), make_organisation()]  # fmt: skip


def test_the_page_of_every_record_leads_to_it_and_lists_do_not(client):
    for record in pages_of_records():
        page = record.get_absolute_url()
        link = f'href="{address(page.removeprefix("/en"))}"'
        assert client.get(page).text.count(link) == 1, page
        assert client.get(address(page.removeprefix("/en"))).status_code == 200
    compared = f"/en/sessions/{Commission.objects.first().slug}/compare/"
    for page in ("/en/", "/en/sessions/", "/en/about/", "/en/nowhere/", compared):
        assert "report-an-error" not in client.get(page).text


def test_the_preview_of_a_draft_does_not_lead_to_it(admin_client):
    draft = make_session(state="draft")
    page = admin_client.get(draft.get_absolute_url())
    assert (page.status_code, "report-an-error" in page.text) == (200, False)


def test_it_says_what_it_is_about_in_the_readers_language(client, passage):
    form = client.get(address(PASSAGE, "ru"))
    assert "О железных дорогах." in form.text
    assert f'href="/ru{PASSAGE}"' in form.text


@pytest.mark.parametrize("about", ["", "/", "/sessions/", "/nowhere/", "//example.org/", "https://example.org/",
                                   "/sessions/tm-kz/1/passages/99/", "/search/?q=a", "/admin/", "\x00", "/api/v1/areas/"])  # fmt: skip
def test_about_nothing_there_is_no_form(client, passage, about):
    answer = client.get(FORM, {"about": about})
    assert (answer.status_code, "No such page" in answer.text) == (404, True)
    assert client.post(f"{FORM}?about=/nowhere/", SAID).status_code == 404


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}])  # fmt: skip
def test_what_is_not_public_has_none_whoever_asks(client, admin_client, hidden):
    session = make_session(
        commission=make_commission(slug="c"), title="hushed", **hidden
    )
    make_passage(session=session, text="hushed")
    make_area(slug="hushed", **hidden)
    for each in (client, admin_client):
        for about in (f"/sessions/c/{session.key}/", f"/sessions/c/{session.key}/passages/1/", "/areas/hushed/"):  # fmt: skip
            answer = each.get(address(about))
            assert answer.status_code == 404
            assert "hushed" not in answer.text.replace(about, "")


# ── What it takes ────────────────────────────────────────────────────────────────────────────


def test_a_report_reaches_the_desk_with_page_passage_and_text(client, passage):
    answer = send(client, PASSAGE, "ru", **SAID)
    assert answer.status_code == 302
    report = ErrorReport.objects.get()
    assert {name: getattr(report, name) for name in SAID} == SAID
    assert (report.about, report.language, report.state) == (PASSAGE, "ru", "open")
    assert report.quote == "О железных дорогах."
    assert report.title.startswith("Абзац 1 · Первое заседание")
    assert report.page == f"/ru{PASSAGE}"
    thanks = client.get(answer["Location"])
    assert 'role="status"' in thanks.text
    assert "<form method" not in thanks.text


def test_one_sentence_is_enough(client, passage):
    assert send(client, "/sessions/tm-kz/1/", wrong="The year.").status_code == 302
    report = ErrorReport.objects.get()
    assert (report.quote, report.right, report.reply_to) == ("", "", "")


def test_the_text_of_a_decision_comes_along(client):
    decision = make_decision(text="To build.")
    send(client, decision.get_absolute_url().removeprefix("/en"), wrong="The day.")
    assert ErrorReport.objects.get().quote == "To build."


def test_what_is_wrong_with_it_is_said_beside_and_nothing_is_lost(client, passage):
    answer = send(client, PASSAGE, wrong="", right="2019", reply_to="nobody")
    assert answer.status_code == 400
    assert not ErrorReport.objects.exists()
    assert answer.text.count('class="reader-fault"') == 2
    assert 'value="nobody"' in answer.text and ">\n2019</textarea>" in answer.text
    for name in ("wrong", "reply_to"):
        assert f'id="id_{name}_error"' in answer.text
        assert f'aria-describedby="id_{name}' in answer.text


def test_whoever_fills_in_everything_is_no_reader_and_is_told_how_to_be_one(
    client, passage
):
    answer = send(client, PASSAGE, company="Buy", **SAID)
    assert (answer.status_code, ErrorReport.objects.count()) == (400, 0)
    assert "This line has to stay empty" in answer.text
    assert "The year." in answer.text


def test_too_many_from_one_address_wait_and_lose_nothing(
    client, passage, settings, monkeypatch
):
    settings.REPORTS_PER_HOUR = 2
    monkeypatch.setattr(limits.time, "time", lambda: 1_000 * 3600 + 3000)
    answers = [send(client, PASSAGE, **SAID) for _turn in range(3)]
    assert [each.status_code for each in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "600"
    assert "Wait 10 minutes" in answers[2].text and "The protocol." in answers[2].text
    assert ErrorReport.objects.count() == 2
    elsewhere = client.post(address(PASSAGE), SAID, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


# ── The door ─────────────────────────────────────────────────────────────────────────────────


def test_readers_have_no_cookie_but_on_the_form_itself(client, passage):
    page = client.get(f"/en{PASSAGE}")
    assert (page.cookies.keys(), "ETag" in page) == (set(), True)
    form = client.get(address(PASSAGE))
    assert set(form.cookies) == {portal.CSRF_COOKIE_NAME}
    cookie = form.cookies[portal.CSRF_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        "",
        True,
        "Lax",
    )
    assert "no-store" in form["Cache-Control"] and "ETag" not in form


def test_a_form_of_another_site_is_refused(passage):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address(PASSAGE), SAID).status_code == 403
    form = client.get(address(PASSAGE))
    token = form.context["csrf_token"]
    sent = client.post(address(PASSAGE), SAID | {"csrfmiddlewaretoken": str(token)})
    assert (sent.status_code, ErrorReport.objects.count()) == (302, 1)


def test_no_other_public_page_takes_what_is_sent(client, passage):
    def views(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern
            elif pattern.namespace != "admin":
                yield from views(pattern.url_patterns)

    open_ = [each.name for each in views(get_resolver().url_patterns)
             if getattr(each.callback, "is_open_to_readers", False)]  # fmt: skip
    assert open_ == ["report-error", "follow", "confirm-following", "stop-following"]
    assert client.post(f"/en{PASSAGE}").status_code == 405
    assert client.put(address(PASSAGE)).status_code == 405


# ── The desk ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def report(passage):
    return take_report(subject=subject_at(PASSAGE), language="en", **SAID)


def test_the_desk_finds_what_is_open_and_says_what_became_of_it(
    admin_client, admin_user, report
):
    listed = "/admin/commission_sessions/errorreport/"
    page = admin_client.get(listed)
    assert "The year." in page.text
    change = admin_client.get(f"{listed}{report.pk}/change/")
    for words in ("On railways.", "2019", "The protocol.", f'href="/en{PASSAGE}"', "mailto:reader@example.org",
                  f"/admin/commission_sessions/session/{subject_at(PASSAGE).record.session_id}/change/"):  # fmt: skip
        assert words in change.text, words
    answered = {"state": "corrected", "remark": "By the protocol."}
    assert (
        admin_client.post(f"{listed}{report.pk}/change/", answered).status_code == 302
    )
    report.refresh_from_db()
    assert (report.state, report.remark, report.answered_by) == ("corrected", "By the protocol.", admin_user)  # fmt: skip
    assert report.wrong == SAID["wrong"]
    assert "The year." not in admin_client.get(listed).text
    assert "The year." in admin_client.get(f"{listed}?state=corrected").text
    assert "The year." in admin_client.get(f"{listed}?state=all").text
    assert admin_client.get(f"{listed}add/").status_code == 403


def test_a_report_about_what_was_withdrawn_since_can_still_be_read(
    admin_client, report
):
    session = subject_at(PASSAGE).record.session
    session.state = "withdrawn"
    session.save()
    change = admin_client.get(f"/admin/commission_sessions/errorreport/{report.pk}/change/")  # fmt: skip
    assert change.status_code == 200
    assert "On railways." in change.text


def test_publishers_answer_and_who_is_bound_has_the_reports_of_their_pages(
    client, report
):
    listed = "/admin/commission_sessions/errorreport/"
    commission = subject_at(PASSAGE).record.session.commission
    seen = []
    for person in (
        make_staff("publisher"),
        make_staff("publisher", bound_to=[commission]),
        make_staff("publisher", bound_to=[make_commission()]),
    ):
        client.force_login(person)
        seen.append(
            (
                "The year." in client.get(listed).text,
                client.get(f"{listed}{report.pk}/change/").status_code,
                "?waits=reports" in client.get("/admin/").text,
            )
        )
    assert seen == [(True, 200, True), (True, 200, True), (False, 302, False)]


def test_the_number_of_open_ones_is_a_word(report, admin_user):
    assert ErrorReport.objects.open().count() == 1
    answer_report(
        report=report, state=ReportState.NOT_AN_ERROR, remark="", by=admin_user
    )
    assert ErrorReport.objects.open().count() == 0
    answer_report(report=report, state=ReportState.OPEN, remark="", by=admin_user)
    assert (report.answered_at, report.answered_by) == (None, None)


def test_an_address_is_forgotten_thirty_days_after_the_answer(
    report, admin_user, passage, client, capsys
):
    still_open = take_report(subject=subject_at(PASSAGE), language="en", **SAID)
    answer_report(report=report, state="corrected", remark="", by=admin_user)
    ErrorReport.objects.filter(pk=report.pk).update(answered_at=timezone.now() - datetime.timedelta(days=29))  # fmt: skip
    call_command("forget_addresses")
    assert "0 addresses" in capsys.readouterr().out
    ErrorReport.objects.filter(pk=report.pk).update(answered_at=timezone.now() - datetime.timedelta(days=30))  # fmt: skip
    # Every report that comes in does it as well.
    send(client, PASSAGE, wrong="Another.")
    report.refresh_from_db()
    still_open.refresh_from_db()
    assert (report.reply_to, report.wrong) == ("", SAID["wrong"])
    assert still_open.reply_to == SAID["reply_to"]


def test_a_report_changes_no_public_page(client, passage):
    tag = client.get(f"/en{PASSAGE}")["ETag"]
    send(client, PASSAGE, **SAID)
    assert client.get(f"/en{PASSAGE}")["ETag"] == tag
