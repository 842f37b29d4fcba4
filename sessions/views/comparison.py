"""Two sessions of a commission compared."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commission.addresses import find_record, record_page
from commission.listing import quoted
from commission.models import Commission
from commission.prepared import Prepared
from sessions.comparing import compared
from sessions.models import Session
from sessions.models.record import SIDES
from sessions.models.session import OWN_SHOWN

_SESSIONS = Prepared(
    lambda commission, now: (
        Session.objects.rewrite(False)
        .published(at=now)
        .filter(commission=commission)
        .only(*OWN_SHOWN)
        .newest_first()
    )
)


def compare(request, commission):
    """What changed from one session to another (`?from=11&to=12`, keys as in permalinks)."""
    record = find_record(request, Commission.objects.all(), commission)
    if record.slug != commission:
        address = reverse("sessions:compare", args=[record.slug])
        query = request.META.get("QUERY_STRING")
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    sessions = _SESSIONS(commission=record.pk, now=timezone.now())
    sides = SIDES(commission=record.pk)
    for each in (*sessions, *sides):
        each.commission = record
    (earlier, later), notices = _asked(request, sessions)
    comparison = None
    if earlier and later:
        comparison = compared(earlier, later, sides)
    context = {
        "commission": record,
        "sessions": sessions,
        "earlier": earlier,
        "later": later,
        "comparison": comparison,
        "notices": notices,
    }
    return record_page(request, "sessions/comparison.html", record, context)


def _asked(request, sessions):
    """((earlier, later), notices): the sessions to compare, and what was wrong with the question.

    Left out, the later one is the last, the earlier the one before it, of those that took place.
    """
    notices = []
    earlier, later = (
        _named(request.GET.get(name, ""), sessions, notices) for name in ("from", "to")
    )
    later = later or _last(sessions)
    if earlier is None and later:
        earlier = _last(sessions[sessions.index(later) + 1 :])
    if earlier and earlier == later:
        notices.append(_("Choose two different sessions to compare."))
        return (earlier, None), notices
    if earlier and sessions.index(earlier) < sessions.index(later):
        notices.append(
            _("The later session was named first: they are compared in their order.")
        )
        earlier, later = later, earlier
    return (earlier, later), notices


def _last(sessions):
    """The first of `sessions`, newest first, that took place; None where there is none."""
    return next((each for each in sessions if not each.called_off), None)


def _named(key, sessions, notices):
    """The session of a key, None when there is none, which is said."""
    for session in sessions:
        if session.key == key:
            return session
    if key:
        sentence = _("The commission has no session “%(key)s”.")
        notices.append(sentence % {"key": quoted(key)})
    return None
