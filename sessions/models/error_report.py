"""What readers say is wrong in the record, and what the desk answered."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# So long after the answer the desk may still write back.
KEPT_AFTER_ANSWER = datetime.timedelta(days=30)


class ReportState(models.TextChoices):
    OPEN = "open", _("open")
    CORRECTED = "corrected", _("corrected")
    NOT_AN_ERROR = "not_an_error", _("not an error")


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has answered yet."""
        return self.filter(state=ReportState.OPEN)

    def with_address_to_forget(self, *, at=None):
        """Those that were answered so long ago that the reader's address is of no use any more."""
        before = (at or timezone.now()) - KEPT_AFTER_ANSWER
        return self.exclude(reply_to="").filter(answered_at__lte=before)


class ErrorReport(models.Model):
    """A reader's words about a page of the record.  No part of the record: nothing public is made of it.

    `about` is the page's address below the language.  `title` and `quote` are what stood there when
    the report was written, in its language.
    """

    about = models.CharField(_("page"), max_length=400)
    title = models.CharField(_("title of the page"), max_length=600)
    language = models.CharField(_("language"), max_length=8)
    quote = models.TextField(_("text as it stood"), blank=True)
    wrong = models.TextField(_("what is wrong"))
    right = models.TextField(_("what would be right"), blank=True)
    known_from = models.TextField(_("where the reader knows it from"), blank=True)
    reply_to = models.EmailField(
        _("address for an answer"),
        blank=True,
        help_text=_(
            "For an answer to this report and nothing else; deleted 30 days after it was answered."
        ),
    )
    created_at = models.DateTimeField(_("came in"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ReportState, default=ReportState.OPEN
    )
    remark = models.TextField(
        _("remark"),
        blank=True,
        help_text=_(
            "What was found and done, for colleagues.  The reader does not see it."
        ),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # The desk's list of what is open, and how many there are on its front page.
            models.Index(
                fields=["-created_at"], condition=Q(state="open"), name="error_reports_open"
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, answered_at=None)
                | ~Q(state=ReportState.OPEN) & Q(answered_at__isnull=False),
                name="error_report_answered_has_a_moment",
                violation_error_message=_("What was answered has a moment of the answer."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def page(self):
        """The address of the page in the language in which it was reported."""
        return f"/{self.language}{self.about}"
