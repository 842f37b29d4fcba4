"""The lists as files to take away: what the page finds, in its order, as CSV and XLSX."""

import csv
import datetime
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from commission.models.noted import writing
from sessions.tables import TABLES
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_correction,
    make_decision,
    make_figure,
    make_follow_up,
    make_indicator,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_position,
    make_responsible_body,
    make_session,
    make_source,
)

pytestmark = pytest.mark.django_db


def body_of(answer):
    return b"".join(answer.streaming_content)


def read_csv(client, name, query="", language="en"):
    answer = client.get(f"/{language}/{name}/table.csv{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")  # fmt: skip
    return list(csv.reader(StringIO(body_of(answer).decode(), newline="")))


def read_xlsx(client, name, query=""):
    answer = client.get(f"/en/{name}/table.xlsx{query}")
    book = load_workbook(BytesIO(body_of(answer)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@writing()
def make_a_record(number=1):
    """A row of every list, each with all that its table shows."""
    commission = make_commission()
    area = make_area(parent=make_area())
    person, body = make_participant(), make_organisation()
    make_position(participant=person, organisation=body)
    make_agreement(commission=commission, areas=[area])
    session = make_session(commission=commission, number=number)
    make_passage(session=session, areas=[area])
    make_member(session=session, participant=person)
    decision = make_decision(session=session, areas=[area])
    make_responsible_body(decision=decision, organisation=body)
    make_follow_up(decision=decision)
    make_correction(session)
    return session


# ── What they hold ───────────────────────────────────────────────────────────────────────────


def test_a_session_is_a_row_of_what_its_page_says(client):
    commission = make_commission(short_name="Turkmen–Kazakh", slug="tm-kz")
    transport = make_area(name="Transport", order=2)
    railways = make_area(name="Railways", parent=transport)
    session = make_session(
        commission=commission,
        number=11,
        starts_on=datetime.date(2024, 9, 1),
        date_precision="month",
        place="Awaza",
        country="TM",
        format="hybrid",
        summary="Of railways.",
    )
    make_passage(session=session, areas=[railways])
    make_decision(session=session, areas=[transport])
    assert read_csv(client, "sessions") == [
        ["Commission", "Title", "Kind", "Number", "Date", "Date in words", "Until", "Called off", "Place", "Country",
         "Held", "Sectors", "Summary", "Passages", "Decisions", "Address"],
        ["Turkmen–Kazakh", "Eleventh session", "ordinary", "11", "2024-09", "September 2024", "", "no", "Awaza",
         "Turkmenistan", "partly by video", "Transport; Railways", "Of railways.", "1", "1",
         "http://127.0.0.1:8000/en/sessions/tm-kz/11/"],
    ]  # fmt: skip


def test_a_decision_names_every_side_in_its_order_and_what_became_of_it(client):
    commission = make_commission(short_name="C", slug="c")
    session = make_session(
        commission=commission, number=1, starts_on=datetime.date(2012, 5, 1)
    )
    decision = make_decision(
        session=session, text="To build.", due_on=datetime.date(2013, 1, 1),
        due_precision="year", status="planned",
    )  # fmt: skip
    turkmen, kazakh = commission.sides.all()
    for side, name in (
        (kazakh, "Railways"),
        (turkmen, "Ministry"),
        (turkmen, "Agency"),
    ):
        make_responsible_body(
            decision=decision, side=side, organisation=make_organisation(name=name)
        )
    [_headings, row] = read_csv(client, "decisions")
    assert row == [
        "C", "First session", "2012-05-01", "1", "To build.",
        "Turkmen side: Ministry, Agency; Kazakh side: Railways", "2013", "2013", "overdue",
        decision.follow_ups.get().stated_on.isoformat(), "no", "", "http://127.0.0.1:8000/en/decisions/c/1/1/",
    ]  # fmt: skip


def test_a_correction_is_a_row_that_leads_to_its_place(client):
    session = make_session(commission=make_commission(slug="c"), number=1)
    moment = datetime.datetime(2024, 5, 4, 12, tzinfo=datetime.UTC)
    correction = make_correction(session, "=1+1", moment=moment)
    make_correction(make_session(state="draft"), "Unheard.")
    assert read_csv(client, "corrections") == [
        ["Date", "Date in words", "Kind of record", "Record", "What is corrected",
         "Language of the text", "Address"],
        ["2024-05-04", "4 May 2024", "session", str(session), "'=1+1", "en",
         f"http://127.0.0.1:8000/en/sessions/c/1/#correction-{correction.pk}"],
    ]  # fmt: skip


def test_the_page_of_corrections_leads_to_its_table_and_its_feed(client):
    make_correction()
    page = client.get("/en/corrections/").text
    for link in (
        "/en/corrections/table.csv",
        "/en/corrections/table.csv?bom=1",
        "/en/corrections/table.xlsx",
        "/en/tables/#corrections",
        "/en/corrections/feed.atom",
    ):
        assert f'href="{link}"' in page


@pytest.mark.parametrize("name", TABLES)
def test_both_forms_say_the_same(client, name):
    make_a_record()
    text = [[cell or "" for cell in row] for row in read_csv(client, name)]
    cells = [
        [str("" if cell is None else cell) for cell in row]
        for row in read_xlsx(client, name)
    ]
    assert len(text) > 1
    assert cells == text


def test_headings_and_words_are_in_the_readers_language_and_fall_back(client):
    make_session(commission=make_commission(short_name_ru="Комиссия"), number=2)
    headings, row = read_csv(client, "sessions", language="ru")
    assert headings[:4] == ["Комиссия", "Название", "Вид", "Номер"]
    assert row[:2] == ["Комиссия", "Второе заседание"]
    [_headings, row] = read_csv(client, "sessions", language="en")
    assert row[0] == "Комиссия"


# ── As the list was asked ────────────────────────────────────────────────────────────────────


def test_a_table_is_the_whole_of_what_the_list_finds_in_its_order(client):
    commission = make_commission(slug="here")
    for year in range(1990, 2015):
        make_session(commission=commission, title=str(year), starts_on=datetime.date(year, 1, 1))  # fmt: skip
    make_session()
    query = "?commission=here&sort=oldest&year_from=1992&page=2"
    titles = [row[1] for row in read_csv(client, "sessions", query)[1:]]
    assert titles == [str(year) for year in range(1992, 2015)]


def test_every_table_is_narrowed_as_its_list(client):
    make_a_record()
    make_decision(text="found", status="completed")
    make_agreement(title="found", kind="programme")
    make_participant(name="found", country="KZ")
    make_organisation(name="found", kind="company")
    for name, query in [
        ("decisions", "?status=completed"),
        ("agreements", "?kind=programme"),
        ("participants", "?country=KZ"),
        ("organisations", "?kind=company"),
    ]:
        assert len(read_csv(client, name)) > 2, name
        [_headings, row] = read_csv(client, name, query)
        assert "found" in row, name


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("sessions/table.csv", "area=nowhere", "There is no sector “nowhere”"),
        ("decisions/table.xlsx", "status=<b>", "There is no status “&lt;b&gt;”"),
        ("agreements/table.csv", "year_from=99999", "is not a year"),
        ("sessions/chart.svg", "kind=strange", "There is no kind of session “strange”"),
        ("decisions/chart.csv", "due=soon", "is not a year in which something is due"),
    ],
)
def test_what_means_nothing_makes_no_file_but_sentences(client, name, query, sentence):
    answer = client.get(f"/en/{name}?{query}")
    assert answer.status_code == 400
    assert sentence in answer.text
    listed = name.split("/")[0]
    assert f'href="/en/{listed}/?{query}"'.replace("<b>", "&lt;b&gt;") in answer.text


