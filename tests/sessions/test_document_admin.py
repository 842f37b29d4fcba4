"""Documents and photos on a session's page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import (
    make_agreement,
    make_document,
    make_document_file,
    make_photo,
    make_session,
    pdf,
    picture,
)
from tests.filled_forms import fields, new_row, sentences

from .test_delegation_admin import Page

pytestmark = pytest.mark.django_db


def upload(content, name="protocol.pdf"):
    return SimpleUploadedFile(name, content)


def new_document(data, **files):
    """A row with a file for each language given: `en=upload(…)`, `authentic=["en"]`."""
    authentic = files.pop("authentic", [])
    languages = ["en", "ru", "kk", "tk", ""]
    index = new_row(data, "documents", kind="protocol")
    prefix = f"documents-{index}-files"
    data |= {f"{prefix}-TOTAL_FORMS": 5, f"{prefix}-INITIAL_FORMS": 0}
    for place, language in enumerate(languages):
        data[f"{prefix}-{place}-language"] = language
        if language in files:
            data[f"{prefix}-{place}-file"] = files[language]
        if language in authentic:
            data[f"{prefix}-{place}-authentic"] = "on"


def files_of(session):
    files = session.documents.get().files.order_by("language")
    return list(files.values_list("language", "authentic"))


def test_several_languages_come_up_in_one_step(admin_client):
    page = Page(admin_client)
    new_document(page.data, en=upload(pdf()), tk=upload(pdf()), authentic=["tk"])
    assert page.save() == []
    assert files_of(page.session) == [("en", False), ("tk", True)]


def test_a_document_alone_needs_no_file_yet(admin_client):
    page = Page(admin_client)
    new_document(page.data)
    page.data["documents-0-title_en"] = "Final act"
    assert page.save() == []
    assert page.session.documents.get().title_en == "Final act"


def test_a_wrong_file_is_refused_with_its_sentence_and_the_rest_is_kept(admin_client):
    page = Page(admin_client)
    new_document(page.data, ru=upload(b"MZ not a document"))
    page.data["documents-0-title_en"] = "Protocol of the session"
    refused = page.save()
    assert refused[0].startswith("A file of this document is refused")
    assert refused[1].startswith("This is not a PDF") and len(refused) == 2
    assert fields(page.response)["documents-0-title_en"] == "Protocol of the session"
    assert "choose the files again" in page.response.content.decode()
    assert not page.session.documents.exists()


def test_a_file_is_added_replaced_and_removed_later(admin_client):
    session = make_session()
    document = make_document(session=session)
    for language in ("en", "ru"):
        make_document_file(document=document, language=language)
    page = Page(admin_client, session)
    prefix = "documents-0-files"
    places = {page.data[f"{prefix}-{n}-language"]: n for n in range(4)}
    page.data[f"{prefix}-{places['en']}-file"] = upload(
        pdf("Corrected"), "corrected.pdf"
    )
    page.data[f"{prefix}-{places['ru']}-DELETE"] = "on"
    page.data[f"{prefix}-{places['kk']}-file"] = upload(pdf("Қазақша"))
    assert page.save() == []
    names = document.files.order_by("language").values_list("language", "original_name")
    assert list(names) == [("en", "corrected.pdf"), ("kk", "protocol.pdf")]


def test_a_language_twice_is_refused(admin_client):
    session = make_session()
    make_document_file(document=make_document(session=session))
    page = Page(admin_client, session)
    page.data["documents-0-files-1-language"] = "en"
    page.data["documents-0-files-1-file"] = upload(pdf())
    assert page.save() != []
    assert files_of(session) == [("en", True)]


def test_an_agreements_documents_stand_on_its_page(admin_client):
    agreement = make_agreement()
    address = reverse("admin:commission_agreement_change", args=[agreement.pk])
    data = fields(admin_client.get(address))
    new_document(data, en=upload(pdf()))
    assert admin_client.post(address, data).status_code == 302
    assert agreement.documents.get().files.count() == 1


def test_a_photo_is_shown_small_and_moved(admin_client):
    session = make_session()
    one, two = (make_photo(session=session, order=order) for order in (1, 2))
    page = Page(admin_client, session)
    assert one.renditions[0].src in admin_client.get(page.address).content.decode()
    page.data |= {"photos-0-ORDER": 2, "photos-1-ORDER": 1}
    assert page.save() == []
    assert list(session.photos.order_by("order")) == [two, one]


def test_a_photo_is_uploaded_with_its_description(admin_client):
    page = Page(admin_client)
    new_row(page.data, "photos", image=upload(picture(), "x.jpg"), alt_en="A table")
    assert page.save() == []
    assert page.session.photos.get().alt_en == "A table"


def test_what_is_no_picture_is_refused_with_its_sentence(admin_client):
    page = Page(admin_client)
    new_row(
        page.data, "photos", image=upload(b"not a picture", "x.jpg"), alt_en="A table"
    )
    assert page.save()[0].startswith("This is not a JPEG")
    assert sentences(page.response) and not page.session.photos.exists()
