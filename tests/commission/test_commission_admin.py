"""Staff's pages of commissions, areas, agreements and figures."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from commission.models import Agreement, Commission, CooperationArea
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_figure,
    make_indicator,
    make_participant,
    make_session,
    make_signature,
    make_source,
)
from tests.filled_forms import fields, new_row, sentences

pytestmark = pytest.mark.django_db


def address(model, what="changelist", *keys):
    return reverse(f"admin:commission_{model}_{what}", args=keys)


def test_a_commission_is_entered_with_its_sides_in_their_order(admin_client):
    data = fields(admin_client.get(address("commission", "add")))
    data |= {
        "name_en": "Intergovernmental commission",
        "short_name_en": "Turkmenistan – Kazakhstan",
    }
    new_row(
        data, "sides", country="KZ", colour="#0077a3", name_en="Kazakh side", ORDER=2
    )
    new_row(
        data, "sides", country="TM", colour="#0b7d4d", name_en="Turkmen side", ORDER=1
    )
    response = admin_client.post(address("commission", "add"), data)
    assert response.status_code == 302, sentences(response)
    commission = Commission.objects.get()
    assert commission.slug == "intergovernmental-commission"
    assert list(commission.sides.values_list("order", "country")) == [
        (1, "TM"),
        (2, "KZ"),
    ]


def test_sides_change_places_although_places_are_unique(admin_client):
    commission = make_commission()
    page = address("commission", "change", commission.pk)
    data = fields(admin_client.get(page)) | {"sides-0-ORDER": 2, "sides-1-ORDER": 1}
    assert admin_client.post(page, data).status_code == 302
    assert list(commission.sides.values_list("country", flat=True)) == ["KZ", "TM"]


def test_a_pale_colour_and_a_country_twice_are_refused_with_their_sentences(
    admin_client,
):
    commission = make_commission()
    page = address("commission", "change", commission.pk)
    data = fields(admin_client.get(page)) | {"sides-0-colour": "#ffff00"}
    assert "Too pale on white: choose a darker shade." in sentences(
        admin_client.post(page, data)
    )
    data = fields(admin_client.get(page)) | {"sides-1-country": "TM"}
    assert admin_client.post(page, data).status_code == 200


def test_a_sector_needs_no_colour_and_a_sphere_does(admin_client):
    sphere = make_area(name="Transport")
    data = fields(admin_client.get(address("cooperationarea", "add")))
    sector = data | {"name_en": "Railways", "parent": sphere.pk, "order": 1}
    new_row(sector, "terms", language="kk", term="теміржол")
    assert (
        admin_client.post(address("cooperationarea", "add"), sector).status_code == 302
    )
    assert CooperationArea.objects.get(parent=sphere).terms.get().term == "теміржол"
    refused = admin_client.post(
        address("cooperationarea", "add"), data | {"name_en": "Water", "order": 2}
    )
    assert sentences(refused) == ["A sphere needs a colour; a sector has its sphere's."]


def test_a_picker_shows_sectors_under_their_sphere(admin_client):
    make_area(
        parent=make_area(name_en="Transport", name_ru="Транспорт"),
        name_en="Railways",
        name_ru="Железные дороги",
    )
    for term in ("railw", "ЖЕЛЕЗНЫЕ"):
        answer = admin_client.get(
            reverse("admin:autocomplete"),
            {
                "app_label": "commission_sessions",
                "model_name": "passage",
                "field_name": "areas",
                "term": term,
            },
        ).json()
        assert [row["text"] for row in answer["results"]] == ["Transport › Railways"]


def test_an_agreement_is_entered_in_two_steps_with_its_signatures(admin_client):
    commission, person = make_commission(), make_participant()
    data = fields(admin_client.get(address("agreement", "add")))
    data |= {"commission": commission.pk, "title_ru": "Программа сотрудничества", "kind": "programme",
             "level": "ministries", "signed_on": "2023-10-30"}  # fmt: skip
    response = admin_client.post(address("agreement", "add"), data)
    agreement = Agreement.objects.get()
    page = address("agreement", "change", agreement.pk)
    assert (response.headers["Location"], agreement.slug) == (
        page,
        "programma-sotrudnichestva",
    )
    data = fields(admin_client.get(page))
    new_row(
        data,
        "signatures",
        side=commission.sides.last().pk,
        participant=person.pk,
        position_en="Minister",
    )
    assert admin_client.post(page, data).status_code == 302
    assert agreement.signatures.get().position_en == "Minister"


def test_a_signature_of_nobody_is_refused_with_the_rules_sentence(admin_client):
    agreement = make_agreement()
    page = address("agreement", "change", agreement.pk)
    data = fields(admin_client.get(page))
    new_row(
        data,
        "signatures",
        side=agreement.commission.sides.first().pk,
        position_en="Minister",
    )
    assert sentences(admin_client.post(page, data)) == [
        "Say who signed: a person, an organisation, or both."
    ]


def test_an_address_once_taken_is_refused_when_typed(admin_client):
    make_agreement(slug="taken")
    agreement = make_agreement()
    page = address("agreement", "change", agreement.pk)
    response = admin_client.post(
        page, fields(admin_client.get(page)) | {"slug": "taken"}
    )
    assert response.status_code == 200 and "already exists" in sentences(response)[0]


def test_publishing_an_agreement_names_its_draft_signers(admin_client):
    agreement = make_agreement(state="draft", areas=[make_area(state="draft")])
    signature = make_signature(
        agreement=agreement, participant=make_participant(state="draft")
    )
    html = admin_client.get(
        address("agreement", "publish", agreement.pk)
    ).content.decode()
    assert f'value="participants.participant:{signature.participant.pk}"' in html
    assert f'value="commission.cooperationarea:{agreement.areas.get().pk}"' in html


def test_a_figure_keeps_its_rules(admin_client):
    commission, indicator = make_commission(), make_indicator()
    data = fields(admin_client.get(address("figure", "add")))
    data |= {
        "commission": commission.pk,
        "indicator": indicator.pk,
        "value": "143",
        "bound": "exact",
    }
    assert (
        "A figure needs the period"
        in sentences(admin_client.post(address("figure", "add"), data))[0]
    )
    data |= {"period_start": "2021-01-01", "period_end": "2021-09-30"}
    new_row(data, "sources", publisher="Trend", published_precision="day")
    assert admin_client.post(address("figure", "add"), data).status_code == 302
    assert commission.figures.get().sources.get().publisher == "Trend"


LISTS = {
    "commission": lambda: make_session(),
    "cooperationarea": lambda: make_area(parent=make_area()),
    "agreement": lambda: make_agreement(areas=[make_area()]),
    "indicator": lambda: make_indicator(area=make_area()),
    "figure": lambda: make_source(figure=make_figure()),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("model", "queries"),
    [
        ("commission", 6),
        ("cooperationarea", 5),
        ("agreement", 9),
        ("indicator", 5),
        ("figure", 9),
    ],
)
def test_each_list_costs_the_same_queries_whatever_its_length(
    admin_client, django_assert_num_queries, model, queries, rows
):
    for _ in range(rows):
        LISTS[model]()
    admin_client.get(address(model))
    with django_assert_num_queries(queries):
        assert admin_client.get(address(model)).status_code == 200


def test_the_front_page_stands_in_the_order_of_the_work(admin_client):
    groups = admin_client.get(reverse("admin:index")).context["app_list"]
    assert [[m["object_name"] for m in group["models"]] for group in groups] == [
        ["Session", "Decision", "Agreement", "ErrorReport"],
        ["Participant", "Organisation"],
        ["Commission", "CooperationArea", "Figure", "Indicator"],
        ["User", "Group", "SignIn", "Follower"],
    ]


def test_the_front_page_of_somebody_without_rights_is_empty(client):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(reverse("admin:index")).context["app_list"] == []
