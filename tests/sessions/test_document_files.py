import hashlib
import secrets
import struct
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sessions import document_files as documents
from sessions.document_files import (
    DOCX,
    ODT,
    PDF,
    XLSX,
    file_sha256,
    recognise_document,
    safe_file_name,
)

from ..factories import pdf
from .papers import MACRO_WORD, ODT_TYPE, WORD, content_types, docx, odt, package, xlsx

WHOLE = {"pdf": pdf(), "docx": docx(), "xlsx": xlsx(), "odt": odt()}


def refusal(content):
    with pytest.raises(ValidationError) as caught:
        recognise_document(BytesIO(content))
    return caught.value.messages


@pytest.mark.parametrize(
    ("content", "document_format"),
    [(pdf(), PDF), (docx(), DOCX), (xlsx(), XLSX), (odt(), ODT)],
    ids=["pdf", "docx", "xlsx", "odt"],
)
def test_it_knows_documents_by_their_content(content, document_format):
    assert recognise_document(BytesIO(content)) == document_format


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", documents.EMPTY),
        (b"Protocol of the session", documents.UNKNOWN),
        (b"<html><script>alert(1)</script>", documents.UNKNOWN),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", documents.UNKNOWN),
        (b"\n%PDF-1.4\n%%EOF", documents.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, documents.OLD_OR_LOCKED),
        (b"%PDF-1.7\n1 0 obj", documents.DAMAGED),
        (b"PK\x03\x04" + b"\0" * 100, documents.DAMAGED),
        (package({"protocol.txt": "1."}), documents.UNKNOWN),
        (odt("application/vnd.oasis.opendocument.spreadsheet"), documents.UNKNOWN),
        (docx("application/vnd.ms-powerpoint"), documents.UNKNOWN),
        (docx(MACRO_WORD), documents.MACROS),
        (docx(**{"word/vbaProject.bin": b"\0"}), documents.MACROS),
        (odt(**{"Basic/Standard/Module1.xml": "<module/>"}), documents.MACROS),
        (odt(manifest="<manifest><encryption-data/></manifest>"), documents.LOCKED),
    ],
    ids=[
        "empty",
        "text",
        "page",
        "program",
        "something before the PDF",
        "old Word",
        "PDF that breaks off",
        "zip that breaks off",
        "zip of texts",
        "OpenDocument spreadsheet",
        "presentation",
        "docm",
        "docx with macros",
        "odt with macros",
        "locked odt",
    ],
)
def test_it_says_how_to_mend_what_is_no_document(content, sentence):
    assert refusal(content) == [str(sentence)]


def test_it_refuses_a_package_whose_main_part_is_not_there():
    listing = content_types("word/document.xml", WORD)

    assert refusal(package({"[Content_Types].xml": listing})) == [
        str(documents.UNKNOWN)
    ]


def test_it_refuses_entries_locked_by_a_password():
    content = bytearray(docx())
    # Bit 0 of the general purpose flags in the central directory (APPNOTE.TXT, 4.4.4).
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert refusal(content) == [str(documents.LOCKED)]


def test_it_refuses_what_unpacks_into_far_more_than_it_is():
    assert refusal(docx(**{"word/media/a.xml": "0" * 30_000_000})) == [
        str(documents.BOMB)
    ]


def test_it_refuses_too_many_entries():
    many = {f"word/media/{number}.xml": "" for number in range(documents.MAX_ENTRIES)}

    assert refusal(docx(**many)) == [str(documents.BOMB)]


def test_it_refuses_what_unpacks_into_more_than_a_reader_s_machine_holds(monkeypatch):
    monkeypatch.setattr(documents, "MAX_UNPACKED", 400)

    assert refusal(docx(**{"word/media/a.xml": "0" * 400})) == [str(documents.BOMB)]


def test_it_refuses_a_listing_longer_than_any():
    listing = secrets.token_bytes(documents.MAX_LISTING + 1)

    assert refusal(docx(**{"[Content_Types].xml": listing})) == [str(documents.BOMB)]


