"""Preview links: an unpublished record shown to somebody without an account, for some days."""

import hmac

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from commission.dates import date_in_words, moment_in_words

from .of_record import OfRecord, OfRecordQuerySet
from .reader import LinkReader

SALT = "commission.preview-link"


class PreviewLinkQuerySet(OfRecordQuerySet):
    def open(self):
        """Those that still open."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def signed(self, token):
        """The link with this token, open or not; None when nobody here has signed it.  One query."""
        key, _dash, signature = token.partition("-")
        if not (key.isdecimal() and len(key) < 18):
            return None
        link = self.filter(pk=key).first()
        if link and hmac.compare_digest(link.signature.encode(), signature.encode()):
            return link
        return None


class PreviewLink(OfRecord):
    """`along` are the drafts that show with the record, as "participants.participant:7"."""

    note = models.CharField(
        _("for whom"),
        max_length=200,
        help_text=_("Who gets the link: an office, a person."),
    )
    along = models.JSONField(default=list, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta(OfRecord.Meta):
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return self.note

    @property
    def signature(self):
        """Of what makes this link this one: no other row, now or ever, has the same."""
        stamp = int(self.made_at.timestamp() * 1_000_000)
        value = f"{self.pk}:{self.model}:{self.object_id}:{stamp}"
        return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:40]

    @property
    def token(self):
        return f"{self.pk}-{self.signature}"

    @property
    def made_in_words(self):
        return moment_in_words(self.made_at)

    @property
    def opened_in_words(self):
        return moment_in_words(self.opened_at)

    @property
    def until_in_words(self):
        return moment_in_words(self.expires_at)

    @property
    def last_day_in_words(self):
        return date_in_words(timezone.localtime(self.expires_at).date())

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()

    def address(self, language):
        """Where it opens the record in a language, as an absolute address."""
        page = reverse("preview", args=[self.token, f"{language}/"])
        return f"{settings.SITE_URL}{page}"

    def reader(self):
        """Who sees the record as it is meant to be: with what is shown along with it."""
        shown = {self.model: {self.object_id}}
        for key in self.along:
            label, _colon, pk = key.rpartition(":")
            shown.setdefault(label, set()).add(int(pk))
        return LinkReader(shown)
