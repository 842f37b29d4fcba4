"""The letters of those who follow by mail: what they tell, and that each is sent once."""

import datetime
import email
import email.policy
import smtplib
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from sessions.actions import record_follow_up
from sessions.following import sending
from sessions.models import Follower, OutgoingMail
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_event,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def area():
    return make_area(slug="railways", name_en="Railways", name_ru="Железные дороги")


@pytest.fixture
def commission():
    return make_commission(slug="tm-kz", short_name_en="TM–KZ", short_name_ru="ТМ–КЗ")


def make_follower(query="", kind="record", rhythm="at_once", language="en", ago=HOUR, **fields):  # fmt: skip
    moment = timezone.now() - ago
    fields = {"address": "reader@example.org", "asked_at": moment} | fields
    return Follower.objects.create(kind=kind, query=query, rhythm=rhythm, language=language,
                                   confirmed_at=moment, told_until=moment, **fields)  # fmt: skip


def send():
    """The letters that one run sends."""
    before = len(mail.outbox)
    call_command("send_digests", verbosity=0)
    return mail.outbox[before:]


def read(message):
    return email.message_from_bytes(
        message.message().as_bytes(), policy=email.policy.default
    )


def move_back(follower, **ago):
    Follower.objects.filter(pk=follower.pk).update(
        told_until=timezone.now() - datetime.timedelta(**ago)
    )


# ── What a letter tells ──────────────────────────────────────────────────────────────────────


def test_a_new_session_is_told_with_its_text_and_its_address(area, commission):
    make_follower("area=railways")
    session = make_session(commission=commission, number=11, starts_on=datetime.date(2023, 5, 15), summary="In short.")  # fmt: skip
    make_passage(session=session, text="On *railways* & “more”.", areas=[area])
    make_decision(session=session, text="To build.", areas=[area])
    other = make_session(commission=commission, number=12, title="Elsewhere")
    make_passage(session=other)
    [message] = send()
    assert message.subject == "Railways: 1 change"
    lines = message.body.splitlines()
    assert lines[:2] == ["Railways", "http://127.0.0.1:8000/en/areas/railways/"]
    at = lines.index("New: Eleventh session, 15 May 2023 · TM–KZ")
    assert lines[at + 1] == "http://127.0.0.1:8000/en/sessions/tm-kz/11/"
    assert lines[at - 2] == "SESSIONS"
    for words in ("  In short.", "  On railways & “more”.", "  • To build."):
        assert words in lines
    assert "Elsewhere" not in message.body
    # A session that is new tells of its decisions itself.
    assert "DECISIONS" not in lines
    assert max(map(len, lines)) <= 120


def test_a_decision_is_told_when_a_side_reports_on_it(commission, admin_user):
    decision = make_decision(session=make_session(commission=commission, number=7), text="To build.")  # fmt: skip
    other = make_decision(session=decision.session, text="To sell.")
    follower = make_follower(str(decision.pk), "decision", ago=datetime.timedelta())
    assert send() == []
    for each in (decision, other):
        record_follow_up(decision=each, status="in_progress", by=admin_user, note="Half of it.",
                         side=commission.sides.first())  # fmt: skip
    [message] = send()
    assert "http://127.0.0.1:8000/en/decisions/tm-kz/7/1/" in message.body
    for words in ("To build.", "Turkmen side: in progress. Half of it."):
        assert words in message.body, words
    assert "To sell." not in message.body and "\nNew:" not in message.body
    follower.refresh_from_db()
    assert send() == []


def test_an_agreement_is_told_with_what_happened_to_it(area, commission):
    make_follower("list", "agreements").delete()
    agreement = make_agreement(commission=commission, areas=[area], title="On railways", slug="rail")  # fmt: skip
    make_follower("area=railways", "agreements", ago=datetime.timedelta())
    make_event(agreement=agreement, kind="entered")
    [message] = send()
    assert message.subject == "Agreements · Railways: 1 change"
    assert "http://127.0.0.1:8000/en/agreements/rail/" in message.body
    assert "entered into force" in message.body.lower()


