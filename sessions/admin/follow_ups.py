"""What became of a session's decisions, entered on one page: a row for each side and for both."""

import datetime
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission.admin.record import DateInput
from commission.models import Side, writing
from sessions.actions import record_follow_up
from sessions.models import Decision, DecisionStatus, FollowUp, Session

STATUSES = [("", "—"), *FollowUp._meta.get_field("status").choices]


class StatementForm(forms.Form):
    """What one side, or both together, say of a decision; left without a status it says nothing."""

    status = forms.ChoiceField(choices=STATUSES, required=False)
    note = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 1, "class": "grows"})
    )
    stated_on = forms.DateField(required=False, widget=DateInput())

    def clean(self):
        data = super().clean()
        if data.get("note") and not data.get("status") and "status" not in self.errors:
            self.add_error("status", _("Choose what the statement reports."))
        if data.get("status") and not data.get("stated_on"):
            if "stated_on" not in self.errors:
                self.add_error("stated_on", _("Enter the day of the statement."))
        return data


@dataclass(frozen=True)
class Line:
    """A row of the page: who speaks (None: both together), what they said last, and the form."""

    side: Side | None
    latest: FollowUp | None
    form: StatementForm


@dataclass(frozen=True)
class Asked:
    """A decision and its lines."""

    decision: Decision
    lines: list[Line]


def heard_on(session: Session) -> datetime.date:
    """The day on which the sides report as a rule: that of the next session, or today."""
    later = Session.objects.filter(
        commission=session.commission, starts_on__gt=session.starts_on
    )
    first = later.order_by("starts_on").values_list("starts_on", flat=True).first()
    today = timezone.localdate()
    return first if first and first <= today else today


def asked_of(session, data=None):
    """An Asked for each decision of the session, then for older ones of its commission that are
    open.  Five queries.
    """
    sides = list(session.commission.sides.all())
    of_commission = Decision.objects.filter(session__commission=session.commission)
    older = of_commission.open().filter(session__starts_on__lt=session.starts_on)
    rows = of_commission.filter(session=session) | older
    decisions = rows.select_related("session__commission", "entry").with_statements()
    day = heard_on(session)
    return [
        Asked(decision, _lines(decision, sides, day, data))
        for decision in decisions.order_by(
            "-session__starts_on", "-session_id", "number"
        )
    ]


def _lines(decision, sides, day, data):
    statements = decision.follow_ups.all()
    return [
        Line(
            side,
            next(
                (f for f in reversed(statements) if f.side_id == (side and side.pk)),
                None,
            ),
            StatementForm(
                data,
                prefix=f"{decision.pk}-{side.pk if side else 'both'}",
                initial={"stated_on": day},
            ),
        )
        for side in (None, *sides)
    ]


def follow_ups_view(model_admin, request, session):
    """The page of `session`; a save records what was filled in, all of it or nothing."""
    if not request.user.has_perm("commission_sessions.add_followup"):
        raise PermissionDenied
    asked = asked_of(session, request.POST if request.method == "POST" else None)
    forms_of_all = [line.form for each in asked for line in each.lines]
    is_bound = request.method == "POST"
    if is_bound and all(form.is_valid() for form in forms_of_all):
        number = _record_all(asked, request.user)
        sentence = ngettext(
            "%(count)d statement is recorded.",
            "%(count)d statements are recorded.",
            number,
        )
        model_admin.message_user(
            request, sentence % {"count": number}, messages.SUCCESS
        )
        return HttpResponseRedirect(request.path)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What became of the decisions"),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "session": session,
        "asked": asked,
        "has_errors": is_bound,
        "back": reverse(
            f"{model_admin.admin_site.name}:commission_sessions_session_change",
            args=[session.pk],
        ),
    }
    return TemplateResponse(request, "admin/follow_ups.html", context)


def _record_all(asked, by):
    number = 0
    with writing():
        for each in asked:
            for line in each.lines:
                said = line.form.cleaned_data
                if said.get("status"):
                    record_follow_up(
                        decision=each.decision,
                        side=line.side,
                        status=DecisionStatus(said["status"]),
                        note=said["note"],
                        stated_on=said["stated_on"],
                        by=by,
                    )
                    number += 1
    return number
