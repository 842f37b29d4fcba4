"""Following by mail: who may ask for what, the links of letters, and that addresses go again."""

import datetime
import email
import email.policy
import re

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.core.mail.backends import dummy
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from commission import limits
from sessions.following.links import link_to_confirm
from sessions.models import Follower, OutgoingMail
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_organisation,
    make_responsible_body,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
FORM = "/en/follow/"
ADDRESS = "reader@example.org"
NO_MAIL = f"{dummy.__name__}.EmailBackend"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def area():
    return make_area(slug="railways", name_en="Railways", name_ru="Железные дороги")


def ask(client, query="?area=railways", language="en", **said):
    said = {"address": ADDRESS, "rhythm": "daily"} | said
    return client.post(f"/{language}/follow/{query}", said)


def read(message):
    """A message as a mail program reads it: headers and text, decoded."""
    return email.message_from_bytes(
        message.message().as_bytes(), policy=email.policy.default
    )


def link_in(message, part):
    [link] = [each for each in LINK.findall(message.body) if part in each]
    return link


def confirm(client):
    client.post(link_in(mail.outbox[-1], "/confirm/"))
    return Follower.objects.get()


# ── Asking ───────────────────────────────────────────────────────────────────────────────────


def test_it_asks_for_an_address_and_sends_a_link_to_confirm(client, area):
    page = client.get(f"{FORM}?area=railways")
    assert (page.status_code, "Railways" in page.text) == (200, True)
    answer = ask(client)
    assert (answer.status_code, answer["Location"]) == (302, f"{FORM}?area=railways&sent=1")  # fmt: skip
    assert 'role="status"' in client.get(answer["Location"]).text
    follower = Follower.objects.get()
    assert (follower.address, follower.kind, follower.query, follower.rhythm, follower.language) == (
        ADDRESS, "record", "area=railways", "daily", "en")  # fmt: skip
    assert (follower.confirmed_at, follower.told_until) == (None, None)
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert message.subject == "Confirm: follow “Railways” by mail"


def test_nothing_is_confirmed_by_looking_and_all_by_pressing(client, area):
    ask(client, rhythm="at_once", language="ru")
    link = link_in(mail.outbox[0], "/confirm/")
    assert link.startswith("/ru/follow/confirm/")
    assert "Железные дороги" in client.get(link).text
    assert Follower.objects.get().confirmed_at is None
    assert client.post(link).status_code == 200
    follower = Follower.objects.get()
    assert follower.confirmed_at == follower.told_until is not None
    assert (follower.rhythm, follower.language) == ("at_once", "ru")


@pytest.mark.parametrize(
    ("query", "kind", "kept"),
    [
        ("", "record", ""),
        ("?list=sessions", "sessions", ""),
        ("?list=decisions&status=overdue&q=rail", "decisions", "q=rail&status=overdue"),
        ("?list=agreements&area=railways", "agreements", "area=railways"),
        ("?list=sessions&sort=oldest&page=3&utm_source=x&area=railways", "sessions", "area=railways"),
        ("?area=railways&area=", "record", "area=railways"),
    ],
)  # fmt: skip
def test_every_list_can_be_followed_as_it_stands(client, area, query, kind, kept):
    assert client.get(f"{FORM}{query}").status_code == 200
    assert ask(client, query).status_code == 302
    follower = Follower.objects.get()
    assert (follower.kind, follower.query) == (kind, kept)


def test_a_decision_can_be_followed(client):
    decision = make_decision(session=make_session(commission=make_commission(slug="c"), number=7))  # fmt: skip
    page = client.get(decision.get_absolute_url()).text
    assert 'href="/en/follow/?decision=c/7/1"' in page
    ask(client, "?decision=c/7/1")
    follower = Follower.objects.get()
    assert (follower.kind, follower.query) == ("decision", str(decision.pk))