def test_it_is_in_the_followers_language(area, commission):
    make_follower("area=railways", language="ru")
    session = make_session(commission=commission, number=11)
    make_passage(session=session, text_en="In English.", text_ru="По-русски.", areas=[area])  # fmt: skip
    [message] = send()
    assert message.subject == "Железные дороги: 1 изменение"
    for words in ("http://127.0.0.1:8000/ru/sessions/tm-kz/11/", "По-русски.", "ТМ–КЗ", "/ru/follow/stop/"):  # fmt: skip
        assert words in message.body, words
    assert "In English." not in message.body


def test_a_long_list_and_a_long_text_are_cut_and_say_so(commission):
    make_follower(kind="sessions")
    for number in range(1, 33):
        session = make_session(commission=commission, number=number)
    make_passage(session=session, text="word " * 2000)
    [message] = send()
    assert message.subject == "Sessions: 32 changes"
    assert "And 2 more." in message.body
    assert message.body.count("New: ") == 30
    assert message.body.count("word") < 300 and "word …" in message.body


def test_the_headers_are_whole_and_read_by_any_program(area, commission):
    follower = make_follower("area=railways", language="ru")
    make_passage(session=make_session(commission=commission), areas=[area])
    [message] = send()
    headers = read(message)
    assert headers["To"] == "reader@example.org"
    [sender] = headers["From"].addresses
    assert (sender.addr_spec, sender.display_name) == ("records@localhost", "Материалы комиссий")  # fmt: skip
    assert headers["Subject"].strip() == "Железные дороги: 1 изменение"
    assert headers["Date"].datetime.tzinfo
    assert headers["Message-ID"] == OutgoingMail.objects.get().message_id
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "<followers.127.0.0.1>"
    stop = f"<http://127.0.0.1:8000/ru/follow/stop/{follower.token}/>"
    assert headers["List-Unsubscribe"].strip() == stop
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Content-Language"] == "ru"
    assert headers.get_content_type() == "text/plain"
    assert headers.get_content().rstrip("\n") == message.body.rstrip("\n")
    assert headers.defects == []


def test_a_title_of_several_lines_adds_no_header(commission):
    session = make_session(commission=commission, title="One\r\nBcc: x@example.org", number=3)  # fmt: skip
    decision = make_decision(session=session)
    follower = make_follower(str(decision.pk), "decision")
    [message] = send()
    assert read(message)["Bcc"] is None
    assert "\n" not in message.subject
    assert OutgoingMail.objects.get().follower == follower


# ── Nothing unpublished ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["record", "sessions", "decisions", "agreements"])
def test_nothing_unpublished_is_told(kind, area, commission):
    hidden = [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}]
    for state in hidden:
        of_hidden = make_commission(**state)
        for session in (make_session(commission=commission, title="hushed", **state),
                        make_session(commission=of_hidden, title="hushed")):  # fmt: skip
            make_passage(session=session, text="hushed", areas=[area])
            make_decision(session=session, text="hushed", areas=[area])
        make_agreement(commission=commission, title="hushed", areas=[area], **state)
        make_agreement(commission=of_hidden, title="hushed", areas=[area])
    for query in ("", "area=railways", "commission=tm-kz"):
        make_follower(query, kind)
    assert send() == []
    public = make_session(commission=commission)
    make_passage(session=public, areas=[area])
    make_decision(session=public, areas=[area])
    make_agreement(commission=commission, areas=[area])
    letters = send()
    assert len(letters) == 3
    assert not any("hushed" in letter.body + letter.subject for letter in letters)


