"""What the lines of days of the pages say, shaped for a drawing that stands alone and for a table.

A chart says what the page beside it says: the same rows, as the page shaped them.
"""

from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commission.agreement_life import Life
from commission.co_chairs import LANE, Line
from commission.dates import as_machines_read
from commission.models import Agreement, AgreementStatus, Commission
from sessions.models import Decision, Session
from sessions.threads import Thread

from .charts import FILLS, QUIET
from .columns import date, title_of, words, yes_or_no
from .day_drawing import FAINT, DayChart, Lane, Mark, Pen, Stretch

DOTTED: dict[str, Any] = {"ink": FAINT, "width": 2, "dashes": "2 5"}
# As static/css/agreement.css draws them: what is in force is thick, broken while it is suspended.
OF_AGREEMENTS: dict[Any, dict[str, Any]] = {
    AgreementStatus.NOT_YET: DOTTED,
    AgreementStatus.IN_FORCE: {},
    AgreementStatus.SUSPENDED: {"dashes": "3 5"},
}


def _headings(*headings):
    return [capfirst(str(heading)) for heading in headings]


def _lanes(drawn):
    return [
        Lane(drawn.of[side.pk], words("name")(side), side.colour)
        for side in [*drawn.above, *drawn.below]
    ]


# ── The life of an agreement ─────────────────────────────────────────────────────────────────


def life_chart(agreement: Agreement, life: Life) -> DayChart:
    """The line of an agreement's page; a row for each moment.  `life` has a line.  No query."""
    line: Any = life.line
    pens = [_of_agreement(each) for each in line.stretches]
    return DayChart(
        name=f"{agreement.slug}-life",
        title=_("The life of an agreement"),
        of=words("title")(agreement),
        lanes=_lanes(line.lanes),
        height=line.lanes.height,
        first_year=line.first_year,
        last_year=line.last_year,
        stretches=[
            Stretch(each.start, each.end, line.lanes.y, pen, pen.means)
            for each, pen in zip(line.stretches, pens, strict=True)
        ],
        marks=[_of_moment(each) for each in line.marks],
        told=[_told(moment) for moment in life.moments],
        headings=_headings(
            _("date"),
            _("date in words"),
            _("what happened"),
            _("side"),
            _("to come"),
            _("note"),
            _("source"),
            _("address of the source"),
        ),
        rows=[_moment_row(moment) for moment in life.moments],
        legend=_legend(pens),
        today=line.today,
        note=" ".join(map(str, life.missing)),
    )


def _of_agreement(stretch):
    drawn = OF_AGREEMENTS.get(stretch.status, {"ink": FAINT, "width": 2})
    if stretch.is_to_come:
        drawn = drawn | {"ink": FAINT}
    return Pen(capfirst(str(stretch.status.label)), **drawn)


def _legend(pens):
    """Each meaning once, as it is drawn before today, where it is."""
    first = {pen.means: pen for pen in reversed(pens)}
    return tuple(first[means] for means in dict.fromkeys(pen.means for pen in pens))


def _of_moment(mark):
    moment = mark.moment
    return Mark(
        x=mark.x,
        y=mark.y,
        said=moment.description,
        **({"ink": moment.side.colour, "foot": mark.line} if moment.side else {}),
        filled=not moment.is_to_come,
    )


def _told(moment):
    said = f"{moment.words} · {moment.what}"
    if side := _side_of(moment):
        said = f"{said} · {side}"
    return f"{said} ({_('to come')})" if moment.is_to_come else said


def _side_of(moment):
    if moment.side:
        return words("name")(moment.side)
    return _("all sides together") if moment.together else ""


def _moment_row(moment):
    event = moment.event
    return [
        as_machines_read(moment.day, moment.precision),
        moment.words,
        moment.what,
        _side_of(moment),
        yes_or_no(moment.is_to_come),
        words("note")(event) if event else "",
        event.publisher if event else "",
        event.address if event else "",
    ]


# ── The co-chairs of a commission ────────────────────────────────────────────────────────────


def co_chairs_chart(
    commission: Commission, lines: list[Line], sessions: list[Session]
) -> DayChart:
    """The lines of a commission's page over `sessions` (latest first); a row for each side at each
    session, the latest first, without a name where nobody is recorded.  No query.
    """
    terms = [(line, term) for line in lines for term in line.terms]
    held = [(line.side, _held(line)) for line in lines]
    gap = Pen(_("not recorded"), **DOTTED)
    return DayChart(
        name=f"{commission.slug}-co-chairs",
        title=_("Co-chairs over time"),
        of=words("name")(commission),
        lanes=[Lane(line.y, words("name")(line.side), line.side.colour) for line in lines],
        height=LANE * len(lines),
        first_year=sessions[-1].starts_on.year,
        last_year=sessions[0].starts_on.year,
        stretches=[
            Stretch(
                *(term.marks[0], term.marks[-1], line.y),
                gap if not term.member else Pen("", line.side.colour, 6),
                _name(term.member),
            )
            for line, term in terms
        ],
        marks=[
            Mark(
                x=x,
                y=line.y,
                said=f"{session.date_in_words}: {_name(term.member)}",
                ink=line.side.colour if term.member else FAINT,
                filled=bool(term.member),
            )
            for line, term in terms
            for x, session in zip(term.marks, term.sessions, strict=True)
        ],
        told=[_told_of_term(line, term) for line, term in terms],
        headings=_headings(
            _("session"),
            _("date"),
            _("date in words"),
            _("side"),
            _("co-chair"),
            _("position"),
            _("role confirmed"),
            _("address"),
        ),
        rows=[
            _seat_row(session, side, members.get(session.pk))
            for session in sessions
            for side, members in held
        ],
        legend=(gap,) if any(not term.member for _line, term in terms) else (),
    )  # fmt: skip


