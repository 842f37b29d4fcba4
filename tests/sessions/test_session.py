import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from sessions.models import Session
from sessions.ordinals import ordinal_in_figures, ordinal_in_words
from sessions.titles import session_title
from tests.factories import (
    make_agenda_item,
    make_area,
    make_commission,
    make_decision,
    make_passage,
    make_session,
    tomorrow,
)

D = datetime.date


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"kind": "ordinary", "number": 11}, "11"),
        ({"kind": "extraordinary"}, "extraordinary-2020-09-17"),
        ({"kind": "extraordinary", "date_precision": "month"}, "extraordinary-2020-09"),
        ({"kind": "co-chairs", "date_precision": "late"}, "co-chairs-late-2020"),
        ({"kind": "co-chairs", "date_precision": "year"}, "co-chairs-2020"),
    ],
)
def test_its_address_is_made_of_number_or_kind_and_date(db, fields, key):
    assert make_session(starts_on=D(2020, 9, 17), **fields).key == key


def test_a_number_is_given_once_in_a_commission(db):
    commission = make_commission()
    make_session(commission=commission, number=11)
    make_session(number=11)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(commission=commission, number=11)


def test_the_same_session_again_is_refused_with_a_sentence(db):
    session = make_session(number=11)
    again = Session(commission=session.commission, number=11, starts_on=D(2022, 1, 1))
    with pytest.raises(ValidationError, match="open that one instead"):
        again.full_clean()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "ordinary", "number": None},
        {"kind": "extraordinary", "number": 3},
        {"ends_on": D(2001, 1, 1)},
        {"ends_on": D(2100, 1, 1), "date_precision": "year"},
    ],
)
def test_the_database_refuses_what_contradicts_itself(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(**fields)


@pytest.mark.parametrize("carry", [make_passage, make_agenda_item, make_decision])
def test_it_is_about_the_areas_of_its_passages_agenda_and_decisions(db, carry):
    sphere = make_area()
    sector = make_area(parent=sphere)
    session = carry(areas=[sector]).session
    carry(areas=[make_area()])
    assert list(Session.objects.about(sphere)) == [session]
    assert list(Session.objects.about([sector.pk])) == [session]


def test_it_is_found_by_words_of_any_language_however_they_are_spelt(db):
    session = make_session(place_tk="Aşgabat", place_en="Ashgabat")
    make_passage(
        session=session, text_ru="Стороны обсудили железную дорогу", text_en="Railway"
    )
    make_session(place="Astana")
    for words in ("asgabat", "ЖЕЛЕЗНУЮ railway"):
        assert list(Session.objects.mentioning(words)) == [session]
    assert list(Session.objects.mentioning("railway astana")) == []


def test_previous_and_next_are_the_commissions_public_sessions(db):
    commission = make_commission()
    first = make_session(commission=commission, number=1)
    second = make_session(commission=commission, number=2)
    make_session(commission=commission, number=3, state="draft")
    make_session(commission=commission, number=4, publish_at=tomorrow())
    fifth = make_session(commission=commission, number=5)
    make_session(number=3)
    assert second.in_sequence() == (first, fifth)
    assert first.in_sequence() == (None, second)
    assert fifth.in_sequence() == (second, None)


def test_the_title_is_written_as_officials_of_each_language_write_it():
    titles = {
        code: session_title("ordinary", 11, language=code)
        for code in ("en", "ru", "kk", "tk")
    }
    assert titles == {
        "en": "Eleventh session",
        "ru": "Одиннадцатое заседание",
        "kk": "Он бірінші отырыс",
        "tk": "On birinji mejlis",
    }


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, ("first", "первое", "бірінші", "birinji")),
        (10, ("tenth", "десятое", "оныншы", "onunjy")),
        (12, ("twelfth", "двенадцатое", "он екінші", "on ikinji")),
        (19, ("nineteenth", "девятнадцатое", "он тоғызыншы", "on dokuzynjy")),
        (20, ("twentieth", "двадцатое", "жиырмасыншы", "ýigriminji")),
        (21, ("twenty-first", "двадцать первое", "жиырма бірінші", "ýigrimi birinji")),
        (40, ("fortieth", "сороковое", "қырқыншы", "kyrkynjy")),
        (99, ("ninety-ninth", "девяносто девятое", "тоқсан тоғызыншы", "togsan dokuzynjy")),
        (101, ("101st", "101-е", "101-ші", "101-nji")),
        (112, ("112th", "112-е", "112-ші", "112-nji")),
    ],
)  # fmt: skip
def test_ordinals_are_words_up_to_99(number, words):
    said = tuple(ordinal_in_words(number, code) for code in ("en", "ru", "kk", "tk"))
    assert said == words


@pytest.mark.parametrize(
    ("number", "kk", "tk"),
    [(6, "6-шы", "6-njy"), (9, "9-шы", "9-njy"), (10, "10-шы", "10-njy"), (20, "20-шы", "20-nji"),
     (23, "23-ші", "23-nji"), (30, "30-шы", "30-njy"), (100, "100-ші", "100-nji")],
)  # fmt: skip
def test_ordinals_in_figures_keep_the_vowel_harmony(number, kk, tk):
    said = tuple(ordinal_in_figures(number, code) for code in ("kk", "tk"))
    assert said == (kk, tk)


def test_a_title_of_its_own_stands_instead(db):
    session = make_session(title="Anniversary session")
    with override("kk"):
        assert session.full_title == "Anniversary session"