def test_it_refuses_two_entries_of_one_name():
    content = BytesIO(docx())
    with (
        zipfile.ZipFile(content, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        archive.writestr("word/document.xml", "<document>Another protocol</document>")

    assert refusal(content.getvalue()) == [str(documents.DAMAGED)]


def test_it_refuses_an_opendocument_text_without_its_text():
    parts = {"mimetype": ODT_TYPE, "META-INF/manifest.xml": "<manifest/>"}

    assert refusal(package(parts)) == [str(documents.DAMAGED)]


def test_it_refuses_entries_that_share_their_bytes():
    content = bytearray(docx(**{"a.xml": "0" * 1000, "b.xml": "0" * 1000}))
    # The size of each packed entry in the central directory (APPNOTE.TXT, 4.3.12), made larger.
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 20, len(content) + 1)

    assert refusal(content) == [str(documents.BOMB)]


def test_it_refuses_a_listing_that_declares_entities():
    bomb = '<!DOCTYPE t [<!ENTITY a "aaaa">]><Types>&a;</Types>'

    assert refusal(docx(**{"[Content_Types].xml": bomb})) == [str(documents.DAMAGED)]


def test_it_refuses_a_document_whose_inside_is_damaged():
    content = bytearray(docx())
    # The first byte of the packed main part, which follows its name.
    place = content.index(b"word/document.xml") + len("word/document.xml")
    content[place] ^= 0xFF

    assert refusal(content) == [str(documents.DAMAGED)]


def test_it_refuses_more_than_the_setting_allows(settings):
    settings.DOCUMENT_MAX_MB = 1

    assert refusal(pdf() + b"\0" * 1_000_000) == [
        (
            "The file has 2 MB, more than the 1 MB allowed: "
            "save it as a PDF with smaller pictures, or divide it into annexes."
        )
    ]


@pytest.mark.parametrize(
    ("uploaded", "kept"),
    [
        ("protocol.pdf", "protocol.pdf"),
        ("Протокол 12-го заседания.docx", "Протокол 12-го заседания.pdf"),
        ("Teswirnama № 3 (Aşgabat).PDF", "Teswirnama № 3 (Aşgabat).pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\clerk\\final act.doc", "final act.pdf"),
        ("evil\u202efdp.exe", "evil_fdp.pdf"),
        ('quo"te\r\nSet-Cookie: a=b;.pdf', "quo_te__Set-Cookie_ a_b.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("a.b.c.pdf", "a.b.c.pdf"),
        ("б" * 300 + ".pdf", "б" * 120 + ".pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
    ],
)
def test_names_are_kept_but_for_what_could_mislead(uploaded, kept):
    assert safe_file_name(uploaded, "pdf") == kept


@given(st.text())
def test_any_name_becomes_one_that_needs_no_escape(uploaded):
    name = safe_file_name(uploaded, "pdf")

    assert name.endswith(".pdf")
    assert not set(name) & set('/\\"\r\n\t;\0')
    assert 5 <= len(name) <= 124


def test_it_adds_up_the_content_from_its_beginning():
    file = BytesIO(pdf())
    file.read(3)

    assert file_sha256(file) == hashlib.sha256(pdf()).hexdigest()


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04"]))
def test_random_bytes_get_a_sentence(tail, head):
    with pytest.raises(ValidationError):
        recognise_document(BytesIO(head + tail))


@hypothesis_settings(deadline=None)
@given(st.sampled_from(["docx", "xlsx", "odt"]), st.data())
def test_a_package_that_breaks_off_gets_a_sentence(kind, data):
    content = WHOLE[kind]
    kept = data.draw(st.integers(0, len(content) - 23))

    with pytest.raises(ValidationError):
        recognise_document(BytesIO(content[:kept]))


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_spoilt_document_is_known_or_gets_a_sentence(kind, data):
    content = bytearray(WHOLE[kind])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))

    try:
        document_format = recognise_document(BytesIO(content))
    except ValidationError:
        return
    assert document_format.extension == kind
