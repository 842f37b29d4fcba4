import datetime
import io
import sys
import unicodedata

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from commission.history.tables import KEPT
from commission.models import (
    Agreement,
    AgreementEvent,
    Commission,
    CooperationArea,
    Figure,
    Side,
)
from participants.models import NameVariant, Position, Signature
from sessions.importing.files import import_files
from sessions.models import (
    Decision,
    DelegationMember,
    DocumentFile,
    FollowUp,
    Passage,
    Photo,
    Session,
)
from sessions.models.finding import passages_with
from sessions.search.query import read
from tests.factories import (
    make_agreement,
    make_follow_up,
    make_passage,
    make_relation,
    picture,
)
from tests.thirty_days import thirty_days_later

from .records_files import PUBLIC, day, everything, imported, write

pytestmark = pytest.mark.django_db


# What the portal makes from the record by itself.
def all_rows():
    """Every row of the record, every column of it."""
    labels = ("commission", "participants", "commission_sessions")
    models = [
        m for label in labels for m in apps.get_app_config(label).get_models(True)
    ]
    return {
        model._meta.label: list(model.objects.order_by("pk").rewrite(False).values())
        if hasattr(model.objects.all(), "rewrite")
        else list(model.objects.order_by("pk").values())
        for model in models
    }


def stored_files(settings):
    return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def messages(outcome):
    return [f"{p.record}: {p.field}: {p.message}" for p in outcome.problems]


def session_11(values):
    return values["sessions"][2]


# ── What is written ──────────────────────────────────────────────────────────────────────────


def test_it_writes_what_the_file_says(tmp_path):
    outcome = imported(tmp_path)
    assert outcome.problems == []
    session = Session.objects.get(key="11")
    assert (session.starts_on, session.ends_on) == (
        day("2021-12-20"),
        day("2021-12-21"),
    )
    assert (session.place_en, session.place_kk, session.place_ru) == (
        "Ashgabat",
        "Ашғабат",
        None,
    )
    assert session.state == "published"
    assert session.publish_at == PUBLIC
    passages = session.passages.values_list("number", "text_en", "text_tk")
    assert list(passages) == [
        (1, 'A *first* passage.\n\n- with\n- a "list"', None),
        (2, None, "Ikinji."),
        (7, "The seventh.", None),
    ]
    first = session.passages.get(number=1)
    assert "<em>first</em>" in first.html_en
    assert passages_found([first.session], "first list") == {first.pk}
    assert {area.slug for area in first.areas.all()} == {"railways", "customs"}
    assert [a.slug for a in session.agreements.all()] == ["programme-2024"]
    called_off = Session.objects.filter(called_off=True)
    assert [row.key for row in called_off] == ["extraordinary-2020-09-17"]


def test_a_session_that_the_file_no_longer_calls_off_takes_place(tmp_path):
    imported(tmp_path)
    values = everything()
    del values["sessions"][1]["called_off"]
    imported(tmp_path, values)
    assert Session.objects.filter(called_off=True).count() == 0


def test_it_keeps_the_precision_of_dates(tmp_path):
    imported(tmp_path)
    assert set(Session.objects.values_list("key", "starts_on", "date_precision")) == {
        ("10", day("2019-05-01"), "middle"),
        ("extraordinary-2020-09-17", day("2020-09-17"), "day"),
        ("11", day("2021-12-20"), "day"),
    }
    decision = Decision.objects.get(number=3)
    assert (decision.due_on, decision.due_precision) == (day("2024-09-01"), "late")
    position = Position.objects.get(title_en="Deputy Chairman")
    assert (position.starts_on, position.starts_precision) == (
        day("2022-01-01"),
        "year",
    )
    assert (position.ends_on, position.ends_precision) == (day("2024-01-01"), "early")


def test_what_says_nothing_of_publication_is_a_draft(tmp_path):
    imported(tmp_path)
    states = Session.objects.values_list("key", "state", "publish_at")
    assert set(states) == {
        ("10", "draft", None),
        ("extraordinary-2020-09-17", "withdrawn", PUBLIC),
        ("11", "published", PUBLIC),
    }
    values = everything()
    del session_11(values)["published"]
    imported(tmp_path, values)
    session = Session.objects.get(key="11")
    assert (session.state, session.publish_at) == ("draft", None)


