"""What staff read in their own language: after saving, in histories, of rights, of moments."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from commission.admin.account import RightsField
from tests.factories import make_agreement, make_commission, make_session
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
    [("ru", "Заседание: изменять"), ("kk", "Отырыс: өзгерту"), ("tk", "Mejlis: üýtgetmek")],
)  # fmt: skip
def test_rights_are_chosen_by_words_of_the_language(language, right):
    rights = Permission.objects.select_related("content_type")
    with override(language):
        labels = [label for _value, label in RightsField(rights).choices]
    assert right in labels
    assert [label for label in labels if label.startswith("Can ")] == []


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
def test_lists_of_staff_mark_what_stands_in_another_language(admin_client):
    make_session(commission=make_commission(short_name_en=None, short_name_tk="Gaz"))
    address = reverse("admin:commission_commission_changelist")
    assert '<span lang="tk" title="in Turkmen">Gaz</span>' in admin_client.get(address).text  # fmt: skip
