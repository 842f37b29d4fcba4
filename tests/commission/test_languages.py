"""The language a text is shown in: the reader's, the commission's own order, the portal's."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from commission.languages import (
    check_languages,
    languages_of_countries,
    text_and_language,
)
from commission.models import Commission
from sessions.models import DelegationMember, Passage
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_member,
    make_passage,
    make_session,
)
from tests.filled_forms import fields


@pytest.mark.parametrize(
    ("countries", "languages"),
    [
        (["TM", "KZ"], ["tk", "kk", "ru"]),
        (["KZ", "TM"], ["kk", "ru", "tk"]),
        (["KZ", "RU"], ["kk", "ru"]),
        (["KZ", "HU"], ["kk", "ru"]),
        (["TM", "AZ"], ["tk"]),
        (["EU", "CN"], []),
    ],
)
def test_the_languages_of_a_commission_are_those_of_its_countries(countries, languages):
    assert languages_of_countries(countries) == languages


@pytest.mark.parametrize("text", ["", "tk", "tk kk ru en"])
def test_codes_of_the_portal_are_taken(text):
    check_languages(text)


@pytest.mark.parametrize("text", ["de", "tk tk", "tk, kk", "Turkmen"])
def test_anything_else_is_refused_with_the_codes_there_are(text):
    with pytest.raises(ValidationError, match="each once: en ru kk tk"):
        check_languages(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("languages", "shown"),
    [
        ("", {"en": "en", "ru": "ru", "kk": "ru", "tk": "ru"}),
        ("tk kk", {"en": "en", "ru": "ru", "kk": "ru", "tk": "ru"}),
        ("en", {"en": "en", "ru": "ru", "kk": "en", "tk": "en"}),
    ],
)
def test_a_text_falls_back_along_the_order_of_its_commission(languages, shown):
    session = make_session(commission=make_commission(languages=languages))
    passage = make_passage(session=session, text_en="Gas", text_ru="Газ")
    [passage] = Passage.objects.filter(pk=passage.pk).select_related(
        "session__commission"
    )
    for language, expected in shown.items():
        with override(language):
            assert text_and_language(passage, "text")[1] == expected


@pytest.mark.django_db
def test_each_field_falls_back_for_itself():
    commission = make_commission(
        languages="tk ru",
        short_name_en=None,
        short_name_tk="Türkmenistan",
        description_en="",
        description_ru="О комиссии",
    )
    assert text_and_language(commission, "short_name") == ("Türkmenistan", "tk")
    assert text_and_language(commission, "description") == ("О комиссии", "ru")


@pytest.mark.django_db
def test_what_belongs_to_no_commission_has_the_portals_order():
    area = make_area(name_en=None, name_ru="Газ", name_tk="Gaz")
    assert text_and_language(area, "name") == ("Газ", "ru")


@pytest.mark.django_db
def test_nothing_is_asked_for_what_is_not_loaded(django_assert_num_queries):
    session = make_session(commission=make_commission(languages="tk"))
    make_member(session=session, position_en=None, position_ru="Министр")
    [member] = DelegationMember.objects.all()
    with django_assert_num_queries(0):
        assert text_and_language(member, "position") == ("Министр", "ru")


@pytest.mark.django_db
def test_the_page_of_a_session_and_its_lists_follow_the_order(client):
    commission = make_commission(languages="tk ru")
    session = make_session(commission=commission, title_en=None, title_ru="Заседание", title_tk="Mejlis")  # fmt: skip
    make_member(session=session, position_en=None, position_ru="Министр", position_tk="Ministr")  # fmt: skip
    make_passage(session=session, text_en=None, text_ru="О газе", text_tk="Gaz barada")
    for address in (session.get_absolute_url(), "/en/sessions/?q=gaz"):
        shown = client.get(address).text
        assert '<span lang="tk">Mejlis</span>' in shown, address
        assert "barada" in shown and "О газе" not in shown, address
    page = client.get(session.get_absolute_url()).text
    assert '<span lang="tk">Ministr</span>' in page
    assert "<title>Mejlis, " in page


@pytest.mark.django_db
def test_what_is_read_says_its_language_and_a_name_says_it_when_pointed_at(client):
    commission = make_commission(slug="tm-kz", short_name_en=None, short_name_ru="Туркменистан – Казахстан")  # fmt: skip
    session = make_session(commission=commission, title_en=None, title_ru="Заседание")
    make_decision(session=session, text_en=None, text_ru="Строить.")
    name = '<span lang="ru" title="in Russian">Туркменистан – Казахстан</span>'
    mark = '<span class="lang-mark">in Russian</span>'
    sessions, decisions = client.get("/en/sessions/").text, client.get("/en/decisions/").text  # fmt: skip
    assert f'<span lang="ru">Заседание</span> {mark}' in sessions and name in sessions
    assert f'<span lang="ru">Строить.</span> {mark}' in decisions and name in decisions
    option = '<span lang="ru">Туркменистан – Казахстан</span>'
    assert option in sessions and option in decisions


@pytest.mark.django_db
def test_the_form_fills_in_the_languages_of_the_sides(admin_client):
    commission = make_commission(sides=["TM", "KZ"])
    address = f"/admin/commission/commission/{commission.pk}/change/"
    answer = admin_client.post(address, fields(admin_client.get(address)))
    assert answer.status_code == 302
    assert Commission.objects.get().languages == "tk kk ru"