def test_a_decision_continues_one_of_the_same_run(tmp_path):
    imported(tmp_path)
    decision = Decision.objects.get(session__key="11")
    assert (decision.continues.session.key, decision.continues.number) == ("10", 2)


def test_two_sources_that_differ_give_two_figures(tmp_path):
    imported(tmp_path)
    figures = Figure.objects.order_by("pk").values_list(
        "period_start", "value", "is_target"
    )
    start = day("2021-01-01")
    assert list(figures) == [
        (start, 143, False),
        (start, 145, False),
        (None, 500, True),
    ]


def test_texts_are_stripped_and_put_in_one_unicode_form(tmp_path):
    values = everything()
    text = "  " + unicodedata.normalize("NFD", "Atdaýew й") + "\r\nline \n"
    session_11(values)["passages"][0]["text"] = {"tk": text}
    path = write(tmp_path, values, "records.json")
    assert import_files([path]).problems == []
    assert Passage.objects.get(number=1).text_tk == "Atdaýew й\nline"


def test_json_of_the_same_shape_gives_the_same_rows(tmp_path):
    imported(tmp_path)
    outcome = import_files([write(tmp_path, name="records.json")])
    assert outcome[:2] == (0, 0)
    assert outcome.problems == []


# ── Twice ────────────────────────────────────────────────────────────────────────────────────


def test_importing_twice_changes_nothing(tmp_path, settings):
    path = write(tmp_path)
    created = import_files([path]).created
    before, files = all_rows(), stored_files(settings)
    assert import_files([path]) == (0, 0, created, 0, [])
    assert all_rows() == before
    assert stored_files(settings) == files


def test_the_command_says_what_it_did(tmp_path, capsys):
    path = write(tmp_path)
    call_command("import_records", path, "--dry-run")
    call_command("import_records", path)
    call_command("import_records", path)
    lines = capsys.readouterr().out.splitlines()
    n = sum(kept.model.objects.count() for kept in KEPT.values())
    assert lines == [
        f"{n} created, 0 changed, 0 unchanged, 0 removed (a dry run: nothing was written).",
        f"{n} created, 0 changed, 0 unchanged, 0 removed.",
        f"0 created, 0 changed, {n} unchanged, 0 removed.",
    ]


def passages_found(sessions, search):
    """The passages in which every word of the search stands."""
    terms = read(search).terms
    return {
        pk
        for held in passages_with(sessions, terms).values()
        for pk, number in held.items()
        if number == len(terms)
    }


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_how_far_it_is_and_a_log_does_not(
    tmp_path, monkeypatch, capsys
):
    paths = [write(tmp_path), tmp_path / "more.toml"]
    paths[1].write_text("")
    call_command("import_records", *paths)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr", Terminal())
    call_command("import_records", *paths)
    assert sys.stderr.getvalue() == (
        f"\rReading {'█' * 12}{'·' * 12} 1/2\rReading {'█' * 24} 2/2\n"
    )


def test_a_dry_run_writes_neither_rows_nor_files(tmp_path, settings):
    outcome = imported(tmp_path, dry_run=True)
    assert outcome.created > 30
    assert [label for label, rows in all_rows().items() if rows] == []
    assert stored_files(settings) == []


def test_what_no_file_mentions_stays(tmp_path):
    imported(tmp_path)
    passage = make_passage(text="Of another commission")
    before = all_rows()
    values = everything()
    values["sessions"] = values["sessions"][:2]
    assert imported(tmp_path, values).removed == 0
    assert Passage.objects.filter(pk=passage.pk).exists()
    assert all_rows() == before


# ── Changes ──────────────────────────────────────────────────────────────────────────────────


