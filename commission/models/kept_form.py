"""Forms that could not be taken when they were sent, kept for whoever filled them in."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_DAYS = 7


def _key():
    return secrets.token_hex(16)


class KeptForm(models.Model):
    """What `account` typed at `path`: {name: [values]}, and the names of fields with files, which
    are not kept.
    """

    key = models.CharField(primary_key=True, max_length=32, default=_key)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    path = models.CharField(max_length=400)
    fields = models.JSONField()
    files = models.JSONField(default=list)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "kept form"
        verbose_name_plural = "kept forms"
        default_permissions = ()

    def __str__(self):
        return self.path

    @classmethod
    def outlived(cls):
        """Those kept for longer than a week."""
        then = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
        return cls.objects.filter(kept_at__lt=then)
