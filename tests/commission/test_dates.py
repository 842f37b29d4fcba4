import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from commission.dates import (
    DatePrecision,
    check_range,
    date_in_words,
    first_day,
    last_day,
)
from tests.factories import make_session
from tests.reading import words

D = datetime.date


def plain(words):
    """ "2021 г." is kept together by a no-break space, which our typefaces have."""
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "20 December 2021"),
        ("ru", "20 декабря 2021 г."),
        ("kk", "2021 ж. 20 желтоқсан"),
        ("tk", "2021-nji ýylyň 20-nji dekabry"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, words):
    assert plain(date_in_words(D(2021, 12, 20), language=language)) == words


@pytest.mark.parametrize(
    ("language", "until", "words"),
    [
        ("en", D(2019, 3, 13), "10–13 March 2019"),
        ("en", D(2019, 4, 2), "10 March – 2 April 2019"),
        ("en", D(2020, 1, 2), "10 March 2019 – 2 January 2020"),
        ("ru", D(2019, 3, 13), "10–13 марта 2019 г."),
        ("kk", D(2019, 3, 13), "2019 ж. 10–13 наурыз"),
        ("kk", D(2019, 4, 2), "2019 ж. 10 наурыз – 2 сәуір"),
        ("ru", D(2019, 4, 2), "10 марта – 2 апреля 2019 г."),
        ("tk", D(2019, 3, 13), "2019-njy ýylyň 10–13-nji marty"),
        ("tk", D(2019, 4, 2), "2019-njy ýylyň 10-njy marty – 2-nji apreli"),
        (
            "tk",
            D(2020, 1, 2),
            "2019-njy ýylyň 10-njy marty – 2020-nji ýylyň 2-nji ýanwary",
        ),
    ],
)
def test_a_range_of_days_says_only_once_what_both_ends_share(language, until, words):
    assert plain(date_in_words(D(2019, 3, 10), until=until, language=language)) == words


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("month", ("January 2024", "январь 2024 г.", "2024 ж. қаңтар", "2024-nji ýylyň ýanwary")),
        ("early", ("early 2024", "начало 2024 года", "2024 жылдың басы", "2024-nji ýylyň başy")),
        ("middle", ("mid-2024", "середина 2024 года", "2024 жылдың ортасы", "2024-nji ýylyň ortasy")),
        ("late", ("late 2024", "конец 2024 года", "2024 жылдың соңы", "2024-nji ýylyň ahyry")),
        ("year", ("2024", "2024", "2024", "2024")),
    ],
)  # fmt: skip
def test_an_imprecise_date_is_never_shown_as_1_january(precision, words):
    said = [
        date_in_words(D(2024, 1, 1), precision, language=code)
        for code in ("en", "ru", "kk", "tk")
    ]
    assert tuple(map(plain, said)) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "from 2019"),
        ("ru", "с 2019 года"),
        ("kk", "2019 жылдан бастап"),
        ("tk", "2019-njy ýyldan başlap"),
    ],
)
def test_a_year_stands_before_its_word_as_the_language_writes_it(
    client, language, said
):
    make_session()
    assert said in words(client.get(f"/{language}/sessions/?year_from=2019"))


def test_no_date_is_no_words():
    assert date_in_words(None) == ""


@given(st.dates(D(1900, 1, 1), D(2100, 12, 31)), st.sampled_from(DatePrecision.values))
def test_a_span_begins_before_it_ends_and_stays_in_its_year(date, precision):
    first, last = first_day(date, precision), last_day(date, precision)
    assert first <= last
    assert first.year == last.year == date.year


def test_early_sorts_before_the_middle_and_the_middle_before_late():
    days = [
        first_day(D(2024, 6, 15), precision)
        for precision in ("early", "middle", "late")
    ]
    assert days == [D(2024, 1, 1), D(2024, 5, 1), D(2024, 9, 1)]


def test_the_last_day_of_a_leap_february_is_the_29th():
    assert last_day(D(2024, 2, 1), "month") == D(2024, 2, 29)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="mend one of the two"):
        check_range(D(2021, 2, 1), D(2021, 1, 1))
