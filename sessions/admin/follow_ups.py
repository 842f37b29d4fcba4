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
from commission.admin.together import SEEN, seen_version
from commission.kept_forms import WHOSE, let_go, signature_of
from commission.languages import text_and_language
from commission.models import Side, latest_version, take_turn, writing
from sessions.actions import record_follow_up
from sessions.models import Decision, DecisionStatus, FollowUp, Session
from sessions.models.decision import check_day

STATUSES = [("", "—"), *FollowUp._meta.get_field("status").choices]


class StatementForm(forms.Form):
    """What one side, or both together, say of a decision; left without a status it says nothing."""

    status = forms.ChoiceField(choices=STATUSES, required=False)
    note = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 1, "class": "grows"})
    )
    stated_on = forms.DateField(required=False, widget=DateInput())

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean(self):
        data = super().clean()
        if data.get("note") and not data.get("status") and "status" not in self.errors:
            self.add_error("status", _("Choose what the statement reports."))
        if data.get("status") and not data.get("stated_on"):
            if "stated_on" not in self.errors:
                self.add_error("stated_on", _("Enter the day of the statement."))
        elif data.get("status"):
            check_day(self.decision, data["stated_on"])
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
    """The day on which the sides report as a rule: that of the next session that took place, or today."""
    later = Session.objects.not_called_off().filter(
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
                decision=decision,
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
    if request.method != "POST":
        # Before the statements are read.
        seen = latest_version().number
        return _page(model_admin, request, session, asked_of(session), seen)
    with writing() as change:
        seen = take_turn(change.using)
        asked = asked_of(session, request.POST)
        # A list: every form says what is wrong with it.
        valid = all([line.form.is_valid() for each in asked for line in each.lines])  # noqa: C419
        if not (_told_of_others(asked, request) or not valid):
            number = _record_all(asked, request.user)
            let_go(request)
            sentence = ngettext(
                "%(count)d statement is recorded.",
                "%(count)d statements are recorded.",
                number,
            )
            model_admin.message_user(
                request, sentence % {"count": number}, messages.SUCCESS
            )
            return HttpResponseRedirect(request.path)
    return _page(model_admin, request, session, asked, seen)


def _told_of_others(asked, request):
    """Whether something stands in the way: somebody recorded a statement in a line since the page was
    made in which something is typed, or the page is shown again after its owner signed in.
    """
    seen = seen_version(request.POST)
    latest = {line.latest.pk: line for each in asked for line in each.lines if line.latest}  # fmt: skip
    versions = FollowUp.history.filter(id__in=latest, history_type="+", change__gt=seen or 0)  # fmt: skip
    told = hasattr(request, "kept_form")
    for version in versions.select_related("change") if seen is not None else ():
        form = latest[version.id].form
        if form.is_valid() and form.cleaned_data.get("status"):
            told = True
            form.add_error("status", _("%(who)s recorded a statement here meanwhile: “%(said)s”. Save again to add yours.")
                % {"who": version.change.who, "said": _said(latest[version.id].latest)})  # fmt: skip
    return told


def _said(statement):
    note, _code = text_and_language(statement, "note")
    return ": ".join(filter(None, [statement.get_status_display(), note]))


def _page(model_admin, request, session, asked, seen):
    kept = getattr(request, "kept_form", None)
    context = {
        "seen": {"name": SEEN, "value": seen},
        "whose": {"name": WHOSE, "value": signature_of(request.user)},
        "kept_form": kept,
        "form_url": kept.path if kept else "",
        **model_admin.admin_site.each_context(request),
        "title": _("What became of the decisions"),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "session": session,
        "asked": asked,
        "has_errors": request.method == "POST" and not kept,
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