@pytest.mark.parametrize("query", ["?area=nowhere", "?commission=none", "?list=sessions&kind=strange", "?list=people",
                                   "?decision=c/7/1", "?decision=x", "?decision=c/7/1'", "?list=decisions&q=%22&session=a/b",
                                   "?area=%00", "?list=sessions&participant=" + "x" * 3000])  # fmt: skip
def test_what_means_nothing_cannot_be_followed_and_the_page_says_where_to_go(client, area, query):  # fmt: skip
    for answer in (client.get(f"{FORM}{query}"), ask(client, query)):
        assert answer.status_code == 404
        assert 'href="/en/' in answer.text
    assert not Follower.objects.exists()


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}])  # fmt: skip
def test_what_is_not_public_cannot_be_followed_whoever_asks(client, admin_client, hidden):  # fmt: skip
    make_area(slug="secret", name="hushed", **hidden)
    session = make_session(commission=make_commission(slug="c"), number=7, title="hushed", **hidden)  # fmt: skip
    make_decision(session=session, text="hushed")
    for each in (client, admin_client):
        for query in ("?area=secret", "?decision=c/7/1", "?list=decisions&session=c/7"):
            answer = each.get(f"{FORM}{query}")
            assert (answer.status_code, "hushed" in answer.text) == (404, False)


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org\r\nX: y",
                                     "a@example.org, b@example.org", "<a@example.org>", "é@example.org",
                                     "a" * 250 + "@example.org", "a@exam\x00ple.org"])  # fmt: skip
def test_what_is_no_address_is_refused_beside_it_and_sent_nowhere(
    client, area, address
):
    answer = ask(client, address=address)
    assert (answer.status_code, answer.text.count('id="id_address_error"')) == (400, 1)
    assert (Follower.objects.count(), mail.outbox) == (0, [])


def test_a_server_of_letters_beyond_latin_is_known_by_its_other_name(client, area):
    ask(client, address="Reader@Почта.рф")
    assert Follower.objects.get().address == "Reader@xn--80a1acny.xn--p1ai"
    assert mail.outbox[0].to == ["Reader@xn--80a1acny.xn--p1ai"]


def test_one_address_in_any_case_follows_a_thing_once(client, area):
    for address in (ADDRESS, "READER@Example.ORG"):
        ask(client, address=address)
    assert Follower.objects.count() == 1


def test_the_answer_tells_nothing_of_who_follows(client, area):
    new = ask(client)
    confirm(client)
    again = ask(client)
    assert (new.status_code, new["Location"]) == (again.status_code, again["Location"])
    assert client.get(new["Location"]).content == client.get(again["Location"]).content
    assert len(mail.outbox) == 2
    follower = Follower.objects.get()
    # Whoever asks changes nothing for who follows: the letter does.
    ask(client, rhythm="at_once", language="ru")
    follower.refresh_from_db()
    assert (follower.rhythm, follower.language) == ("daily", "en")
    told_until = follower.told_until
    follower = confirm(client)
    assert (follower.rhythm, follower.language, follower.told_until) == ("at_once", "ru", told_until)  # fmt: skip


def test_nobodys_box_is_filled_by_others(client, area):
    make_area(slug="roads")
    for query in ["?area=railways", "?area=roads", "", "?list=sessions"] * 2:
        assert ask(client, query).status_code == 302
    assert len(mail.outbox) == 5


def test_too_much_from_one_network_waits(client, area, settings, monkeypatch):
    settings.FOLLOWS_PER_HOUR = 2
    monkeypatch.setattr(limits.time, "time", lambda: 1_000 * 3600 + 3000)
    answers = [ask(client) for _turn in range(3)]
    assert [each.status_code for each in answers] == [302, 302, 429]
    assert (answers[2]["Retry-After"], f'value="{ADDRESS}"' in answers[2].text) == ("600", True)  # fmt: skip


def test_whoever_fills_in_everything_is_told_how_to_be_a_reader(client, area):
    answer = ask(client, company="Buy")
    assert (answer.status_code, Follower.objects.count(), mail.outbox) == (400, 0, [])
    assert "This line has to stay empty" in answer.text
    assert f'value="{ADDRESS}"' in answer.text


