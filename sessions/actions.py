"""Verbs of what happened: writes that admin, importers and commands share."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from commission.actions import renumber
from sessions.models import ErrorReport, FollowUp, ReportState

__all__ = [
    "answer_report",
    "forget_addresses",
    "record_follow_up",
    "renumber",
    "take_report",
]


@transaction.atomic
def record_follow_up(*, decision, status, by, side=None, note="", stated_on=None):
    """Add a dated statement of what became of `decision`, log who entered it, and return it.

    `side` is None when both sides say it together.  `note` is a text in the active language or
    {language code: text}; `stated_on` is a date, today by default.  Earlier statements stay.
    Raises `ValidationError` when the status is none that can be reported or the side is not of
    the decision's commission.
    """
    notes = note if isinstance(note, dict) else {get_language(): note}
    follow_up = FollowUp(
        decision=decision,
        side=side,
        status=status,
        stated_on=stated_on or timezone.localdate(),
        **{f"note_{code}": text for code, text in notes.items()},
    )
    follow_up.full_clean(exclude=["note"])
    follow_up.save()
    LogEntry.objects.log_actions(by.pk, [follow_up], ADDITION, single_object=True)
    return follow_up


def take_report(*, subject, language, wrong, right="", known_from="", reply_to=""):
    """Keep what a reader says of a page (`sessions.subjects.Subject`), for the desk, and return it."""
    forget_addresses()
    return ErrorReport.objects.create(
        about=subject.address,
        title=subject.title,
        quote=subject.quote,
        language=language,
        wrong=wrong,
        right=right,
        known_from=known_from,
        reply_to=reply_to,
    )


def answer_report(*, report, state, remark, by):
    """Say what became of an error report; opened again it has no answer.  The first answer's moment stays."""
    report.state, report.remark = state, remark
    if state == ReportState.OPEN:
        report.answered_at = report.answered_by = None
    elif report.answered_at is None:
        report.answered_at, report.answered_by = timezone.now(), by
    report.save(update_fields=["state", "remark", "answered_at", "answered_by"])
    forget_addresses()


def forget_addresses(*, at=None):
    """Delete the addresses of readers whose reports were answered 30 days ago, and say how many.  One query."""
    return ErrorReport.objects.with_address_to_forget(at=at).update(reply_to="")
