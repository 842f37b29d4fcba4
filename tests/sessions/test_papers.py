"""The record on paper: a session's report, a commission's book and the brief, as PDF and for Word."""

import datetime
import logging
import threading
from io import BytesIO, StringIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.safestring import SafeString
from docx import Document
from pypdf import PdfReader

from commission.models.noted import writing
from sessions.papers import shelf
from sessions.papers.paper import Paper, Passage, Text
from sessions.papers.pdf import pdf_of
from sessions.papers.word import word_of
from tests.factories import (
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_correction,
    make_decision,
    make_document_file,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_responsible_body,
    make_session,
    make_source,
    tomorrow,
)
from tests.factories import make_document as make_papers_document

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
REPORT = "/en/sessions/tm-kz/11/report"
BOOK = "/en/commissions/tm-kz/book.pdf"


@pytest.fixture(autouse=True)
def own_shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
@writing()
def session():
    commission = make_commission(slug="tm-kz", name="Commission of the two")
    agreement = make_agreement(commission=commission, title="Programme of cooperation")
    session = make_session(
        commission=commission,
        number=11,
        starts_on=datetime.date(2021, 12, 20),
        summary="What it was about.",
        agreements=[agreement],
    )
    make_member(session=session, participant=make_participant(name="Chary Gylyjov"),
                role="co_chair", position="Deputy Chairman")  # fmt: skip
    make_agenda_item(session=session, text="Trade")
    make_passage(session=session, text="On **gas** and [oil](https://example.org/oil).\n\n- one\n- two",
                 areas=[make_area(name="Oil and gas")])  # fmt: skip
    make_passage(session=session, text_en="", text_ru="О железной дороге.")
    decision = make_decision(session=session, text="To build a railway", status="completed")  # fmt: skip
    make_responsible_body(decision=decision, organisation=make_organisation(name="Ministry of Railways"))  # fmt: skip
    make_document_file(
        document=make_papers_document(session=session, title="Final protocol")
    )
    make_source(session=session, publisher="Trend", address="https://example.org/news", doubt="It names no day.")  # fmt: skip
    make_correction(session, "It said oil alone.", moment=datetime.datetime(2026, 3, 3, 12, tzinfo=datetime.UTC))  # fmt: skip
    return session


def pdf(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.content))


def text_of(reader):
    # Where the face changes within a word, this reader makes a sign of an empty string.
    said = " ".join(page.extract_text() for page in reader.pages).replace("\0", "")
    return " ".join(said.split())


def word(client, address=f"{REPORT}.docx"):
    return Document(BytesIO(client.get(address).content))


def paragraphs(document):
    return [
        (each.style.name, each.text) for each in document.paragraphs if each.text.strip()
    ]  # fmt: skip