def _name(member):
    return words("name")(member.participant) if member else _("not recorded")


def _told_of_term(line, term):
    first, last = term.sessions[0].starts_on.year, term.sessions[-1].starts_on.year
    years = str(first) if first == last else f"{first}–{last}"
    return f"{words('name')(line.side)} · {years} · {_name(term.member)}"


def _held(line):
    """{session: the delegation member who headed the side}."""
    return {
        session.pk: member
        for term in line.terms
        for session, member in zip(term.sessions, term.members, strict=False)
    }


def _seat_row(session, side, member):
    return [
        title_of(session),
        date("starts_on", "date_precision")(session),
        session.date_in_words,
        words("name")(side),
        words("name")(member.participant) if member else "",
        words("position")(member) if member else "",
        yes_or_no(member.role_confirmed) if member else "",
        settings.SITE_URL + session.get_absolute_url(),
    ]


# ── The thread of a decision ─────────────────────────────────────────────────────────────────


def thread_chart(decision: Decision, thread: Thread) -> DayChart:
    """The line of a decision's page; a row for each decision of the thread and each statement on it.

    No query.
    """
    line = thread.line
    session = decision.session
    pens = {name: _of_standing(name, label) for name, label in line.legend}
    return DayChart(
        name=f"{session.commission.slug}-{session.key}-{decision.number}-thread",
        title=_("From session to session"),
        of=f"{_decision(decision)} · {words('short_name')(session.commission)}",
        lanes=_lanes(line.lanes),
        height=line.lanes.height,
        first_year=line.first_year,
        last_year=line.last_year,
        stretches=[
            Stretch(each.start, each.end, line.lanes.y, pens[each.badge], each.label)
            for each in line.stretches
        ],
        marks=[
            *(_of_report(each, line) for each in line.reports),
            *(_of_stop(each, line) for each in line.stops),
        ],
        told=[" · ".join(each) for each in _told_of_thread(thread)],
        headings=_headings(
            _("date"),
            _("date in words"),
            _("what happened"),
            _("session"),
            _("number"),
            _("side"),
            _("status"),
            _("text"),
            _("address"),
        ),
        rows=[row for stop in thread.stops for row in _stop_rows(stop)],
        legend=tuple(pens.values()),
        today=line.today,
    )


def _decision(decision):
    said = {"number": decision.number, "session": title_of(decision.session)}
    return _("Decision %(number)s, %(session)s") % said


def _of_standing(name, label):
    if name in ("not-reported", "dropped"):
        return Pen(label, **DOTTED)
    return Pen(label, FILLS[name])


def _of_stop(stop, line):
    session = stop.session
    return Mark(
        x=stop.x,
        y=line.lanes.y,
        said=f"{title_of(session)}, {session.date_in_words}",
        filled=stop.is_here,
        radius=10,
        inside=str(session.number or ""),
    )


def _of_report(report, line):
    statement = report.statement
    said = f"{capfirst(statement.get_status_display())}, {statement.stated_in_words}"
    if statement.side:
        return Mark(report.x, report.y, said, statement.side.colour, foot=line.lanes.y)
    fill = FILLS[statement.badge]
    return Mark(report.x, report.y, said, QUIET if statement.badge == "dropped" else fill)  # fmt: skip


def _begun(stop):
    return _("Agreed") if stop.begins else _("Carried over")


def _speaker(statement):
    return words("name")(statement.side) if statement.side else _("both sides together")


def _told_of_thread(thread):
    for stop in thread.stops:
        yield (
            stop.decision.session.date_in_words,
            _begun(stop),
            _decision(stop.decision),
        )
        for each in stop.statements:
            status = capfirst(each.get_status_display())
            yield each.stated_in_words, _("Reported"), status, _speaker(each)


def _stop_rows(stop):
    decision, session = stop.decision, stop.decision.session
    address = settings.SITE_URL + decision.get_absolute_url()
    yield [
        date("starts_on", "date_precision")(session),
        session.date_in_words,
        _begun(stop),
        title_of(session),
        decision.number,
        "",
        "",
        words("text")(decision),
        address,
    ]
    for each in stop.statements:
        yield [
            each.stated_on.isoformat(),
            each.stated_in_words,
            _("Reported"),
            title_of(session),
            decision.number,
            _speaker(each),
            each.get_status_display(),
            words("note")(each),
            address,
        ]
