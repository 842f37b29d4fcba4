"""Staff's pages of people and bodies, and the pickers that find them."""

import pytest
from django.urls import reverse

from participants.models import Organisation, Participant
from tests.factories import (
    make_member,
    make_organisation,
    make_participant,
    make_position,
)
from tests.filled_forms import fields, new_row, sentences

pytestmark = pytest.mark.django_db

LIST = reverse("admin:participants_participant_changelist")
ADD = reverse("admin:participants_participant_add")


def offered(client, model, field, **parameters):
    app, model = model.split(".")
    asked = {"app_label": app, "model_name": model, "field_name": field}
    answer = client.get(reverse("admin:autocomplete"), asked | parameters).json()
    return [row["text"] for row in answer["results"]]


def people(client, term, **more):
    return offered(
        client, "commission_sessions.delegationmember", "participant", term=term, **more
    )


def test_any_spelling_finds_the_person_in_pickers_and_on_the_list(admin_client):
    make_participant(
        name_en="Batyr Atdayev",
        name_ru="Батыр Атдаев",
        variants=["Batyr Atdaýew", "Batyr Atdaev"],
    )
    make_participant(name="Somebody Else")
    for spelling in ["Atdaev", "ATDAYEV", "atdayew", "Атдаев", "Batyr Atd", "батыр"]:
        assert people(admin_client, spelling) == ["Batyr Atdayev"], spelling
        listed = admin_client.get(LIST, {"q": spelling}).context["cl"].queryset
        assert [person.name for person in listed] == ["Batyr Atdayev"], spelling


def test_a_picker_tells_people_of_one_name_apart_by_their_posts(admin_client):
    make_position(participant=make_participant(name="A B"), title="Minister")
    make_participant(name="A B")
    assert people(admin_client, "A B") == ["A B — Minister", "A B"]


def test_a_sides_picker_offers_its_own_country_first(admin_client):
    make_participant(name="Aman Aman", country="KZ")
    make_participant(name="Aman Zaman", country="TM")
    assert people(admin_client, "aman", country="TM") == ["Aman Zaman", "Aman Aman"]


def test_a_list_of_one_country_keeps_its_order(admin_client):
    for name in ("Aman B", "Berdi C", "Chary A"):
        make_participant(name=name, country="TM")
    make_participant(name="Aman K", country="KZ")

    def listed(**asked):
        page = admin_client.get(LIST, asked)
        return [person.name for person in page.context["cl"].result_list]

    assert listed(country="TM") == ["Chary A", "Aman B", "Berdi C"]
    # The first column, from its end.
    assert listed(country="TM", o="-1") == ["Berdi C", "Aman B", "Chary A"]


@pytest.mark.parametrize(
    ("kind", "make"),
    [("participant", make_participant), ("organisation", make_organisation)],
)
def test_a_list_offers_the_countries_it_has(admin_client, kind, make):
    make(country="TM")
    make(country="")
    page = admin_client.get(f"/admin/participants/{kind}/")
    offered = {each.title: each for each in page.context["cl"].filter_specs}["country"]
    assert list(offered.lookup_choices) == [("TM", "Turkmenistan")]


def test_organisations_are_found_by_variant_and_language(admin_client):
    make_organisation(
        name_en="Türkmengaz",
        name_ru="Туркменгаз",
        variants=["TurkmenGas"],
        country="TM",
    )
    for spelling in ("turkmengaz", "туркменгаз", "turkmengas"):
        found = offered(
            admin_client,
            "commission_sessions.responsiblebody",
            "organisation",
            term=spelling,
        )
        assert found == ["Türkmengaz, Turkmenistan"]


def test_a_picker_costs_the_same_queries_whatever_it_finds(
    admin_client, django_assert_num_queries
):
    for rows in (1, 3):
        for _ in range(rows):
            make_position(participant=make_participant(name="Aman Aman"))
        people(admin_client, "aman")
        with django_assert_num_queries(5):
            people(admin_client, "aman")


def test_a_name_in_one_language_suffices_and_makes_the_address(admin_client):
    data = fields(admin_client.get(ADD)) | {"name_ru": "Батыр Атдаев", "country": "TM"}
    response = admin_client.post(ADD, data)
    person = Participant.objects.get()
    assert response.status_code == 302
    assert (person.name_ru, person.slug, person.sort_name, person.state) == (
        "Батыр Атдаев", "batyr-atdaev", "Атдаев Батыр", "draft"
    )  # fmt: skip


def test_a_person_without_a_name_is_refused(admin_client):
    response = admin_client.post(ADD, fields(admin_client.get(ADD)))
    assert sentences(response) == ["Fill in “Name” in at least one language."]


def test_positions_and_spellings_stand_on_the_persons_page(admin_client):
    data = fields(admin_client.get(ADD)) | {"name_en": "Batyr Atdayev"}
    body = make_organisation()
    new_row(data, "positions", title_tk="Ministr", organisation=body.pk, starts_on="2022-01-01",
            starts_precision="year", ends_precision="day")  # fmt: skip
    new_row(data, "name_variants", name="Batyr Atdaýew")
    assert admin_client.post(ADD, data).status_code == 302
    person = Participant.objects.get()
    assert person.positions.get().organisation == body
    assert person.name_variants.get().name == "Batyr Atdaýew"


def test_a_position_that_ends_before_it_begins_is_refused(admin_client):
    data = fields(admin_client.get(ADD)) | {"name_en": "A B"}
    new_row(data, "positions", title_en="Minister", starts_on="2022-01-01", ends_on="2021-01-01",
            starts_precision="day", ends_precision="day")  # fmt: skip
    response = admin_client.post(ADD, data)
    assert any("before it begins" in sentence for sentence in sentences(response))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_bodies_costs_the_same_queries_whatever_its_length(
    admin_client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_organisation(variants=["another spelling"])
    address = reverse("admin:participants_organisation_changelist")
    admin_client.get(address)
    with django_assert_num_queries(6):
        admin_client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    admin_client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_position(participant=make_member().participant)
    admin_client.get(LIST)
    with django_assert_num_queries(7):
        admin_client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_whatever_its_size(
    admin_client, django_assert_num_queries, rows
):
    person = make_participant(variants=[f"V{n}" for n in range(rows)])
    for _ in range(rows):
        make_position(participant=person, organisation=make_organisation())
    address = reverse("admin:participants_participant_change", args=[person.pk])
    admin_client.get(address)
    with django_assert_num_queries(9):
        admin_client.get(address)


def test_somebody_in_a_record_is_not_deleted_but_shown_why(admin_client):
    member = make_member()
    address = reverse(
        "admin:participants_participant_delete", args=[member.participant.pk]
    )
    response = admin_client.post(address, {"post": "yes"})
    assert response.status_code == 200
    assert "protected" in response.content.decode()
    assert Participant.objects.filter(pk=member.participant.pk).exists()


def test_an_organisation_entered_in_passing_is_a_draft(admin_client):
    address = reverse("admin:participants_organisation_add") + "?_popup=1&_to_field=id"
    data = fields(admin_client.get(address)) | {
        "name_ru": "Министерство энергетики",
        "kind": "ministry",
    }
    assert admin_client.post(address, data).status_code == 200
    body = Organisation.objects.get()
    assert (body.state, body.slug) == ("draft", "ministerstvo-energetiki")
