"""Names in the order of each language's alphabet, the same on both databases."""

import random

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from commission.collation import LONGEST, in_order, sort_key
from commission.countries import country_choices
from participants.models import Organisation, Participant
from tests.factories import make_commission, make_organisation, make_participant

KAZAKH = "Абай Әлия Бота Ватан Гүлнар Ғани Дана Ернар Жанар Зере Ибрагим Кенен Қанат Лаура Мәди Нұрлан Ңұр Олжас Өмір Павел Роза Сара Талғат Улан Ұлан Үміт Фарида Хан Һадиша Царь Чингиз Шара Ырыс Ілияс Эльмира Юлия Яна".split()
TURKMEN = "Aman Baýram Çary Döwlet Ejegyz Äşe Fatma Gözel Hoja Ilmyrat Jemal Žanna Kakajan Leýli Maral Nury Ňury Ogultäç Öwez Perman Rejep Serdar Şirin Tahyr Umyt Üzük Wepa Yhlas Ýazgül Zöhre".split()
RUSSIAN = "Анна Ёлкин Ершов Жуков Иванов Йод Кузнецов Щукин Юрьев Яковлев".split()
ENGLISH = "Ahmed,Äkim,Alan,Atdaýew,Atdayev,Çary,de Vries,Éva,Žanna,Zoe".split(",")
ORDERS = {"kk": KAZAKH, "tk": TURKMEN, "ru": RUSSIAN}


@pytest.mark.parametrize("language", ORDERS)
def test_names_stand_in_the_order_of_the_languages_alphabet(language):
    shuffled = random.Random(1).sample(ORDERS[language], len(ORDERS[language]))  # noqa: S311
    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == ORDERS[language]  # fmt: skip


@pytest.mark.parametrize("language", ORDERS)
def test_it_is_the_order_of_icu_where_a_database_has_that(language, db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no collation to compare with.")
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE "{language}-x-icu"',  # noqa: S608
            [ORDERS[language]],
        )
        assert [name for (name,) in cursor.fetchall()] == ORDERS[language]


def test_case_accents_and_punctuation_of_other_alphabets_count_for_nothing():
    assert sort_key("Éva-Maria", "en") == sort_key("eva maria", "en")
    assert sort_key("“Ýyldyz” HJ", "en") == sort_key("Yyldyz HJ", "en")
    assert sort_key("Ýyldyz", "tk") != sort_key("Yyldyz", "tk")
    assert sort_key("Ёлкин", "ru") == sort_key("Елкин", "ru")


def test_a_word_that_ends_stands_before_one_that_goes_on():
    names = ["Kazakh Gas", "Kazakhstan", "Kazakh", "2 Kazakh", "10 Kazakh"]
    assert sorted(names, key=lambda name: sort_key(name, "en")) == [
        "10 Kazakh", "2 Kazakh", "Kazakh", "Kazakh Gas", "Kazakhstan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "order"), [("en", ["Zoe", "Анна"]), ("ru", ["Анна", "Zoe"])]
)
def test_the_readers_own_alphabet_comes_first(language, order):
    assert sorted(order, key=lambda name: sort_key(name, language)) == order


@given(st.text())
def test_any_text_has_a_key_in_plain_letters(text):
    for language in ("en", "ru", "kk", "tk"):
        key = sort_key(text, language)
        assert key.isascii() and len(key) <= LONGEST


@pytest.mark.django_db
@pytest.mark.parametrize("language", ORDERS)
def test_lists_are_in_the_order_of_what_they_show(client, language):
    names = ORDERS[language]
    for name in random.Random(2).sample(names, len(names)):  # noqa: S311
        make_organisation(name_en=None, **{f"name_{language}": name})
        make_participant(name_en=None, **{f"name_{language}": f"Имя {name}"})
    pages = {
        "organisations": [row.name for row in _rows(client, f"/{language}/organisations/")],
        "participants": [row.name.split()[1] for row in _rows(client, f"/{language}/participants/")],
    }  # fmt: skip
    assert pages == {"organisations": names, "participants": names}


def _rows(client, address):
    pages = (client.get(f"{address}?page={n}").context["page"] for n in (1, 2))
    return dict.fromkeys(row for page in pages for row in page.object_list)


@pytest.mark.django_db
def test_what_falls_back_is_sorted_as_it_is_shown(client):
    make_organisation(name_en="Alpha", name_ru="Ясный")
    make_organisation(name_en="Beta")
    make_organisation(name_en="Gamma", name_ru="Берег")
    shown = {
        language: [row.name for row in _rows(client, f"/{language}/organisations/")]
        for language in ("en", "ru", "kk")
    }
    assert shown == {
        "en": ["Alpha", "Beta", "Gamma"],
        "ru": ["Берег", "Ясный", "Beta"],
        "kk": ["Берег", "Ясный", "Beta"],
    }


@pytest.mark.django_db
def test_people_stand_by_their_family_names_as_they_are_entered():
    make_participant(name="Batyr Atdayev", name_ru="Батыр Атдаев")
    make_participant(name="Aman Zahidov Oghly", sort_name="Aman Zahidov Oghly", name_ru="Аман Яхъя")  # fmt: skip
    for language, order in {"en": "AB", "ru": "БА"}.items():
        with override(language):
            first = [row.name[0] for row in Participant.objects.alphabetically()]
            assert "".join(first) == order


@pytest.mark.django_db
def test_commissions_are_sorted_too(client):
    for name in ("Өзбекстан", "Қырғызстан", "Әзербайжан"):
        make_commission(short_name_kk=name)
    page = client.get("/kk/commissions/").context["page"]
    shown = [row.short_name for row in page.object_list]
    assert shown == ["Әзербайжан", "Қырғызстан", "Өзбекстан"]


def test_countries_are_offered_in_the_order_of_the_alphabet():
    with override("kk"):
        names = [name for _code, name in country_choices()]
    places = [names.index(name) for name in ("Жапония", "Қазақстан", "Латвия", "Өзбекстан", "Польша")]  # fmt: skip
    assert places == sorted(places)


@pytest.mark.django_db
def test_a_list_takes_one_index_and_no_sorting():
    sql, params = Organisation.objects.alphabetically()[:20].query.sql_with_params()
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} {sql}", params)
        plan = " ".join(str(column) for row in cursor.fetchall() for column in row)
    assert "organisation_by_en" in plan and "TEMP B-TREE" not in plan


def test_in_order_sorts_rows_by_an_attribute():
    rows = [Participant(note="Öz"), Participant(note="Oz"), Participant(note="az")]
    assert [row.note for row in in_order(rows, "note", "tk")] == ["az", "Oz", "Öz"]
