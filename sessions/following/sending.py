"""The outbox: every letter is a row, written once and sent once.

What a follower was told moves in the transaction that writes the letter, so that nothing is told
twice and nothing is left out, wherever a sender is stopped:

- before that transaction ends, nothing has happened;
- after it, the letter waits, and the next sender sends it;
- a letter is claimed before it is given to the mail server and marked afterwards.  A sender that
  dies in between leaves a claim; after 15 minutes the letter is sent under the same Message-ID, by
  which mail servers and readers know it again, and never a third time.  So a letter comes twice
  only when the sender died between the server's yes and the mark, and once more at most.
"""

import datetime
import logging
import re
import smtplib
from email.utils import format_datetime, formataddr
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from commission.environment import NO_MAIL
from commission.models.content_version import ContentVersion, latest_version
from sessions.models import Follower, OutgoingMail

from .followed import NotUnderstoodError, followed
from .letters import digest, one_line
from .links import link_to_stop

log = logging.getLogger(__name__)
# An address that no letter reached so often in a row is given up, and deleted.
MOST_REFUSALS = 3
# What a server says that takes no letter of ours to elsewhere, since it does not know us or forbids it
# (RFC 3463: 5.7): no reader's fault, and mended in the settings.
NOT_THE_ADDRESS = re.compile(rb"\b5\.7\.|\brelay", re.IGNORECASE)
# Many servers take no more than a hundred on one.
LETTERS_A_CONNECTION = 50


class MailServerAwayError(Exception):
    """The mail server does not answer; letters wait for the next time."""


def is_mail_set_up() -> bool:
    return settings.EMAIL_BACKEND != NO_MAIL


# ── Writing ──────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def moment_of_no_change() -> datetime.datetime:
    """A moment before which every change is there to be seen: it waits for whoever is writing."""
    list(ContentVersion.objects.select_for_update())
    return timezone.now()


def write_digests() -> int:
    """Write a letter to every follower who is due and for whom something changed, and count them.

    About fifteen queries a follower, and up to sixty more where what was told of before has
    changed: as many for one change as for a hundred.
    """
    until = moment_of_no_change()
    version = latest_version()
    moments = filter(None, (version.moved_at, version.released_at))
    changed_at = max(moments, default=until)
    due = list(Follower.objects.due(at=until, changed_at=changed_at))
    return sum(_tell(follower, until) for follower in due)


def _tell(follower, until):
    """True when there was something to tell.  Nothing is told of what means nothing (any more)."""
    with override(follower.language):
        try:
            it = followed(follower.kind, follower.query)
        except NotUnderstoodError:
            return False
        changes = it.changes(after=follower.told_until, until=until)
        letter = digest(follower, it, changes)
    return _move_and_write(follower, until, letter)


@transaction.atomic
def _move_and_write(follower, until, letter):
    """Only one of two who write at once moves what was told, and writes."""
    mine = Follower.objects.filter(pk=follower.pk, told_until=follower.told_until)
    if not mine.update(told_until=until) or letter is None:
        return False
    subject, body = letter
    write(follower, subject, body, is_digest=True)
    return True


def write(follower, subject, body, *, is_digest):
    """Put a letter into the outbox."""
    return OutgoingMail.objects.create(
        follower=follower,
        message_id=f"<{uuid4()}@{settings.SITE_HOST}>",
        subject=subject[:400],
        body=body,
        is_digest=is_digest,
    )


# ── Sending ──────────────────────────────────────────────────────────────────────────────────


def send_waiting(letters=None, *, patience=None) -> int:
    """Send what waits in the outbox (of `letters`, when given) and count it.

    `patience` is how many seconds each answer of the server is waited for, when it is not
    EMAIL_TIMEOUT.  Raises MailServerAwayError, with everything kept, when the server cannot be
    reached or takes no letter at all of ours.
    """
    waiting = OutgoingMail.objects.waiting()
    if letters is not None:
        waiting = waiting.filter(pk__in=letters)
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        return 0
    connection = get_connection(timeout=patience)
    sent = 0
    try:
        for number, key in enumerate(keys, start=1):
            sent += _send(key, connection)
            if number % LETTERS_A_CONNECTION == 0:
                connection.close()
    finally:
        connection.close()
    return sent


def _send(key, connection):
    """True when the server has the letter now."""
    letter = _claim(key)
    if letter is None:
        return False
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        _give_back(letter)
        raise _away(error) from error
    try:
        connection.send_messages([message_of(letter)])
    except smtplib.SMTPRecipientsRefused as refused:
        [(code, words)] = refused.recipients.values()
        _address_refused(letter, code, words)
        return False
    except smtplib.SMTPDataError as refused:
        _letter_refused(letter, refused.smtp_code)
        return False
    except smtplib.SMTPResponseException as refused:
        # It will not have us, whomever the letter is to: a password that is missing, too much at once.
        _give_back(letter)
        raise _away(refused) from refused
    except (smtplib.SMTPException, OSError) as error:
        # Whether the server had it nobody knows: as if the sender had died here.
        raise _away(error) from error
    OutgoingMail.objects.filter(pk=key).update(sent_at=timezone.now())
    Follower.objects.filter(pk=letter.follower_id).exclude(refusals=0).update(
        refusals=0
    )
    return True


def _away(error):
    return MailServerAwayError(f"{type(error).__name__}: {error}")


def _claim(key):
    """The letter, when nobody else has it."""
    free = OutgoingMail.objects.waiting().order_by().filter(pk=key)
    if not free.update(claimed_at=timezone.now(), claims=F("claims") + 1):
        return None
    return OutgoingMail.objects.select_related("follower").filter(pk=key).first()


def _give_back(letter):
    OutgoingMail.objects.filter(pk=letter.pk).update(
        claimed_at=None, claims=F("claims") - 1
    )


def _address_refused(letter, code, words):
    """The server will not have a letter to this address: for now (4xx), or for good."""
    if code >= 500:
        log.warning("The mail server refused the address of letter %s (%s).", letter.message_id, code)  # fmt: skip
    if code < 500 or NOT_THE_ADDRESS.search(words):
        _give_back(letter)
        return
    follower = letter.follower
    if follower.confirmed_at is None or follower.refusals + 1 >= MOST_REFUSALS:
        follower.delete()
        return
    letter.delete()
    Follower.objects.filter(pk=follower.pk).update(refusals=F("refusals") + 1)


def _letter_refused(letter, code):
    """The server will not have what the letter says, which says nothing about the address."""
    if code < 500:
        _give_back(letter)
        return
    log.warning("The mail server refused letter %s (%s).", letter.message_id, code)
    letter.delete()


def message_of(letter):
    """The message, whole and the same each time."""
    follower = letter.follower
    with override(follower.language):
        name = _("Commission Records")
    return EmailMessage(
        one_line(letter.subject),
        letter.body,
        formataddr((name, settings.DEFAULT_FROM_EMAIL)),
        [follower.address],
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.written_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": follower.language,
            "List-Id": f"<followers.{settings.SITE_HOST}>",
            "List-Unsubscribe": f"<{stop_link(follower)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def stop_link(follower):
    with override(follower.language):
        return link_to_stop(follower)
