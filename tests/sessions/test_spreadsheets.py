"""Spreadsheets of ministries: tried out, shown cell by cell, and taken over as a whole."""

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from commission.models import content_version
from commission.models.noted import writing
from participants.models import Organisation, Participant, Position
from sessions.importing.sheets import trial
from sessions.importing.sheets.headings import spelt
from sessions.importing.sheets.kinds import KINDS, headings_and_rows
from sessions.importing.sheets.reading import MOST_ROWS
from sessions.models import Decision, DelegationMember, FollowUp
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_follow_up,
    make_member,
    make_organisation,
    make_participant,
    make_position,
    make_responsible_body,
    make_session,
)

pytestmark = pytest.mark.django_db


def workbook(rows, *, above=()):
    """The bytes of a workbook with a sheet that is empty and one with these rows."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Список")
    for row in [*above, *rows]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def text_file(rows, encoding="utf-8-sig", delimiter=";"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def address(kind, session=None):
    return reverse("desk:spreadsheet", args=[kind])


def send(client, kind, content, name="list.xlsx", session=None, **options):
    data = {"file": SimpleUploadedFile(name, content)}
    if session:
        data["session"] = session.pk
    return client.post(address(kind), data, **options)


def confirm(client, kind, response):
    carried = response.context["carried"]
    return client.post(address(kind), {"carried": carried})


def take_over(client, kind, rows, session=None):
    """Tried and confirmed; the trial's lines as (row, what, name)."""
    tried = send(client, kind, workbook(rows), session=session)
    assert problems(tried) == []
    assert confirm(client, kind, tried).status_code == 302
    return [(line.number, line.what, line.name) for line in tried.context["lines"]]


def problems(response):
    """What the trial, or the form, has against the file."""
    if response.context.get("outcome") is None:
        return response.context["form"].errors.get("file", [])
    return [p for line in response.context["lines"] for p in line.problems]


def changes(response):
    return [
        (line.number, line.what, line.changes) for line in response.context["lines"]
    ]


# ── Organisations and people ─────────────────────────────────────────────────────────────────

BODIES = [
    ["ВИД", "Название (Русский)", "Name (English)", "Страна", "Телефон", "name variants"],
    ["министерство", "Министерство энергетики", "Ministry of Energy", "Казахстан", "+7", "Minenergo; Минэнерго"],
    ["company", "", "Türkmengaz", "tm", "", ""],
]  # fmt: skip


def test_a_trial_shows_what_each_row_would_do_and_writes_nothing(admin_client):
    version = content_version().number
    response = send(
        admin_client,
        "organisations",
        workbook(BODIES, above=[["Перечень ведомств"], []]),
    )
    assert changes(response) == [
        (4, "new", [
            ("Name (English)", "", "Ministry of Energy"),
            ("Name (Русский)", "", "Министерство энергетики"),
            ("Kind", "", "ministry"),
            ("Country", "", "Kazakhstan"),
            ("Name variants", "", "Minenergo; Минэнерго"),
            ("Address", "", "ministry-of-energy"),
        ]),
        (5, "new", [
            ("Name (English)", "", "Türkmengaz"),
            ("Kind", "", "company"),
            ("Country", "", "Turkmenistan"),
            ("Address", "", "turkmengaz"),
        ]),
    ]  # fmt: skip
    assert response.context["outcome"].strangers == [("Телефон", "E3")]
    assert "“Телефон” (E3)" in response.content.decode()
    assert Organisation.objects.count() == 0
    assert content_version().number == version


def test_what_is_confirmed_is_written_as_drafts_in_one_change_and_logged(
    admin_client, admin_user
):
    version = content_version().number
    take_over(admin_client, "organisations", BODIES)
    energy, gas = Organisation.objects.order_by("slug")
    assert (energy.name_ru, energy.kind, energy.country, energy.state) == (
        "Министерство энергетики",
        "ministry",
        "KZ",
        "draft",
    )
    assert sorted(v.name for v in energy.name_variants.all()) == [
        "Minenergo",
        "Минэнерго",
    ]
    assert gas.country == "TM"
    assert content_version().number == version + 1
    logged = LogEntry.objects.values_list("user", "action_flag", "change_message")
    assert set(logged) == {(admin_user.pk, 1, "From the table list.xlsx.")}


