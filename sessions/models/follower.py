"""Who follows what by mail, and the letters that are written to them.

No part of the record: nothing of it is in a page, an export, the API or the history.
"""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# So long a link holds by which an address is confirmed, and so long one that is not is kept.
TO_CONFIRM = datetime.timedelta(days=3)
# So long a letter is known to be sent, and so long it is tried.
LETTERS_KEPT = datetime.timedelta(days=2)
LETTERS_TRIED = datetime.timedelta(days=7)
# So long one sender has, before another takes its letter for abandoned.
TO_SEND = datetime.timedelta(minutes=15)
# A letter whose sender died twice in the middle of it is not tried again.
MOST_CLAIMS = 2


def new_token():
    return secrets.token_urlsafe(24)


class Rhythm(models.TextChoices):
    DAILY = "daily", _("once a day")
    AT_ONCE = "at_once", _("at once")


class FollowedKind(models.TextChoices):
    RECORD = "record", _("the record")
    SESSIONS = "sessions", _("sessions")
    DECISIONS = "decisions", _("decisions")
    AGREEMENTS = "agreements", _("agreements")
    DECISION = "decision", _("one decision")


class FollowerQuerySet(models.QuerySet):
    def of_address(self, address):
        """Those of a mail address, in whatever case it is written."""
        return self.filter(address__iexact=address)

    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def due(self, *, at, changed_at):
        """Those to be told at a moment of what changed; `changed_at` is when anything last did.

        Who is told daily is due once a day, from the hour of the settings on.
        """
        hour = timezone.localtime(at).replace(
            hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0
        )
        if hour > timezone.localtime(at):
            hour -= datetime.timedelta(days=1)
        # A change may say an earlier moment than the one at which it can be seen.
        late = changed_at + datetime.timedelta(hours=1)
        daily = Q(rhythm=Rhythm.DAILY, told_until__lt=hour)
        at_once = Q(rhythm=Rhythm.AT_ONCE, told_until__lt=late)
        return self.confirmed().filter(daily | at_once).order_by("pk")

    def never_confirmed(self, *, at=None):
        """Those whose link to confirm holds no more."""
        before = (at or timezone.now()) - TO_CONFIRM
        return self.filter(confirmed_at=None, asked_at__lte=before)


class Follower(models.Model):
    """An address that is told of changes in what a list finds; gone with everything when it stops.

    `query` is what the list is asked ("area=railways"), of one decision its primary key.  All that
    happened until `told_until` is in a letter already.
    """

    address = models.EmailField(_("mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=12, choices=FollowedKind)
    query = models.CharField(_("what is asked"), max_length=1000, blank=True)
    rhythm = models.CharField(
        _("how often"), max_length=8, choices=Rhythm, default=Rhythm.DAILY
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    told_until = models.DateTimeField(_("told until"), null=True)
    # How often in a row the mail server would not have a letter for the address.
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower by mail")
        verbose_name_plural = _("followers by mail")
        constraints = [
            models.UniqueConstraint(
                Lower("address"), "kind", "query", name="follower_follows_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, told_until=None)
                | Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="follower_is_told_once_confirmed",
            ),
        ]
        indexes = [
            # Whom `manage.py send_digests` has to tell.
            models.Index(fields=["rhythm", "told_until"], name="followers_to_tell"),
        ]

    def __str__(self):
        """Without the address, which nobody is shown."""
        return f"{self.get_kind_display()} {self.query}".strip()


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self, *, at=None):
        """Letters to be sent: those that nobody sends, or whose sender has not said for long how it went."""
        abandoned = (at or timezone.now()) - TO_SEND
        free = Q(claimed_at=None) | Q(claimed_at__lte=abandoned)
        return self.filter(free, sent_at=None, claims__lt=MOST_CLAIMS).order_by("pk")

    def done_with(self, *, at=None):
        """Letters that were sent some days ago, and those that are not tried again."""
        at = at or timezone.now()
        given_up = Q(sent_at=None, claims__gte=MOST_CLAIMS, claimed_at__lte=at - TO_SEND)  # fmt: skip
        too_late = Q(sent_at=None, written_at__lte=at - LETTERS_TRIED)
        return self.filter(Q(sent_at__lte=at - LETTERS_KEPT) | given_up | too_late)


class OutgoingMail(models.Model):
    """One letter, written in the transaction that moves what its reader was told, and sent afterwards."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="mails")
    message_id = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    is_digest = models.BooleanField(default=True)
    written_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    claims = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "outgoing mail"
        verbose_name_plural = "outgoing mails"
        indexes = [
            models.Index(fields=["id"], condition=Q(sent_at=None), name="mails_to_send"),
        ]  # fmt: skip

    def __str__(self):
        return self.message_id