def test_an_embargo_is_told_when_it_ends_and_not_before(commission, monkeypatch):
    ends = timezone.now() + HOUR
    make_follower(kind="sessions")
    make_session(commission=commission, title="Released", publish_at=ends)
    assert send() == []
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + HOUR - datetime.timedelta(minutes=1))  # fmt: skip
    assert send() == []
    monkeypatch.setattr(timezone, "now", lambda: now() + HOUR + datetime.timedelta(minutes=1))  # fmt: skip
    [message] = send()
    assert "New: Released" in message.body
    assert send() == []


def test_a_sector_that_is_withdrawn_tells_nothing_rather_than_everything(area, commission):  # fmt: skip
    make_follower("area=railways")
    area.state = "withdrawn"
    area.save()
    make_passage(session=make_session(commission=commission), areas=[area])
    assert send() == []
    area.state = "published"
    area.save()
    assert len(send()) == 1


def test_a_decision_that_is_withdrawn_tells_nothing(commission):
    session = make_session(commission=commission)
    make_follower(str(make_decision(session=session).pk), "decision")
    session.state = "withdrawn"
    session.save()
    assert send() == []


# ── When ─────────────────────────────────────────────────────────────────────────────────────


def test_who_has_not_confirmed_is_told_nothing(commission):
    Follower.objects.create(address="a@example.org", kind="record", language="en")
    make_session(commission=commission)
    assert send() == []


def test_what_changed_before_one_followed_is_not_told(commission):
    make_session(commission=commission)
    make_follower(ago=datetime.timedelta())
    assert send() == []


def test_daily_letters_come_once_a_day_from_their_hour_on(commission, settings, monkeypatch):  # fmt: skip
    settings.TIME_ZONE, settings.DIGEST_HOUR = "Asia/Ashgabat", 7
    day = timezone.localtime().replace(hour=6, minute=59, second=0, microsecond=0)
    day += datetime.timedelta(days=1)
    at = day

    def at_this(moment):
        nonlocal at
        at = moment
        return send()

    make_session(commission=commission)
    follower = make_follower(rhythm="daily", ago=datetime.timedelta(minutes=1))
    seven = day.replace(hour=7, minute=0)
    Follower.objects.filter(pk=follower.pk).update(told_until=seven - datetime.timedelta(days=1, minutes=-30))  # fmt: skip
    monkeypatch.setattr(timezone, "now", lambda: at.astimezone(datetime.UTC))
    make_session(commission=commission, publish_at=seven - 2 * HOUR)
    assert at_this(day) == []
    assert len(at_this(seven)) == 1
    at = seven + HOUR
    make_session(commission=commission, publish_at=seven + HOUR)
    assert at_this(seven + 2 * HOUR) == []
    assert len(at_this(seven + 24 * HOUR)) == 1


def test_a_second_run_tells_nothing_again(commission):
    follower = make_follower()
    make_session(commission=commission)
    assert len(send()) == 1
    assert send() == []
    move_back(follower, seconds=0)
    make_session(commission=commission)
    assert len(send()) == 1


def test_it_asks_as_much_for_one_change_as_for_three(commission, django_assert_num_queries, area):  # fmt: skip
    follower = make_follower("area=railways", kind="sessions")

    def write():
        return sending._tell(Follower.objects.get(pk=follower.pk), timezone.now())

    for number in (1, 3):
        for _each in range(number):
            make_passage(session=make_session(commission=commission), areas=[area])
        move_back(follower, hours=1)
        write()
        move_back(follower, hours=1)
        follower.refresh_from_db()
        with django_assert_num_queries(15):
            write()


# ── Once, wherever a sender is stopped ───────────────────────────────────────────────────────


class StoppedError(Exception):
    """As if the process were killed here."""


def stop(*args, **kwargs):
    raise StoppedError


@pytest.fixture
def one_letter(commission):
    follower = make_follower()
    make_session(commission=commission)
    return follower


def run_and_be_stopped():
    with pytest.raises(StoppedError):
        call_command("send_digests", verbosity=0)


def after_a_while(monkeypatch):
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(minutes=16))


