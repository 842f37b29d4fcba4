"""The report, the agenda and the sources on a session's page."""

import pytest

from sessions.models import Passage
from tests.factories import make_area, make_passage, make_session, make_source
from tests.filled_forms import fields, new_row, sentences

from .test_delegation_admin import Page

pytestmark = pytest.mark.django_db


def texts(session):
    return [f"{p.number} {p.text_en}" for p in session.passages.order_by("number")]


def make_report(*passages):
    session = make_session()
    for text in passages:
        make_passage(session=session, text_en=text)
    return session


def test_a_passage_carries_its_areas_and_gets_the_next_number(admin_client):
    page = Page(admin_client, make_report("First."))
    areas = [make_area(), make_area(parent=make_area())]
    new_row(page.data, "passages", text_ru="Второй.", areas=[area.pk for area in areas])
    assert page.save() == []
    passage = page.session.passages.get(number=2)
    assert (passage.text_ru, passage.html_ru) == ("Второй.", "<p>Второй.</p>\n")
    assert set(passage.areas.all()) == set(areas)


def test_passages_are_moved_by_their_places(admin_client):
    page = Page(admin_client, make_report("a", "b", "c"))
    page.data |= {"passages-0-ORDER": 3, "passages-1-ORDER": 1, "passages-2-ORDER": 2}
    assert page.save() == []
    assert texts(page.session) == ["1 b", "2 c", "3 a"]


@pytest.mark.parametrize(
    ("row", "place", "order"),
    [(2, 1, ["1 c", "2 a", "3 b"]), (0, 3, ["1 b", "2 c", "3 a"])],
)
def test_without_a_script_one_typed_place_moves_one_passage(
    admin_client, row, place, order
):
    page = Page(admin_client, make_report("a", "b", "c"))
    page.data[f"passages-{row}-ORDER"] = place
    assert page.save() == []
    assert texts(page.session) == order


def test_one_is_inserted_in_the_middle_and_the_text_keeps_its_own_row(admin_client):
    session = make_report("a", "b")
    keys = list(session.passages.values_list("pk", flat=True))
    page = Page(admin_client, session)
    page.data["passages-1-ORDER"] = 3
    new_row(page.data, "passages", text_en="between", ORDER=2)
    assert page.save() == []
    assert texts(session) == ["1 a", "2 between", "3 b"]
    assert session.passages.get(number=3).pk == keys[1]


def test_removing_one_closes_the_gap(admin_client):
    page = Page(admin_client, make_report("a", "b", "c"))
    page.data["passages-0-DELETE"] = "on"
    assert page.save() == []
    assert texts(page.session) == ["1 b", "2 c"]


def test_a_passage_somebody_else_added_meanwhile_is_neither_lost_nor_a_fault(
    admin_client,
):
    page = Page(admin_client, make_report("a"))
    make_passage(session=page.session, text_en="theirs")
    new_row(page.data, "passages", text_en="ours")
    assert page.save() == []
    assert texts(page.session) == ["1 a", "2 theirs", "3 ours"]


def test_a_passage_without_text_in_any_language_is_refused_with_a_sentence(
    admin_client,
):
    page = Page(admin_client)
    new_row(page.data, "passages", areas=make_area().pk)
    assert page.save() == ["Fill in “Text” in at least one language."]


def test_what_was_typed_stays_when_another_row_is_refused(admin_client):
    page = Page(admin_client, make_report("old"))
    page.data["passages-0-text_en"] = "typed at length"
    new_row(page.data, "passages", text_tk="Ýene biri", areas=[make_area().pk], ORDER=1)
    new_row(page.data, "passages", areas=[make_area().pk])
    assert len(page.save()) == 1
    again = fields(page.response)
    sent = {name: again[name] for name in page.data if name.startswith("passages-")}
    assert {k: str(v) for k, v in sent.items()} == {
        name: str(value[0] if isinstance(value, list) else value)
        for name, value in page.data.items()
        if name.startswith("passages-")
    }
    assert texts(page.session) == ["1 old"]


def test_emptying_one_language_keeps_the_others(admin_client):
    session = make_session()
    make_passage(session=session, text_en="English", text_ru="Русский")
    page = Page(admin_client, session)
    page.data["passages-0-text_en"] = ""
    assert page.save() == []
    passage = session.passages.get()
    assert (passage.text_en, passage.text_ru, passage.html_en) == ("", "Русский", "")


def test_sixty_passages_in_four_languages_are_saved_at_once(admin_client):
    page = Page(admin_client)
    for n in range(60):
        new_row(
            page.data,
            "passages",
            **{f"text_{code}": f"{n} {code}" for code in ("en", "ru", "kk", "tk")},
        )
    assert page.save() == []
    assert Passage.objects.count() == 60
    page = Page(admin_client, page.session)
    assert page.save() == []


def test_an_agenda_pasted_from_a_page_loses_its_line_breaks(admin_client):
    page = Page(admin_client)
    new_row(page.data, "agenda_items", text_en="On trade\r\nand   transit")
    assert page.save() == []
    assert page.session.agenda_items.get().text_en == "On trade and transit"


def test_a_source_is_the_sessions_own_and_its_faults_are_named(admin_client):
    page = Page(admin_client)
    new_row(page.data, "sources", publisher="Trend", address="trend.az/1", published_precision="month",
            doubt_en="Not confirmed.")  # fmt: skip
    assert page.save() == ["A precision says nothing without a date."]
    page.data["sources-0-published_precision"] = "day"
    assert page.save() == []
    source = page.session.sources.get()
    assert (source.address, source.doubt_en, source.order) == (
        "https://trend.az/1", "Not confirmed.", 1
    )  # fmt: skip


def test_sources_are_moved_too(admin_client):
    session = make_session()
    one, two = (make_source(session=session, order=order) for order in (1, 2))
    page = Page(admin_client, session)
    page.data |= {"sources-0-ORDER": 2, "sources-1-ORDER": 1}
    assert page.save() == []
    assert list(session.sources.order_by("order")) == [two, one]


def test_too_long_a_text_is_refused_in_the_name_of_its_language(admin_client):
    page = Page(admin_client)
    new_row(page.data, "agenda_items", text_kk="ә" * 501)
    refused = page.save()
    assert len(refused) == 1 and refused[0].startswith("Қазақша: ")
    assert sentences(page.response) == refused