def test_a_changed_passage_keeps_its_id_and_moves_its_sessions_date(tmp_path):
    imported(tmp_path)
    before = {s.key: s.updated_at for s in Session.objects.all()}
    ids = list(Passage.objects.order_by("number").values_list("pk", flat=True))
    values = everything()
    session_11(values)["passages"][0] = {"text": {"en": "Anew."}, "areas": ["customs"]}
    outcome = imported(tmp_path, values)
    assert outcome[:2] == (0, 1)
    assert outcome.removed == 0
    first, *_rest = passages = list(Passage.objects.order_by("number"))
    assert [passage.pk for passage in passages] == ids
    assert (first.text_en, first.text_ru) == ("Anew.", None)
    assert passages_found([first.session], "anew") == {first.pk}
    assert [area.slug for area in first.areas.all()] == ["customs"]
    after = {s.key: s.updated_at for s in Session.objects.all()}
    assert after.pop("11") > before.pop("11")
    assert after == before


def test_areas_alone_are_a_change(tmp_path):
    imported(tmp_path)
    values = everything()
    session_11(values)["passages"][1]["areas"] = ["railways"]
    assert imported(tmp_path, values)[:2] == (0, 1)
    assert [a.slug for a in Passage.objects.get(number=2).areas.all()] == ["railways"]


def test_what_the_file_left_out_below_a_record_is_removed(tmp_path):
    imported(tmp_path)
    values = everything()
    del session_11(values)["passages"][2]
    session_11(values)["delegations"].pop(0)
    values["participants"][0]["variants"].remove("Batyr Atdaev")
    values["participants"][0]["positions"].pop(1)
    assert imported(tmp_path, values)[:4] == (0, 1, 55, 4)
    assert list(Passage.objects.values_list("number", flat=True)) == [1, 2]
    assert [m.participant.slug for m in DelegationMember.objects.all()] == [
        "serik-zhumangarin"
    ]
    assert not NameVariant.objects.filter(name="Batyr Atdaev").exists()
    assert not Position.objects.filter(title_en="Adviser").exists()


def test_follow_ups_that_the_file_does_not_know_stay(tmp_path):
    imported(tmp_path)
    decision = Decision.objects.get(number=3)
    make_follow_up(decision=decision, status="dropped", stated_on=day("2023-01-01"))
    values = everything()
    session_11(values)["decisions"][0]["follow_ups"] = [
        {"date": day("2022-06-01"), "status": "completed", "note": {"en": "Opened."}}
    ]
    assert imported(tmp_path, values)[:2] == (0, 1)
    assert list(
        FollowUp.objects.order_by("stated_on").values_list("status", "note_en")
    ) == [
        ("in_progress", "Work goes on."),
        ("completed", "Opened."),
        ("dropped", None),
    ]


def test_a_position_left_out_is_filled_in_once_and_stays(tmp_path):
    values = everything()
    member = session_11(values)["delegations"][0]
    del member["position"], member["organisation"]
    positions = values["participants"][0]["positions"]
    positions[:] = [
        {
            "title": {"en": "Minister", "ru": "Министр"},
            "organisation": "cabinet-tm",
            "from": "2020",
        }
    ]
    imported(tmp_path, values)
    row = DelegationMember.objects.get(role_confirmed=True)
    assert (row.position_en, row.position_ru) == ("Minister", "Министр")
    assert row.organisation.slug == "cabinet-tm"
    positions[0]["title"] = {"en": "Prime Minister"}
    imported(tmp_path, values)
    row.refresh_from_db()
    assert (row.position_en, row.position_ru) == ("Minister", "Министр")


def test_a_position_said_to_be_unknown_is_not_filled_in(tmp_path):
    values = everything()
    values["participants"][1]["positions"] = [{"title": {"en": "Minister"}}]
    imported(tmp_path, values)
    session_11(values)["delegations"][1]["role"] = "member"
    imported(tmp_path, values)
    row = DelegationMember.objects.get(role_confirmed=False)
    assert (row.role, row.position_en) == ("member", None)


def signed_by_minister(**said):
    """The whole record, with a signatory whose posts are known, and what the file says of the rest."""
    values = everything()
    values["participants"][0]["positions"] = [
        {"title": {"en": "Deputy"}, "until": day("2023-10-15")},
        {"title": {"en": "Minister", "ru": "Министр"}, "from": day("2023-10-16")},
    ]
    agreement = values["agreements"][0]
    signature = {"side": "TM", "participant": "batyr-atdayev"} | said
    agreement["signatures"], agreement["events"] = [signature], []
    agreement["signed"] = day("2023-10-30")
    return values, agreement, signature


