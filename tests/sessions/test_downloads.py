"""The whole public record as files: what is in them, their page, and how they are made."""

import datetime
import fcntl
import gzip
import hashlib
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from frictionless import Package, system

from commission.models import AgreementRelation, Commission
from participants.models import Organisation, Participant
from sessions.api.operations import RESOURCES
from sessions.downloads.building import build
from sessions.downloads.built import built_downloads
from sessions.downloads.record_tables import TABLES
from sessions.importing.files import import_files
from sessions.models import Decision, Session, Source
from sessions.tables import spreadsheets
from tests.browser.every_page import make_every_page
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_follow_up,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_responsible_body,
    make_session,
    make_source,
    tomorrow,
)
from tests.sessions.api.asking import get
from tests.sessions.downloaded import FILE, ask, body, made, rows

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


# ── What is in them ──────────────────────────────────────────────────────────────────────────


def problems_of(folder):
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return [task.name for task in report.tasks if not task.valid] + report.errors


def test_the_data_package_holds_with_every_key_and_its_check_sees_one_that_leads_nowhere():
    make_every_page()
    make_decision(session=Session.objects.first(), continues=None)
    make_source(participant=Participant.objects.first())
    folder = made().folder
    assert problems_of(folder) == []
    package = json.loads((folder / "datapackage.json").read_text())
    assert [each["path"] for each in package["resources"]] == [f"{table.name}.csv" for table in TABLES]  # fmt: skip
    # A passage of a session that is not in the package.
    path = folder / "passages.csv"
    first, *others = path.read_text().splitlines(keepends=True)
    path.write_text(first + "".join(others).replace(",1,", ",7,", 1))
    assert "passages" in problems_of(folder)


def test_the_package_tells_the_licence_the_day_and_every_file_its_checksum(
    client, settings
):
    settings.LICENCE, settings.LICENCE_URL = "Open Licence 1", "https://example.org/terms"  # fmt: skip
    make_passage()
    built = made()
    package = json.loads(body(ask(client, "datapackage.json")))
    assert package["licenses"] == [{"title": "Open Licence 1", "path": "https://example.org/terms"}]  # fmt: skip
    assert package["created"] == built.made_at.isoformat()
    sums = dict(line.split()[::-1] for line in body(ask(client, "SHA256SUMS")).decode().splitlines())  # fmt: skip
    assert sums.keys() == built.files.keys() - {"SHA256SUMS"}
    for name, checksum in sums.items():
        assert hashlib.sha256(body(ask(client, name))).hexdigest() == checksum


def test_the_codebook_has_the_meaning_of_every_column_in_every_language():
    made()
    book = rows("codebook")
    assert [(each["table"], each["column"]) for each in book] == [
        (table.name, column.name) for table in TABLES for column in table.columns
    ]
    meanings = {tuple(each[f"meaning_{code}"] for code in LANGUAGES) for each in book}
    alike = {said[0] for said in meanings if said[0] in said[1:]}
    assert alike == {"SHA-256."}
    [value] = [each for each in book if (each["table"], each["column"]) == ("figures", "change_percent")]  # fmt: skip
    assert (value["type"], value["unit"]) == ("number", "per cent")
    [area] = [each for each in book if (each["table"], each["column"]) == ("passage_areas", "area")]  # fmt: skip
    assert area["leads_to"] == "areas.slug"


def test_json_lines_are_what_the_api_gives(client):
    make_every_page()
    built = made()
    for resource in RESOURCES:
        with gzip.open(built.folder / f"{resource.name}.jsonl.gz", "rt") as file:
            lines = {record["address"]: record for record in map(json.loads, file)}
        asked = {"fields": ",".join(resource.fields), "limit": 200}
        answer = get(client, f"/api/v1/{resource.name}/", **asked)
        assert lines == {each["address"]: each for each in answer["results"]}


def test_a_table_keeps_every_language_and_runs_in_no_spreadsheet():
    session = make_session(commission=make_commission(slug="c"), number=4)
    make_passage(session=session, text_en="=1+1", text_ru="Первый", areas=[make_area(slug="roads")])  # fmt: skip
    built = made()
    [passage] = rows("passages")
    page = f"{settings.SITE_URL}/en/sessions/c/4/passages/1/"
    assert passage == {"commission": "c", "session": "4", "number": "1", "text_en": "'=1+1",
                       "text_ru": "Первый", "text_kk": "", "text_tk": "", "page": page}  # fmt: skip
    assert rows("passage_areas") == [{"commission": "c", "session": "4", "number": "1", "area": "roads"}]  # fmt: skip
    sheet = openpyxl.load_workbook(built.folder / "passages.xlsx").active
    assert [[cell.value for cell in row] for row in sheet.rows][1] == ["c", "4", 1, "=1+1", "Первый", None, None, page]  # fmt: skip
    assert sheet["D2"].data_type == "s"


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    for _number in range(3):
        make_participant()
    book = openpyxl.load_workbook(made().folder / "participants.xlsx")
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("participants", 3), ("participants 2", 2)]  # fmt: skip


def test_the_records_files_make_the_same_record_anew(tmp_path):
    make_every_page()
    make_session(commission=make_commission(slug="areas"), state="draft")
    built = made()
    compared = ("commissions", "sides", "areas", "organisations", "positions", "agreements", "signatures",
                "agreement_events", "agreement_relations", "sessions", "delegation_members", "agenda_items",
                "passages", "passage_areas", "decisions", "responsible_bodies", "follow_ups", "session_sources")  # fmt: skip
    before = {name: rows(name) for name in compared}
    for name in built.files:
        if name.endswith(".zip"):
            zipfile.ZipFile(built.folder / name).extractall(tmp_path / "unpacked")
    _empty()
    outcome = import_files(sorted((tmp_path / "unpacked").glob("*.toml")))
    assert outcome.problems == []
    made()
    assert {name: rows(name) for name in compared} == before