def test_stopped_while_a_letter_is_written_nothing_has_happened(one_letter, monkeypatch):  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(sending, "write", stop)
        run_and_be_stopped()
    told_until = one_letter.told_until
    one_letter.refresh_from_db()
    assert (one_letter.told_until, OutgoingMail.objects.count()) == (told_until, 0)
    assert len(send()) == 1


def test_stopped_between_writing_and_sending_it_is_sent_next(one_letter, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sending, "get_connection", stop)
        run_and_be_stopped()
    assert OutgoingMail.objects.filter(sent_at=None).count() == 1
    assert len(send()) == 1
    assert send() == []


def test_stopped_before_the_server_has_it_it_is_sent_after_a_while(one_letter, monkeypatch):  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, "send_messages", stop)
        run_and_be_stopped()
    assert send() == []
    after_a_while(monkeypatch)
    assert len(send()) == 1
    assert send() == []


def test_stopped_after_the_servers_yes_it_comes_twice_at_most_and_under_one_name(one_letter, monkeypatch):  # fmt: skip
    deliver = locmem.EmailBackend.send_messages

    def deliver_and_stop(self, messages):
        deliver(self, messages)
        raise StoppedError

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", deliver_and_stop)
    run_and_be_stopped()
    assert send() == []
    after_a_while(monkeypatch)
    run_and_be_stopped()
    # Stopped again at the same place: it is given up, and never comes a third time.
    after_a_while(monkeypatch)
    assert send() == []
    assert len(mail.outbox) == 2
    assert len({each.message()["Message-ID"] for each in mail.outbox}) == 1
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("fails", ["open", "send_messages"])
def test_a_server_that_is_away_keeps_every_letter_waiting(one_letter, monkeypatch, fails):  # fmt: skip
    def away(*args):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, fails, away)
        with pytest.raises(CommandError, match="wait for the next time"):
            call_command("send_digests", verbosity=0)
    if fails == "send_messages":
        # Nobody knows whether it has the letter.
        assert send() == []
        after_a_while(monkeypatch)
    assert len(send()) == 1


def refusing(code):
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (code, b"no")})

    return refuse


def test_a_letter_that_is_refused_for_now_waits(one_letter, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, "send_messages", refusing(450))
        assert send() == []
    assert len(send()) == 1


def test_an_address_that_no_letter_reaches_is_deleted(one_letter, monkeypatch, commission):  # fmt: skip
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refusing(550))
    for left in (1, 1, 0):
        assert send() == []
        assert (Follower.objects.count(), OutgoingMail.objects.count()) == (left, 0)
        make_session(commission=commission)


def test_one_letter_that_is_refused_keeps_no_other_back(one_letter, monkeypatch):
    make_follower(address="other@example.org")
    deliver = locmem.EmailBackend.send_messages

    def choosy(self, messages):
        if messages[0].to == ["reader@example.org"]:
            raise smtplib.SMTPDataError(554, b"no")
        return deliver(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", choosy)
    assert [each.to for each in send()] == [["other@example.org"]]


def test_letters_are_forgotten_some_days_after_they_were_sent(one_letter):
    send()
    day = datetime.timedelta(days=1)
    for days, left in ((1, 1), (1, 0)):
        OutgoingMail.objects.update(sent_at=F("sent_at") - days * day)
        send()
        assert OutgoingMail.objects.count() == left


def test_who_stops_while_a_letter_waits_is_not_sent_it(one_letter):
    sending.write_digests()
    one_letter.delete()
    assert send() == []


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_letter_once():
    commission = make_commission()
    for number in range(6):
        make_follower(address=f"reader{number}@example.org")
    make_session(commission=commission)
    start = Barrier(2)
    failed = []

    def run():
        start.wait()
        try:
            call_command("send_digests", verbosity=0)
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(each.to[0] for each in mail.outbox) == [f"reader{number}@example.org" for number in range(6)]  # fmt: skip
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0