def test_the_same_table_again_changes_nothing_and_says_so(admin_client):
    take_over(admin_client, "organisations", BODIES)
    again = send(admin_client, "organisations", workbook(BODIES))
    assert changes(again) == []
    assert again.context["counts"] == {"new": 0, "changed": 0, "same": 2, "wrong": 0}
    assert "the table changes nothing" in again.content.decode()
    assert again.context["carried"] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_as_offices_save_it(admin_client, encoding, delimiter):
    rows = [["название (русский)", "вид"], ["Управление; первое, главное", "ИНОЕ"]]
    content = text_file(rows, encoding, delimiter)
    response = send(admin_client, "organisations", content, "list.csv")
    assert problems(response) == []
    assert response.context["lines"][0].name == "Управление; первое, главное"


def test_errors_name_their_cells_and_stop_the_whole_table(admin_client):
    rows = [
        ["Name (English)", "Kind", "Country"],
        ["Ministry of Trade", "ministry", "Turkmenia"],
        ["", "ministry", ""],
        ["Ministry of Energy", "office", "#N/A"],
        ["Ministry of Health", "ministry", "Kazakhstan"],
        ["Ministry of health", "ministry", "Kazakhstan"],
    ]
    response = send(admin_client, "organisations", workbook(rows))
    assert problems(response) == [
        ("C2", "“Turkmenia” is no country (did you mean “turkmenistan”?): "
               "write its name or its code of two letters."),
        ("A3", "Fill in “name” in at least one language."),
        ("B4", "“office” is none of: government or cabinet, ministry, agency or committee, "
               "company, international body, other."),
        ("C4", "A formula failed here (#N/A): mend it in the table."),
        ("", "This is the same as row 5: keep one of the two."),
    ]  # fmt: skip
    assert response.context["carried"] == ""
    assert Organisation.objects.count() == 0


def test_people_are_found_by_any_spelling_and_their_variants_grow(admin_client):
    person = make_participant(name="Batyr Atdayev", variants=["Атдаев"])
    rows = [["ФИО", "variants", "country"], ["Атдаев", "Atdaýew", "Turkmenistan"]]
    assert take_over(admin_client, "participants", rows) == [
        (2, "changed", "Batyr Atdayev")
    ]
    person.refresh_from_db()
    assert person.name_ru == "Атдаев"
    assert sorted(v.name for v in person.name_variants.all()) == ["Atdaýew", "Атдаев"]
    assert Participant.objects.count() == 1


def test_two_people_of_one_name_are_never_guessed_at(admin_client):
    for slug in ("serdar-one", "serdar-two"):
        make_participant(name="Serdar Annayev", slug=slug)
    rows = [["Name (English)"], ["Serdar Annayev"]]
    response = send(admin_client, "participants", workbook(rows))
    assert problems(response) == [
        ("", "“Serdar Annayev” may be any of: Serdar Annayev (serdar-one), Serdar Annayev "
             "(serdar-two). Write the address in brackets instead of the name."),
    ]  # fmt: skip
    rows = [["Name (English)", "Address", "Note (English)"]]
    rows += [["Serdar Annayev", "serdar-two", "A namesake."]]
    take_over(admin_client, "participants", rows)
    assert Participant.objects.get(slug="serdar-two").note_en == "A namesake."


# ── Positions and dates ──────────────────────────────────────────────────────────────────────

DATES = [
    ("20.12.2021", (2021, 12, 20, "day")),
    ("2021-12-20", (2021, 12, 20, "day")),
    (datetime.date(2021, 12, 20), (2021, 12, 20, "day")),
    ("20 декабря 2021 г.", (2021, 12, 20, "day")),
    ("2021 жылғы 20 желтоқсан", (2021, 12, 20, "day")),
    ("2021-nji ýylyň 20-nji dekabry", (2021, 12, 20, "day")),
    ("12.2021", (2021, 12, 1, "month")),
    ("сентябрь 2021", (2021, 9, 1, "month")),
    ("September 2021", (2021, 9, 1, "month")),
    (2021, (2021, 1, 1, "year")),
    ("early 2021", (2021, 1, 1, "early")),
]


