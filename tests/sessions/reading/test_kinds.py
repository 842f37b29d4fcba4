"""Which session a text is about."""

import pytest

from sessions.reading import Trust
from sessions.reading.kinds import sessions_named
from sessions.reading.text import Text


def first(text):
    found = sessions_named(Text(text))
    return tuple(found[0].value) if found else None


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("The 12th meeting of the commission was held.", "ordinary", 12),
        ("The twenty-first regular joint session took place.", "ordinary", 21),
        ("Session of the council: the XII session was held.", "ordinary", 12),
        ("Состоялось двенадцатое заседание комиссии.", "ordinary", 12),
        ("В ходе двадцать первого заседания комиссии отмечено.", "ordinary", 21),
        ("Прошло 3-е очередное заседание.", "ordinary", 3),
        ("Протокол третьего заседания комиссии.", "ordinary", 3),
        ("Комиссияның он екінші отырысы өтті, қазақша мәтін.", "ordinary", 12),
        ("Комиссияның 12-ші отырысы өтті, қазақша мәтін.", "ordinary", 12),
        ("Toparyň on ikinji mejlisi geçirildi, türkmençe.", "ordinary", 12),
        ("Toparyň 12-nji mejlisi geçirildi, türkmençe.", "ordinary", 12),
        ("The commission held an extraordinary session.", "extraordinary", None),
        ("Состоялось внеочередное заседание комиссии.", "extraordinary", None),
        ("Комиссияның кезектен тыс отырысы өтті, қазақша.", "extraordinary", None),
        ("Toparyň nobatdan daşary mejlisi geçirildi.", "extraordinary", None),
        ("A meeting of the co-chairs took place in Baku.", "co-chairs", None),
        ("Встреча сопредседателей комиссии прошла в Баку.", "co-chairs", None),
    ],
)
def test_kind_and_number(text, kind, number):
    assert first(text) == (kind, number)


def test_the_session_that_is_reported_comes_before_those_it_mentions():
    text = (
        "The twelfth session of the commission was held in Astana. It heard what became of the decisions of "
        "the previous, eleventh session. The thirteenth session will be held in Ashgabat."
    )
    found = sessions_named(Text(text))
    assert found[0].value.number == 12
    assert {each.value.number for each in found} == {11, 12, 13}
    assert found[0].trust == Trust.HIGH
    assert {each.trust for each in found[1:]} == {Trust.LOW}


def test_a_meeting_of_a_working_group_is_no_session():
    text = "The third meeting of the working group on trade was held. The fifth session of the commission was held in May."
    assert first(text) == ("ordinary", 5)


def test_a_text_without_a_session_names_none():
    assert first("The film festival opened on 12 May with a concert.") is None
