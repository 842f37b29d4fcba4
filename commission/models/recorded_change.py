"""What is known of a change of the record besides its rows: when, by whom, why, and which records."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why rows were written, where it was not a page of the admin on which somebody typed."""

    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PUT_BACK = "put_back", _("put back as it was before")
    CAME_BACK = "came_back", _("put back after it was deleted")
    IMPORTED = "imported", _("imported from files")
    REMOVED = "removed", _("taken out again with the files it came from")
    FOUND = "found", _("as it was when its history began")


class RecordedChange(models.Model):
    """One change of the record, numbered as the content version that it made.

    `by` is empty where a command wrote, and when the account is gone: `by_name` stays.
    """

    number = models.BigIntegerField(primary_key=True)
    moment = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    by_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=20, blank=True, choices=Reason)

    class Meta:
        verbose_name = "change"
        verbose_name_plural = "changes"
        default_permissions = ()

    def __str__(self):
        return str(self.number)

    @property
    def who(self):
        """Who made it, in words."""
        return self.by_name or _("a command")


class What(models.TextChoices):
    """What a change did to a record, or to something that belongs to it."""

    MADE = "+", _("added")
    CHANGED = "~", _("changed")
    DELETED = "-", _("deleted")


class ChangedRecord(models.Model):
    """A record with a page of its own that a change touched: itself, or what belongs to it.

    `kind` is its model's label.  Two people at one record are told apart by these rows, and what
    was deleted is found by them.
    """

    change = models.ForeignKey(
        RecordedChange, models.CASCADE, related_name="records", db_index=False
    )
    kind = models.CharField(max_length=60)
    record = models.BigIntegerField()
    what = models.CharField(max_length=1, choices=What)

    class Meta:
        verbose_name = "changed record"
        verbose_name_plural = "changed records"
        default_permissions = ()
        constraints = [
            # Also the way from a record to its changes.
            models.UniqueConstraint(
                fields=["kind", "record", "change"], name="changed_record_once"
            ),
        ]
        indexes = [
            # What was deleted, and which records a change touched.
            models.Index(fields=["change", "what"], name="changed_record_by_change"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record}"
