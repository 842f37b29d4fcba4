"""Verbs of what happened: writes that admin, importers and commands share."""

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from commission.actions import renumber
from commission.folding import in_every_language
from commission.models import writing
from sessions.models import (
    DelegationMember,
    ErrorReport,
    FollowUp,
    ReportState,
    Session,
)

__all__ = [
    "answer_report",
    "copy_delegation",
    "forget_addresses",
    "last_with_delegation",
    "record_follow_up",
    "renumber",
    "take_report",
]


def last_with_delegation(session):
    """The latest session of the commission before this one that took place and at which delegations
    are known, or None.  One query.
    """
    earlier = Session.objects.not_called_off().filter(
        commission=session.commission_id, starts_on__lt=session.starts_on
    )
    known = earlier.filter(delegation_members__isnull=False)
    return known.select_related("commission").order_by("-starts_on", "-pk").first()


def copy_delegation(*, session, side, by):
    """Begin the delegation of `side` with the people of the last session, and return
    (those who came, those of them whose position is the one of that time).

    Position and body are those held on the day of this session, as for somebody entered by hand.
    Where the record knows of no position the words of that time are taken, to be checked; where
    it knows that the person had left, none are.  Who is in a delegation already is left out.
    """
    last = last_with_delegation(session)
    there = set(session.delegation_members.values_list("participant", flat=True))
    came, unsure = [], []
    with writing():
        for member in (
            last.delegation_members.filter(side=side).order_by("order", "pk")
            if last
            else []
        ):
            if member.participant_id in there:
                continue
            new = DelegationMember(
                session=session,
                side=side,
                participant=member.participant,
                role=member.role,
                order=len(came) + 1,
            )
            if not member.participant.positions.exists():
                new.organisation = member.organisation
                _copy_position(member, new)
                if in_every_language(new, "position"):
                    unsure.append(new)
            new.full_clean(exclude=["position"])
            new.save()
            came.append(new)
        if came:
            message = f"{len(came)} members of the delegation were copied from {last}."
            LogEntry.objects.log_actions(
                by.pk, [session], CHANGE, change_message=message, single_object=True
            )
    return came, unsure


def _copy_position(old, new):
    for code, _name in settings.LANGUAGES:
        setattr(new, f"position_{code}", getattr(old, f"position_{code}"))


@transaction.atomic
def record_follow_up(*, decision, status, by, side=None, note="", stated_on=None):
    """Add a dated statement of what became of `decision`, log who entered it, and return it.

    `side` is None when both sides say it together.  `note` is a text in the active language or
    {language code: text}; `stated_on` is a date, today by default.  Earlier statements stay.
    Raises `ValidationError` when the status is none that can be reported, the day is to come or
    before the decision's, or the side is not of the decision's commission.
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
    with writing() as change:
        change.told(by=by)
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
