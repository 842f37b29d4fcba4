"""Growth as sources state it, held against the values of the record (docs/figures.md)."""

import datetime
from collections import defaultdict
from decimal import Decimal

from .dates import DatePrecision, last_day
from .models import Bound, Unit

# How far a value may be off, as a share of it: what is exact is rounded still.
ROUNDED, LOOSE = Decimal("0.005"), Decimal("0.05")
# How far the growth itself is rounded, in percentage points.
HALF_A_POINT = Decimal("0.5")


def contradicted(figures):
    """{primary key: growth by the values, in per cent} of the figures whose stated growth it contradicts.

    Compared are figures of one indicator and commission over the same days a year apart, of
    `figures` alone: hand over all of a commission's, their indicators loaded.  No query.
    """
    by_period = defaultdict(list)
    for figure in figures:
        if figure.period_start and not figure.is_target:
            by_period[_comparable(figure)].append(figure)
    found = {}
    for figure in figures:
        if figure.change_percent is None or figure.indicator.unit == Unit.PERCENT:
            continue
        if figure.is_target or figure.period_start is None:
            continue
        earlier = [f for f in by_period[_comparable(figure, years=1)] if f.value > 0]
        if earlier and not any(_agrees(figure, each) for each in earlier):
            found[figure.pk] = _growth(figure.value, earlier[0].value)
    return found


def _comparable(figure, years=0):
    """What figures share that may be compared; with `years`, those of so many years earlier."""
    start = _earlier(figure.period_start, years)
    end = _earlier(figure.period_end, years)
    return figure.commission_id, figure.indicator_id, start, end


def _earlier(day, years):
    """The same day of an earlier year; of the last day of a month, the last one."""
    if day == last_day(day, DatePrecision.MONTH):
        first = datetime.date(day.year - years, day.month, 1)
        return last_day(first, DatePrecision.MONTH)
    return day.replace(year=day.year - years)


def _agrees(figure, earlier):
    """True when the stated growth lies in the span that the two values leave open."""
    now, before = _span(figure), _span(earlier)
    least, most = _growth(now[0], before[1]), _growth(now[1], before[0])
    return least - HALF_A_POINT <= figure.change_percent <= most + HALF_A_POINT


def _span(figure):
    slack = ROUNDED if figure.bound == Bound.EXACT else LOOSE
    return figure.value * (1 - slack), figure.value * (1 + slack)


def _growth(now, before):
    return 100 * (now / before - 1)