# ── The door ─────────────────────────────────────────────────────────────────────────────────


def test_no_page_of_it_sets_a_cookie_or_is_kept(area):
    client = Client(enforce_csrf_checks=True)
    answers = [client.get(f"{FORM}?area=railways"), ask(client)]
    link = link_in(mail.outbox[0], "/confirm/")
    answers += [client.get(link), client.post(link)]
    stop = f"/en/follow/stop/{Follower.objects.get().token}/"
    answers += [client.get(stop), client.post(stop)]
    for answer in answers:
        assert answer.status_code in (200, 302)
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert "ETag" not in answer


def test_a_form_of_another_site_is_refused(client, area):
    said = {"address": ADDRESS, "rhythm": "daily"}
    for origin, status in (("https://example.net", 403), ("null", 403), ("http://testserver", 302)):  # fmt: skip
        answer = client.post(f"{FORM}?area=railways", said, headers={"origin": origin})
        assert answer.status_code == status
    assert len(mail.outbox) == 1


def test_other_pages_still_take_nothing(client, area):
    for page in ("/en/", "/en/areas/railways/", "/en/sessions/"):
        assert client.post(page).status_code == 405
    assert client.put(f"{FORM}?area=railways").status_code == 405


def test_the_pages_of_what_can_be_followed_lead_to_it(client, area):
    commission = make_commission(slug="c")
    session = make_session(commission=commission, number=7)
    ministry = make_organisation(slug="m")
    make_responsible_body(decision=make_decision(session=session), organisation=ministry)  # fmt: skip
    pages = {
        "/en/areas/railways/": "?area=railways",
        "/en/commissions/c/": "?commission=c",
        "/en/sessions/c/7/": "?commission=c",
        "/en/organisations/m/": "?list=decisions&amp;organisation=m",
        "/en/sessions/?commission=c&page=1&sort=oldest": "?list=sessions&amp;commission=c",
        "/en/decisions/": "?list=decisions",
        "/en/agreements/": "?list=agreements",
    }
    for page, query in pages.items():
        assert client.get(page).text.count(f'href="{FORM}{query}"') == 1, page


def test_where_mail_is_not_set_up_nothing_offers_it_and_addresses_still_go(client, area, settings):  # fmt: skip
    ask(client)
    follower = confirm(client)
    settings.EMAIL_BACKEND = NO_MAIL
    make_session(commission=make_commission(slug="c"), number=7)
    for page in ("/en/areas/railways/", "/en/sessions/", "/en/sessions/c/7/", "/en/commissions/c/", "/en/about/", "/en/help/"):  # fmt: skip
        assert "/follow/" not in client.get(page).text, page
    assert client.get(f"{FORM}?area=railways").status_code == 404
    assert ask(client).status_code == 404
    Follower.objects.create(
        address="a@example.org", kind="record", language="en", asked_at=timezone.now() - datetime.timedelta(days=4)
    )  # fmt: skip
    with pytest.raises(CommandError, match="Mail is not set up"):
        call_command("send_digests")
    assert [each.pk for each in Follower.objects.all()] == [follower.pk]
    client.post(f"/en/follow/stop/{follower.token}/")
    assert not Follower.objects.exists()


# ── Links ────────────────────────────────────────────────────────────────────────────────────


def test_links_that_are_forged_cut_or_of_who_stopped_confirm_nothing(client, area):
    ask(client)
    link = link_in(mail.outbox[0], "/confirm/")
    follower = Follower.objects.get()
    for wrong in (link[:-4] + "xxx/", "/en/follow/confirm/x/", f"/en/follow/confirm/{follower.token}/"):  # fmt: skip
        for answer in (client.get(wrong), client.post(wrong)):
            assert (answer.status_code, "does not hold" in answer.text) == (404, True)
    assert Follower.objects.get().confirmed_at is None
    follower.delete()
    assert client.post(link).status_code == 404