def test_the_links_of_a_list_keep_what_was_asked_and_forget_the_page(client):
    make_a_record()
    page = client.get("/en/sessions/?kind=ordinary&page=1").text
    for link in (
        "/en/sessions/table.csv?kind=ordinary",
        "/en/sessions/table.csv?kind=ordinary&amp;bom=1",
        "/en/sessions/table.xlsx?kind=ordinary",
        "/en/passages/table.csv?kind=ordinary",
        "/en/passages/table.csv?kind=ordinary&amp;bom=1",
        "/en/sessions/chart.svg?kind=ordinary",
    ):
        assert f'href="{link}"' in page


# ── Spreadsheets ─────────────────────────────────────────────────────────────────────────────


def test_the_mark_for_spreadsheets_stands_where_it_is_asked_for(client):
    make_session()
    assert not body_of(client.get("/en/sessions/table.csv")).startswith(b"\xef\xbb\xbf")
    assert body_of(client.get("/en/sessions/table.csv?bom=1")).startswith(b"\xef\xbb\xbf")  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_text_is_never_a_formula(client, start):
    title = f'{start}HYPERLINK("https://example.org")'
    make_session(title=title)
    [_headings, row] = read_csv(client, "sessions")
    assert row[1] == f"'{title}"
    answer = client.get("/en/sessions/table.xlsx")
    sheet = load_workbook(BytesIO(body_of(answer))).active
    cell = sheet["B2"]
    assert (cell.value, cell.data_type) == (title, "s")


def test_a_workbook_takes_letters_that_xml_forbids(client):
    make_session(title="bell\x07")
    assert read_xlsx(client, "sessions")[1][1] == "bell"


# ── What it costs ────────────────────────────────────────────────────────────────────────────

QUERIES = {
    "sessions": 3,
    "passages": 5,
    "decisions": 6,
    "agreements": 6,
    "participants": 5,
    "organisations": 4,
    "commissions": 5,
    "areas": 2,
    "corrections": 5,
}