@pytest.mark.parametrize(("written", "meant"), DATES)
def test_dates_are_read_as_they_are_written(admin_client, written, meant):
    make_participant(name="Batyr Atdayev")
    rows = [["participant", "Должность", "from"], ["Batyr Atdayev", "Министр", written]]
    take_over(admin_client, "positions", rows)
    held = Position.objects.get()
    assert (held.starts_on, held.starts_precision) == (
        datetime.date(*meant[:3]),
        meant[3],
    )
    assert held.title_ru == "Министр"


def test_a_date_that_means_nothing_says_what_to_write(admin_client):
    make_participant(name="Batyr Atdayev")
    rows = [["ФИО", "title_en", "until"], ["Batyr Atdayev", "Minister", "31.02.2021"]]
    (problem,) = problems(send(admin_client, "positions", workbook(rows)))
    assert problem[0] == "C2"
    assert problem[1].startswith("“31.02.2021” is no date: write 20.12.2021")


def test_the_end_of_a_position_mends_the_one_that_is_there(admin_client):
    person = make_participant(name="Batyr Atdayev")
    make_position(participant=person, title="Minister of Energy", starts_on="2019-02-01")  # fmt: skip
    rows = [["ФИО", "Position (English)", "until"], ["Batyr Atdayev", "Minister of energy", "03.2022"]]  # fmt: skip
    take_over(admin_client, "positions", rows)
    held = Position.objects.get()
    assert (held.ends_on, held.ends_precision) == (datetime.date(2022, 3, 31), "month")


def test_who_is_not_in_the_record_gets_no_position(admin_client):
    make_participant(name="Batyr Atdayev")
    rows = [["participant", "title_en", "organisation"], ["Batyr Atdaev", "Minister", "Nobody"]]  # fmt: skip
    assert problems(send(admin_client, "positions", workbook(rows))) == [
        ("A2", "There is no participant “Batyr Atdaev” in the record (did you mean “batyr atdayev”?): "
               "correct it, or enter it first."),
        ("C2", "There is no organisation “Nobody” in the record: correct it, or enter it first."),
    ]  # fmt: skip


# ── Of a session ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def session():
    return make_session(state="draft", commission=make_commission())


def test_a_delegation_is_taken_over_with_frozen_positions_and_new_people_as_drafts(
    admin_client, session
):
    ministry = make_organisation(name="Ministry of Energy")
    minister = make_participant(name="Batyr Atdayev", variants=["Батыр Атдаев"])
    make_position(participant=minister, title="Minister", organisation=ministry)
    rows = [
        ["Ф.И.О.", "Страна", "Роль", "Должность"],
        ["Батыр Атдаев", "Туркменистан", "сопредседатель", ""],
        ["Асет Иванов", "Kazakh side", "", "Директор"],
    ]
    take_over(admin_client, "delegations", rows, session)
    told = session.delegation_members.order_by("side__order").values_list(
        "participant__name_en", "participant__name_ru", "participant__state", "side__country",
        "role", "position_en", "position_ru", "organisation",
    )  # fmt: skip
    assert list(told) == [
        ("Batyr Atdayev", None, "published", "TM", "co_chair", "Minister", None, ministry.pk),
        (None, "Асет Иванов", "draft", "KZ", "member", None, "Директор", None),
    ]  # fmt: skip
    # What they were called stays when they move on.
    Position.objects.update(title_en="Ambassador")
    again = send(admin_client, "delegations", workbook(rows), session=session)
    assert (problems(again), changes(again)) == ([], [])


def test_the_rules_of_a_delegation_hold(admin_client, session):
    make_member(session=session, participant=make_participant(name="Head"), role="co_chair")  # fmt: skip
    rows = [
        ["participant", "side", "role"],
        ["Another Head", "Turkmen side", "co-chair"],
        ["Stranger", "", ""],
        ["Guest", "Atlantis", ""],
    ]
    response = send(admin_client, "delegations", workbook(rows), session=session)
    assert problems(response) == [
        ("", "This side already has its co-chair."),
        ("B3", "Say for which side the person came."),
        ("B4", "“Atlantis” is no side of this commission; its sides are: Turkmen side, Kazakh side."),
    ]  # fmt: skip
    assert Participant.objects.count() == 1


