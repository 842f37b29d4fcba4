"""Letters as a mail server gets them: what arrives, and what becomes of those it will not have."""

import asyncio
import datetime
import email
import email.policy
import re
import socket
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.utils import timezone

from sessions.following import sending
from sessions.models import Follower, OutgoingMail
from tests.factories import make_commission, make_session

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


class MailServer:
    """Takes every letter, but for what `says` answers to a command ("MAIL", "RCPT", "DATA") of an address."""

    def __init__(self):
        self.letters = []
        self.says = {}
        self.seconds = 0
        self.connections = 0
        self.hangs_up_on = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.says.get(("MAIL", address)):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.says.get(("RCPT", address)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        [address] = envelope.rcpt_tos
        await asyncio.sleep(self.seconds)
        if self.hangs_up_on == address:
            server.transport.abort()
        if answer := self.says.get(("DATA", address)):
            return answer
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # fmt: skip
        return "250 Taken"


@pytest.fixture
def server(settings):
    """A mail server of this machine that the portal writes to."""
    handler = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield handler
    controller.stop()


@pytest.fixture
def commission():
    return make_commission(slug="tm-kz", short_name_en="TM–KZ", short_name_ru="ТМ–КЗ")


def make_follower(name, language="en"):
    moment = timezone.now() - HOUR
    return Follower.objects.create(address=f"{name}@example.org", kind="record", language=language,
                                   rhythm="at_once", confirmed_at=moment, told_until=moment)  # fmt: skip


def send(server):
    """To whom one run sends what arrives."""
    before = len(server.letters)
    call_command("send_digests", verbosity=0)
    return [letter["To"] for letter in server.letters[before:]]


def after_a_while(monkeypatch):
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(minutes=16))


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("en", "The whole record: 1 change", "New: "), ("ru", "Все материалы: 1 изменение", "Новое: ")],
)  # fmt: skip
def test_a_letter_arrives_whole_and_its_header_stops_it_by_one_click(
    server, client, commission, language, subject, words
):
    make_session(commission=commission, summary_en="In short.", summary_ru="Коротко.")
    make_follower("reader", language)
    assert send(server) == ["reader@example.org"]
    [letter] = server.letters
    assert (letter["Subject"].strip(), letter.defects) == (subject, [])
    assert words in letter.get_content()
    assert ("Коротко." in letter.get_content()) == (language == "ru")
    # RFC 8058: to this address, without a cookie and without asking, programs send this.
    stop = re.fullmatch(r"<(\S+)>", letter["List-Unsubscribe"].strip())[1]
    key, value = letter["List-Unsubscribe-Post"].split("=")
    answer = client.post(urlsplit(stop).path, {key: value})
    assert answer.status_code == 200
    assert not Follower.objects.exists() and not OutgoingMail.objects.exists()


def test_an_address_that_is_unknown_is_deleted_after_three_letters_and_keeps_no_other_back(server, commission):  # fmt: skip
    make_follower("unknown")
    make_follower("reader")
    server.says["RCPT", "unknown@example.org"] = "550 5.1.1 No such user"
    for left in (2, 2, 1):
        make_session(commission=commission)
        assert send(server) == ["reader@example.org"]
        assert Follower.objects.count() == left


@pytest.mark.parametrize(
    "answer", ["554 5.7.1 Relay access denied", "550 relay not permitted", "451 4.7.1 Greylisted"]
)  # fmt: skip
def test_what_no_address_is_at_fault_for_deletes_none(server, commission, answer):
    make_follower("reader")
    for _letter in range(4):
        make_session(commission=commission)
        server.says["RCPT", "reader@example.org"] = answer
        assert send(server) == []
    server.says.clear()
    assert send(server) == ["reader@example.org"] * 4


@pytest.mark.parametrize(
    "answer", ["530 5.7.0 Authentication required", "553 Not your sender", "421 4.7.0 Too much"]
)  # fmt: skip
def test_a_server_that_will_not_have_us_keeps_every_letter_waiting(server, commission, answer):  # fmt: skip
    make_follower("reader")
    make_follower("other")
    make_session(commission=commission)
    server.says["MAIL", "records@localhost"] = answer
    for _time in range(4):
        with pytest.raises(CommandError, match=re.escape(answer[4:])):
            send(server)
    server.says.clear()
    assert send(server) == ["reader@example.org", "other@example.org"]


def test_a_letter_that_is_refused_for_what_it_says_is_dropped_and_its_reader_stays(server, commission):  # fmt: skip
    make_follower("reader")
    server.says["DATA", "reader@example.org"] = "554 5.6.0 Not in this house"
    for _letter in range(4):
        make_session(commission=commission)
        assert send(server) == []
    assert not OutgoingMail.objects.exists()
    server.says.clear()
    make_session(commission=commission)
    assert send(server) == ["reader@example.org"]


def test_a_server_that_hangs_up_in_the_middle_gets_that_letter_once_more_later(
    server, commission, monkeypatch
):
    for name in ("first", "second", "third"):
        make_follower(name)
    make_session(commission=commission)
    server.hangs_up_on = "second@example.org"
    with pytest.raises(CommandError, match="Connection unexpectedly closed"):
        send(server)
    server.hangs_up_on = None
    # It may have the second by now: nobody else waits for that.
    assert send(server) == ["third@example.org"]
    after_a_while(monkeypatch)
    assert send(server) == ["second@example.org"]
    assert send(server) == []
    # It had taken it before it hung up, and knows it again.
    assert len({letter["Message-ID"] for letter in server.letters}) == 3


def test_a_server_that_takes_its_time_gets_no_letter_twice(server, commission, settings):  # fmt: skip
    # So long a reader waits who asks to follow.
    settings.EMAIL_TIMEOUT = 0.1
    server.seconds = 0.3
    make_follower("reader")
    make_session(commission=commission)
    assert send(server) == ["reader@example.org"]
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0


def test_no_connection_carries_more_letters_than_servers_take(server, commission, monkeypatch):  # fmt: skip
    monkeypatch.setattr(sending, "LETTERS_A_CONNECTION", 2)
    for name in ("first", "second", "third"):
        make_follower(name)
    make_session(commission=commission)
    assert len(send(server)) == 3
    assert server.connections == 2


def test_a_server_that_is_down_keeps_every_letter_waiting(server, commission, settings):
    make_follower("reader")
    make_session(commission=commission)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(CommandError, match="Connection refused"):
        send(server)
    settings.EMAIL_PORT = port
    assert send(server) == ["reader@example.org"]
