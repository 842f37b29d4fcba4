import pytest

from participants.models import Organisation, Participant
from tests.factories import make_organisation, make_participant


@pytest.mark.parametrize(
    "words", ["Atdaev", "ATDAÝEW", "atdayew", "Атдаев", "batyr atdaev"]
)
def test_any_spelling_finds_the_person(db, words):
    person = make_participant(
        name="Batyr Atdayev", variants=["Batyr Atdaýew", "Batyr Atdaev", "Батыр Атдаев"]
    )
    make_participant(name="Batyr Nazarov", variants=["Батыр Назаров"])
    assert list(Participant.objects.named(words)) == [person]


@pytest.mark.parametrize("words", ["Атдаев", "atdaev", "Батыр Atdaý", "atdaew-batyr"])
def test_a_person_is_found_in_whichever_script_the_name_is_typed(db, words):
    person = make_participant(name="Batyr Atdaýew")
    make_participant(name="Batyr Nazarow")
    make_participant(name="Atdaýew")
    assert person in Participant.objects.named(words)
    assert list(Participant.objects.named(f"{words} бат")) == [person]


def test_an_organisation_is_found_by_its_variants(db):
    body = make_organisation(name="Turkmengaz", variants=["Türkmengaz", "Туркменгаз"])
    make_organisation(name="QazaqGaz")
    assert list(Organisation.objects.named("türkmengaz")) == [body]
    assert list(Organisation.objects.named("туркмен")) == [body]


def test_people_are_sorted_by_family_name(db):
    make_participant(name="Roman Sklyar")
    make_participant(name="Batyr Atdayev")
    make_participant(name="Han Zheng", sort_name="Han Zheng")
    names = [person.name for person in Participant.objects.all()]
    assert names == ["Batyr Atdayev", "Han Zheng", "Roman Sklyar"]
