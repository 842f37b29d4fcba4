"""Verbs of followers: to ask, to confirm, to stop, to forget."""

import datetime
import logging

from django.db import transaction
from django.utils import timezone

from sessions.models import Follower, OutgoingMail

from .letters import confirmation
from .sending import MailServerAwayError, send_waiting, write

log = logging.getLogger(__name__)
# Letters that ask to confirm, to one address within a day: nobody's box is filled by others.
MOST_QUESTIONS = 5
A_DAY = datetime.timedelta(days=1)


def ask_to_confirm(*, address, followed, rhythm, language):
    """Ask an address whether it is to follow; whether it does already makes no difference to who asks.

    A letter that cannot be sent now waits for `manage.py send_digests`.
    """
    letter = _question(address, followed, rhythm, language)
    if letter is None:
        return
    try:
        send_waiting([letter.pk])
    except MailServerAwayError as error:
        log.warning("A letter waits for the mail server: %s", error)


@transaction.atomic
def _question(address, followed, rhythm, language):
    since = timezone.now() - A_DAY
    asked = OutgoingMail.objects.filter(
        is_digest=False, written_at__gte=since, follower__address__iexact=address
    )
    if asked.count() >= MOST_QUESTIONS:
        return None
    follower, _is_new = Follower.objects.get_or_create(
        address__iexact=address, kind=followed.kind, query=followed.query,
        defaults={"address": address, "language": language, "rhythm": rhythm},
    )  # fmt: skip
    if follower.confirmed_at is None:
        follower.asked_at, follower.language = timezone.now(), language
        follower.save(update_fields=["asked_at", "language"])
    subject, body = confirmation(follower, followed, rhythm=rhythm, language=language)
    return write(follower, subject, body, is_digest=False)


@transaction.atomic
def confirm(*, follower, rhythm, language):
    """From now on it is told of changes; what changed before is not told."""
    now = timezone.now()
    Follower.objects.filter(pk=follower.pk).update(rhythm=rhythm, language=language)
    Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(
        confirmed_at=now, told_until=now
    )


def stop(*, token, all_of_it=False):
    """Delete the address and all that waits for it; `all_of_it`, whatever else it follows too."""
    followers = Follower.objects.filter(token=token)
    if all_of_it and (follower := followers.first()):
        followers = Follower.objects.of_address(follower.address)
    followers.delete()


def forget():
    """Delete addresses that were not confirmed in time, and letters that are done with."""
    Follower.objects.never_confirmed().delete()
    OutgoingMail.objects.done_with().delete()