@pytest.mark.parametrize("name", TABLES)
def test_one_row_asks_as_much_as_three(client, name, django_assert_num_queries):
    for rows in (1, 3):
        make_a_record()
        if rows == 3:
            make_a_record()
        read_csv(client, name)
        with django_assert_num_queries(QUERIES[name]):
            read_csv(client, name)


def test_a_long_list_is_read_a_part_at_a_time_and_stays_whole(client, monkeypatch):
    monkeypatch.setattr("sessions.tables.columns.ROWS_AT_ONCE", 2)
    commission = make_commission()
    for number in range(1, 6):
        make_session(commission=commission, number=number)
    numbers = [row[3] for row in read_csv(client, "sessions", "?sort=oldest")[1:]]
    assert sorted(numbers) == ["1", "2", "3", "4", "5"]
    with CaptureQueriesContext(connection) as asked:
        read_csv(client, "sessions")
    read = [query for query in asked if "passage_count" in query["sql"]]
    assert len(read) == 3


def test_what_is_withdrawn_while_it_is_sent_is_left_out(client):
    first, second = make_session(), make_session()
    answer = client.get("/en/sessions/table.csv")
    first.state = "withdrawn"
    first.save()
    assert len(body_of(answer).decode().splitlines()) == 2
    assert second.is_published


# ── Charts ───────────────────────────────────────────────────────────────────────────────────


def test_the_sessions_by_year_are_a_drawing_and_its_numbers(client):
    for year in (2019, 2021, 2021):
        make_session(starts_on=datetime.date(year, 3, 1))
    numbers = client.get("/en/sessions/chart.csv").text
    assert numbers == "Year,Sessions\r\n2019,1\r\n2020,0\r\n2021,2\r\n"
    answer = client.get("/en/sessions/chart.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    for words in (
        "Sessions by year",
        "<title>2021: 2</title>",
        'width="668.0"',
    ):
        assert words in answer.text


def test_the_decisions_by_session_are_told_by_what_became_of_them(client):
    commission = make_commission(short_name="C & D")
    session = make_session(commission=commission, number=3)
    for status in ("completed", "completed", "dropped"):
        make_decision(session=session, status=status)
    numbers = client.get("/en/decisions/chart.csv").text.splitlines()
    assert numbers[0] == "Commission,Session,Year,Completed,Dropped,All"
    assert numbers[1].endswith(",2,1,3") and numbers[1].startswith("C & D,Third session,")  # fmt: skip
    drawing = client.get("/en/decisions/chart.svg?status=completed").text
    assert "<title>Completed: 2</title>" in drawing
    assert "Dropped" not in drawing and "C &amp; D" in drawing


def test_figures_keep_their_periods_and_sources_and_doubt_nothing_away(client):
    commission = make_commission(slug="c")
    trade = make_indicator(slug="trade", name="Trade", unit="usd_million")
    for year, value in ((2020, 100), (2021, 150)):
        figure = make_figure(commission=commission, indicator=trade, year=year, value=value)  # fmt: skip
        make_source(figure=figure, publisher="Statistics <office>")
    address = "/en/commissions/c/figures/trade"
    rows = list(csv.reader(StringIO(client.get(f"{address}.csv").text)))
    assert rows[1][:6] == ["2020", "full year", "2020-01-01", "2020-12-31", "100", "exactly"]  # fmt: skip
    assert [row[-1] for row in rows[1:]] == ["Statistics <office>"] * 2
    drawing = client.get(f"{address}.svg").text
    assert "<title>2021: 150</title>" in drawing
    assert "Sources: Statistics &lt;office&gt;" in drawing
    assert f'href="{address}.svg"' in client.get("/en/commissions/c/").text


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_figures_of_what_is_not_public_are_nowhere(client, state):
    commission = make_commission(slug="c", state=state)
    make_figure(commission=commission, indicator=make_indicator(slug="trade"))
    assert client.get("/en/commissions/c/figures/trade.svg").status_code == 404


# ── Passages ─────────────────────────────────────────────────────────────────────────────────


def test_passages_are_those_on_the_sector_of_the_sessions_found(client):
    railways, gas = make_area(slug="railways"), make_area(slug="gas")
    old = make_session(starts_on=datetime.date(2010, 1, 1))
    make_passage(session=old, areas=[railways], text="Old.")
    session = make_session(starts_on=datetime.date(2021, 1, 1))
    make_passage(session=session, areas=[gas], text="Gas.")
    make_passage(session=session, areas=[railways], text="A *line* of [rails](https://example.org).")  # fmt: skip
    make_passage(session=session, areas=[railways], text_en="", text_ru="Дорога.")
    rows = read_csv(client, "passages", "?area=railways&year_from=2020")[1:]
    assert [row[3:6] for row in rows] == [
        ["2", "A line of rails.", "en"],
        ["3", "Дорога.", "ru"],
    ]
    assert rows[0][-1].endswith("/passages/2/")
    assert [row[4] for row in read_csv(client, "passages")[1:]][-1] == "Old."
    assert read_csv(client, "passages", "?sort=oldest")[1][4] == "Old."