def test_decisions_come_with_bodies_areas_and_due_dates(admin_client, session):
    rail = make_area(parent=make_area(), name="Railways", name_ru="Железные дороги")
    ours, theirs = make_organisation(name="Ours"), make_organisation(name="Theirs", country="KZ")  # fmt: skip
    rows = [
        ["№", "Text (English)", "Due", "Areas", "Responsible: Turkmen side", "bodies_KZ"],
        [1, "To build the line.", "2 квартал", "железные дороги", "Ours", "Theirs"],
        ["", "To meet again.", "2027", "", "", ""],
    ]  # fmt: skip
    (problem,) = problems(send(admin_client, "decisions", workbook(rows), session=session))  # fmt: skip
    assert problem[:1] == ("C2",)
    rows[1][2] = "01.07.2027"
    take_over(admin_client, "decisions", rows, session)
    first, second = session.decisions.order_by("number")
    assert [b.organisation for b in first.responsible_bodies.order_by("side__order")] == [ours, theirs]  # fmt: skip
    assert (list(first.areas.all()), first.due_on) == ([rail], datetime.date(2027, 7, 1))  # fmt: skip
    assert (second.number, second.due_on, second.due_precision) == (2, datetime.date(2027, 1, 1), "year")  # fmt: skip
    assert first.entry.owed_until == datetime.date(2027, 7, 1).toordinal()


def test_follow_ups_go_by_the_verb_and_are_not_doubled(admin_client, session):
    make_decision(session=session)
    rows = [
        ["Decision", "Side", "Status", "Stated on", "Statement (English)"],
        ["1", "Kazakhstan", "in progress", "05.06.2025", "The tender is out."],
        ["№ 1", "", "completed", "2025-10-01", ""],
    ]
    take_over(admin_client, "follow-ups", rows, session)
    rows[1][4] = "The tender is open."
    assert take_over(admin_client, "follow-ups", rows, session) == [(2, "changed", "in progress (2025-06-05)")]  # fmt: skip
    said = FollowUp.objects.order_by("stated_on").values_list("side__country", "status", "note_en")  # fmt: skip
    assert list(said) == [
        ("KZ", "in_progress", "The tender is open."),
        (None, "completed", ""),
    ]
    assert Decision.objects.get().status == "completed"
    rows[1][3] = "2025"
    (problem,) = problems(send(admin_client, "follow-ups", workbook(rows), session=session))  # fmt: skip
    assert problem == ("D2", "“2025” is no whole date: write the day as well, 20.12.2021.")  # fmt: skip


@writing()
def make_everything(session):
    """Something of every kind, the hard cases among it."""
    body = make_organisation(name="Body", short_name_ru="Тело", variants=["Bodies"])
    person = make_participant(name="Some Body", variants=["Сом"], note="=1+1")
    make_position(participant=person, organisation=body, title="Head", starts_on="2019-09-01",
                  starts_precision="late", ends_on="2021-12-31", ends_precision="year")  # fmt: skip
    make_member(session=session, participant=person, position="Head, frozen")
    decision = make_decision(session=session, areas=[make_area()], due_on="2026-05-01", due_precision="middle")  # fmt: skip
    make_responsible_body(decision=decision, organisation=body)
    make_follow_up(decision=decision, note="-5 %")


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tk"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_what_is_recorded_read_again_changes_nothing(
    admin_client, session, kind, language
):
    make_everything(session)
    of = {"session": session.pk} if KINDS[kind].of_session else {}
    spoken = {"headers": {"accept-language": language}}
    template = reverse("desk:spreadsheet-template", args=[kind])
    file = admin_client.get(template, of | {"rows": 1}, **spoken)
    content = b"".join(file.streaming_content)
    session = session if of else None
    response = send(admin_client, kind, content, session=session, **spoken)
    assert (problems(response), changes(response)) == ([], [])
    assert response.context["outcome"].strangers == []
    assert response.context["counts"]["same"] >= 1


