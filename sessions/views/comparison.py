"""Two sessions of a commission compared."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commission.addresses import find_record, record_page
from commission.listing import quoted
from commission.models import Commission
from sessions.comparing import compared
from sessions.models import Session


def compare(request, commission):
    """What changed from one session to another (`?from=11&to=12`, keys as in permalinks); without
    either, from the last but one to the last.
    """
    record = find_record(request, Commission.objects.all(), commission)
    if record.slug != commission:
        address = reverse("sessions:compare", args=[record.slug])
        query = request.META.get("QUERY_STRING")
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    sessions = list(
        Session.objects.published().filter(commission=record).newest_first()
    )
    for session in sessions:
        session.commission = record
    (earlier, later), notices = _asked(request, sessions)
    comparison = None
    if earlier and later:
        comparison = compared(earlier, later, list(record.sides.all()))
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
    """((earlier, later), notices): the sessions to compare, and what was wrong with the question."""
    by_key = {session.key: session for session in sessions}
    usual = {"from": sessions[1:2], "to": sessions[:1]}
    chosen, notices = [], []
    for name in ("from", "to"):
        key = request.GET.get(name, "")
        if key and key not in by_key:
            notices.append(
                _("The commission has no session “%(key)s”.") % {"key": quoted(key)}
            )
        chosen.append(by_key.get(key) or next(iter(usual[name]), None))
    earlier, later = chosen
    if earlier and earlier == later:
        notices.append(_("Choose two different sessions to compare."))
        return (earlier, None), notices
    places = {session.pk: place for place, session in enumerate(sessions)}
    if earlier and later and places[earlier.pk] < places[later.pk]:
        notices.append(
            _("The later session was named first: they are compared in their order.")
        )
        earlier, later = later, earlier
    return (earlier, later), notices
