"""Figures: in the words of their sources, joined with their like alone."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from commission.figures import figures_by_indicator
from commission.models import Figure
from tests.factories import make_commission, make_figure, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade():
    return make_indicator(slug="trade", name="Mutual trade")


@pytest.fixture
def commission():
    return make_commission()


def part(commission, trade, year, first, last, value):
    """A figure from the first day of month `first` to the last of month `last`."""
    following = datetime.date(year + last // 12, last % 12 + 1, 1)
    return make_figure(
        commission=commission,
        indicator=trade,
        period_start=datetime.date(year, first, 1),
        period_end=following - datetime.timedelta(days=1),
        value=value,
    )


def shaped():
    return figures_by_indicator(Figure.objects.select_related("indicator"))


def rows(several):
    return [(s.kind.words, [(r.period, r.value) for r in s.rows]) for s in several]


def drawn(of_one):
    """The drawings, each as `rows`."""
    return [rows(drawing) for drawing in of_one.drawings]


def test_full_years_and_nine_months_never_stand_in_one_series(commission, trade):
    for year, value in [(2023, 569), (2022, 350)]:
        make_figure(commission=commission, indicator=trade, year=year, value=value)
    for year, value in [(2021, 143), (2022, 260)]:
        part(commission, trade, year, 1, 9, value)
    (of_trade,) = shaped()
    assert drawn(of_trade) == [
        [
            ("full year", [("2022", "350"), ("2023", "569")]),
            ("nine months, January–September", [("2021", "143"), ("2022", "260")]),
        ]
    ]
    assert [s.kind.is_part for s in of_trade.drawn] == [False, True]
    assert of_trade.alone == []


def test_as_many_months_of_another_part_of_the_year_are_another_series(
    commission, trade
):
    part(commission, trade, 2022, 1, 6, 100)
    part(commission, trade, 2023, 7, 12, 200)
    (of_trade,) = shaped()
    assert drawn(of_trade) == [
        [
            ("first half of the year, January–June", [("2022", "100")]),
            ("July–December", [("2023", "200")]),
        ]
    ]


def test_a_year_and_its_parts_are_drawn_on_one_scale(commission, trade):
    make_figure(commission=commission, indicator=trade, year=2023, value=800)
    part(commission, trade, 2024, 1, 3, 200)
    part(commission, trade, 2024, 1, 6, 500)
    (of_trade,) = shaped()
    widths = [(s.kind.words, [r.width for r in s.rows]) for s in of_trade.drawn]
    assert widths == [
        ("full year", [100]),
        ("first half of the year, January–June", [62.5]),
        ("first quarter, January–March", [25]),
    ]


def test_several_years_together_have_a_scale_of_their_own(commission, trade):
    make_figure(commission=commission, indicator=trade, year=2021, value=10)
    make_figure(commission=commission, indicator=trade, year=2022, value=20)
    for first in (2000, 2010):
        make_figure(
            commission=commission, indicator=trade, value=1000,
            period_start=datetime.date(first, 1, 1), period_end=datetime.date(first + 9, 12, 31),
        )  # fmt: skip
    (of_trade,) = shaped()
    assert [[r.width for s in d for r in s.rows] for d in of_trade.drawings] == [
        [50, 100],
        [100, 100],
    ]


def test_months_across_the_turn_of_a_year_are_no_part_of_one(commission, trade):
    make_figure(commission=commission, indicator=trade, year=2021)
    make_figure(
        commission=commission, indicator=trade,
        period_start=datetime.date(2021, 11, 1), period_end=datetime.date(2022, 2, 28),
    )  # fmt: skip
    (of_trade,) = shaped()
    assert of_trade.drawings == []
    assert not any(series.kind.is_part for series in of_trade.alone)


def test_indicators_never_stand_in_one_drawing(commission, trade):
    transit = make_indicator(slug="transit", unit="tonnes")
    make_figure(commission=commission, indicator=trade, year=2022)
    make_figure(commission=commission, indicator=transit, year=2023)
    assert [
        (each.indicator, len(each.drawings), len(each.alone)) for each in shaped()
    ] == [
        (trade, 0, 1),
        (transit, 0, 1),
    ]


def test_a_decade_is_not_a_year(commission, trade):
    make_figure(commission=commission, indicator=trade, year=2022)
    make_figure(
        commission=commission, indicator=trade,
        period_start=datetime.date(2010, 1, 1), period_end=datetime.date(2019, 12, 31),
    )  # fmt: skip
    (of_trade,) = shaped()
    assert rows(of_trade.alone) == [
        ("full year", [("2022", "143")]),
        ("several years together", [("2010–2019", "143")]),
    ]


def test_days_that_are_no_whole_months_are_said_as_days(commission, trade):
    make_figure(
        commission=commission, indicator=trade,
        period_start=datetime.date(2022, 1, 1), period_end=datetime.date(2022, 10, 15),
    )  # fmt: skip
    (of_trade,) = shaped()
    assert rows(of_trade.alone) == [
        ("counted in days", [("1 January – 15 October 2022", "143")])
    ]


def test_targets_without_a_year_are_not_compared(commission, trade):
    for value in (1000, 2000):
        make_figure(
            commission=commission, indicator=trade, value=value, is_target=True,
            period_start=None, period_end=None,
        )  # fmt: skip
    (of_trade,) = shaped()
    assert of_trade.drawings == []
    assert [row.period for series in of_trade.alone for row in series.rows] == [
        "no year given",
        "no year given",
    ]


def test_the_widths_of_bars_are_in_proportion(commission, trade):
    for year, value in [(2021, 50), (2022, 200)]:
        make_figure(commission=commission, indicator=trade, year=year, value=value)
    (series,) = shaped()[0].drawn
    assert [row.width for row in series.rows] == [25.0, 100.0]


@pytest.mark.parametrize(
    ("bound", "said"),
    [("exact", "143"), ("about", "about 143"), ("more_than", "more than 143"), ("almost", "almost 143")],
)  # fmt: skip
def test_a_value_is_as_exact_as_its_source(commission, trade, bound, said):
    make_figure(commission=commission, indicator=trade, bound=bound)
    assert shaped()[0].alone[0].rows[0].value == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1,234.5"), ("ru", "1 234,5"), ("tk", "1 234,5")]
)
def test_numbers_are_written_as_the_language_writes_them(
    commission, trade, language, said
):
    make_figure(commission=commission, indicator=trade, value=Decimal("1234.500"))
    with override(language):
        value = shaped()[0].alone[0].rows[0].value
    assert value.replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("change", "said"), [(None, ""), ("11.70", "+11.7%"), ("-3.00", "−3%"), ("0", "0%")]
)
def test_a_change_on_a_year_earlier_has_its_sign(commission, trade, change, said):
    change = change and Decimal(change)
    make_figure(commission=commission, indicator=trade, change_percent=change)
    assert shaped()[0].alone[0].rows[0].change == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"year": 2021}, "Mutual trade, 2021: 143"),
        (
            {
                "period_start": datetime.date(2021, 1, 1),
                "period_end": datetime.date(2021, 9, 30),
            },
            "Mutual trade, 2021, nine months, January–September: 143",
        ),
        (
            {"period_start": None, "period_end": None, "is_target": True},
            "Mutual trade, no year given: 143",
        ),
    ],
)
def test_its_name_says_its_period(commission, trade, fields, said):
    made = make_figure(commission=commission, indicator=trade, **fields)
    assert str(Figure.objects.get(pk=made.pk)) == said
