"""The life of an agreement as readers see it: what happened when, drawn as one line, and what is missing."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .charts import Lanes, lanes, places
from .dates import DatePrecision
from .models import (
    AWAITED,
    STEPS,
    Agreement,
    AgreementEvent,
    AgreementStatus,
    EventKind,
    Side,
)
from .models.agreement_status import status_on
from .prepared import Prepared

# Stretches are told of so many days; of more, of the latest.
LENGTHS = (4, 8, 16)
MOST_TO_COME = 4
# What is to come is not told in the past tense.
TO_COME = {
    EventKind.SIGNED: gettext_lazy("To be signed"),
    EventKind.RATIFIED: gettext_lazy("To be ratified"),
    EventKind.NOTIFIED: gettext_lazy("To be notified"),
    EventKind.ENTERED: gettext_lazy("To enter into force"),
    EventKind.AMENDED: gettext_lazy("To be amended"),
    EventKind.EXTENDED: gettext_lazy("To be extended"),
    EventKind.SUSPENDED: gettext_lazy("To be suspended"),
    EventKind.RESUMED: gettext_lazy("To be resumed"),
    EventKind.TERMINATED: gettext_lazy("To be terminated"),
    EventKind.EXPIRED: gettext_lazy("To expire"),
}
ENDED = (
    AgreementStatus.TERMINATED,
    AgreementStatus.SUPERSEDED,
    AgreementStatus.EXPIRED,
)


@dataclass(frozen=True)
class Moment:
    """Something that happened, or is to come, on a day.

    `side` did it; None where all did, or where it befell the agreement itself.  `event` is None
    where the agreement itself says so: when it was signed, and its last day.
    """

    day: date
    words: str
    what: str
    is_to_come: bool
    precision: str = DatePrecision.DAY
    side: Side | None = None
    together: bool = False
    event: AgreementEvent | None = None

    @property
    def description(self):
        """ "Notified: Kazakh side, 10 February 2023"."""
        return f"{self.what}: {self.side}, {self.words}" if self.side else f"{self.what}: {self.words}"  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """A part of the line over which the agreement has one status; `is_to_come` after today."""

    start: float
    end: float
    status: AgreementStatus
    is_to_come: bool

    @property
    def badge(self):
        return self.status.replace("_", "-")


@dataclass(frozen=True)
class Mark:
    """A Moment at `x` percent of the width, on the line (at `line`) or on its side's lane."""

    x: float
    y: float
    line: float
    moment: Moment


@dataclass(frozen=True)
class Line:
    """The drawing: the line with what is marked on it, and on the lanes of the sides."""

    lanes: Lanes
    first_year: int
    last_year: int
    stretches: list[Stretch]
    marks: list[Mark]
    today: float | None


@dataclass(frozen=True)
class Life:
    """`missing` are sentences: what it waits for, or why nothing can be said of that.

    `valid_until` is the last day it was made for or extended to, in words; "" where it has no end.
    """

    moments: list[Moment]
    line: Line | None
    missing: list[str]
    valid_until: str

    @property
    def description(self):
        """The drawing in words."""
        return "; ".join(moment.description for moment in self.moments)


def life_of(agreement):
    """The Life of an agreement whose commission and sides are loaded, which learns its `status`.

    Two queries: its events, and its status on the days on which it may have changed.
    """
    today = timezone.localdate()
    events = list(agreement.events.select_related("side"))
    statuses = _statuses(agreement, _days(agreement, events, today))
    agreement.derived_status = statuses[today]
    last = _last_day(agreement, events, today)
    moments = _moments(agreement, events, last, today)
    sides = list(agreement.commission.sides.all())
    return Life(
        moments,
        _line(moments, sides, statuses, today) if moments else None,
        missing_of(agreement, events, sides, today),
        last[1] if last else "",
    )


# ── What happened ────────────────────────────────────────────────────────────────────────────


def _moments(agreement, events, last, today):
    """In the order in which agreements live; those of a day in the order of the kinds."""
    order = [*EventKind]
    told = [
        ((e.happened_on, 1 + order.index(e.kind), e.side.order if e.side else 0),
         _of_event(e, today))
        for e in events
    ]  # fmt: skip
    if day := agreement.signed_on:
        what = _what(EventKind.SIGNED, is_to_come=day > today)
        signed = Moment(
            day,
            agreement.signed_in_words,
            what,
            day > today,
            agreement.signed_precision,
        )
        told.append(((day, 0, 0), signed))
    if last and (last[0] < today or agreement.status not in ENDED):
        day, words, precision = last
        last_day = Moment(day, words, _("Its last day"), day >= today, precision)
        told.append(((day, len(order) + 1, 0), last_day))
    return [moment for _place, moment in sorted(told, key=itemgetter(0))]


def _last_day(agreement, events, today):
    """(day, words, precision) of the last day it was made for, or extended to since; None without an
    end.
    """
    lasts = [
        (
            agreement.valid_until,
            agreement.valid_until_in_words,
            agreement.valid_until_precision,
        )
    ]
    for event in events:
        if event.kind == EventKind.EXTENDED and event.happened_on <= today:
            if event.until is None:
                return None
            lasts.append((event.until, event.until_in_words, event.until_precision))
    return max((last for last in lasts if last[0]), default=None)