def test_a_signatorys_position_left_out_is_filled_in_once_and_stays(tmp_path):
    values, agreement, _signature = signed_by_minister()
    assert not imported(tmp_path, values).problems
    row = Signature.objects.get(agreement__slug="programme-2024")
    assert (row.position_en, row.position_ru) == ("Minister", "Министр")
    assert imported(tmp_path, values)[:2] == (0, 0)
    values["participants"][0]["positions"][1]["title"] = {"en": "Prime Minister"}
    agreement["number"] = "8"
    imported(tmp_path, values)
    row.refresh_from_db()
    assert (row.position_en, row.position_ru) == ("Minister", "Министр")


def test_a_signatorys_position_is_that_of_the_sides_own_day(tmp_path):
    values, agreement, _signature = signed_by_minister()
    agreement["events"] = [
        {"kind": "signed", "side": "TM", "date": day("2023-10-01")},
        {"kind": "signed", "side": "KZ", "date": day("2023-10-30")},
    ]
    del agreement["signed"]
    imported(tmp_path, values)
    assert Signature.objects.get(agreement__slug="programme-2024").position_en == "Deputy"  # fmt: skip


@pytest.mark.parametrize("position", [{}, {"en": "Envoy"}])
def test_a_signatorys_position_that_the_file_says_stands(tmp_path, position):
    values, _agreement, signature = signed_by_minister(position=position)
    imported(tmp_path, values)
    row = Signature.objects.get(agreement__slug="programme-2024")
    assert (row.position_en, row.position_ru) == (position.get("en"), None)
    # Nor is it filled in when something else of it changes.
    signature["position"] = {}
    imported(tmp_path, values)
    row.refresh_from_db()
    assert (row.position_en or None, row.position_ru) == (None, None)


def test_co_chairs_may_change_places(tmp_path):
    values = everything()
    third = {"side": "TM", "participant": "third-person", "position": {"en": "Member"}}
    delegations = session_11(values)["delegations"]
    delegations.append(third)
    imported(tmp_path, values)
    delegations[0]["role"], third["role"] = "member", "co_chair"
    assert imported(tmp_path, values)[:2] == (0, 2)
    assert (
        DelegationMember.objects.co_chairs().get(side__country="TM").participant.slug
        == "third-person"
    )


def test_sides_may_change_places(tmp_path):
    imported(tmp_path)
    values = everything()
    values["commission"]["sides"].reverse()
    # Both sides, and the commission, whose languages follow theirs.
    assert imported(tmp_path, values)[:2] == (0, 3)
    assert [side.country for side in Side.objects.order_by("order")] == ["KZ", "TM"]


def test_a_thread_may_be_led_elsewhere_and_its_old_beginning_removed(tmp_path):
    imported(tmp_path)
    values = everything()
    values["sessions"][0]["decisions"].pop()
    session_11(values)["decisions"][0]["continues"]["number"] = 1
    outcome = imported(tmp_path, values)
    assert (outcome[:2], outcome.removed) == ((0, 1), 1)
    assert Decision.objects.get(session__key="11").continues.number == 1


def test_what_others_need_is_not_removed(tmp_path):
    imported(tmp_path)
    values = everything()
    values["sessions"] = values["sessions"][:1]
    values["sessions"][0]["decisions"].pop()
    before = all_rows()
    assert messages(imported(tmp_path, values)) == [
        ": decision: no longer holds “2. To open.”, which other records need (decision): "
        "put it back, or mend those records first."
    ]
    assert all_rows() == before


def test_a_new_picture_replaces_the_old_one(tmp_path, settings):
    imported(tmp_path)
    path = write(tmp_path)
    photo = Photo.objects.get()
    (tmp_path / "files" / "photo.jpg").write_bytes(picture(colour="maroon"))
    assert import_files([path])[:2] == (0, 1)
    thirty_days_later()
    again = Photo.objects.get()
    assert again.pk == photo.pk
    with again.image.open() as stored:
        assert stored.read() == picture(colour="maroon")
    assert not (settings.MEDIA_ROOT / photo.folder).exists()


