"""The list of agreements."""

import datetime

import pytest

from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_event,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, query=""):
    return client.get(f"/en/agreements/{query}")


def make_signed(title, year, **fields):
    return make_agreement(title=title, signed_on=datetime.date(year, 5, 1), **fields)


def test_agreements_stand_newest_first_and_the_undated_last(client):
    make_signed("Older", 2019)
    make_agreement(title="Undated", signed_on=None)
    make_signed("Newer", 2021)
    answer = page(client)
    assert titles(answer, 1) == ["3 agreements"]
    assert titles(answer) == ["Newer", "Older", "Undated"]
    assert titles(page(client, "?sort=oldest")) == ["Older", "Newer", "Undated"]


def test_a_row_says_kind_level_date_commission_and_sectors(client):
    make_agreement(
        title="Programme of cooperation", kind="programme", level="ministries",
        signed_on=datetime.date(2023, 10, 1), signed_precision="month",
        commission=make_commission(short_name="Turkmenistan – Kazakhstan"),
        areas=[make_area(name="Diplomacy")],
    )  # fmt: skip
    assert (
        "Programme of cooperation Programme between ministries · October 2023 · "
        "Turkmenistan – Kazakhstan Signed, entry into force not recorded Diplomacy"
    ) in words(page(client))


@pytest.fixture
@writing()
def several():
    transport = make_area(slug="transport")
    commission = make_commission(slug="tm-kz")
    make_signed("A", 2019, kind="protocol", commission=commission)
    rail = make_area(slug="rail", parent=transport)
    waiting = make_signed(
        "B", 2020, level="companies", areas=[rail], enters_into_force="notification",
        commission=make_commission(sides=("KZ", "RU")),
    )  # fmt: skip
    ended = make_signed("C", 2021, kind="contract", areas=[transport])
    make_event(agreement=ended, kind="terminated")
    make_event(agreement=waiting, kind="notified", side=waiting.commission.sides.last())


def test_it_narrows(client, several):
    for query, found in [
        ("?area=transport", ["C", "B"]),
        ("?area=rail", ["B"]),
        ("?commission=tm-kz", ["A"]),
        ("?kind=protocol", ["A"]),
        ("?kind=protocol&kind=contract", ["C", "A"]),
        ("?level=companies", ["B"]),
        ("?year_from=2020", ["C", "B"]),
        ("?year_to=2020", ["B", "A"]),
        ("?year_from=2020&year_to=2020", ["B"]),
        ("?area=transport&kind=contract", ["C"]),
        ("?status=not_yet", ["B"]),
        ("?status=not_yet&status=terminated", ["C", "B"]),
        ("?party=RU", ["B"]),
        ("?party=RU&party=TM", ["C", "B", "A"]),
        ("?party=KZ&status=signed", ["A"]),
        ("?party=BR", []),
    ]:
        assert titles(page(client, query)) == found, query


def test_what_it_cannot_understand_is_said_and_the_list_stands(client, several):
    for query, notice in [
        ("?page=banana", "“banana” is not the number of a page"),
        ("?page=2", "There is no page 2"),
        ("?year_from=99999", "“99999” is not a year from 1900 to 2100"),
        ("?area=nowhere", "There is no sector “nowhere”"),
        ("?commission=nowhere", "There is no commission “nowhere”"),
        ("?kind=treaty", "There is no kind of agreement “treaty”"),
        ("?level=world", "There is no level of agreement “world”"),
        ("?status=dormant", "There is no status “dormant”"),
        ("?party=Atlantis", "There is no country “Atlantis”"),
        ("?sort=colour", "The list cannot be sorted by “colour”"),
        ("?area=%00", "There is no sector “(invisible characters)”"),
    ]:
        answer = page(client, query)
        assert answer.status_code == 200, query
        assert notice in words(answer), query
        assert titles(answer) == ["C", "B", "A"], query


def test_what_was_asked_is_said_with_a_way_to_drop_it(client, several):
    answer = page(client, "?area=rail&kind=protocol&page=1")
    assert '<a class="drop" href="?kind=protocol" aria-label="Drop Area' in answer.text
    assert (
        '<a class="drop" href="?area=rail" aria-label="Drop protocol">' in answer.text
    )


def test_statuses_and_parties_are_counted_over_what_the_others_leave(client, several):
    said = words(page(client, "?status=not_yet"))
    assert (
        "Status Not yet in force 1 Signed, entry into force not recorded 1 Terminated 1"
        in said
    )
    assert "Party Kazakhstan 1 Russia 1" in said
    assert 'aria-label="Drop not yet in force"' in page(client, "?status=not_yet").text


def test_an_empty_answer_offers_the_wider_questions(client, several):
    answer = page(client, "?area=rail&kind=protocol")
    said = words(answer)
    assert "No agreement in the record is all of this." in said
    assert "The same without protocol All agreements" in said


def test_a_script_in_a_parameter_is_text(client, several):
    assert "<script>alert" not in page(client, "?area=<script>alert(1)</script>").text


def test_twenty_stand_on_a_page(client):
    commission = make_commission()
    for _ in range(21):
        make_agreement(commission=commission)
    assert len(titles(page(client))) == 20
    assert len(titles(page(client, "?page=2"))) == 1


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    area = make_area(name="Open sector")
    make_agreement(areas=[area])
    before = words(page(client))
    make_agreement(areas=[area], **draft)
    make_agreement(areas=[area], commission=make_commission(**draft))
    hidden = make_area(slug="hidden", name="Secret sector", **draft)
    make_agreement(areas=[hidden]).delete()
    assert words(page(client)) == before
    assert "There is no sector “hidden”" in words(page(client, "?area=hidden"))


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_row_leaves_out_unpublished_sectors(client, draft):
    make_agreement(areas=[make_area(name="Secret sector", **draft)])
    assert "Secret" not in page(client).text


def test_it_sets_no_cookie_and_depends_on_none(client):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_agreement(areas=[make_area(parent=make_area())])
    with django_assert_num_queries(13):
        page(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_for_a_status_takes_one_query_more(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_agreement(areas=[make_area(parent=make_area())])
    with django_assert_num_queries(14):
        assert len(titles(page(client, "?status=signed"))) == rows


def test_it_narrows_to_commissions_by_words_of_their_names(client):
    for name in ("Kazakhstan – Germany", "Turkmenistan – Türkiye"):
        make_agreement(commission=make_commission(short_name=name), title=name)
    answer = client.get("/en/agreements/?commission=german")
    assert [row.title for row in answer.context["page"]] == ["Kazakhstan – Germany"]
    assert 'id="id_commission_typed" value="german"' in answer.text
