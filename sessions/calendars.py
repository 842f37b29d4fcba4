"""Calendars (iCalendar, RFC 5545): sessions, past and announced, and the days decisions are due.

A calendar is to be subscribed to: what is moved or called off keeps its UID and comes with a higher
SEQUENCE (of changes within one second the last alone counts), what is withdrawn is gone.  The record knows
no hours: everything is of whole days, and of a date that is not known to the day the whole span, with its
words in the summary.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from commission.dates import DatePrecision, first_day, last_day
from commission.models import Commission, pinned
from participants.models import Organisation

from .feeds import cleaned, with_called_off, with_renaming
from .models import Decision, DecisionStatus, Session
from .models.last_change import updated_moment
from .tables import TABLES
from .tables.columns import ROWS_AT_ONCE, title_of, words
from .views.tables import misunderstood, not_understood

ICALENDAR = "text/calendar; charset=utf-8"
A_DAY = datetime.timedelta(days=1)
# Nothing is to be done any more by the day that was set.
NOTHING_DUE = (DecisionStatus.SUPERSEDED, DecisionStatus.DROPPED)
MOST_LETTERS = 120
A_CLOCK = b"\r\n".join(
    (
        b"BEGIN:VTIMEZONE", b"TZID:UTC",
        b"BEGIN:STANDARD", b"DTSTART:19700101T000000", b"TZOFFSETFROM:+0000", b"TZOFFSETTO:+0000", b"END:STANDARD",
        b"END:VTIMEZONE", b"",
    )
)  # fmt: skip

Keys = Sequence[int]


# ── The calendars ────────────────────────────────────────────────────────────────────────────


def calendar(request: HttpRequest) -> HttpResponseBase:
    """All sessions and all due dates.  There is nothing to ask: who does is shown the way to the list."""
    if notices := misunderstood(request):
        return not_understood(request, notices, reverse("sessions:session-list"))
    return _of(request, QueryDict(), _("Commission Records"), reverse("sessions:home"))


def commission_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Those of a commission."""
    commission: Any = get_object_or_404(Commission.objects.published(), slug=slug)
    if notices := misunderstood(request):
        return not_understood(request, notices, commission.get_absolute_url())
    query = QueryDict(mutable=True)
    query["commission"] = slug
    name = words("short_name")(commission)
    return _of(request, query, name, commission.get_absolute_url())


