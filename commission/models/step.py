"""The steps of a record on its way to readers: who did what, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .of_record import OfRecord, OfRecordQuerySet


class StepKind(models.TextChoices):
    SENT = "sent", _("sent to review")
    SENT_BACK = "sent_back", _("sent back from review")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("scheduled")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CORRECTED = "corrected", _("corrected")
    MINOR = "minor", _("changed, minor")


class StepQuerySet(OfRecordQuerySet):
    def came_with(self, record):
        """Steps of those that were scheduled in the same step as `record`."""
        return self.filter(
            kind=StepKind.SCHEDULED,
            along_with=f"{record._meta.label_lower}:{record.pk}",
        )


class Step(OfRecord):
    """What was done with a record.  `at` is the moment it was scheduled for; `along_with` names the
    record whose release it came along with ("commission_sessions.session:7"), "" for its own.
    """

    kind = models.CharField(max_length=10, choices=StepKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Stays when the account goes.
    by_name = models.CharField(max_length=150)
    moment = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    along_with = models.CharField(max_length=100, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta(OfRecord.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["moment", "id"]
        indexes = [
            *OfRecord.Meta.indexes,
            # Who came along, when a release is moved.
            models.Index(fields=["along_with"], name="step_along_with"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.by_name}"
