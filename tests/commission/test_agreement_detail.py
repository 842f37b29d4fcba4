"""The page of an agreement."""

import datetime

import pytest

from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_document,
    make_document_file,
    make_organisation,
    make_participant,
    make_session,
    make_signature,
    make_source,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def agreement():
    return make_agreement(
        slug="programme", title="Programme of cooperation", summary="For three years.",
        kind="programme", level="ministries", number="12-3",
        signed_on=datetime.date(2023, 10, 30), place="Ashgabat", country="TM",
    )  # fmt: skip


def page(client):
    return client.get("/en/agreements/programme/")


def test_it_says_what_was_signed_when_and_where(client, agreement):
    assert (
        "Programme of cooperation For three years. Kind Programme Level Between ministries "
        "Number 12-3 Signed 30 October 2023 Place Ashgabat, Turkmenistan"
    ) in words(page(client))


def test_a_title_in_another_language_says_so(client):
    make_agreement(slug="programme", title_ru="Программа сотрудничества")
    assert titles(page(client), 1) == ["Программа сотрудничества in Russian"]


def test_each_side_has_its_signatories_in_the_position_of_that_day(client, agreement):
    turkmen, kazakh = agreement.commission.sides.all()
    minister = make_participant(name="Rashid Meredov")
    ministry = make_organisation(name="Ministry of Foreign Affairs")
    make_signature(agreement=agreement, side=kazakh, organisation=ministry)
    make_signature(
        agreement=agreement,
        side=turkmen,
        participant=minister,
        position="Minister that day",
    )
    said = words(page(client))
    assert (
        "Turkmen side RM Rashid Meredov Minister that day Kazakh side Ministry of Foreign Affairs"
        in said
    )


def test_a_side_without_a_signatory_says_so(client, agreement):
    make_signature(
        agreement=agreement, participant=make_participant(name="Rashid Meredov")
    )
    assert "Rashid Meredov Kazakh side Signed by: not recorded" in words(page(client))


def test_it_shows_sectors_sessions_and_sources(client, agreement):
    agreement.areas.set([make_area(name="Diplomacy")])
    make_session(commission=agreement.commission, agreements=[agreement], number=12)
    make_source(
        agreement=agreement, publisher="MENAFN", doubt="Another text names another day."
    )
    said = words(page(client))
    assert "Sectors Diplomacy Signed at Twelfth session" in said
    assert "Sources MENAFN In doubt. Another text names another day." in said


def test_documents_say_which_language_is_authentic(client, agreement):
    document = make_document(agreement=agreement, title="The text")
    make_document_file(document=document, language="ru", authentic=True)
    make_document_file(document=document, language="en", authentic=False)
    said = words(page(client))
    assert "Russian" in said
    assert said.index("authentic") < said.index("translation")


def test_an_agreement_without_a_session_says_so(client, agreement):
    assert "No session is recorded at which it was signed." in words(page(client))


def test_a_former_slug_redirects_for_good(client, agreement):
    agreement.slug = "programme-2023"
    agreement.save()
    answer = page(client)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/agreements/programme-2023/",
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_found_by_visitors(client, draft):
    make_agreement(slug="programme", **draft)
    assert page(client).status_code == 404


@pytest.mark.parametrize("draft", DRAFTS)
def test_an_agreement_of_an_unpublished_commission_is_not_found(client, draft):
    make_agreement(slug="programme", commission=make_commission(**draft))
    assert page(client).status_code == 404


def test_staff_see_a_draft_with_its_signatories_marked(admin_client):
    agreement = make_agreement(slug="programme", state="draft")
    make_signature(
        agreement=agreement, participant=make_participant(name="Rashid Meredov")
    )
    answer = page(admin_client)
    assert "Not published: only staff see this page." in answer.text
    assert "Rashid Meredov" in words(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_what_is_not_public(client, agreement, draft):
    before = words(page(client))
    make_session(commission=agreement.commission, agreements=[agreement], **draft)
    agreement.areas.set([make_area(**draft), make_area(parent=make_area(**draft))])
    make_signature(agreement=agreement, participant=make_participant(**draft))
    make_signature(agreement=agreement, organisation=make_organisation(**draft))
    assert words(page(client)) == before


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, agreement, rows, django_assert_num_queries
):
    for _ in range(rows):
        agreement.areas.add(make_area())
        make_session(commission=agreement.commission, agreements=[agreement])
        make_signature(agreement=agreement, organisation=make_organisation())
        make_document_file(document=make_document(agreement=agreement))
        make_source(agreement=agreement)
    with django_assert_num_queries(9):
        page(client)
