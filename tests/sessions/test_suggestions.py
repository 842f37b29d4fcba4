"""What is suggested while a reader types, and that it stays in line with the record."""

import re
from html import unescape

import pytest
from django.utils.text import slugify

from commission.actions import publish, withdraw
from participants.models import NameVariant, Participant
from sessions.models import Suggestion
from sessions.suggesting import rebuild_suggestions, suggestions_astray
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_member,
    make_organisation,
    make_participant,
    make_responsible_body,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/en/suggestions/"
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def suggested(client, text, address=ADDRESS):
    """{kind: the names suggested} in their order."""
    page = client.get(address, {"q": text}).text
    groups = re.findall(r'<ul class="suggestion-group" role="group" aria-label="(.*?)">(.*?)</ul>', page, re.DOTALL)  # fmt: skip
    return {kind.strip(): _options(group) for kind, group in groups}


def _options(group):
    options = re.findall(r'role="option".*?>(.*?)</li>', group, re.DOTALL)
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in options
    ]


# ── What is suggested ────────────────────────────────────────────────────────────────────────


def test_every_beginning_of_a_word_of_any_spelling_of_a_name_suggests_the_person(
    client,
):
    make_participant(name="Batyr Atayev", name_ru="Батыр Атаев", variants=["Atdaýew"], country="")  # fmt: skip
    make_participant(name="Roman Sklyar", variants=["Скляр Роман"], country="")
    for typed in ["ba", "ata", "ATDAÝ", "batyr a", "at bat"]:
        assert suggested(client, typed) == {"People": ["Batyr Atayev"]}, typed


def test_a_name_is_suggested_in_whichever_script_it_is_typed(client):
    make_participant(name="Batyr Atdaýew", country="")
    make_participant(name="Batyr Orazow", country="")
    make_participant(name="Atdayev", state="draft")
    for typed in ["Ат", "Атд", "Атдае", "atdaev", "Батыр Atdaý", "atda бат"]:
        assert suggested(client, typed) == {"People": ["Batyr Atdaýew"]}, typed


def test_those_whose_names_are_spelt_so_come_before_those_that_sound_so(client):
    for name in ("Мәмин", "Mamin", "Мамин"):
        make_participant(name=name, country="")
    assert suggested(client, "мам") == {"People": ["Мәмин", "Мамин", "Mamin"]}


def test_a_commission_is_heard_beside_a_number(client):
    commission = make_commission(slug="tm-kz", short_name="Turkmenistan – Kazakhstan")
    make_session(commission=commission, number=12, starts_on="2022-05-01")
    assert suggested(client, "казах 12") == {
        "Sessions": ["Twelfth session Turkmenistan – Kazakhstan, 2022"]
    }


def test_a_single_letter_or_none_that_fits_suggests_nothing(client):
    make_participant(name="Batyr Atayev")
    for typed in ["", "b", " ", "b a", "%00", "“", "*", "ba zz"]:
        assert suggested(client, typed) == {}, typed


def test_bodies_sectors_and_commissions_are_suggested_beside_people(client):
    make_participant(name="Energy Name", country="")
    make_organisation(name="Ministry", short_name="Energo", country="")
    make_area(name="Power", terms=[("ru", "энергетика"), ("en", "energy")])
    make_commission(short_name="Enerland – Kazakhstan")
    assert suggested(client, "ener") == {
        "People": ["Energy Name"],
        "Organisations": ["Ministry"],
        "Sectors": ["Power"],
        "Commissions": ["Enerland – Kazakhstan"],
    }


def test_a_number_suggests_the_latest_sessions_of_that_number(client):
    for year in (2019, 2022):
        commission = make_commission(
            slug=f"of-{year}", short_name=f"Commission of {year}"
        )
        make_session(commission=commission, number=12, starts_on=f"{year}-05-01")
        make_session(commission=commission, number=2, starts_on=f"{year}-01-01")
    named = ["Twelfth session Commission of 2022, 2022", "Twelfth session Commission of 2019, 2019"]  # fmt: skip
    for typed in ("12", "12th session", "12-е засед", "session 12"):
        assert suggested(client, typed) == {"Sessions": named}


def test_a_number_beside_a_name_suggests_the_sessions_of_that_commission(client):
    for name in ("Turkmenistan – Kazakhstan", "Turkmenistan – Uzbekistan"):
        make_session(
            commission=make_commission(slug=slugify(name), short_name=name),
            number=12,
            starts_on="2022-05-01",
        )
    assert suggested(client, "kaz 12") == {
        "Sessions": ["Twelfth session Turkmenistan – Kazakhstan, 2022"]
    }


def test_the_best_known_come_first(client):
    quiet, busy = (make_participant(name=f"Atayev {n}", country="") for n in ("A", "B"))
    for _each in range(4):
        make_member(participant=busy)
    make_member(participant=quiet)
    assert suggested(client, "ata") == {"People": ["Atayev B", "Atayev A"]}


def test_a_body_is_as_known_as_it_answers_for_decisions(client):
    make_organisation(name="Energy A", country="")
    busy = make_organisation(name="Energy B", country="")
    make_responsible_body(organisation=busy)
    assert suggested(client, "energy") == {"Organisations": ["Energy B", "Energy A"]}


def test_at_most_ten_are_suggested_and_five_of_a_kind(client):
    for number in range(7):
        make_participant(name=f"Energy {number}", country="")
        make_organisation(name=f"Energy {number}", country="")
    five = [f"Energy {number}" for number in range(5)]
    assert suggested(client, "en") == {"People": five, "Organisations": five}
    make_area(name="Energy")
    assert [len(names) for names in suggested(client, "en").values()] == [5, 4, 1]


