"""Figures with value, unit and period; nine months are not a year."""

import datetime
from decimal import Decimal

import pytest

from sessions.reading import read
from sessions.reading.figures import number_in

from .known import GROWTH, KNOWN, MUTUAL_TRADE, TRANSIT

DAY = datetime.date


def figures(text):
    return [each.value for each in read(text, KNOWN).figures]


@pytest.mark.parametrize(
    ("text", "value", "start", "end", "change"),
    [
        ("Trade turnover reached $430 million in 2023, up 14 %.", "430", DAY(2023, 1, 1), DAY(2023, 12, 31), "14"),
        ("In the first nine months of 2021 mutual trade stood at 143 million US dollars.", "143",
         DAY(2021, 1, 1), DAY(2021, 9, 30), None),
        ("In January–July 2020 mutual trade was $100 million.", "100", DAY(2020, 1, 1), DAY(2020, 7, 31), None),
        ("In the second half of 2022 mutual trade fell by 3 percent to $1.2 billion.", "1200",
         DAY(2022, 7, 1), DAY(2022, 12, 31), "-3"),
        ("За девять месяцев 2021 года взаимная торговля составила 143 млн долларов США, рост 11,7 %.", "143",
         DAY(2021, 1, 1), DAY(2021, 9, 30), "11.7"),
        ("Товарооборот в I квартале 2024 года достиг 1 234,5 млн долл. США.", "1234.5",
         DAY(2024, 1, 1), DAY(2024, 3, 31), None),
    ],
)  # fmt: skip
def test_mutual_trade_with_its_period(text, value, start, end, change):
    (figure,) = figures(text)
    told = (figure.indicator, figure.value, figure.start, figure.end, figure.change)
    assert told == (
        MUTUAL_TRADE,
        Decimal(value),
        start,
        end,
        change and Decimal(change),
    )


def test_how_exactly_it_is_said():
    said = {
        "Mutual trade was about $5 million in 2022.": "about",
        "Mutual trade exceeded $5 million in 2022.": "more_than",
        "Mutual trade was almost $5 million in 2022.": "almost",
        "Mutual trade was $5 million in 2022.": "exact",
    }
    assert {text: figures(text)[0].bound for text in said} == said


def test_other_units_belong_to_their_own_indicator():
    (figure,) = figures("Transit volume came to more than 2 million tonnes in 2024.")
    assert (figure.indicator, figure.unit, figure.value) == (TRANSIT, "tonnes", Decimal(2_000_000))  # fmt: skip


def test_growth_without_a_value_is_a_figure_by_itself():
    (figure,) = figures("The growth of mutual trade in 2022 was up to 6.5 percent.")
    assert (figure.indicator, figure.value) == (GROWTH, Decimal("6.5"))


def test_a_price_that_no_indicator_measures_is_left_alone():
    assert figures("The bridge cost $12 million in 2022.") == []


def test_a_figure_without_a_year_has_no_period():
    (figure,) = figures("Mutual trade reached $12 million.")
    assert (figure.start, figure.end) == (None, None)


@pytest.mark.parametrize(
    ("written", "number"),
    [("1,234.5", "1234.5"), ("1 234,5", "1234.5"), ("11,7", "11.7"), ("1,200", "1200")],
)
def test_commas_group_or_part_as_they_stand(written, number):
    assert number_in(written) == Decimal(number)