def test_a_table_of_what_is_recorded_is_whole_however_long():
    rows = [Organisation(slug=f"body-{n}", name_en="Body", kind="ministry") for n in range(MOST_ROWS + 1)]  # fmt: skip
    Organisation.objects.bulk_create(rows)
    resource = KINDS["organisations"].make()
    _headings, written = headings_and_rows(resource, with_rows=True)
    assert len(written) == MOST_ROWS + 1


@pytest.mark.parametrize("kind", KINDS)
def test_headings_of_a_language_mean_one_column_each(session, kind):
    columns = KINDS[kind].make(session).columns
    for language in ("en", "ru", "kk", "tk"):
        with override(language):
            spelled = [spelt(column.heading) for column in columns]
        assert len(set(spelled)) == len(columns), language


# ── What no table is ─────────────────────────────────────────────────────────────────────────


def package(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
HEADINGS = [["Name (English)", "Kind"]]
UNFIT = {
    "empty": (b"", "The file is empty: choose another."),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "This is neither an Excel file (.xlsx) nor a CSV file, whatever its name says: open it in Excel or LibreOffice, save it as .xlsx, and choose that file."),
    "word": (package(**{"word/document.xml": "<a/>"}), "This is neither an Excel file (.xlsx) nor a CSV file, whatever its name says: open it in Excel or LibreOffice, save it as .xlsx, and choose that file."),
    "old": (LOCKED[:8] + b"Workbook", "This is an Excel file of the old kind (.xls): open it, save it as .xlsx, and choose that file."),
    "locked": (LOCKED, "The file is locked by a password: save it without one, and choose that file."),
    "macros": (package(**{"xl/workbook.xml": "<a/>", "xl/vbaProject.bin": "x"}), "The file carries macros (small programs): save it as .xlsx, and choose that file."),
    "bomb": (package(**{"xl/workbook.xml": "0" * 70_000_000}), "The file would unpack into far more than a table holds: copy the table into a new file, and choose that."),
    "cut off": (workbook(HEADINGS)[:900], "The file is damaged: open it, save it again as .xlsx, and choose that file."),
    "no rows": (workbook([]), "The table has no rows: there is nothing to take over."),
    "headings only": (workbook(HEADINGS), "The table has no rows: there is nothing to take over."),
    "too long": (text_file([*HEADINGS, *[["Body", "other"]] * 2001]), "The table has more than 2,000 rows. No more are taken at once, because nobody else can save meanwhile: part it into several files."),
    "strange": (workbook([["a", "b"], ["c", "d"]]), "No heading of the table is known. It needs: Name (English), Name (Русский), Name (Қазақша), Name (Türkmençe), Kind. The template has them all."),
    "twice": (workbook([["Kind", "вид", "name_en"], ["other"] * 3]), "Two columns say the same: “Kind” (A1), “вид” (B1). Keep one of them."),
    "no kind": (workbook([["Name (English)"], ["Body"]]), "The table has no column “Kind”, which every row needs."),
}  # fmt: skip


@pytest.mark.parametrize("unfit", UNFIT)
def test_what_is_no_table_gets_a_sentence(admin_client, unfit):
    content, sentence = UNFIT[unfit]
    assert problems(send(admin_client, "organisations", content)) == [sentence]


def test_a_big_text_beside_the_table_is_not_carried(admin_client, monkeypatch):
    monkeypatch.setattr("sessions.admin.spreadsheets.MOST_CARRIED", 100)
    response = send(admin_client, "organisations", workbook(BODIES))
    assert problems(response) == ["The table holds too much text: part it into several."]  # fmt: skip


# ── Who may ──────────────────────────────────────────────────────────────────────────────────


