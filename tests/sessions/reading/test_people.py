"""People of the record by any spelling and case; new names are set apart, never merged by guess."""

import pytest

from sessions.reading import Trust, read

from .known import ATDAYEV, KNOWN, OLGA, SERDAR_B, SERIK_B, SKLYAR


def people(text):
    return [each.value for each in read(text, KNOWN).people]


def only(text):
    (found,) = read(text, KNOWN).people
    return found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Deputy Chairman Batyr Atdaýew spoke.", ATDAYEV),
        ("Batyr Atdaev's report was heard.", ATDAYEV),
        ("Atdayev Batyr spoke.", ATDAYEV),
        ("Встреча с Батыром Атдаевым состоялась.", ATDAYEV),
        ("Доклад Романа Скляра был заслушан.", SKLYAR),
        ("Слово дали Ольге Ивановой.", OLGA),
        ("Мәжілісте Роман Склярдың есебі тыңдалды, қазақша.", SKLYAR),
        ("Mejlisde Batyr Atdaýewiň hasabaty diňlenildi.", ATDAYEV),
    ],
)
def test_they_are_known_by_any_spelling_and_case(text, key):
    found = only(text)
    assert (found.value.key, found.value.is_new) == (key, False)
    assert found.trust == Trust.HIGH


def test_another_given_name_is_another_person():
    (person,) = people("Minister of Energy of Turkmenistan Seyit Berdiyev spoke.")
    assert (person.key, person.is_new, person.name) == (None, True, "Seyit Berdiyev")
    assert person.candidates == (SERDAR_B, SERIK_B)


def test_serik_is_not_serdar():
    assert [p.key for p in people("Serik Berdiyev spoke.")] == [SERIK_B]
    assert [p.key for p in people("Serdar Berdiyev spoke.")] == [SERDAR_B]


def test_two_of_one_family_name_are_offered_and_none_is_chosen():
    found = only("Minister Berdiyev reported.")
    assert (found.value.key, found.value.candidates) == (None, (SERDAR_B, SERIK_B))
    assert (found.value.is_new, found.trust) == (False, Trust.LOW)


def test_an_initial_is_likely():
    found = only("Deputy Prime Minister R. Sklyar spoke.")
    assert (found.value.key, found.trust) == (SKLYAR, Trust.MEDIUM)
    assert people("Deputy Prime Minister B. Sklyar spoke.")[0].key is None


def test_a_family_name_alone_is_whoever_was_named_in_full():
    text = "Roman Sklyar spoke first. Deputy Prime Minister Sklyar thanked the hosts."
    assert [person.key for person in people(text)] == [SKLYAR]


def test_post_side_and_role_come_from_the_sentence():
    text = (
        "The session was co-chaired by Batyr Atdayev, Deputy Chairman of the Cabinet of Ministers of "
        "Turkmenistan, and Deputy Prime Minister of Kazakhstan Roman Sklyar."
    )
    assert [(p.country, p.role, p.position) for p in people(text)] == [
        ("TM", "co_chair", "Deputy Chairman of the Cabinet of Ministers of Turkmenistan"),
        ("KZ", "co_chair", "Deputy Prime Minister of Kazakhstan"),
    ]  # fmt: skip


def test_new_people_stand_by_their_post():
    text = (
        "На заседании выступил министр энергетики Казахстана Пётр Новичков. Встреча с заместителем министра "
        "Сериком Нурлановым прошла в Астане."
    )
    assert [(p.name, p.country, p.is_new) for p in people(text)] == [
        ("Пётр Новичков", "KZ", True),
        ("Серик Нурланов", "", True),
    ]


def test_the_last_word_of_a_post_is_no_part_of_the_name():
    (person,) = people("Minister of Waterways Ivan Primerov spoke.")
    assert (person.name, person.position) == ("Ivan Primerov", "Minister of Waterways")


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Foreign Affairs and the National Bank of Kazakhstan took part.",
        "The North-South Transport Corridor links the Caspian Sea with the Persian Gulf.",
        "Министерство иностранных дел и Национальный банк приняли участие.",
        "Long Live Friendship was the title of the concert.",
    ],
)
def test_capitals_are_no_names(text):
    assert people(text) == []


def test_a_head_of_state_who_receives_the_delegation_is_a_guess():
    found = only("President of Kazakhstan Pavel Primerov received the delegations.")
    assert found.trust == Trust.LOW


def test_a_side_has_one_co_chair():
    text = "The Kazakh delegation was led by Roman Sklyar and Olga Ivanova."
    assert [p.role for p in people(text)] == ["co_chair", "member"]
