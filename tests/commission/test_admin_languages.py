"""What staff read in their own language: after saving, in histories, of rights, of moments."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from commission.admin.account import RightsField
from commission.roles import ROLES, rights_to_give
from tests.factories import make_agreement, make_commission, make_decision, make_session
from tests.filled_forms import fields
from tests.reading import words

LANGUAGES = ["ru", "kk", "tk"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "saved", "changed"),
    [
        ("ru", "Изменено: соглашение « Газ ».", "Место подписания (English)"),
        ("kk", "Өзгертілді: келісім « Газ ».", "Қол қойылған жері (English)"),
        ("tk", "Üýtgedildi: ylalaşyk “ Газ ”.", "Gol çekilen ýeri (English)"),
    ],
)
def test_saving_and_the_history_are_told_in_the_language_of_the_page(
    admin_client, language, saved, changed
):
    agreement = make_agreement(title_en=None, title_ru="Газ")
    page = reverse("admin:commission_agreement_change", args=[agreement.pk])
    spoken = {"accept-language": language}
    data = fields(admin_client.get(page)) | {"place_en": "Ashgabat"}
    answer = admin_client.post(page, data, headers=spoken, follow=True)
    assert saved in words(answer)
    history = reverse("admin:commission_agreement_history", args=[agreement.pk])
    assert changed in words(admin_client.get(history, headers=spoken))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "right"),
    [("ru", "Заседание: публиковать"), ("kk", "Отырыс: жариялау"), ("tk", "Mejlis: çap etmek")],
)  # fmt: skip
def test_rights_are_chosen_by_words_of_the_language(language, right):
    with override(language):
        labels = [label for _value, label in RightsField(rights_to_give()).choices]
    assert right in labels
    assert [label for label in labels if "Can " in label] == []


@pytest.mark.django_db
def test_rights_over_what_nobody_enters_are_not_offered():
    given = {right for role in ROLES.values() for right in role}
    offered = {
        f"{right.content_type.app_label}.{right.content_type.model}"
        for right in rights_to_give()
    }
    assert offered == {right.partition(":")[0] for right in given}


@pytest.mark.django_db
def test_signs_in_lists_are_read_out_in_the_language(admin_client):
    spoken = {"accept-language": "kk"}
    page = admin_client.get("/admin/auth/user/", headers=spoken).text
    assert re.findall(r'<img[^>]+alt="([^"]+)"', page) == ["жоқ"]


@pytest.mark.parametrize(
    ("language", "moment", "month", "of_month"),
    [
        ("ru", "20 декабря 2021 г. 9:05", "Декабрь 2021 г.", "20 декабря"),
        (
            "kk",
            "2021\xa0ж. 20 желтоқсан, 09:05",
            "2021\xa0ж. желтоқсан",
            "20 желтоқсан",
        ),
        ("tk", "20.12.2021, 09:05", "Dekabr 2021", "20 dekabr"),
    ],
)
def test_moments_on_djangos_pages_are_written_as_the_language_writes_them(
    language, moment, month, of_month
):
    day = datetime.datetime(2021, 12, 20, 9, 5)
    with override(language):
        assert date_format(day, "DATETIME_FORMAT") == moment
        assert date_format(day, "YEAR_MONTH_FORMAT") == month
        assert date_format(day, "MONTH_DAY_FORMAT") == of_month


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "city"),
    [("en", "of Ashgabat"), ("ru", ": Ашхабад"), ("kk", ": Ашхабад"), ("tk", ": Aşgabat")],
)  # fmt: skip
def test_the_time_of_an_embargo_is_that_of_a_city(admin_client, language, city):
    page = reverse("admin:commission_sessions_session_publish", args=[make_session(state="draft").pk])  # fmt: skip
    answer = admin_client.get(page, headers={"accept-language": language})
    assert f"{city}." in words(answer)


@pytest.mark.django_db
def test_lists_of_staff_mark_what_stands_in_another_language(admin_client):
    session = make_session(commission=make_commission(short_name_en=None, short_name_tk="Gaz"))  # fmt: skip
    make_decision(session=session, text_en=None, text_ru="Строить <b>")
    address = reverse("admin:commission_commission_changelist")
    assert '<span lang="tk" title="in Turkmen">Gaz</span>' in admin_client.get(address).text  # fmt: skip
    address = reverse("admin:commission_sessions_decision_changelist")
    mark = '1. <span lang="ru" title="in Russian">Строить &lt;b&gt;</span>'
    assert mark in admin_client.get(address).text
