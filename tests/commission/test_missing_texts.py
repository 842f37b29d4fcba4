"""The languages of the staff's pages: what comes first, what is missing, which language they are in."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User

from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_commission,
    make_organisation,
    make_passage,
    make_session,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/missing-texts/"


def numbers(answer):
    """{kind: {text: {language: number}}}."""
    return {
        kind: {row.text: {code: number for code, number, _list in row.numbers} for row in rows}
        for kind, _address, rows in answer.context["kinds"]
    }  # fmt: skip


def lists(answer, kind):
    [rows] = [rows for name, _address, rows in answer.context["kinds"] if name == kind]
    return {
        (row.text, code): address for row in rows for code, _n, address in row.numbers
    }


@pytest.fixture
@writing()
def record():
    commission = make_commission()
    one = {"commission": commission, "place_en": ""}
    make_session(summary_en="Gas", summary_ru="Газ", **one)
    make_session(summary_en="Rail", **one)
    make_session(summary_en="", **one)
    make_session(summary_en="Secret", state="draft", **one)
    return commission


def test_it_counts_what_one_language_has_and_another_lacks(admin_client, record):
    found = numbers(admin_client.get(ADDRESS))["Sessions"]
    assert found["Summary"] == {"en": 0, "ru": 1, "kk": 2, "tk": 2}
    assert "Title" not in found


def test_each_number_leads_to_the_list_of_those(admin_client, record):
    address = lists(admin_client.get(ADDRESS), "Sessions")["Summary", "ru"]
    found = admin_client.get(address).context["cl"].queryset
    assert [session.summary_en for session in found] == ["Rail"]


def test_parts_of_a_record_count_as_one_record(admin_client):
    session = make_session(summary_en="", place_en="")
    for _passage in range(3):
        make_passage(session=session, text_en="Gas", text_ru="")
    answer = admin_client.get(ADDRESS)
    assert numbers(answer)["Sessions"]["Passages"] == {"en": 0, "ru": 1, "kk": 1, "tk": 1}  # fmt: skip
    address = lists(answer, "Sessions")["Passages", "tk"]
    assert admin_client.get(address).context["cl"].result_count == 1


def test_a_language_alone_finds_whatever_lacks_anything(admin_client, record):
    answer = admin_client.get("/admin/commission_sessions/session/?missing=ru")
    assert [row.summary_en for row in answer.context["cl"].queryset] == ["Rail"]


def test_a_question_that_means_nothing_lists_all(admin_client, record):
    for asked in ["xx", "ru-nothing", "-", "ru-", "<b>"]:
        answer = admin_client.get(
            "/admin/commission_sessions/session/", {"missing": asked}
        )
        assert answer.status_code == 200, asked
        assert answer.context["cl"].result_count == (1 if asked == "ru-" else 4), asked


def test_who_may_not_see_a_kind_of_record_is_not_told_of_it(client, record):
    make_organisation(name_en="Ministry")
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_organisation"))
    client.force_login(clerk)
    assert list(numbers(client.get(ADDRESS))) == ["Organisations"]


def test_it_is_for_staff(client):
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_query_for_each_kind(admin_client, rows, django_assert_num_queries):
    for _row in range(rows):
        make_passage(session=make_session(summary_en="Gas"))
        make_organisation()
        make_agreement()
    # Session and user, and one for each of the six kinds.
    with django_assert_num_queries(8):
        admin_client.get(ADDRESS)


# ── The forms ────────────────────────────────────────────────────────────────────────────────


def languages_in(answer, name):
    return re.findall(rf'name="{name}_(en|ru|kk|tk)"', answer.text)


def test_the_languages_of_the_commission_stand_first_in_the_form_and_its_rows(
    admin_client,
):
    session = make_session(commission=make_commission(languages="tk ru"))
    make_passage(session=session)
    answer = admin_client.get(
        f"/admin/commission_sessions/session/{session.pk}/change/"
    )
    assert languages_in(answer, "summary") == ["tk", "ru", "en", "kk"]
    assert languages_in(answer, "passages-0-text") == ["tk", "ru", "en", "kk"]
    shown = re.findall(r'<input type="checkbox" value="(en|ru|kk|tk)">', answer.text)
    assert shown == ["tk", "ru", "en", "kk"]


def test_what_belongs_to_no_commission_has_the_portals_order(admin_client):
    organisation = make_organisation()
    address = f"/admin/participants/organisation/{organisation.pk}/change/"
    answer = admin_client.get(address)
    assert languages_in(answer, "name") == ["en", "ru", "kk", "tk"]


# ── The language of the pages ────────────────────────────────────────────────────────────────


def test_staff_choose_the_language_of_their_pages(admin_client):
    answer = admin_client.post("/admin/language/", {"language": "kk", "next": ADDRESS})
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    page = admin_client.get(ADDRESS, headers={"accept-language": "en"})
    assert '<html lang="kk"' in page.text


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example"])  # fmt: skip
def test_the_choice_leads_nowhere_else(admin_client, onward):
    sent = {"language": "kk", "next": onward}
    answer = admin_client.post("/admin/language/", sent)
    assert "elsewhere" not in answer["Location"]


def test_every_list_with_texts_offers_the_filter():
    names = {
        model._meta.model_name
        for model, options in admin.site._registry.items()
        if any(getattr(each, "parameter_name", "") == "missing" for each in options.list_filter)
    }  # fmt: skip
    assert names == {"agreement", "commission", "cooperationarea", "organisation", "participant", "session"}  # fmt: skip