def test_a_name_stands_in_the_readers_language_and_says_its_own(client):
    make_participant(name_ru="Батыр Атаев", country="TM")
    assert (
        '<span lang="ru" title="in Russian">Батыр Атаев</span>'
        in client.get(ADDRESS + "?q=бат").text
    )
    assert suggested(client, "бат", "/ru/suggestions/") == {"Участники": ["Батыр Атаев Туркменистан"]}  # fmt: skip


def test_an_option_says_where_it_leads(client):
    make_participant(slug="batyr-atayev", name="Batyr Atayev")
    page = client.get(ADDRESS + "?q=bat").text
    assert 'data-address="/en/participants/batyr-atayev/"' in page


def test_it_answers_whatever_is_typed(client):
    for text in ["x" * 5000, "a b " * 500, "😀😀", "'; DROP TABLE", "%_%", "\0"]:
        assert client.get(ADDRESS, {"q": text}).status_code == 200, text


# ── What is not ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("draft", DRAFTS)
def test_nothing_unpublished_is_suggested(client, draft):
    make_participant(name="Secret Person", variants=["Secretov"], **draft)
    make_organisation(name="Secret body", **draft)
    make_area(name="Secret", parent=make_area(**draft))
    hidden = make_commission(short_name="Secret commission", **draft)
    make_session(commission=hidden, number=77)
    make_session(commission=make_commission(short_name="Open"), number=77, **draft)
    for typed in ("sec", "secretov", "77", "secret 77"):
        assert suggested(client, typed) == {}


@pytest.mark.parametrize("draft", DRAFTS)
def test_what_is_unpublished_weighs_nothing(client, draft):
    make_participant(name="Atayev A", country="")
    other = make_participant(name="Atayev B", country="")
    for _each in range(4):
        make_member(participant=other, session=make_session(**draft))
        make_member(participant=other, session=make_session(commission=make_commission(**draft)))  # fmt: skip
    assert suggested(client, "ata") == {"People": ["Atayev A", "Atayev B"]}


def test_staff_are_suggested_no_more_than_others(admin_client):
    make_participant(name="Secret Person", state="draft")
    assert suggested(admin_client, "sec") == {}


# ── In line with the record ──────────────────────────────────────────────────────────────────


def test_it_is_suggested_from_the_moment_of_publication_to_the_moment_of_withdrawal(
    client, admin_user
):
    person = make_participant(name="Batyr", state="draft", country="")
    assert suggested(client, "bat") == {}
    publish(record=person, by=admin_user)
    assert suggested(client, "bat") == {"People": ["Batyr"]}
    withdraw(record=person, by=admin_user)
    assert suggested(client, "bat") == {}


def test_a_new_name_is_suggested_and_the_old_one_no_more(client):
    person = make_participant(name="Batyr Atayev", variants=["Atdayev"], country="")
    person.name = "Batyr Orazov"
    person.save()
    person.name_variants.all().delete()
    assert suggested(client, "ata") == suggested(client, "atd") == {}
    assert suggested(client, "ora") == {"People": ["Batyr Orazov"]}
    NameVariant.objects.create(participant=person, name="Oraz-zade")
    assert suggested(client, "zade") == {"People": ["Batyr Orazov"]}


def test_what_is_deleted_leaves_no_word():
    person = make_participant(variants=["Atdayev"])
    person.delete()
    assert not Suggestion.objects.exists()


def test_publishing_a_session_weighs_whom_it_knows(client, admin_user):
    make_participant(name="Atayev A", country="")
    other = make_participant(name="Atayev B", country="")
    body = make_organisation(name="Energy")
    session = make_session(state="draft")
    make_member(participant=other, session=session)
    make_responsible_body(decision=make_decision(session=session), organisation=body)
    assert set(Suggestion.objects.values_list("weight", flat=True)) == {0}
    publish(record=session, by=admin_user)
    assert suggested(client, "ata") == {"People": ["Atayev B", "Atayev A"]}
    assert Suggestion.objects.get(word="energy").weight == 1
    withdraw(record=session, by=admin_user)
    assert suggested(client, "ata") == {"People": ["Atayev A", "Atayev B"]}


def test_a_check_tells_what_is_astray_and_a_rebuild_mends_it(client):
    person = make_participant(name="Batyr", country="")
    assert list(suggestions_astray()) == []
    Suggestion.objects.filter(row=person.pk, word="batyr").update(
        word="wrong", start="wr"
    )
    Suggestion.objects.create(kind="participant", row=10**6, word="nobody", start="no")
    assert list(suggestions_astray()) == [
        f"What is suggested for participant {person.pk} is not what it is called.",
        "participant 1000000 is gone, but is still suggested.",
    ]
    rebuild_suggestions()
    assert list(suggestions_astray()) == []
    assert suggested(client, "bat") == {"People": ["Batyr"]}


def test_rows_written_together_are_suggested_too(client):
    person = make_participant(country="")
    Participant.objects.filter(pk=person.pk).update(name_en="Batyr")
    assert suggested(client, "bat") == {"People": ["Batyr"]}


# ── At what cost ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for number in range(rows):
        make_participant(name=f"Energy 12 {number}")
        make_organisation(name=f"Energy 12 {number}")
        make_area(name=f"Energy 12 {number}")
        commission = make_commission(short_name=f"Energy 12 {number}")
        make_session(commission=commission, number=12)
    with django_assert_num_queries(11):
        client.get(ADDRESS + "?q=ener+12")
    with django_assert_num_queries(1):
        client.get(ADDRESS + "?q=e")
