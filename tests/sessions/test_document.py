import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.forms import modelform_factory

from sessions.models import Document, DocumentFile
from tests.thirty_days import thirty_days_later

from ..factories import (
    make_agreement,
    make_document,
    make_document_file,
    make_session,
    pdf,
    tomorrow,
)
from .papers import docx, xlsx

pytestmark = pytest.mark.django_db


def kept_files():
    root = Path(default_storage.location)
    return sorted(
        str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()
    )


@pytest.mark.parametrize("owners", [0, 2])
def test_it_belongs_to_a_session_or_to_an_agreement(owners):
    document = Document(kind="protocol")
    if owners:
        document.session, document.agreement = make_session(), make_agreement()

    with pytest.raises(ValidationError) as caught:
        document.full_clean()
    assert caught.value.messages == [
        (
            "A document belongs to one session or to one agreement: "
            "choose one of the two and leave the other empty."
        )
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


def test_it_has_one_file_a_language():
    document = make_document()
    make_document_file(document=document, language="tk")
    second = DocumentFile(
        document=document, language="tk", file=ContentFile(pdf(), "b.pdf")
    )

    with pytest.raises(ValidationError) as caught:
        second.full_clean()
    assert caught.value.messages == [
        (
            "This document already has a file in this language: "
            "replace that file, or choose another language."
        )
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_file_s_facts_are_read_from_it():
    content = docx()
    file = make_document_file(content=content, name="Хаттама.pdf")

    file.refresh_from_db()
    assert (file.original_name, file.size, file.content_type, file.sha256) == (
        "Хаттама.docx",
        len(content),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        hashlib.sha256(content).hexdigest(),
    )


def test_it_keeps_nothing_of_the_uploaded_name():
    file = make_document_file(name="secret-name.pdf")

    folder, name = file.file.name.split("/")
    assert (folder, len(name)) == ("documents", 32)
    assert int(name, 16) > 0


def test_a_replaced_file_stays_as_long_as_it_can_be_put_back():
    file = make_document_file()
    before = file.file.name

    file.file = ContentFile(xlsx(), "annex.xlsx")
    file.save()
    assert sorted(kept_files()) == sorted([file.file.name, before])
    thirty_days_later()

    file.refresh_from_db()
    assert file.original_name == "annex.xlsx"
    assert kept_files() == [file.file.name] != [before]


def test_a_change_of_language_leaves_the_file(django_assert_num_queries):
    file = make_document_file()
    kept = kept_files()
    file = DocumentFile.objects.get(pk=file.pk)

    file.language = "ru"
    # The content version, the row, and its version: that, whose it is, the change, its records.
    with django_assert_num_queries(6):
        file.save()

    assert kept_files() == kept


@pytest.mark.parametrize("delete", ["file", "document", "session"])
def test_files_go_with_what_they_belong_to_when_it_can_be_put_back_no_longer(delete):
    file = make_document_file()
    doomed = {"file": file, "document": file.document, "session": file.document.session}

    doomed[delete].delete()
    assert len(kept_files()) == 1
    thirty_days_later()

    assert kept_files() == []


def test_a_form_shows_the_sentence_that_mends_a_bad_file():
    form = modelform_factory(DocumentFile, fields=["document", "language", "file"])(
        {"document": make_document().pk, "language": "en"},
        {"file": ContentFile(b"MZ\x90", "protocol.pdf")},
    )

    assert form.errors == {
        "file": [
            (
                "This is not a PDF, .docx, .xlsx or .odt file, whatever its name says: "
                "open it, save it as PDF, and choose that file."
            )
        ]
    }


def test_a_bad_file_is_never_saved():
    with pytest.raises(ValidationError):
        make_document_file(content=b"MZ\x90")

    assert (DocumentFile.objects.count(), kept_files()) == (0, [])


def test_a_form_links_to_the_view_and_not_into_the_media_folder():
    file = make_document_file(name="protocol.pdf")

    form = modelform_factory(DocumentFile, fields=["file"])(instance=file)

    assert f'href="/files/documents/{file.document.pk}/en/protocol.pdf"' in str(form)


def test_documents_are_as_public_as_what_they_belong_to():
    of_session = make_document()
    of_agreement = make_document(agreement=make_agreement())
    make_document(session=make_session(state="draft"))
    make_document(session=make_session(state="withdrawn"))
    make_document(session=make_session(publish_at=tomorrow()))
    make_document(agreement=make_agreement(state="draft"))
    hidden = make_document().session.commission
    hidden.state = "draft"
    hidden.save()

    assert list(Document.objects.published()) == [of_session, of_agreement]


def test_authentic_versions_come_first():
    document = make_document()
    for language, authentic in [("en", False), ("ru", True), ("kk", True)]:
        make_document_file(document=document, language=language, authentic=authentic)

    assert [each.language for each in document.files.all()] == ["kk", "ru", "en"]


def test_it_is_called_by_its_title_or_kind():
    assert str(make_document(title="Protocol No. 11")) == "Protocol No. 11"
    assert str(make_document(title="", kind="final-act")) == "Final act"