def outline(reader):
    """[(depth, title)] of the bookmarks."""

    def walk(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, entry.title

    return list(walk(reader.outline, 0))


# ── What they say ────────────────────────────────────────────────────────────────────────────

SAID = [
    "Eleventh session", "Commission of the two", "What it was about.", "20 December 2021",
    "Chary Gylyjov", "Deputy Chairman", "Trade", "On gas and oil.", "Oil and gas", "О железной дороге.",
    "in Russian", "To build a railway", "Ministry of Railways", "Completed", "Programme of cooperation",
    "Final protocol", "Trend", "It names no day.", "3 March 2026", "It said oil alone.", f"{settings.SITE_URL}/en/sessions/tm-kz/11/",
]  # fmt: skip


def test_a_report_in_pdf_says_what_the_page_says(client, session):
    said = text_of(pdf(client, f"{REPORT}.pdf"))
    assert [words for words in SAID if words not in said] == []


def test_a_report_for_word_says_what_the_page_says(client, session):
    document = word(client)
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    footer = document.sections[0].footer.paragraphs[0].text
    said = " ".join(
        "\n".join([*(p.text for p in document.paragraphs), *cells, footer]).split()
    )
    assert [words for words in SAID if words not in said] == []


def test_they_are_in_the_language_of_their_address(client, session):
    said = text_of(pdf(client, "/ru/sessions/tm-kz/11/report.pdf"))
    assert "Одиннадцатое заседание" in said and "20 декабря 2021" in said
    kazakh = word(client, "/kk/sessions/tm-kz/11/report.docx")
    assert paragraphs(kazakh)[0] == ("Title", "Он бірінші отырыс")
    assert kazakh.core_properties.language == "kk-KZ"


def test_a_book_holds_every_public_session_with_contents(client, session):
    make_session(commission=session.commission, number=12)
    draft = make_session(commission=session.commission, number=13, state="draft")
    make_correction(draft, "Hushed.")
    make_correction(session.commission, "It named one side alone.")
    reader = pdf(client, BOOK)
    # Agreements end the book.
    assert [title for depth, title in outline(reader) if title.count(", ")] == [
        "Eleventh session, 2021",
        "Twelfth session, 2022",
    ]
    said = text_of(reader)
    assert "Thirteenth" not in said and "On gas and oil." in said
    assert "It said oil alone." in said and "It named one side alone." in said
    assert "Hushed." not in said
    assert "Contents Eleventh session, 2021" in said


def test_the_brief_is_there_for_staff_alone(admin_client, client, session):
    address = f"/admin/commission_sessions/session/brief/{session.commission_id}/brief"
    make_decision(session=session, text="Still owed")
    said = text_of(pdf(admin_client, f"{address}.pdf?on=2022-01-01"))
    assert "Still owed" in said and "1 January 2022" in said
    names = [text for _style, text in paragraphs(word(admin_client, f"{address}.docx"))]
    assert "Brief for the next session" in names
    assert client.get(f"{address}.pdf").status_code == 302
    assert admin_client.get(f"{address}.odt").status_code == 404


# ── What they are ────────────────────────────────────────────────────────────────────────────


def structure(element, found):
    """Names of the elements of a tagged PDF's structure."""
    for kid in element.get("/K", []) if not isinstance(element.get("/K"), int) else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append(str(kid["/S"]))
            structure(kid, found)
    return found


def test_a_pdf_is_tagged_as_pdf_ua_asks(client, session):
    content = client.get(f"{REPORT}.pdf").content
    with pikepdf.open(BytesIO(content)) as file:
        root = file.Root
        with file.open_metadata() as about:
            assert (about["pdfuaid:part"], about["dc:title"][:16]) == ("1", "Eleventh session")  # fmt: skip
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("en", True)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        tags = set(structure(root.StructTreeRoot, []))
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= tags  # fmt: skip
        fonts = [f for page in file.pages for f in page.Resources.Font.values()]
        descended = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert all("/FontFile2" in each or "/FontFile3" in each for each in descended)
        assert all(str(each.FontName).partition("+")[2].startswith("record-") for each in descended)  # fmt: skip
        assert all(str(page.get("/Tabs")) == "/S" for page in file.pages)


def test_a_pdf_is_titled_by_what_it_is_and_who_acted_once(client, session):
    author = session.commission.name
    for address, title in (
        (BOOK, author),
        (f"{REPORT}.pdf", f"Eleventh session · {author}"),
    ):
        content = BytesIO(client.get(address).content)
        with pikepdf.open(content) as file, file.open_metadata() as about:
            said = about["dc:title"], about["dc:creator"]
        assert said == (title, [author])


def test_a_pdf_has_bookmarks_and_numbered_pages(client, session):
    for number in range(3, 40):
        make_passage(session=session, number=number, text="They spoke of trade. " * 20)
    reader = pdf(client, f"{REPORT}.pdf")
    assert outline(reader) == [
        (0, "Eleventh session"),
        *((1, name) for name in ("Delegations", "Agenda", "Report", "Decisions", "Agreements signed",
                                 "Documents", "Sources", "Corrections")),
    ]  # fmt: skip
    pages = len(reader.pages)
    assert pages > 2
    assert all(f"{n} / {pages}" in page.extract_text() for n, page in enumerate(reader.pages, 1))  # fmt: skip


def test_word_has_real_styles_lists_links_and_page_numbers(client, session):
    document = word(client)
    styles = paragraphs(document)
    assert [text for style, text in styles if style == "Heading 1"] == [
        "Delegations", "Agenda", "Report", "Decisions", "Agreements signed", "Documents", "Sources",
        "Corrections",
    ]  # fmt: skip
    assert [text for style, text in styles if style == "List Bullet"][:2] == ["one", "two"]  # fmt: skip
    bold = [run.text for each in document.paragraphs for run in each.runs if run.bold]
    assert "gas" in bold
    targets = {r.target_ref for r in document.part.rels.values() if r.is_external}
    assert "https://example.org/oil" in targets
    footer = document.sections[0].footer._element.xml
    assert 'w:instr="PAGE"' in footer and 'w:instr="NUMPAGES"' in footer
    assert document.tables[0].rows[0]._tr.xml.count("w:tblHeader") == 1


def test_word_says_the_language_of_what_stands_in_another(client, session):
    xml = ZipFile(BytesIO(client.get(f"{REPORT}.docx").content)).read(
        "word/document.xml"
    )
    assert b'<w:lang w:val="ru-RU"/>' in xml


def test_making_a_paper_asks_no_address_for_anything(caplog):
    address = "https://example.org/x.png"
    paper = Paper(title="T", author="A", address="https://example.org/", language="en",
                  blocks=[Text(SafeString(f'<img src="{address}">')), Passage("1", SafeString(f'<p style="background:url({address})">x</p>'))])  # fmt: skip
    logger = logging.getLogger("weasyprint")
    logger.addHandler(caplog.handler)
    pdf_of(paper)
    logger.removeHandler(caplog.handler)
    refused = [record.getMessage() for record in caplog.records]
    assert [address in sentence for sentence in refused] == [True, True]
    assert all("without asking" in sentence for sentence in refused)


@pytest.mark.parametrize("form", [pdf_of, word_of])
def test_letters_of_all_four_alphabets_stay_letters(form):
    letters = "ӘҒҚҢӨҰҮҺІ ÄÇŇÖŞÜÝŽ Ёё"
    made = form(Paper(title=letters, author="A", address="https://x.example/", language="kk"))  # fmt: skip
    if form is pdf_of:
        assert letters in text_of(PdfReader(BytesIO(made)))
    else:
        assert Document(BytesIO(made)).paragraphs[0].text == letters


# ── Made once, and only of what is public ────────────────────────────────────────────────────


def test_a_paper_is_kept_until_the_record_changes(client, session, monkeypatch):
    first = client.get(f"{REPORT}.docx").content
    monkeypatch.setattr("sessions.views.papers.written", lambda *_: b"anew")
    assert client.get(f"{REPORT}.docx").content == first
    make_passage(session=session, text="Added since.")
    assert client.get(f"{REPORT}.docx").content == b"anew"
    shelves = [f for f in (settings.DATA_DIR / "papers").iterdir() if f.is_dir()]
    assert len(shelves) == 1


def test_it_answers_that_it_is_busy_rather_than_make_two_at_once(
    client, session, monkeypatch
):
    monkeypatch.setattr(shelf, "PATIENCE", 0)
    entered, leave = threading.Event(), threading.Event()

    def hold():
        with shelf._turn(settings.DATA_DIR / "papers"):
            entered.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(10)
    answer = client.get(f"{REPORT}.docx")
    leave.set()
    holder.join()
    assert (answer.status_code, answer["Retry-After"]) == (503, "20")
    assert client.get(f"{REPORT}.docx").status_code == 200


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_has_no_paper_not_even_for_staff(client, admin_client, draft):
    session = make_session(commission=make_commission(slug="tm-kz"), number=11, **draft)
    hidden = make_commission(slug="hidden", **draft)
    addresses = [f"{REPORT}.pdf", f"{REPORT}.docx", f"/en/commissions/{hidden.slug}/book.pdf"]  # fmt: skip
    for each in (client, admin_client):
        assert [each.get(address).status_code for address in addresses] == [404] * 3
    assert session.pk


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_paper_leaves_out_what_is_not_public(client, session, draft):
    hushed = make_participant(name="Hushed Person", **draft)
    make_member(session=session, participant=hushed)
    body = make_organisation(name="Hushed Ministry", **draft)
    make_responsible_body(decision=session.decisions.get(), organisation=body)
    session.passages.first().areas.add(make_area(name="Hushed Sector", **draft))
    agreement = make_agreement(commission=session.commission, title="Hushed Treaty", **draft)  # fmt: skip
    session.agreements.add(agreement)
    make_session(commission=session.commission, number=12, title="Hushed Session", **draft)  # fmt: skip
    for address in (f"{REPORT}.pdf", BOOK):
        assert "Hushed" not in text_of(pdf(client, address))
    xml = ZipFile(BytesIO(client.get(f"{REPORT}.docx").content)).read(
        "word/document.xml"
    )
    assert b"Hushed" not in xml


def test_what_is_withdrawn_is_gone_from_the_shelf_at_once(client, session):
    assert client.get(f"{REPORT}.docx").status_code == 200
    session.state = "withdrawn"
    session.save()
    assert client.get(f"{REPORT}.docx").status_code == 404


def test_a_former_address_leads_on(client, session):
    session.commission.slug = "kz-tm"
    session.commission.save()
    ways = [client.get(address) for address in (f"{REPORT}.pdf", BOOK)]
    assert [(way.status_code, way.url) for way in ways] == [
        (301, "/en/sessions/kz-tm/11/report.pdf"),
        (301, "/en/commissions/kz-tm/book.pdf"),
    ]


def test_pages_offer_what_can_be_made_here(client, session, monkeypatch):
    links = [f'href="{REPORT}.pdf"', f'href="{REPORT}.docx"', f'href="{BOOK}"']

    def offered():
        pages = (
            client.get("/en/sessions/tm-kz/11/").text
            + client.get("/en/commissions/tm-kz/").text
        )
        return [link in pages for link in links]

    assert offered() == [True, True, True]
    for module in ("sessions.templatetags.papers", "sessions.views.papers"):
        monkeypatch.setattr(f"{module}.AVAILABLE", ())
    assert offered() == [False, False, False]
    assert [client.get(a).status_code for a in (f"{REPORT}.pdf", BOOK)] == [404, 404]


def test_a_report_asks_as_much_for_one_passage_as_for_sixty(
    client, session, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sessions.views.papers.written", lambda *_: b"")
    client.get(f"{REPORT}.docx")
    make_passage(session=session)
    with django_assert_num_queries(16):
        client.get(f"{REPORT}.docx")
    for _each in range(20):
        make_passage(session=session)
    with django_assert_num_queries(16):
        client.get(f"{REPORT}.docx")


# ── From the command line ────────────────────────────────────────────────────────────────────


def test_the_command_writes_a_report_or_a_book(session, tmp_path):
    report, book = tmp_path / "report.docx", tmp_path / "book.docx"
    call_command("write_paper", "tm-kz", "11", form="docx", language="ru", to=report, stdout=StringIO())  # fmt: skip
    call_command("write_paper", "tm-kz", form="docx", to=book, stdout=StringIO())
    assert paragraphs(Document(report))[0] == ("Title", "Одиннадцатое заседание")
    assert paragraphs(Document(book))[0] == ("Title", "Commission of the two")


@pytest.mark.parametrize("asked", [("nothing",), ("tm-kz", "12"), ("tm-kz", "13")])
def test_the_command_says_what_is_not_there_or_not_public(session, asked):
    make_session(commission=session.commission, number=13, state="draft")
    with pytest.raises(CommandError, match="no public"):
        call_command("write_paper", *asked)


def test_the_command_says_what_to_install(session, monkeypatch):
    monkeypatch.setattr("sessions.management.commands.write_paper.AVAILABLE", ())
    with pytest.raises(CommandError, match=r"requirements-docs\.txt"):
        call_command("write_paper", "tm-kz", "11")
