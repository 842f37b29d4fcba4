"""Dates in four languages, whole and imprecise, and which of them is the session's."""

import datetime

import pytest

from sessions.reading import Trust, read
from sessions.reading.dates import dates_in
from sessions.reading.text import Text

from .known import KNOWN

DAY = datetime.date


def told(text):
    return [(d.day, d.precision, d.until) for d in dates_in(Text(text))]


@pytest.mark.parametrize(
    ("text", "day", "until"),
    [
        ("It met on 10–13 March 2019.", DAY(2019, 3, 10), DAY(2019, 3, 13)),
        ("It met on March 10-13, 2019.", DAY(2019, 3, 10), DAY(2019, 3, 13)),
        ("It met from 30 May to 2 June 2023.", DAY(2023, 5, 30), DAY(2023, 6, 2)),
        ("It met on the 15th of May 2023.", DAY(2023, 5, 15), None),
        ("It met on 2023-05-15.", DAY(2023, 5, 15), None),
        ("Заседание прошло 17 сентября 2020 года.", DAY(2020, 9, 17), None),
        ("Заседание прошло с 10 по 13 марта 2019 г.", DAY(2019, 3, 10), DAY(2019, 3, 13)),
        ("Заседание прошло 15.05.2023.", DAY(2023, 5, 15), None),
        ("Отырыс 2021 ж. 20 желтоқсанда өтті, қазақша мәтін.", DAY(2021, 12, 20), None),
        ("Отырыс 2021 жылғы 20–22 желтоқсанда өтті, қазақша.", DAY(2021, 12, 20), DAY(2021, 12, 22)),
        ("Mejlis 2021-nji ýylyň 20-nji dekabrynda geçirildi.", DAY(2021, 12, 20), None),
    ],
)  # fmt: skip
def test_days_and_ranges_of_days(text, day, until):
    assert told(text) == [(day, "day", until)]


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("It met in September 2020.", DAY(2020, 9, 1), "month"),
        ("Заседание прошло в сентябре 2020 года.", DAY(2020, 9, 1), "month"),
        ("Отырыс 2020 жылғы қыркүйекте өтті, қазақша.", DAY(2020, 9, 1), "month"),
        ("It met in early 2024.", DAY(2024, 1, 1), "early"),
        ("It will meet at the end of 2024.", DAY(2024, 9, 1), "late"),
        ("Заседание намечено на середину 2024 года.", DAY(2024, 5, 1), "middle"),
    ],
)
def test_imprecise_dates_keep_their_precision(text, day, precision):
    assert told(text) == [(day, precision, None)]


@pytest.mark.parametrize(
    "text",
    [
        "The sides may meet and march on in 2024.",
        "On 31 February 2024 nothing met.",
        "There were 15 people.",
    ],
)
def test_what_is_no_date_is_none(text):
    assert told(text) == []


def session_date(text, published=None):
    found = read(text, KNOWN, published).dates
    return (found[0].value.day, found[0].trust) if found else None


def test_a_due_date_and_the_next_sessions_date_are_not_the_sessions():
    text = (
        "The twelfth session was held in Astana on 15 May 2023. Proposals are to be sent by "
        "1 September 2023. The next session will be held on 20 May 2024."
    )
    assert session_date(text) == (DAY(2023, 5, 15), Trust.HIGH)


def test_a_missing_year_is_taken_from_the_context_and_trusted_less():
    text = "17 сентября состоялось двенадцатое заседание комиссии. Программа принята 1 марта 2020 года."
    assert session_date(text) == (DAY(2020, 9, 17), Trust.LOW)
    day = DAY(2021, 9, 18)
    assert session_date(text, published=day) == (DAY(2021, 9, 17), Trust.MEDIUM)
    new_year = DAY(2021, 1, 3)
    assert session_date(text, published=new_year) == (DAY(2020, 9, 17), Trust.MEDIUM)


def test_today_is_the_day_of_publication():
    text = "The twelfth session of the commission was held in Astana today."
    assert session_date(text, published=DAY(2023, 5, 15)) == (
        DAY(2023, 5, 15),
        Trust.LOW,
    )
    assert session_date(text) is None
