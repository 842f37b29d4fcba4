"""Photos and documents as they leave the portal: to whom, and with which headers."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.urls import reverse

from ..factories import (
    make_agreement,
    make_commission,
    make_document,
    make_document_file,
    make_photo,
    make_session,
    pdf,
    tomorrow,
)
from .papers import docx, odt, xlsx
from .pictures import half_and_half, photograph, webp_chunks

pytestmark = pytest.mark.django_db

FOR_VISITORS = "public, max-age=60, must-revalidate"


OWN_HEADERS = (
    "Cache-Control",
    "Content-Disposition",
    "Content-Language",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "ETag",
    "X-Content-Type-Options",
)


def draft_commission():
    return make_commission(state="draft")


UNPUBLISHED = {
    "draft": {"state": "draft"},
    "withdrawn": {"state": "withdrawn"},
    "under embargo": {"publish_at": tomorrow()},
    "of a draft commission": {"commission": draft_commission},
}


@pytest.fixture(params=UNPUBLISHED)
def unpublished(request):
    """Fields of a session or an agreement that visitors may not see, for each of the reasons."""
    return {
        name: value() if callable(value) else value
        for name, value in UNPUBLISHED[request.param].items()
    }


@pytest.fixture(autouse=True)
def closed_files(client):
    """Closes what a response has opened, as a server does at its end."""
    request, answers = client.request, []
    client.request = lambda **extra: answers.append(request(**extra)) or answers[-1]
    yield
    for answer in answers:
        answer.close()


def staff(client, *permissions):
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)


def test_a_visitor_saves_a_document(client):
    file = make_document_file(language="kk", name="Хаттама № 11.pdf")

    response = client.get(file.get_absolute_url())

    assert response.status_code == 200
    assert response.getvalue() == pdf()
    assert {name: response.get(name) for name in OWN_HEADERS} == {
        "Cache-Control": FOR_VISITORS,
        "Content-Disposition": (
            "attachment; filename*=utf-8''"
            "%D0%A5%D0%B0%D1%82%D1%82%D0%B0%D0%BC%D0%B0%20%E2%84%96%2011.pdf"
        ),
        "Content-Language": "kk",
        "Content-Length": str(len(pdf())),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "application/pdf",
        "ETag": f'"{file.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (docx(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (xlsx(), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (odt(), "a.odt", "application/vnd.oasis.opendocument.text"),
    ],
)  # fmt: skip
def test_type_and_extension_follow_the_content(client, content, name, content_type):
    file = make_document_file(content=content, name="a.html")

    response = client.get(file.get_absolute_url())

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue() == content


def test_an_address_with_another_name_leads_to_the_file(client):
    file = make_document_file()
    address = f"/files/documents/{file.document.pk}/en/"

    response = client.get(f"{address}evil.exe")

    assert (response.status_code, response["Location"]) == (
        302,
        f"{address}protocol.pdf",
    )


def test_a_visitor_sees_a_photo(client):
    photo = make_photo(content=half_and_half(size=(600, 300)))

    response = client.get(photo.src(480))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == FOR_VISITORS
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "inline"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_served_tells_where_a_photo_was_taken(client, kind):
    content = half_and_half(kind, size=(600, 300))
    assert b"Secret Camera Works" in content
    photo = make_photo(content=content)

    served = [client.get(each.src).getvalue() for each in photo.renditions]

    assert [webp_chunks(each) for each in served] == [[b"VP8 "], [b"VP8 "]]
    assert [b"Secret Camera" in each or b"Exif" in each for each in served] == [
        False
    ] * 2


def test_the_original_of_a_photo_has_no_address(client):
    photo = make_photo()

    addresses = [
        f"/files/photos/{photo.pk}/{photo.token}-original.webp",
        f"/files/{photo.image.name}",
        f"/media/{photo.image.name}",
        f"/{photo.image.name}",
        f"/files/photos/{photo.pk}/../../{photo.image.name}",
    ]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_other_widths_and_tokens_are_not_found(client):
    photo = make_photo()
    token = "0" * len(photo.token)

    addresses = [
        f"/files/photos/{photo.pk}/{photo.token}-65.webp",
        f"/files/photos/{photo.pk}/{token}-64.webp",
        f"/files/photos/{photo.pk + 1}/{photo.token}-64.webp",
        f"/files/photos/{10**18 - 1}/{photo.token}-64.webp",
        f"/files/photos/{10**30}/{photo.token}-64.webp",
        f"/files/photos/{photo.pk}/{photo.token}-{10**30}.webp",
        "/files/documents/1/xx/a.pdf",
        f"/files/documents/{10**18 - 1}/en/a.pdf",
        f"/files/documents/{10**30}/en/a.pdf",
    ]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_replaced_picture_is_not_found_at_its_old_address(client):
    photo = make_photo()
    old = photo.src(64)
    photo.image = ContentFile(photograph(), "new.jpg")
    photo.save()

    assert client.get(old).status_code == 404


def test_photos_of_unpublished_sessions_are_not_found(client, unpublished):
    photo = make_photo(session=make_session(**unpublished))

    assert client.get(photo.src(64)).status_code == 404


def test_documents_of_unpublished_sessions_are_not_found(client, unpublished):
    document = make_document(session=make_session(**unpublished))
    file = make_document_file(document=document)

    assert client.get(file.get_absolute_url()).status_code == 404


def test_documents_of_unpublished_agreements_are_not_found(client, unpublished):
    document = make_document(agreement=make_agreement(**unpublished))
    file = make_document_file(document=document)

    assert client.get(file.get_absolute_url()).status_code == 404


def test_another_name_does_not_tell_that_an_unpublished_document_is_there(client):
    file = make_document_file(
        document=make_document(session=make_session(state="draft"))
    )

    assert client.get(f"/files/documents/{file.document.pk}/en/x").status_code == 404


def test_a_cached_copy_is_not_confirmed_once_the_record_is_withdrawn(client):
    file, photo = make_document_file(), make_photo()
    addresses = [file.get_absolute_url(), photo.src(64)]
    etags = [client.get(address)["ETag"] for address in addresses]
    for session in (file.document.session, photo.session):
        session.state = "withdrawn"
        session.save()

    answers = [
        client.get(address, headers={"if-none-match": etag})
        for address, etag in zip(addresses, etags, strict=True)
    ]
    assert [each.status_code for each in answers] == [404, 404]


def test_staff_see_files_of_drafts_and_no_cache_keeps_them(client):
    session = make_session(state="draft")
    file = make_document_file(document=make_document(session=session))
    photo = make_photo(session=session)
    staff(client, "view_documentfile", "view_photo")

    answers = [client.get(each) for each in (file.get_absolute_url(), photo.src(64))]

    assert [each.status_code for each in answers] == [200, 200]
    assert [each["Cache-Control"] for each in answers] == ["private, no-store"] * 2


@pytest.mark.parametrize("permissions", [[], ["view_session"]])
def test_staff_without_the_permission_see_what_visitors_see(client, permissions):
    session = make_session(state="draft")
    file = make_document_file(document=make_document(session=session))
    photo = make_photo(session=session)
    staff(client, *permissions)

    answers = [client.get(each) for each in (file.get_absolute_url(), photo.src(64))]

    assert [each.status_code for each in answers] == [404, 404]


def test_those_who_have_the_file_are_told_so(client):
    for address in (make_document_file().get_absolute_url(), make_photo().src(64)):
        etag = client.get(address)["ETag"]

        response = client.get(address, headers={"if-none-match": etag})

        assert (response.status_code, response.content) == (304, b"")
        assert (response["ETag"], response["Cache-Control"]) == (etag, FOR_VISITORS)


def test_a_visitor_gets_no_cookie(client):
    for address in (make_document_file().get_absolute_url(), make_photo().src(64)):
        assert client.get(address).cookies == {}


def test_the_web_server_sends_the_bytes_where_it_can(client, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    file, photo = make_document_file(), make_photo()

    answers = [client.get(each) for each in (file.get_absolute_url(), photo.src(64))]

    assert [
        (each["X-Accel-Redirect"], each["Content-Type"], each.content)
        for each in answers
    ] == [
        (f"/protected/{file.file.name}", "application/pdf", b""),
        (f"/protected/photos/{photo.token}/64.webp", "image/webp", b""),
    ]
    assert answers[0]["Content-Disposition"] == 'attachment; filename="protocol.pdf"'
    assert [each["Cache-Control"] for each in answers] == [FOR_VISITORS] * 2


def test_the_web_server_judges_tags_and_parts_which_are_its_own(client, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    for address in (make_document_file().get_absolute_url(), make_photo().src(64)):
        for asked in ({"if-match": '"nginx"'}, {"range": "bytes=3-"}):
            answer = client.get(address, headers=asked)
            assert (answer.status_code, "X-Accel-Redirect" in answer) == (200, True)
            assert "ETag" not in answer and "Accept-Ranges" not in answer


def test_a_document_that_broke_off_is_taken_up_where_it_stopped(client):
    address = make_document_file(content=pdf()).get_absolute_url()
    tag = client.get(address)["ETag"]
    rest = client.get(address, headers={"range": "bytes=10-", "if-range": tag})
    assert (rest.status_code, rest.getvalue()) == (206, pdf()[10:])
    assert client.get(address, headers={"if-match": '"other"'}).status_code == 412


def test_the_web_server_is_not_sent_to_widths_that_are_not_there(client, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    photo = make_photo()

    address = f"/files/photos/{photo.pk}/{photo.token}-65.webp"
    assert client.get(address).status_code == 404


def test_the_web_server_is_not_sent_to_files_of_drafts(client, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    photo = make_photo(session=make_session(state="draft"))

    response = client.get(photo.src(64))

    assert (response.status_code, response.has_header("X-Accel-Redirect")) == (
        404,
        False,
    )


def test_a_file_lost_from_the_disk_is_not_found_and_told_to_the_log(client, caplog):
    photo = make_photo()
    name = f"photos/{photo.token}/64.webp"
    Path(photo.image.storage.path(name)).unlink()

    assert client.get(photo.src(64)).status_code == 404
    assert f"The file {name} is missing from the media folder." in caplog.messages


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_files_are_only_read(client, method):
    address = make_document_file().get_absolute_url()

    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_costs_one_query(client, django_assert_num_queries, rows):
    session = make_session()
    photo = [make_photo(session=session) for _ in range(rows)][-1]
    document = make_document(session=session)
    languages = ["en", "ru", "kk"][:rows]
    file = [make_document_file(document=document, language=each) for each in languages][
        -1
    ]

    for address in (file.get_absolute_url(), photo.src(64)):
        with django_assert_num_queries(1):
            assert client.get(address).getvalue()


def test_the_addresses_have_no_language():
    address = reverse("files:document-file", args=[1, "en", "Protocol 11.pdf"])

    assert address == "/files/documents/1/en/Protocol%2011.pdf"
