"""Every list of the admin as a file: as it is filtered, for whoever may see it, and harmless."""

import csv
import io

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from commission.models import Figure
from tests.browser.every_page import make_every_page
from tests.factories import (
    make_commission,
    make_decision,
    make_figure,
    make_indicator,
    make_participant,
    make_position,
    make_session,
)

pytestmark = pytest.mark.django_db


def address(model, form="csv"):
    return reverse("desk:list-table", args=[model._meta.app_label, model._meta.model_name, form])  # fmt: skip


def rows_of_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_list_goes_as_it_is_filtered_ordered_and_named(admin_client):
    for name, country in (("Anna Ada", "TM"), ("Berdi Bay", "TM"), ("Cem Can", "KZ")):
        state = "draft" if country == "TM" else "published"
        person = make_participant(name=name, country=country, state=state)
        make_position(participant=person, title="=HYPERLINK(1)")
    from participants.models import Participant

    found = admin_client.get(address(Participant), {"state": "draft", "o": "-1"})
    headings, *rows = rows_of_csv(found)
    assert headings[:6] == ["Participant", "Latest position", "Country", "Sessions", "State", "Name (English)"]  # fmt: skip
    assert [row[:6] for row in rows] == [
        ["Berdi Bay", "'=HYPERLINK(1)", "Turkmenistan", "0", "draft", "Berdi Bay"],
        ["Anna Ada", "'=HYPERLINK(1)", "Turkmenistan", "0", "draft", "Anna Ada"],
    ]
    found = admin_client.get(address(Participant, "xlsx"), {"country": "KZ"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(found.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:2] == ["Cem Can", "=HYPERLINK(1)"]
    assert [cell.data_type for cell in sheet[2]][:2] == ["s", "s"]


def test_long_texts_go_whole_and_in_each_language(admin_client):
    decision = make_decision(text_en="To build. " * 60, text_ru="Построить.")
    headings, row = rows_of_csv(admin_client.get(address(type(decision))))
    said = dict(zip(headings, row, strict=True))
    assert (said["Text (English)"], said["Text (Русский)"]) == (decision.text_en, "Построить.")  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_list_there_is_has_its_file(admin_client, form):
    make_every_page()
    for model in admin.site._registry:
        response = admin_client.get(address(model, form))
        assert response.status_code == 200, model
        b"".join(response.streaming_content)


def test_figures_go_with_what_the_list_says_of_their_growth(admin_client):
    indicator, commission = make_indicator(), make_commission()
    for year, value, change in ((2020, 100, None), (2021, 110, 80)):
        make_figure(indicator=indicator, commission=commission, year=year, value=value,
                    change_percent=change)  # fmt: skip
    headings, *rows = rows_of_csv(admin_client.get(address(Figure)))
    growth = [row[headings.index("Growth")] for row in rows]
    assert growth == ["", "'+80% contradicts the values"]


def test_who_may_not_see_the_list_gets_no_file(client, admin_client, django_user_model):
    session = make_session(state="draft")
    assert client.get(address(type(session))).status_code == 302
    reader = django_user_model.objects.create_user("r", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_agreement"))
    client.force_login(reader)
    assert client.get(address(type(session))).status_code == 403
    assert admin_client.get("/admin/participants/nothing/table.csv").status_code == 404
    assert admin_client.get("/admin/sessions/session/table.csv").status_code == 404


def test_it_holds_what_the_persons_own_list_holds(admin_client, monkeypatch):
    from sessions.admin import SessionAdmin

    session = make_session(state="draft")
    monkeypatch.setattr(
        SessionAdmin, "get_queryset", lambda self, request: self.model.objects.none()
    )
    assert len(rows_of_csv(admin_client.get(address(type(session))))) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_its_queries_do_not_grow_with_its_rows(
    admin_client, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        make_position(participant=make_participant())
    from participants.models import Participant

    with django_assert_max_num_queries(9):
        rows_of_csv(admin_client.get(address(Participant)))
