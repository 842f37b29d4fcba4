"""The files of the whole record: how they are given, whole and in parts, and when no more."""

import shutil

import pytest
from django.conf import settings as portal
from django.test import override_settings

from commission.actions import publish, withdraw
from commission.models.noted import writing
from sessions.downloads.built import built_downloads
from tests.factories import (
    make_agreement,
    make_area,
    make_organisation,
    make_participant,
    make_passage,
    make_session,
    tomorrow,
)
from tests.sessions.downloaded import FILE, ask, body, made, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def record(shared_rows, tmp_path_factory):
    """({kind: a public row on which nothing hangs}, the folder of files made of all)."""
    with writing():
        for _number in range(3):
            make_passage()
        lone = {
            "session": make_session(number=77), "agreement": make_agreement(), "area": make_area(),
            "organisation": make_organisation(), "participant": make_participant(),
        }  # fmt: skip
    folder = tmp_path_factory.mktemp("made") / "downloads"
    with override_settings(DOWNLOADS_ROOT=folder):
        made()
    return lone, folder


@pytest.fixture
def built(record):
    """The rows, and their files where this test may make them anew."""
    lone, folder = record
    shutil.copytree(folder, portal.DOWNLOADS_ROOT, symlinks=True)
    return lone


# ── Withdrawn, they are not given any more ───────────────────────────────────────────────────


def _hide(record, admin_user):
    withdraw(record=record, by=admin_user)


def _delete(record, admin_user):
    record.delete()


def _put_off(record, admin_user):
    publish(record=record, by=admin_user, at=tomorrow())


@pytest.mark.parametrize("take_back", [_hide, _delete, _put_off])
@pytest.mark.parametrize("kind", ["session", "agreement", "organisation", "participant", "area"])  # fmt: skip
def test_from_the_moment_anything_is_taken_back_no_file_is_given(
    client, admin_user, built, kind, take_back
):
    record = type(built[kind]).objects.get(pk=built[kind].pk)
    slug = getattr(record, "slug", None) or record.key
    assert ask(client, "passages.csv").status_code == 200
    take_back(record, admin_user)
    refused = ask(client, "passages.csv")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (503, "3600", "no-store")  # fmt: skip
    assert "The files are being made anew" in refused.text
    page = client.get("/en/data/").text
    assert "Something that the last files held was withdrawn since" in page
    assert f'href="{FILE}' not in page
    anew = made()
    assert ask(client, "passages.csv").status_code == 200
    kinds = ("sessions", "agreements", "organisations", "participants", "areas")
    assert all(slug not in (each.get("slug"), each.get("key")) for kind in kinds for each in rows(kind))  # fmt: skip
    assert anew.files.keys() >= {"passages.csv"}


def test_a_part_asked_for_with_a_known_tag_is_refused_too(client, admin_user):
    session = make_session()
    make_passage(session=session)
    made()
    tag = ask(client, "passages.csv")["ETag"]
    withdraw(record=session, by=admin_user)
    asked = {"If-None-Match": tag, "Range": "bytes=3-", "If-Range": tag}
    assert ask(client, "passages.csv", **asked).status_code == 503


def test_what_changes_otherwise_leaves_them_standing(client, admin_user):
    passage = make_passage()
    draft = make_session(state="draft")
    made()
    draft.title = "Still a draft"
    draft.save()
    passage.text = "Corrected."
    passage.save()
    make_session(publish_at=tomorrow())
    make_session(state="withdrawn").delete()
    publish(record=draft, by=admin_user)
    assert ask(client, "passages.csv").status_code == 200


# ── Given in parts ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def whole(client, built):
    return body(ask(client, "passages.csv"))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=10-", 10, None), ("bytes=-5", -5, None), ("bytes=4-999999", 4, None)],
)  # fmt: skip
def test_a_part_is_the_bytes_that_were_asked_for(client, whole, asked, first, last):
    answer = ask(client, "passages.csv", Range=asked, Accept_Encoding="gzip")
    part = whole[first:] if last is None else whole[first : last + 1]
    assert (answer.status_code, body(answer)) == (206, part)
    start = first if first >= 0 else len(whole) + first
    assert (
        answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"
    )
    assert answer["Content-Length"] == str(len(part))
    assert "Content-Encoding" not in answer.headers


def test_a_download_that_broke_off_is_taken_up_where_it_stopped(client, whole):
    first = ask(client, "passages.csv", Range="bytes=0-99")
    rest = ask(
        client, "passages.csv", Range="bytes=100-", **{"If-Range": first["ETag"]}
    )
    assert body(first) + body(rest) == whole
    assert (first["Accept-Ranges"], first["ETag"]) == ("bytes", rest["ETag"])


def test_of_a_file_that_was_made_anew_all_is_sent(client, whole):
    tag = ask(client, "passages.csv")["ETag"]
    make_passage()
    made()
    answer = ask(client, "passages.csv", Range="bytes=100-", **{"If-Range": tag})
    assert (answer.status_code, answer["ETag"] == tag) == (200, False)
    assert len(body(answer)) > len(whole)


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_part_that_there_is_not_is_416(client, whole, asked):
    answer = ask(client, "passages.csv", Range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (
        416,
        f"bytes */{len(whole)}",
    )


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=9-3", "bytes=-", "bytes=x-"])  # fmt: skip
def test_what_is_no_single_part_gets_all(client, whole, asked):
    answer = ask(client, "passages.csv", Range=asked)
    assert (answer.status_code, body(answer)) == (200, whole)
    assert answer["Content-Length"] == str(len(whole))


def test_asked_again_it_is_304_and_pages_of_any_site_may_read_it(client, whole):
    answer = ask(client, "passages.csv")
    assert ask(client, "passages.csv", **{"If-None-Match": answer["ETag"]}).status_code == 304  # fmt: skip
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    head = client.head(FILE + "passages.csv")
    assert b"".join(head.streaming_content) == b""
    assert head["Content-Length"] == str(len(whole))


def test_behind_nginx_the_portal_only_says_which_file(client, whole, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected"
    # nginx sends an ETag of its own, by which readers ask again.
    answer = ask(client, "passages.csv", Range="bytes=3-", **{"If-Match": '"nginx"'})
    folder = built_downloads().folder.name
    assert answer["X-Accel-Redirect"] == f"/protected/downloads/{folder}/passages.csv"
    assert (answer.status_code, answer.content) == (200, b"")
    assert "ETag" not in answer and "Accept-Ranges" not in answer


@pytest.mark.parametrize("name", ["nothing.csv", "manifest.json", "held.json", "..%2Fcurrent", "%2e%2e"])  # fmt: skip
def test_nothing_else_of_the_disk_is_given(client, whole, name):
    assert ask(client, name).status_code == 404
