"""The text of an uploaded file; whatever cannot be read is answered with a sentence."""

import pytest

from sessions.uploaded_texts import UnreadableError, extract, text_of, tidied
from sessions.uploaded_texts import read as reading

from . import uploads

TEXT = "\n\n".join(uploads.REPORT)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    "content",
    [uploads.docx(), uploads.pdf_with_text(), TEXT.encode(), TEXT.encode("utf-16")],
    ids=["docx", "pdf", "utf-8", "utf-16"],
)
def test_every_kind_of_file_gives_its_paragraphs(content):
    assert text_of(content) == TEXT


def test_windows_cyrillic_is_understood():
    text = "Двенадцатое заседание прошло в Астане."
    assert text_of(text.encode("cp1251")) == text
    page = f'<html><meta charset="windows-1251"><p>{text}</p>'
    assert text_of(page.encode("cp1251")) == text


def test_html_leaves_nothing_but_its_words():
    page = """<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
      <nav>Menu</nav><script>alert(1)</script><h1>Session &amp; more</h1>
      <p onclick="x()">First <b>held</b>
      in Astana.<img src="http://elsewhere.example/x.png"></p><ul><li>One</li><li>Two</li></ul>
      <table><tr><td>Name</td><td>Post</td></tr></table><footer>Contacts</footer></body></html>"""
    assert text_of(page.encode()).split("\n\n") == [
        "Session & more", "First held in Astana.", "One", "Two", "Name\tPost",
    ]  # fmt: skip


def test_a_table_of_a_word_file_keeps_its_rows():
    content = uploads.docx(
        ["List"], table=[("Name One", "Minister"), ("Name Two", "Deputy")]
    )
    words = [" ".join(part.split()) for part in text_of(content).split("\n\n") if part]
    assert " ".join(words) == "List Name One Minister Name Two Deputy"


def test_a_pdf_that_is_only_locked_against_changes_is_read():
    assert text_of(uploads.locked(uploads.pdf_with_text(), owner_only=True)) == TEXT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"x" * (reading.LARGEST + 1), "larger than 10 MB"),
        (uploads.scan(), "is a scan"),
        (uploads.locked(uploads.pdf_with_text()), "protected by a password"),
        (uploads.locked(uploads.pdf_with_text(), aes=True), "is encrypted"),
        (uploads.pdf_of_pages(extract.MOST_PAGES + 1), "more than 200 pages"),
        (b"%PDF-1.7\nnot really", "damaged"),
        (uploads.docx_that_unpacks_to(extract.MOST_UNPACKED), "unpacks to far more"),
        (uploads.docx()[:2000], "damaged"),
        (uploads.docx([]), "holds no text"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (OLD_WORD, "an old Word"),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"{\\rtf1 words}", "Rich Text Format"),
        (bytes(range(256)) * 20, "no text that can be read"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\x01\x02" * 400, "no text that can be read"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(content, said):
    with pytest.raises(UnreadableError, match=said):
        text_of(content)


def test_another_zip_is_no_word_document():
    content = uploads.docx().replace(b"word/document.xml", b"word/dokument.xml")
    with pytest.raises(UnreadableError, match="no Word document"):
        text_of(content)


def test_reading_a_file_is_bounded_in_time(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    with pytest.raises(UnreadableError, match="took too long"):
        text_of(uploads.pdf_with_text())


def test_texts_are_tidied():
    assert tidied("\ufeff Cafe\u0301\r\nLine\x0bMore\x00\u200b ") == "Café\nLine\nMore"
