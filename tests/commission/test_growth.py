"""A stated growth against the two values it speaks of."""

import datetime
from decimal import Decimal

import pytest

from commission.growth import contradicted
from commission.models import Figure
from commission.models.noted import writing
from tests.factories import make_commission, make_figure, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
@writing()
def trade():
    """Makes figures of one indicator of one commission."""
    same = {"commission": make_commission(), "indicator": make_indicator()}
    return lambda **fields: make_figure(**same | fields)


def found():
    """{year of the figure: what the values give} of those whose growth is contradicted."""
    figures = list(Figure.objects.select_related("indicator"))
    growth = contradicted(figures)
    return {
        f.period_start.year: round(growth[f.pk], 1) for f in figures if f.pk in growth
    }


@pytest.mark.parametrize(
    ("before", "now", "stated", "agrees"),
    [
        (100, 128, 28, True),
        (100, 150, 28, False),
        (100, 72, -28, True),
        (100, 128, -28, False),
        # Both values are rounded to half a per cent, the growth to half a point.
        (100, 112, "13.6", True),
        (100, 112, "13.7", False),
        (100, 112, "10.4", True),
        (100, 112, "10.3", False),
    ],
)
def test_it_contradicts_what_rounding_does_not_explain(
    trade, before, now, stated, agrees
):
    trade(year=2022, value=before)
    trade(year=2023, value=now, change_percent=Decimal(stated))
    given = round(Decimal(100 * (now - before)) / before, 1)
    assert found() == ({} if agrees else {2023: given})


@pytest.mark.parametrize("bound", ["about", "more_than", "almost"])
def test_a_loose_value_leaves_more_open(trade, bound):
    trade(year=2022, value=100, bound=bound)
    trade(year=2023, value=112, change_percent=17)
    assert found() == {}
    trade(year=2024, value=140, change_percent=17)
    assert found() == {2024: Decimal("25.0")}


def test_it_agrees_when_one_of_several_values_of_a_year_earlier_does(trade):
    trade(year=2022, value=100)
    trade(year=2022, value=120)
    trade(year=2023, value=150, change_percent=25)
    assert found() == {}


@pytest.mark.parametrize(
    "earlier",
    [
        {"year": 2021},
        {"year": 2022, "is_target": True},
        {"period_start": datetime.date(2022, 1, 1), "period_end": datetime.date(2022, 9, 30)},
        {"year": 2022, "value": 0},
        {"year": 2022, "other": "indicator"},
        {"year": 2022, "other": "commission"},
        None,
    ],
)  # fmt: skip
def test_what_cannot_be_compared_contradicts_nothing(trade, earlier):
    trade(year=2023, value=500, change_percent=1)
    if earlier:
        makers = {"indicator": make_indicator, "commission": make_commission}
        other = earlier.pop("other", None)
        trade(**({other: makers[other]()} if other else {}), **earlier)
    assert found() == {}


def test_parts_of_years_are_compared_with_the_same_part(trade):
    for year, value, change in ((2023, 100, None), (2024, 150, 10)):
        end = datetime.date(year, 3, 1) - datetime.timedelta(days=1)
        start = datetime.date(year, 2, 1)
        trade(period_start=start, period_end=end, value=value, change_percent=change)
    # February of a leap year is a day longer, and February all the same.
    assert found() == {2024: Decimal("50.0")}


def test_growth_of_a_percentage_is_not_reckoned():
    same = {"commission": make_commission(), "indicator": make_indicator(unit="percent")}  # fmt: skip
    make_figure(year=2022, value=5, **same)
    make_figure(year=2023, value=10, change_percent=5, **same)
    assert found() == {}


def test_a_target_states_no_growth(trade):
    trade(year=2022, value=100)
    trade(year=2023, value=500, change_percent=10, is_target=True)
    assert found() == {}