def test_a_link_holds_for_three_days(client, area, monkeypatch):
    ask(client)
    link = link_in(mail.outbox[0], "/confirm/")
    now = signing.time.time()
    day = 24 * 3600
    monkeypatch.setattr(signing.time, "time", lambda: now + 3 * day - 60)
    assert client.get(link).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 3 * day + 60)
    assert client.post(link).status_code == 404
    assert Follower.objects.get().confirmed_at is None


def test_a_signature_for_something_else_confirms_nothing(client, area):
    ask(client)
    follower = Follower.objects.get()
    link = link_to_confirm(follower, rhythm="daily", language="en")
    other = signing.dumps([follower.token, "daily", "en"], salt="another")
    assert client.post(f"/en/follow/confirm/{other}/").status_code == 404
    assert client.post(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_what_was_not_confirmed_is_deleted_after_three_days(client, area):
    ask(client)
    Follower.objects.update(asked_at=timezone.now() - datetime.timedelta(days=2, hours=23))  # fmt: skip
    call_command("send_digests", verbosity=0)
    assert Follower.objects.count() == 1
    Follower.objects.update(asked_at=timezone.now() - datetime.timedelta(days=3))
    call_command("send_digests", verbosity=0)
    assert (Follower.objects.count(), OutgoingMail.objects.count()) == (0, 0)


# ── Stopping ─────────────────────────────────────────────────────────────────────────────────


def test_mail_programs_stop_it_by_one_message_and_the_address_is_gone(client, area):
    ask(client)
    confirm(client)
    headers = read(mail.outbox[0])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [link] = LINK.findall(headers["List-Unsubscribe"].strip("<>"))
    # As RFC 8058 has it: no cookie, no origin, one pair.
    sender = Client(enforce_csrf_checks=True)
    answer = sender.post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )  # fmt: skip
    assert answer.status_code == 200
    assert (Follower.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    assert sender.post(link).status_code == 200


def test_looking_stops_nothing_and_the_button_does(client, area):
    ask(client)
    follower = confirm(client)
    stop = f"/en/follow/stop/{follower.token}/"
    page = client.get(stop)
    assert "Railways" in page.text and ADDRESS not in page.text
    assert Follower.objects.exists()
    assert "The letters have stopped" in client.post(stop).text
    assert "The letters have stopped" in client.get(stop).text
    assert not Follower.objects.exists()


def test_all_that_an_address_follows_can_stop_at_once(client, area):
    for query, address in (("", ADDRESS), ("?area=railways", ADDRESS.upper()), ("", "other@example.org")):  # fmt: skip
        ask(client, query, address=address)
    follower = Follower.objects.filter(address=ADDRESS).get()
    client.post(f"/en/follow/stop/{follower.token}/", {"all": "1"})
    assert [each.address for each in Follower.objects.all()] == ["other@example.org"]


def test_it_changes_no_public_page(client, area):
    tag = client.get("/en/areas/railways/")["ETag"]
    ask(client)
    confirm(client)
    assert client.get("/en/areas/railways/")["ETag"] == tag


# ── Staff ────────────────────────────────────────────────────────────────────────────────────


def test_staff_see_how_many_follow_what_and_delete_by_the_whole_address(admin_client, client, area):  # fmt: skip
    ask(client)
    follower = confirm(client)
    listed = "/admin/commission_sessions/follower/"
    page = admin_client.get(listed).text
    assert "area=railways" in page and "reader@" not in page
    assert "area=railways" not in admin_client.get(f"{listed}?q=reader").text
    found = admin_client.get(f"{listed}?q={ADDRESS.upper()}").text
    assert "area=railways" in found
    asked = {"action": "delete_selected", "_selected_action": [follower.pk]}
    assert ADDRESS not in admin_client.post(listed, asked).text
    page = admin_client.get(f"{listed}{follower.pk}/change/").text
    assert "area=railways" in page
    assert ADDRESS not in page and follower.token not in page
    admin_client.post(f"{listed}?q={ADDRESS}", asked | {"post": "yes"})
    assert not Follower.objects.exists()