def _of_event(event, today):
    is_to_come = event.happened_on > today
    return Moment(
        day=event.happened_on,
        words=event.happened_in_words,
        what=_what(EventKind(event.kind), event.until_in_words, is_to_come=is_to_come),
        is_to_come=is_to_come,
        precision=event.happened_precision,
        side=event.side,
        together=event.side is None and event.kind in STEPS,
        event=event,
    )


def _what(kind, until="", *, is_to_come):
    """What happened, or is to: "Ratified", "To be extended until 1 May 2190"."""
    if until:
        words = _("To be extended until %(date)s") if is_to_come else _("Extended until %(date)s")  # fmt: skip
        return words % {"date": until}
    if is_to_come:
        return str(TO_COME[kind])
    return _("Signed") if kind == EventKind.SIGNED else capfirst(str(kind.label))


# ── The line ─────────────────────────────────────────────────────────────────────────────────


def _status_question(agreement: Any, days: Any) -> Any:
    # A plain QuerySet: nothing of a translation is asked.
    rows = QuerySet(Agreement).filter(pk=agreement).order_by()
    first, *others = [
        rows.values_list(Value(place), status_on(day)) for place, day in enumerate(days)
    ]
    return first.union(*others, all=True)


STATUSES = Prepared(_status_question)


def _days(agreement, events, today):
    """The days on which the status may change, and today: the latest of them, in their order."""
    days = {event.happened_on for event in events}
    days |= {agreement.signed_on, today}
    lasts = [agreement.valid_until, *(event.until for event in events)]
    days |= {last + timedelta(days=1) for last in lasts if last}
    known = sorted(filter(None, days))
    later = [day for day in known if day > today][:MOST_TO_COME]
    past = [day for day in known if day <= today]
    return past[len(later) - LENGTHS[-1] :] + later


def _statuses(agreement, days):
    """{day: status}.  One query, of a few lengths: its SQL is long, and kept for each."""
    length = next(length for length in LENGTHS if length >= len(days))
    asked = days + days[-1:] * (length - len(days))
    rows = STATUSES(agreement=agreement.pk, days=asked)
    return {asked[place]: AgreementStatus(status) for place, status in rows}


def _line(moments, sides, statuses, today):
    ended = statuses[today] in ENDED
    first = moments[0].day
    last = max(moments[-1].day, first if ended else today)
    place = places(first, last)
    drawn = lanes(sides)
    marks = [
        Mark(place(m.day), drawn.of[m.side.pk] if m.side else drawn.y, drawn.y, m)
        for m in moments
    ]
    return Line(
        lanes=drawn,
        first_year=first.year,
        last_year=last.year,
        stretches=_stretches(statuses, first, last, today, place),
        marks=marks,
        today=place(today) if first <= today <= last else None,
    )


def _stretches(statuses, first, last, today, place):
    days = [day for day in sorted(statuses) if first <= day <= last]
    ends = [*days[1:], last]
    return [
        Stretch(place(day), place(end), statuses[day], is_to_come=day >= today)
        for day, end in zip(days, ends, strict=True)
        if day < end and statuses[day] not in ENDED
    ]


# ── What is missing ──────────────────────────────────────────────────────────────────────────


def missing_of(agreement, events, sides, today):
    """Sentences; none where nothing is missing that anybody knows of."""
    if agreement.status == AgreementStatus.SIGNED:
        return [_unknown(agreement)]
    if agreement.status != AgreementStatus.NOT_YET:
        return []
    steps = [AWAITED[rule] for rule in AWAITED if rule == agreement.enters_into_force]
    if agreement.signed_on is None and any(e.kind == EventKind.SIGNED for e in events):
        steps.insert(0, EventKind.SIGNED)
    past = [event for event in events if event.happened_on <= today]
    waiting = [_waits_for(step, past, sides) for step in steps]
    return [*filter(None, waiting), *_to_come(agreement, events, today)]


def _unknown(agreement):
    if agreement.enters_into_force in AWAITED:
        return _("Every side has taken its step; the day it entered into force is not recorded.")  # fmt: skip
    return _("How it enters into force is not recorded, so nothing is said to be missing.")  # fmt: skip


def _waits_for(step, past, sides):
    """ "Kazakhstan has notified; Turkmenistan has not."; "" when every side took the step."""
    took = {event.side_id for event in past if event.kind == step}
    if None in took or took >= {side.pk for side in sides}:
        return ""
    done, nobody = {
        EventKind.SIGNED: (_("%(country)s has signed"), _("No side has signed yet.")),
        EventKind.RATIFIED: (
            _("%(country)s has ratified it"),
            _("No side has ratified it yet."),
        ),
        EventKind.NOTIFIED: (
            _("%(country)s has notified"),
            _("No side has notified the others yet."),
        ),
    }[step]
    if not took:
        return nobody
    clauses = [done % {"country": s.country_name} for s in sides if s.pk in took]
    clauses += [
        _("%(country)s has not") % {"country": side.country_name}
        for side in sides
        if side.pk not in took
    ]
    return f"{'; '.join(clauses)}."


def _to_come(agreement, events, today):
    if agreement.signed_on and agreement.signed_on > today:
        date = {"date": agreement.signed_in_words}
        yield _closed_once(_("It is to be signed: %(date)s.") % date)
    for event in events:
        if event.kind == EventKind.ENTERED and event.happened_on > today:
            date = {"date": event.happened_in_words}
            yield _closed_once(_("It is to enter into force: %(date)s.") % date)


def _closed_once(sentence):
    """A date may end in an abbreviation of its own: "1 января 2190 г."."""
    return sentence.removesuffix(".") if sentence.endswith("..") else sentence