def _empty():
    Decision.objects.update(continues=None)
    AgreementRelation.objects.all().delete()
    Session.objects.all().delete()
    for commission in Commission.objects.all():
        commission.agreements.all().delete()
        commission.figures.all().delete()
    for model in (Source, Commission, Participant, Organisation):
        model.objects.all().delete()


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}])  # fmt: skip
def test_nothing_of_what_is_not_public_is_in_any(hidden):
    commission = make_commission(slug="public")
    area, body_, person = make_area(slug="hushed-area", **hidden), make_organisation(slug="hushed-body", **hidden), make_participant(slug="hushed-person", **hidden)  # fmt: skip
    treaty = make_agreement(slug="hushed-treaty", commission=commission, **hidden)
    earlier = make_decision(session=make_session(commission=commission, title="hushed", **hidden))  # fmt: skip
    session = make_session(commission=commission, agreements=[treaty])
    make_passage(session=session, areas=[area])
    make_member(session=session, participant=person, organisation=body_)
    make_member(session=session, organisation=body_)
    decision = make_decision(session=session, areas=[area], continues=earlier)
    make_responsible_body(decision=decision, organisation=body_)
    make_session(commission=make_commission(slug="hushed-commission", **hidden))
    built = made()
    assert problems_of(built.folder) == []
    assert [each["key"] for each in rows("sessions")] == [session.key]
    assert rows("decisions")[0]["continues_session"] == ""
    for name in built.files:
        assert b"hushed" not in _unpacked(built.folder / name), name


def _unpacked(path):
    content = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(content)
    if path.suffix in (".zip", ".xlsx"):
        packed = zipfile.ZipFile(io.BytesIO(content))
        return b"".join(packed.read(name) for name in packed.namelist())
    return content


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def test_before_the_first_time_the_page_says_so_and_offers_the_lists(client):
    page = client.get("/en/data/")
    assert page.status_code == 200
    assert "The files have not been made yet" in page.text
    assert 'href="/en/passages/table.csv"' in page.text
    assert ask(client, "passages.csv").status_code == 404


def test_the_page_tells_of_each_file(client, settings):
    settings.LICENCE = "Open Licence 1"
    make_passage(session=make_session(commission=make_commission(slug="c", short_name_ru="Комиссия")))  # fmt: skip
    built = made()
    page = client.get("/en/data/").text
    assert all(f'href="{FILE}{name}"' in page for name in built.files)
    assert "Open Licence 1" in page
    assert '<span lang="ru">Комиссия</span>' in page
    assert client.get("/data/").headers["Location"] == "/en/data/"


def test_the_page_asks_the_same_of_one_commission_as_of_three(
    client, django_assert_num_queries
):
    for number in (1, 2):
        for _commission in range(number):
            make_passage()
        made()
        with django_assert_num_queries(7):
            client.get("/en/data/")
        with django_assert_num_queries(1):
            client.get("/en/data/")


# ── Making them ──────────────────────────────────────────────────────────────────────────────


def test_two_do_not_make_them_at_once(settings):
    settings.DOWNLOADS_ROOT.mkdir()
    with (settings.DOWNLOADS_ROOT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="being made by another command"):
            made()
    assert made().files


def test_what_breaks_off_leaves_the_last_files_and_nothing_else(client):
    make_session()
    before = made()

    def breaks_off(total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(breaks_off)
    assert built_downloads() == before
    left = before.folder.parent / ".new-left"
    left.mkdir()
    made(force=True)
    assert {each.name for each in before.folder.parent.iterdir()} == {
        ".lock", "current", built_downloads().folder.name,
    }  # fmt: skip


# Tests in a transaction of their own see no other.
@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_waits_for_nothing_and_is_in_the_next_files():
    make_passage(text="Before.")

    def write():
        make_passage(text="Meanwhile.")
        connection.close()

    def begin(total):
        with ThreadPoolExecutor() as others:
            others.submit(write).result(timeout=30)
        return lambda number: None

    build(begin)
    assert [row["text_en"] for row in rows("passages")] == ["Before."]
    assert len(rows("sessions")) == len(rows("commissions")) == 1
    made()
    assert {row["text_en"] for row in rows("passages")} == {"Before.", "Meanwhile."}  # fmt: skip


def test_they_are_made_anew_when_the_record_or_the_day_is_another(capsys, monkeypatch):
    make_session()
    first = made()
    call_command("build_downloads")
    assert "Nothing has changed" in capsys.readouterr().out
    assert built_downloads() == first
    make_session()
    second = made()
    assert second.version > first.version
    embargoed = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: embargoed)
    assert made().folder != second.folder


def test_one_session_asks_as_much_as_three(django_assert_num_queries):
    commission = make_commission()
    for number in (1, 2):
        for _session in range(number):
            session = make_session(commission=commission)
            make_passage(session=session, areas=[make_area()])
            make_member(session=session, organisation=make_organisation())
            decision = make_decision(session=session)
            make_responsible_body(decision=decision)
            make_follow_up(decision=decision)
            make_agreement(commission=commission)
        with django_assert_num_queries(93):
            made(force=True)