def test_a_document_keeps_its_address_and_its_name(tmp_path):
    imported(tmp_path)
    file = DocumentFile.objects.get()
    assert (file.original_name, file.language, file.authentic) == (
        "protocol.pdf",
        "ru",
        True,
    )
    values = everything()
    session_11(values)["documents"][0]["files"][0]["authentic"] = False
    assert imported(tmp_path, values)[:2] == (0, 1)
    again = DocumentFile.objects.get()
    assert (again.pk, again.file.name, again.authentic) == (
        file.pk,
        file.file.name,
        False,
    )


# ── What is wrong ────────────────────────────────────────────────────────────────────────────


def spoilt(change):
    values = everything()
    change(values, session_11(values))
    return values


SPOILT = {
    "a misspelt field": (
        lambda v, s: s.update(numbr=3),
        'sessions "11": numbr: no such field here (did you mean “number”?): correct or remove it.',
    ),
    "a misspelt reference": (
        lambda v, s: s["passages"][1].update(areas=["railway"]),
        'sessions "11" › passages 2: areas: there is no cooperation area “railway” (did you mean '
        "“railways”?): correct it, or add that record.",
    ),
    "a number as text": (
        lambda v, s: s["decisions"][0].update(number="3"),
        'sessions "11" › decisions 1: number: write it as a whole number.',
    ),
    "true as a number": (
        lambda v, s: v["areas"][0].update(order=True),
        "areas “transport”: order: write it as a whole number.",
    ),
    "a bad date": (
        lambda v, s: s.update(date="20.12.2021"),
        'sessions "11": date: “20.12.2021” is no date: write 2024-09-17, or “2024-09”, “2024”, '
        "“early 2024”, “middle 2024”, “late 2024”.",
    ),
    "a day that is not": (
        lambda v, s: s["decisions"][0].update(due="2024-02-30"),
        'sessions "11" › decisions 1: due: “2024-02-30” is no date: write 2024-09-17, or '
        "“2024-09”, “2024”, “early 2024”, “middle 2024”, “late 2024”.",
    ),
    "nobody's place in a delegation": (
        lambda v, s: s["delegations"][0].update(participant=" "),
        'sessions "11" › delegations 1: participant: is empty: fill it in.',
    ),
    "a name too long for a file": (
        lambda v, s: s["photos"][0].update(file="x/" * 3000 + "x" * 300),
        'sessions "11" › photos 1: file: there is no file “'
        + "x/" * 3000
        + "x" * 300
        + "” beside the records file.",
    ),
    "a slip in a year": (
        lambda v, s: s.update(date=day("0221-12-20")),
        'sessions "11": date: the year 221 is out of range: correct it.',
    ),
    "a moment without a zone": (
        lambda v, s: s.update(published=datetime.datetime(2026, 1, 15)),
        'sessions "11": published: say the time zone, as in 2026-01-15T00:00:00Z.',
    ),
    "an unknown language": (
        lambda v, s: s["summary"].update(kz="x"),
        'sessions "11": summary.kz: no such language: use en, ru, kk, tk.',
    ),
    "a text in no language": (
        lambda v, s: s["passages"][0].update(text={"en": " "}),
        'sessions "11" › passages 1: text: is empty: give the text in at least one language.',
    ),
    "a text that is missing": (
        lambda v, s: s["passages"][0].pop("text"),
        'sessions "11" › passages 1: text: is missing: add it.',
    ),
    "an unknown kind": (
        lambda v, s: v["agreements"][0].update(kind="program"),
        "agreements “programme-2024”: kind: Value 'program' is not a valid choice. (did you mean "
        "“programme”?)",
    ),
    "too long a text": (
        lambda v, s: s["passages"][0].pop("areas") and s["place"].update(en="x" * 121),
        'sessions "11": place.en: Ensure this value has at most 120 characters (it has 121).',
    ),
    "a slug that is none": (
        lambda v, s: v["indicators"][0].update(slug="mutual trade"),
        "indicators “mutual trade”: slug: Enter a valid “slug” consisting of letters, numbers, "
        "underscores or hyphens.",
    ),
    "a side that is not the commission's": (
        lambda v, s: s["delegations"][0].update(side="TR"),
        'sessions "11" › delegations 1: side: no side of the commission is “TR”: use TM, KZ.',
    ),
    "two co-chairs on a side": (
        lambda v, s: s["delegations"][1].update(side="TM"),
        'sessions "11" › delegations 2: : This side already has its co-chair. See sessions "11" › '
        "delegations 1.",
    ),
    "a person twice": (
        lambda v, s: s["delegations"].append(s["delegations"][0]),
        'sessions "11" › delegations 3: : is the same as sessions "11" › delegations 1: keep one '
        "of the two.",
    ),
    "a number twice": (
        lambda v, s: s["passages"][2].update(number=2),
        'sessions "11" › passages 3: : is the same as sessions "11" › passages 2: keep one of '
        "the two.",
    ),
    "a record twice": (
        lambda v, s: v["areas"].append(v["areas"][0]),
        "areas “transport”: slug: the area “transport” stands in {file} already: keep one.",
    ),
    "a session without its number": (
        lambda v, s: v["sessions"][0].pop("number"),
        'sessions "middle 2019": number: is missing: an ordinary session has its number; or give '
        "another kind.",
    ),
    "a number where there is none": (
        lambda v, s: v["sessions"][1].update(number=5),
        'sessions "5": : An ordinary session needs its number; the other kinds have none.',
    ),
    "a range that ends before it begins": (
        lambda v, s: s.update(until=day("2021-12-01")),
        'sessions "11": : It ends on 2021-12-01, before it begins on 2021-12-20: mend one of the '
        "two.",
    ),
    "a figure without a period": (
        lambda v, s: v["figures"][1].pop("period"),
        "figures 2: : A figure needs the period it was measured over, from a day to a later one; "
        "only a target may stand without.",
    ),
    "a bad period": (
        lambda v, s: v["figures"][1].update(period="2021-Q5"),
        "figures 2: period: “2021-Q5” is no period: write “2023”, “2024-09”, “2024-Q1”, "
        "“2024-H1” or a range such as “2021-01..2021-09”.",
    ),
    "a sphere without colour": (
        lambda v, s: v["areas"][0].pop("colour"),
        "areas “transport”: : A sphere needs a colour; a sector has its sphere's.",
    ),
    "nobody's signature": (
        lambda v, s: v["agreements"][0]["signatures"][1].pop("organisation"),
        "agreements “programme-2024” › signatures 2: : Say who signed: a person, an organisation, "
        "or both.",
    ),
    "a thread from nowhere": (
        lambda v, s: s["decisions"][0]["continues"].update(number=9),
        'sessions "11" › decisions 1: continues: session "10" has no decision 9: correct the one '
        "or the other.",
    ),
    "a thread from the future": (
        lambda v, s: v["sessions"][0]["decisions"][0].update(
            continues={"session": "11", "number": 3}
        ),
        'sessions "10" › decisions 1: continues: Choose one of an earlier session.',
    ),
    "a statement of a day to come": (
        lambda v, s: s["decisions"][0].update(
            follow_ups=[{"date": day("2099-01-01"), "status": "planned"}]
        ),
        'sessions "11" › decisions 1 › follow_ups 1: date: This day is to come: enter the day on which '
        "it was said.",
    ),
    "a statement older than its decision": (
        lambda v, s: s["decisions"][0].update(
            follow_ups=[{"date": day("1992-01-01"), "status": "planned"}]
        ),
        'sessions "11" › decisions 1 › follow_ups 1: date: The decision was taken later, 20–21 December 2021: enter the day '
        "on which it was said.",
    ),
    "a file outside the folder": (
        lambda v, s: s["photos"][0].update(file="../secret.jpg"),
        'sessions "11" › photos 1: file: “../secret.jpg” is outside the folder of the records '
        "file: move it in.",
    ),
    "a file that is not there": (
        lambda v, s: s["photos"][0].update(file="files/none.jpg"),
        'sessions "11" › photos 1: file: there is no file “files/none.jpg” beside the records '
        "file.",
    ),
    "a document for a picture": (
        lambda v, s: s["photos"][0].update(file="files/protocol.pdf"),
        'sessions "11" › photos 1: file: This is not a JPEG, PNG, WebP or AVIF picture, whatever '
        "its name says: save the picture as JPEG, and choose that file.",
    ),
    "a public photo without a description": (
        lambda v, s: s["photos"][0].pop("alt"),
        'sessions "11" › photos 1: : The session is published: describe this photo in at least '
        "one language.",
    ),
    "one side": (
        lambda v, s: v["commission"]["sides"].append({}) or v["commission"].update(sides=[]),
        "commission: sides: a commission has at least two sides: add them.",
    ),
    "an address that is none": (
        lambda v, s: s["sources"][0].update(address="example"),
        'sessions "11" › sources 1: address: Enter a valid URL.',
    ),
    "no commission": (
        lambda v, s: v.pop("commission"),
        ": sessions: whose? Add the table [commission] to this file.",
    ),
    "a table for a list": (
        lambda v, s: s.update(passages={"text": {"en": "x"}}),
        'sessions "11": passages: write it as a list in [ ].',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_it_says_what_is_wrong_and_writes_nothing(case, tmp_path, settings):
    change, message = SPOILT[case]
    outcome = imported(tmp_path, spoilt(change))
    assert message.format(file=tmp_path / "records.toml") in messages(outcome)
    assert [label for label, rows in all_rows().items() if rows] == []
    assert stored_files(settings) == []


def test_a_control_character_is_named(tmp_path):
    values = everything()
    session_11(values)["passages"][0]["text"]["en"] = "a\u0000b"
    path = write(tmp_path, values, "records.json")
    assert messages(import_files([path])) == [
        'sessions "11" › passages 1: text.en: remove the control character U+0000.'
    ]


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    values = everything()
    session_11(values)["numbr"] = 3
    session_11(values)["agreements"] = ["programme"]
    good = write(tmp_path, values, "one.toml")
    bad = tmp_path / "two.toml"
    bad.write_text('[[areas]]\nslug = "trade"\nname = 3\ncolour = "blue"\n')
    with pytest.raises(CommandError) as error:
        call_command("import_records", good, bad)
    assert str(error.value).splitlines() == [
        "Nothing was imported: 4 things are to be mended first.",
        f'{good}: sessions "11": numbr: no such field here (did you mean “number”?): correct or '
        "remove it.",
        f'{bad}: areas “trade”: name: write it as a table such as {{ en = "…" }}.',
        f"{bad}: areas “trade”: colour: Write the colour as #rrggbb, e.g. #1f5fa8.",
        f'{good}: sessions "11": agreements: there is no agreement “programme” (did you mean '
        "“programme-2024”?): correct it, or add that record.",
    ]
    assert CooperationArea.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.toml", b'[[areas]]\nslug = "a\n', "cannot be understood: Illegal character '\\n' (at "
         "line 2, column 10). Mend that place first."),
        ("a.json", b'{"areas": [,]}', "cannot be understood: Expecting value: line 1 column 12 "
         "(char 11). Mend that place first."),
        ("a.json", b"[]", "cannot be understood: the file holds no object: put all in { }. Mend "
         "that place first."),
        ("a.json", b'{"areas": [], "areas": []}', "cannot be understood: the field “areas” stands "
         "twice in one object: remove one. Mend that place first."),
        ("a.json", b"[" * 100_000, "is nested too deeply for a records file: take the inner "
         "brackets out."),
        ("a.toml", b'slug = "\xd0"', "is not UTF-8 text (line 1): save it in the encoding UTF-8."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(name, content, message, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    assert [str(p) for p in import_files([path]).problems] == [f"{path}: {message}"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "none.toml"
    assert [str(p) for p in import_files([path]).problems] == [
        f"{path}: cannot be read (No such file or directory): check its name and permissions."
    ]


def test_an_unreadable_file_is_no_reason_to_miss_its_records_elsewhere(tmp_path):
    values = everything()
    del values["areas"]
    broken = tmp_path / "areas.toml"
    broken.write_text("areas = [")
    problems = import_files([write(tmp_path, values), broken]).problems
    assert [problem.file for problem in problems] == [str(broken)]


def test_an_agreement_stays_with_its_commission(tmp_path):
    imported(tmp_path)
    values = everything()
    values["commission"]["slug"] = "tm-uz"
    assert (
        "agreements “programme-2024”: slug: the agreement “programme-2024” belongs to the "
        "commission “tm-kz”: choose another slug."
    ) in messages(imported(tmp_path, values))
    assert not Commission.objects.filter(slug="tm-uz").exists()


# ── Cost ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_number_of_queries_does_not_grow_with_passages(
    count, tmp_path, django_assert_num_queries
):
    imported(tmp_path)
    values = everything()
    session_11(values)["passages"] = [
        {"text": {"en": f"Passage {n}."}, "areas": ["railways"]} for n in range(count)
    ]
    imported(tmp_path, values)
    with django_assert_num_queries(44):
        assert imported(tmp_path, values)[:2] == (0, 0)


def test_events_and_relations_of_agreements_come_in(tmp_path):
    imported(tmp_path)
    agreement = Agreement.objects.get(slug="programme-2024")
    assert [
        (e.kind, e.side and e.side.country, e.happened_in_words, e.until_in_words)
        for e in agreement.events.all()
    ] == [
        ("signed", "KZ", "30 October 2023", ""),
        ("notified", "TM", "early 2024", ""),
        ("extended", None, "November 2026", "2030"),
    ]
    assert [(r.kind, r.other.slug) for r in agreement.relations.all()] == [
        ("amends", "protocol-2010"),
        ("carries_out", "treaty-1995"),
        ("supersedes", "protocol-2010"),
    ]


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ({"kind": "signed", "date": day("2024-01-01")}, "Say which side signed"),
        ({"kind": "entered", "side": "TM", "date": "2024"}, "leave the side empty"),
        ({"kind": "ratified", "side": "RU", "date": "2024"}, "no side of the commission"),
        ({"kind": "ratified", "date": "2024", "until": "2025"}, "Only an extension"),
        ({"kind": "extended", "date": "2024", "until": "2023"}, "ends before it was agreed"),
        ({"kind": "forgotten", "date": "2024"}, "not a valid choice"),
        ({"kind": "ratified"}, "date: is missing"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_is_refused(tmp_path, event, problem):
    values = everything()
    values["agreements"][0]["events"] = [event]
    problems = [str(each) for each in imported(tmp_path, values).problems]
    assert any(problem in each for each in problems), problems
    assert not AgreementEvent.objects.exists()


BEFORE = (
    "/records.toml: agreements “programme-2024” › events 1: date: This is before the agreement was signed "
    "({signed}): correct this date, or the agreement's date of signature."
)


def test_what_comes_after_signing_is_not_dated_before_it(tmp_path):
    values = everything()
    values["agreements"][0]["events"] = [{"kind": "ratified", "date": "2023-09"}]
    [problem] = map(str, imported(tmp_path, values).problems)
    assert problem.endswith(BEFORE.format(signed="October 2023"))
    assert not AgreementEvent.objects.exists()


def test_nor_does_the_date_of_signing_pass_what_came_after_it(tmp_path):
    values = everything()
    values["agreements"][0]["events"] = [{"kind": "ratified", "date": "2023-11"}]
    assert not imported(tmp_path, values).problems
    values["agreements"][0]["signed"] = day("2023-12-24")
    [problem] = map(str, imported(tmp_path, values).problems)
    assert problem.endswith(BEFORE.format(signed="24 December 2023"))


def test_agreements_that_would_go_round_in_a_circle_are_refused(tmp_path):
    values = everything()
    values["agreements"][2]["amends"] = ["programme-2024"]
    problems = [str(each) for each in imported(tmp_path, values).problems]
    assert len(problems) == 2 and all("come after each other" in p for p in problems)
    assert not Agreement.objects.exists()


def test_a_circle_with_what_the_files_do_not_mention_is_refused(tmp_path):
    imported(tmp_path)
    elsewhere = make_agreement(slug="elsewhere")
    make_relation(
        agreement=elsewhere, other=Agreement.objects.get(slug="programme-2024")
    )
    values = everything()
    values["agreements"][2]["amends"] = ["elsewhere"]
    (problem, *_) = imported(tmp_path, values).problems
    assert "come after each other" in str(problem)


def test_a_relation_may_be_turned_round(tmp_path):
    imported(tmp_path)
    values = everything()
    for kind in ("amends", "supersedes"):
        del values["agreements"][0][kind]
    values["agreements"][1]["amends"] = ["programme-2024"]
    assert imported(tmp_path, values).problems == []
    assert imported(tmp_path, values)[:2] == (0, 0)