def organisation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The deadlines of all that an organisation answers for: one that is left out would stay in the
    calendars of those who have it, or vanish from them without a word.
    """
    body: Any = get_object_or_404(Organisation.objects.published(), slug=slug)
    if notices := misunderstood(request):
        return not_understood(request, notices, body.get_absolute_url())
    answers_for = Decision.objects.published().answered_by([body])
    deadlines = answers_for.exclude(due_on=None).order_by("due_on", "pk")
    name = _("Deadlines: %(name)s") % {"name": words("name")(body)}
    keys = list(deadlines.values_list("pk", flat=True))
    return _answer(name, body.get_absolute_url(), [], keys)


def list_calendar(request: HttpRequest, name: str) -> HttpResponseBase:
    """What the list of sessions or of decisions finds.  Asked with what means nothing: 400."""
    table = TABLES[name]
    found = table.found(request.GET)
    if notices := misunderstood(request, found.listing):
        return not_understood(request, notices, reverse(table.route))
    keys = (found.keys, []) if name == "sessions" else ([], found.keys)
    return _answer(str(table.title), reverse(table.route), *keys)


def _of(request, query, name, address):
    sessions, decisions = (TABLES[each].found(query).keys for each in ("sessions", "decisions"))  # fmt: skip
    return _answer(name, address, sessions, decisions)


# ── In pieces, however many there are ────────────────────────────────────────────────────────


def _answer(name, address, sessions, decisions):
    return StreamingHttpResponse(
        _pieces(name, settings.SITE_URL + address, sessions, decisions),
        content_type=ICALENDAR,
    )


def _pieces(name: str, address: str, sessions: Keys, decisions: Keys) -> Iterator[bytes]:  # fmt: skip
    """The calendar in the language that is active when the first piece is asked for.

    Clients refuse one with nothing in it (RFC 5545, 3.6): a clock is in it then, which shows nothing.
    """
    language = get_language() or "en"
    begin, end = _frame(name, address)
    yield begin
    is_empty = True
    for keys, events in ((sessions, session_events), (decisions, due_events)):
        for first in range(0, len(keys), ROWS_AT_ONCE):
            # Long after the page's own version and language were put away.
            with override(language), pinned():
                found = events(list(keys[first : first + ROWS_AT_ONCE]))
                piece = b"".join(event.to_ical() for event in found)
            is_empty = is_empty and not piece
            yield piece
    if is_empty:
        yield A_CLOCK
    yield end


def _frame(name, address):
    """What stands before the events and after them."""
    frame = Calendar()
    frame.add("prodid", f"-//{settings.SITE_HOST}//Commission Records//EN")
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    for names in ("name", "x-wr-calname"):
        frame.add(names, cleaned(name))
    frame.add("url", address)
    # What a client takes for "how often to look": RFC 7986's way, and what was there before.
    frame.add("refresh-interval", A_DAY, parameters={"VALUE": "DURATION"})
    frame.add("x-published-ttl", "P1D")
    written = frame.to_ical()
    end = b"END:VCALENDAR\r\n"
    return written.removesuffix(end), end


# ── Events ───────────────────────────────────────────────────────────────────────────────────


def session_events(keys: list[int]) -> list[Event]:
    """The public ones of the sessions with these keys, in their order.  Two queries."""
    rows = Session.objects.published().select_related("commission")
    return [_session(row) for row in _in_order(rows, Session, keys)]


def due_events(keys: list[int]) -> list[Event]:
    """The due dates of the public ones of these decisions that have one.  Five queries."""
    rows = Decision.objects.published().exclude(due_on=None).with_card()
    return [_due(row) for row in _in_order(rows, Decision, keys)]


def _in_order(rows, model, keys):
    rows = rows.filter(pk__in=keys).annotate(moment=updated_moment(model))
    known = {row.pk: row for row in with_renaming(rows)}
    return [known[pk] for pk in keys if pk in known]


def _session(session):
    commission = words("short_name")(session.commission)
    summary = with_called_off(session, f"{title_of(session)} · {commission}")
    if session.date_precision != DatePrecision.DAY:
        summary = f"{summary} ({session.date_in_words})"
    ends = session.ends_on or last_day(session.starts_on, session.date_precision)
    event = _event(session, session.created_at, session.starts_on, ends, summary)
    place = [words("place")(session), session.country and session.country_name]
    if any(place):
        event.add("location", cleaned(", ".join(filter(None, place))))
    _describe(event, session, words("summary")(session))
    event.add("status", _status(session))
    return event


def _status(session):
    if session.called_off:
        return "CANCELLED"
    # A day that is still to be named may be another one.
    is_certain = session.date_precision == DatePrecision.DAY
    return "CONFIRMED" if is_certain else "TENTATIVE"


def _due(decision):
    session = decision.session
    text = words("text")(decision)
    summary = _("Due: %(text)s") % {"text": Truncator(text).chars(MOST_LETTERS)}
    if decision.due_precision != DatePrecision.DAY:
        summary = f"{summary} ({decision.due_in_words})"
    starts = first_day(decision.due_on, decision.due_precision)
    event = _event(decision, session.created_at, starts, decision.due_last_day, summary)
    bodies = [words("name")(body.organisation) for body in decision.responsible_bodies.all()]  # fmt: skip
    commission = words("short_name")(session.commission)
    where = f"{commission}, {title_of(session)}, {session.starts_on.year}"
    became = str(decision.status.label)
    _describe(event, decision, text, ", ".join(bodies), became, where)
    is_due = decision.status not in NOTHING_DUE
    event.add("status", "CONFIRMED" if is_due else "CANCELLED")
    return event


def _event(record, created_at, starts_on, ends_on, summary):
    """An event of whole days; a DTEND of days is the first day after it.

    SEQUENCE is the number of whole seconds from the entry of the record to its last change, or to
    that of its commission's name: it never falls, and nothing has to count changes.  Changes within
    one second share it, as they share DTSTAMP and LAST-MODIFIED, which know no less than a second.
    """
    event = Event()
    event.add("uid", f"{record._meta.model_name}-{record.pk}@{settings.SITE_HOST}")
    event.add("dtstamp", record.moment)
    event.add("last-modified", record.moment)
    changed = (record.moment - created_at).total_seconds()
    event.add("sequence", max(0, int(changed)))
    event.add("dtstart", starts_on)
    event.add("dtend", ends_on + A_DAY)
    event.add("summary", cleaned(summary))
    # Nobody is busy all of September.
    event.add("transp", "TRANSPARENT")
    return event


def _describe(event, record, *texts):
    address = settings.SITE_URL + record.get_absolute_url()
    event.add("url", address)
    event.add("description", cleaned("\n\n".join(filter(None, (*texts, address)))))
