"""What sounds alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.folding import fold
from commission.hearing import heard, heard_beginnings

LETTERS = "abcdefghijklmnopqrstuvwxyzçşžýабвгдежзийклмнопрстуфхцчшщыьэюяқіә"


@pytest.mark.parametrize(
    "spellings",
    [
        "Atdaýew Atdayew Atdayev Atdaev Атдаев",
        "Мәмин Мамин Mamin Mämin",
        "Berdimuhamedow Berdymukhamedov Бердымухамедов",
        "Çaryýew Caryyew Charyyev Чарыев",
        "Hojaýew Khodjayev Khojaev Ходжаев",
        "Жұманғарин Жумангарин Zhumangarin Jumangarin",
        "Тоқаев Токаев Toqaev Tokayev",
        "Ниязов Nyýazow Niyazov",
        "Мирзиёев Mirziyoyev Mirziyoev",
        "Асхат Askhat",
        "Дмитрий Dmitriy Dmitri",
        "Ерлан Yerlan Erlan",
        "Türkmenbaşy Туркменбаши Turkmenbashi",
    ],
)
def test_spellings_of_one_name_are_heard_alike(spellings):
    assert len({heard(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "Атдаев Атаев",
        "Mamin Momin",
        "Orazow Orazowa",
        "Hasan Kasan",
        "gas gaz",
        "2011 201",
    ],
)
def test_other_names_are_heard_otherwise(names):
    one, other = names.split()
    assert heard(one) != heard(other)


def test_words_of_other_scripts_stay_as_they_are():
    assert heard("თბილისი") == "თბილისი"


@given(st.text(LETTERS + "'’1", max_size=12))
def test_what_is_folded_or_was_heard_sounds_the_same(text):
    assert heard(heard(text)) == heard(text) == heard(fold(text))


@given(st.text(LETTERS, max_size=8), st.text(LETTERS, max_size=4))
def test_the_beginning_of_a_word_sounds_like_its_beginning(beginning, rest):
    whole = heard(beginning + rest)
    assert any(map(whole.startswith, heard_beginnings(beginning)))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("атд", "Atdaýew"), ("atday", "Атдаев"), ("hod", "Hojaýew"), ("мак", "Makhmudow"),
     ("gurbanguly", "Гурбангулыев"), ("жум", "Zhumangarin")],
)  # fmt: skip
def test_what_is_typed_of_a_name_is_heard_in_it_all_along(typed, name):
    assert any(map(heard(name).startswith, heard_beginnings(typed)))