def make_clerk(django_user_model, *permissions):
    clerk = django_user_model.objects.create_user("clerk", password="x", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return clerk


def test_a_trial_is_good_for_the_person_and_the_kind_it_was_made_for(
    admin_client, client, django_user_model
):
    tried = send(admin_client, "organisations", workbook(BODIES))
    client.force_login(make_clerk(django_user_model, "add_organisation", "add_participant", "view_organisation", "view_participant"))  # fmt: skip
    for kind in ("organisations", "participants"):
        answer = client.post(address(kind), {"carried": tried.context["carried"]})
        assert (answer.status_code, answer.headers["Location"]) == (302, address(kind))
    answer = admin_client.post(address("participants"), {"carried": tried.context["carried"]})  # fmt: skip
    assert answer.headers["Location"] == address("participants")
    forged = tried.context["carried"][:-2] + "xx"
    admin_client.post(address("organisations"), {"carried": forged})
    assert Organisation.objects.count() == 0


def test_what_changed_since_the_trial_is_shown_before_it_is_written(admin_client):
    body = make_organisation(name="Ministry of Energy", country="KZ", kind="agency")
    tried = send(admin_client, "organisations", workbook(BODIES))
    Organisation.objects.filter(pk=body.pk).update(kind="company")
    answer = confirm(admin_client, "organisations", tried)
    assert "The record has changed since the trial" in answer.content.decode()
    assert Organisation.objects.count() == 1
    assert confirm(admin_client, "organisations", answer).status_code == 302
    body.refresh_from_db()
    assert (body.kind, Organisation.objects.count()) == ("ministry", 2)


def test_a_clerk_needs_the_permissions_of_the_kind(client, django_user_model, session):
    clerk = make_clerk(django_user_model, "change_organisation", "view_organisation")
    client.force_login(clerk)
    index = client.get(reverse("desk:spreadsheets"))
    assert [kind.name for kind, _title in index.context["kinds"]] == ["organisations"]
    assert client.get(address("participants")).status_code == 403
    assert client.get(address("nothing")).status_code == 404
    response = send(client, "organisations", workbook(BODIES))
    assert problems(response)[0] == ("", "You may not add here: ask an administrator.")
    client.logout()
    assert client.get(reverse("desk:spreadsheets")).status_code == 302


def test_a_session_one_may_not_see_takes_no_table(admin_client, session, monkeypatch):
    """The admin's own list says which sessions there are."""
    from sessions.admin import SessionAdmin

    monkeypatch.setattr(
        SessionAdmin,
        "get_queryset",
        lambda self, request: type(session).objects.none(),
    )
    rows = [["participant", "side"], ["Somebody", "KZ"]]
    response = send(admin_client, "delegations", workbook(rows), session=session)
    assert "session" in response.context["form"].errors
    template = reverse("desk:spreadsheet-template", args=["delegations"])
    assert admin_client.get(template, {"session": session.pk}).status_code == 404
    assert DelegationMember.objects.count() == 0


def test_what_the_database_refuses_is_told_and_nothing_is_written(
    admin_client, monkeypatch
):
    from django.db import IntegrityError

    def refuse(*args):
        raise IntegrityError("no")

    tried = send(admin_client, "organisations", workbook(BODIES))
    monkeypatch.setattr(trial, "_log", refuse)
    answer = confirm(admin_client, "organisations", tried)
    assert answer.status_code == 302
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_that_change_nothing_cost_one_query_each(
    admin_client, django_assert_num_queries, rows
):
    for n in range(rows):
        make_organisation(name=f"Body {n}")
    table = [["Name (English)", "Kind"], *[[f"Body {n}", "ministry"] for n in range(rows)]]  # fmt: skip
    content = workbook(table)
    send(admin_client, "organisations", content)
    with django_assert_num_queries(7 + rows):
        send(admin_client, "organisations", content)


def test_what_is_public_is_changed_by_publishers_alone_and_counts_as_minor(
    client, admin_client, django_user_model
):
    from commission.models import Step

    body = make_organisation(name="Ministry of Energy", country="KZ", kind="agency")
    session = make_session()
    clerk = make_clerk(django_user_model, "add_organisation", "change_organisation", "view_organisation",
                       "change_session", "view_session", "add_decision", "change_decision")  # fmt: skip
    client.force_login(clerk)
    refused = send(client, "organisations", workbook(BODIES))
    assert problems(refused) == [("", "You may not change this record: ask whoever may.")]  # fmt: skip
    table = workbook([["Text (English)"], ["To meet again."]])
    refused = send(client, "decisions", table, session=session)
    assert problems(refused) == ["You may not change this session: ask whoever may."]
    take_over(admin_client, "organisations", BODIES)
    assert [step.kind for step in Step.objects.of(body)] == ["minor"]
