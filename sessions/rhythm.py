"""When a commission meets next: on the day that is announced, or else when its rhythm lets one expect it."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission.dates import DatePrecision, date_in_words, year_in_words

from .models import Session, SessionKind

# Within so many days a session is near.
NEAR = 120
# The rhythm of so many years, of at least so many sessions.
YEARS, LEAST = 10, 3
# So many days after it was expected nobody expects it any more.
LATE = 180
MONTH = 365.25 / 12


@dataclass(frozen=True)
class Coming:
    """The next session of a commission: its day, and by which rule, in the active language."""

    commission: int
    day: datetime.date
    rule: str


def coming_sessions(today: datetime.date) -> list[Coming]:
    """Of every commission whose next session is near, the nearest first.  Two queries."""
    announced = _announced(today)
    expected = [each for each in _expected(today) if each.commission not in announced]
    return sorted([*announced.values(), *expected], key=lambda each: each.day)


def _announced(today):
    last = today + datetime.timedelta(days=NEAR)
    rows = Session.objects.not_called_off().filter(
        starts_on__gt=today, starts_on__lte=last
    )
    found: dict[int, Coming] = {}
    for commission, day, precision, until in rows.order_by("starts_on").values_list(
        "commission", "starts_on", "date_precision", "ends_on"
    ):
        words = date_in_words(day, precision, until)
        rule = _("announced for %(date)s") % {"date": words}
        found.setdefault(commission, Coming(commission, day, rule))
    return found


def _expected(today):
    since = today.replace(year=today.year - YEARS, day=1)
    rows = Session.objects.not_called_off().filter(
        kind=SessionKind.ORDINARY, starts_on__gte=since, starts_on__lte=today
    )
    told = rows.order_by().values("commission")
    for row in told.annotate(n=Count("pk"), first=Min("starts_on"), last=Max("starts_on")):  # fmt: skip
        if row["n"] < LEAST:
            continue
        turn = (row["last"] - row["first"]) / (row["n"] - 1)
        day = row["last"] + turn
        if -LATE <= (day - today).days <= NEAR:
            yield Coming(row["commission"], day, _by_rhythm(day, turn, row["first"]))


def _by_rhythm(day, turn, first):
    months = max(1, round(turn.days / MONTH))
    every = ngettext(
        "one every %(months)d month since %(year)s",
        "one every %(months)d months since %(year)s",
        months,
    ) % {"months": months, "year": year_in_words(first.year)}
    return _("expected about %(month)s by its rhythm: %(every)s") % {
        "month": date_in_words(day, DatePrecision.MONTH),
        "every": every,
    }
