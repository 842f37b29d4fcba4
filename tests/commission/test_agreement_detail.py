"""The page of an agreement."""

import datetime
import re

import pytest

from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_document,
    make_document_file,
    make_event,
    make_organisation,
    make_participant,
    make_relation,
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


def day(year, month=1, date=1):
    return datetime.date(year, month, date)


def page(client):
    return client.get("/en/agreements/programme/")


def test_it_says_what_was_signed_when_and_where(client, agreement):
    assert (
        "Programme of cooperation For three years. Status Signed, entry into force not recorded Kind Programme Level Between ministries "
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
    hidden = make_agreement(title="Hidden agreement", **draft)
    of_hidden = make_agreement(commission=make_commission(**draft))
    for each in (hidden, of_hidden):
        make_relation(agreement=agreement, other=each)
        make_relation(agreement=make_agreement(commission=each.commission, **draft), other=agreement, kind="supersedes")  # fmt: skip
    assert words(page(client)) == before


# ── Its life ─────────────────────────────────────────────────────────────────────────────────


def life(client):
    return words(page(client)).partition(" Its life ")[2].partition(" Signed at ")[0]


def test_it_says_what_is_missing_for_it_to_enter_into_force(client, agreement):
    agreement.enters_into_force = "notification"
    agreement.save()
    _turkmen, kazakh = agreement.commission.sides.all()
    assert life(client).startswith("No side has notified the others yet. As far as")
    make_event(agreement=agreement, kind="notified", side=kazakh, happened_on=day(2024))
    assert life(client).startswith(
        "Kazakhstan has notified; Turkmenistan has not. As far as this record knows."
    )


@pytest.mark.parametrize(
    ("rule", "kind", "sentence"),
    [
        ("ratification", "ratified", "Turkmenistan has ratified it; Kazakhstan has not."),
        ("ratification", "notified", "No side has ratified it yet."),
        ("notification", "ratified", "No side has notified the others yet."),
        ("", "notified", "How it enters into force is not recorded"),
        ("signature", "notified", ""),
    ],
)  # fmt: skip
def test_only_the_step_it_waits_for_is_missing(client, agreement, rule, kind, sentence):
    agreement.enters_into_force = rule
    agreement.save()
    side = agreement.commission.sides.first()
    make_event(agreement=agreement, kind=kind, side=side, happened_on=day(2024))
    said = life(client)
    assert sentence in said
    assert ("As far as this record knows." in said) is bool(sentence)


def test_steps_taken_and_no_day_of_entry_are_said_as_they_are(client, agreement):
    agreement.enters_into_force = "notification"
    agreement.save()
    make_event(agreement=agreement, kind="notified", happened_on=day(2024))
    assert life(client).startswith(
        "Every side has taken its step; the day it entered into force is not recorded."
    )


def test_what_is_to_come_is_said_to_come(client, agreement):
    make_event(agreement=agreement, happened_on=day(2190), happened_precision="year")
    said = life(client)
    assert "It is to enter into force: 2190." in said
    assert "To enter into force · 2190 to come" in said


TO_COME = [
    ("signed", "To be signed", "Будет подписано", "Қол қойылады", "Gol çekiler"),
    ("ratified", "To be ratified", "Будет ратифицировано", "Ратификацияланады", "Ratifikasiýa ediler"),
    ("notified", "To be notified", "Будет направлено уведомление", "Хабарлама жіберіледі", "Habarnama iberiler"),
    ("entered", "To enter into force", "Вступит в силу", "Күшіне енеді", "Güýje girer"),
    ("amended", "To be amended", "Будет изменено", "Өзгертіледі", "Üýtgediler"),
    ("extended", "To be extended", "Будет продлено", "Ұзартылады", "Uzaldylar"),
    ("suspended", "To be suspended", "Будет приостановлено", "Тоқтатыла тұрады", "Wagtlaýyn togtadylar"),
    ("resumed", "To be resumed", "Будет возобновлено", "Қайта жанданады", "Dikeldiler"),
    ("terminated", "To be terminated", "Будет прекращено", "Қолданылуы тоқтатылады", "Hereketi bes ediler"),
    ("expired", "To expire", "Срок истечёт", "Мерзімі өтеді", "Möhleti geçer"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "language"), list(enumerate(("en", "ru", "kk", "tk"), 1))
)
def test_no_language_tells_what_is_to_come_in_the_past(
    client, agreement, place, language
):
    for n, (kind, *_words) in enumerate(TO_COME):
        side = agreement.commission.sides.first() if kind == "signed" else None
        make_event(agreement=agreement, kind=kind, side=side, happened_on=day(2190 + n))
    text = client.get(f"/{language}/agreements/programme/").text
    moments = text.partition('<ol class="thread moments">')[2].partition("</ol>")[0]
    assert re.findall(r"<p><b>(.*?)</b>", moments)[1:] == [
        each[place] for each in TO_COME
    ]


@pytest.mark.parametrize(
    ("precision", "sentence"),
    [("day", "Вступит в силу: 1 января 2190 г."), ("year", "Вступит в силу: 2190.")],
)
def test_a_sentence_is_closed_once(client, agreement, precision, sentence):
    make_event(agreement=agreement, happened_on=day(2190), happened_precision=precision)
    assert f"<p>{sentence}</p>" in client.get("/ru/agreements/programme/").text


def test_an_extension_to_come_says_until_when(client, agreement):
    make_event(agreement=agreement, kind="extended", happened_on=day(2190), until=day(2195))  # fmt: skip
    assert "To be extended until 1 January 2195 · 1 January 2190 to come" in life(client)  # fmt: skip


def test_a_signature_to_come_is_to_come_in_the_head_too(client, agreement):
    agreement.signed_on = day(2190)
    agreement.save()
    assert "To be signed 1 January 2190" in words(page(client))
    assert "To be signed · 1 January 2190 to come" in life(client)
    agreement.signed_on = None
    agreement.save()
    for side, on in zip(agreement.commission.sides.all(), (day(2024), day(2190)), strict=True):  # fmt: skip
        make_event(agreement=agreement, kind="signed", side=side, happened_on=on)
    assert "To be signed 1 January 2190" in words(page(client))
    assert "Signed · 1 January 2024 · Turkmen side To be signed · 1 January 2190 · Kazakh side to come" in life(client)  # fmt: skip


def test_a_signature_of_one_side_waits_for_the_others(client, agreement):
    agreement.signed_on = None
    agreement.save()
    side = agreement.commission.sides.first()
    make_event(agreement=agreement, kind="signed", side=side, happened_on=day(2023))
    assert life(client).startswith("Turkmenistan has signed; Kazakhstan has not.")


def test_its_life_is_told_in_the_order_it_happened_with_sides_and_sources(
    client, agreement
):
    turkmen, kazakh = agreement.commission.sides.all()
    agreement.valid_until, agreement.valid_until_precision = day(2026), "year"
    agreement.save()
    make_event(
        agreement=agreement, kind="extended", happened_on=day(2025), until=day(2030)
    )
    make_event(agreement=agreement, kind="entered", happened_on=day(2024, 3, 2))
    make_event(agreement=agreement, kind="notified", happened_on=day(2024, 3, 2), side=kazakh,
               publisher="Ministry", address="https://example.org/note")  # fmt: skip
    make_event(agreement=agreement, kind="notified", happened_on=day(2024, 3, 2), side=turkmen)  # fmt: skip
    make_event(agreement=agreement, kind="ratified", happened_on=day(2023, 12), happened_precision="month",
               note_ru="Закон не найден.")  # fmt: skip
    said = words(page(client)).replace(" 2023 2026 ", "")
    assert (
        "Signed · 30 October 2023 Ratified · December 2023 · all sides together Закон не найден. in Russian "
        "Notified · 2 March 2024 · Turkmen side Notified · 2 March 2024 · Kazakh side Source: Ministry "
        "Entered into force · 2 March 2024 Extended until 1 January 2030 · 1 January 2025 "
        "Its last day · 1 January 2030 to come"
    ) in said
    assert "Status In force" in said and "Valid until 1 January 2030" in said


def test_what_was_extended_without_an_end_has_no_last_day(client, agreement):
    agreement.valid_until = day(2024)
    agreement.save()
    make_event(agreement=agreement, kind="extended", happened_on=day(2023, 12))
    said = words(page(client))
    assert "Valid until" not in said and "Its last day" not in said


def test_what_ended_earlier_does_not_wait_for_its_last_day(client, agreement):
    agreement.valid_until = day(2190)
    agreement.save()
    make_event(agreement=agreement, kind="terminated", happened_on=day(2025))
    assert "Its last day" not in life(client)


def test_the_line_of_what_has_run_out_goes_to_the_day_it_did(client, agreement):
    agreement.enters_into_force = "signature"
    agreement.valid_until, agreement.valid_until_precision = day(2024), "year"
    agreement.save()
    make_event(agreement=agreement, kind="extended", happened_on=day(2024), until=day(2025, 3))  # fmt: skip
    assert stretches(client) == [("in-force", False), ("in-force", False), ("in-force", False)]  # fmt: skip
    assert "2023 2025" in words(page(client))


def stretches(client):
    """What the line says: (status, whether it is to come) of each stretch."""
    drawn = re.findall(r'class="stretch([ a-z-]*)" data-status="([a-z-]+)"', page(client).text)  # fmt: skip
    return [(status, "is-to-come" in extra) for extra, status in drawn]


def test_the_line_changes_with_the_status_by_the_rule(client, agreement):
    agreement.enters_into_force = "notification"
    agreement.valid_until = day(2190)
    agreement.save()
    make_event(agreement=agreement, happened_on=day(2024))
    make_event(agreement=agreement, kind="suspended", happened_on=day(2024, 6))
    make_event(agreement=agreement, kind="resumed", happened_on=day(2025))
    assert stretches(client) == [
        ("not-yet", False),
        ("in-force", False),
        ("suspended", False),
        ("in-force", False),
        ("in-force", True),
    ]


def test_the_line_ends_with_the_agreement(client, agreement):
    make_event(agreement=agreement, happened_on=day(2024))
    make_event(agreement=agreement, kind="terminated", happened_on=day(2025))
    assert stretches(client) == [("not-yet", False), ("in-force", False)]
    assert "2023 2025" in words(page(client))


def test_the_line_is_drawn_however_long_the_life(client, agreement):
    for year in range(2024, 2064):
        make_event(agreement=agreement, kind="amended", happened_on=day(year))
    assert page(client).text.count("<circle") == 41


def test_an_agreement_of_which_nothing_is_dated_has_no_line(client):
    make_agreement(slug="programme", signed_on=None)
    answer = page(client)
    assert "Status Not known" in words(answer)
    assert "Its life" not in words(answer)


# ── With other agreements ────────────────────────────────────────────────────────────────────


def test_it_names_other_agreements_both_ways(client, agreement):
    earlier, later = make_agreement(title="The earlier"), make_agreement(title="The later")  # fmt: skip
    make_relation(agreement=agreement, other=earlier, kind="carries_out")
    make_relation(agreement=agreement, other=earlier, kind="amends")
    make_relation(agreement=later, other=agreement, kind="supersedes")
    said = words(page(client))
    assert (
        "With other agreements Superseded by The later 20 December 2021 "
        "Amends The earlier 20 December 2021 Carries out The earlier 20 December 2021"
    ) in said
    assert "Status Superseded" in said


def test_staff_see_the_drafts_that_a_draft_is_related_to(admin_client):
    agreement = make_agreement(slug="programme", state="draft")
    other = make_agreement(title="The hidden one", state="draft")
    make_relation(agreement=agreement, other=other)
    assert "The hidden one 20 December 2021 not public" in words(page(admin_client))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, agreement, rows, django_assert_num_queries
):
    for n in range(rows):
        agreement.areas.add(make_area())
        make_session(commission=agreement.commission, agreements=[agreement])
        make_signature(agreement=agreement, organisation=make_organisation())
        make_document_file(document=make_document(agreement=agreement))
        make_source(agreement=agreement)
        make_event(agreement=agreement, kind="amended", happened_on=day(2024 + n))
        make_relation(agreement=agreement)
        make_relation(other=agreement, agreement=make_agreement())
    with django_assert_num_queries(13):
        page(client)
