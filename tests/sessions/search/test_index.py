"""The index agrees with the record whatever happens to a row, and in the same transaction."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from commission.actions import publish, renumber, withdraw
from commission.models import Agreement, rows_written
from participants.models import NameVariant, Organisation, Participant
from sessions import indexing
from sessions.importing.files import import_files
from sessions.models import (
    AgendaItem,
    Decision,
    DelegationMember,
    Document,
    Passage,
    SearchEntry,
    Session,
)
from sessions.models.full_text import ensure_full_text, full_text_problem
from sessions.rebuilding import complete_index, disagreements, rebuild
from tests import factories as make
from tests.sessions.records_files import everything, write

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")


def agrees():
    return list(disagreements()) == []


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def document(**fields):
    return Document.objects.create(title_en="Protocol", **fields)


# (how to make the row, the column that is found)
ROWS = {
    Session: (lambda: make.make_session(title="old"), "title_en"),
    AgendaItem: (lambda: make.make_agenda_item(text="old"), "text_en"),
    Passage: (lambda: make.make_passage(text="old"), "text_ru"),
    Decision: (lambda: make.make_decision(text="old"), "text_kk"),
    Document: (lambda: document(session=make.make_session()), "title_tk"),
    DelegationMember: (lambda: make.make_member(position="old"), "position_en"),
    Participant: (lambda: make.make_participant(name="old"), "name_en"),
    Organisation: (lambda: make.make_organisation(name="old"), "short_name_ru"),
    NameVariant: (
        lambda: make.make_participant(variants=["old"]).name_variants.get(),
        "name",
    ),
    Agreement: (lambda: make.make_agreement(title="old"), "number"),
}
each_kind = pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)


def test_every_kind_of_row_that_has_entries_is_tried():
    assert ROWS.keys() == indexing.COLUMNS.keys()


def tokens_of(row):
    entry = SearchEntry.objects.get(kind=row._meta.model_name, row=row.pk)
    return entry.tokens.split()


@each_kind
def test_a_row_is_found_by_what_it_says_now(model):
    make_row, column = ROWS[model]
    row = make_row()
    setattr(row, column, "fresh")
    row.save()
    assert "wfresh" in tokens_of(row) and agrees()
    setattr(row, column, "fresher")
    row.save(
        update_fields=[column, *([f"html_{column[-2:]}"] if model is Passage else [])]
    )
    assert "wfresher" in tokens_of(row) and "wfresh" not in tokens_of(row)
    assert agrees()


@each_kind
def test_the_entry_of_a_row_goes_with_it(model):
    row = ROWS[model][0]()
    kind, pk = model._meta.model_name, row.pk
    row.delete()
    assert not SearchEntry.objects.filter(kind=kind, row=pk).exists() and agrees()


def test_all_entries_of_a_session_go_with_it():
    session = make.make_session()
    for add in (
        make.make_passage,
        make.make_agenda_item,
        make.make_decision,
        make.make_member,
    ):
        add(session=session)
    document(session=session)
    Session.objects.filter(pk=session.pk).delete()
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == {"participant"}
    assert agrees()


def test_rows_written_together_have_entries():
    session = make.make_session()
    Passage.objects.bulk_create(
        [Passage(session=session, number=n, text_en=f"gas{n}") for n in (1, 2)]
    )
    assert agrees() and Session.objects.mentioning("gas2").exists()
    passages = list(Passage.objects.all())
    for passage in passages:
        passage.html_en = "oil"
    Passage.objects.bulk_update(passages, ["html_en"])
    assert agrees() and Session.objects.mentioning("oil").exists()
    renumber(rows=session.passages.all(), first=passages[1:])
    assert agrees()


def test_a_row_that_moves_takes_its_entry_along():
    passage, other = make.make_passage(text="gas"), make.make_session()
    passage.session = other
    passage.save()
    assert list(Session.objects.mentioning("gas")) == [other] and agrees()
    variant = make.make_participant(variants=["old"]).name_variants.get()
    variant.participant = make.make_participant()
    variant.save()
    assert agrees()


def test_imported_records_are_found_and_imported_anew_too(tmp_path):
    path = write(tmp_path)
    for _time in range(2):
        assert import_files([path]).problems == []
        assert SearchEntry.objects.exists() and agrees()
    assert everything()


def test_what_is_taken_back_leaves_no_entry():
    session = make.make_session()
    with transaction.atomic():
        make.make_passage(session=session, text="gas")
        transaction.set_rollback(True)
    assert not Session.objects.mentioning("gas").exists() and agrees()


@pytest.mark.django_db(transaction=True)
def test_a_row_is_not_saved_when_what_is_made_from_it_fails():
    session = make.make_session()

    def fail(**kwargs):
        raise ZeroDivisionError

    for signal in (post_save, rows_written):
        signal.connect(fail, sender=Passage)
    try:
        with pytest.raises(ZeroDivisionError):
            Passage.objects.create(session=session, number=1, text_en="gas")
        with pytest.raises(ZeroDivisionError):
            Passage.objects.bulk_create([Passage(session=session, number=1)])
    finally:
        for signal in (post_save, rows_written):
            signal.disconnect(fail, sender=Passage)
    assert not Passage.objects.exists() and agrees()


def test_publishing_and_withdrawing_write_no_entry(admin_user):
    session = make.make_session(state="draft")
    for verb in (publish, withdraw):
        with CaptureQueriesContext(connection) as queries:
            verb(record=session, by=admin_user)
        assert not [q for q in queries if SearchEntry._meta.db_table in q["sql"]]
    assert agrees()


def test_saving_a_row_takes_one_query_more():
    passage = make.make_passage()
    with CaptureQueriesContext(connection) as queries:
        passage.save()
    assert len([q for q in queries if SearchEntry._meta.db_table in q["sql"]]) == 1


# ── Checking and mending ─────────────────────────────────────────────────────────────────────


def spoil_stale():
    SearchEntry.objects.filter(kind="passage").update(tokens="x wother x")


def spoil_missing():
    SearchEntry.objects.filter(kind="passage").delete()


def spoil_orphan():
    SearchEntry.objects.create(kind="passage", row=10**6, place=1, tokens="x")


def spoil_session():
    SearchEntry.objects.filter(kind="passage").update(session=None)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_stale, "The entry of passage {} is not what the row says."),
        (spoil_session, "The entry of passage {} is not what the row says."),
        (spoil_missing, "passage {} has no entry."),
        (spoil_orphan, "passage 1000000 is gone, but its entry is there."),
    ],
)
def test_check_says_what_does_not_agree_and_rebuild_mends_it(spoil, says, capsys):
    passage = make.make_passage(text="gas")
    call_command("check_search")
    assert (
        capsys.readouterr().out == "The search index agrees with the record (2 rows).\n"
    )
    spoil()
    with pytest.raises(CommandError) as refusal:
        call_command("check_search")
    assert str(refusal.value).splitlines() == [
        says.format(passage.pk),
        "Run manage.py rebuild_search.",
    ]
    call_command("rebuild_search")
    assert capsys.readouterr().out.endswith("made anew from 2 rows.\n")
    assert agrees() and Session.objects.mentioning("gas").exists()


def test_rebuild_goes_on_beyond_its_first_batch(monkeypatch):
    monkeypatch.setattr("sessions.rebuilding.BATCH", 2)
    session = make.make_session()
    for _row in range(5):
        make.make_passage(session=session, text="gas")
    SearchEntry.objects.all().delete()
    counted = []
    rebuild(counted.append)
    assert sum(counted) == 6 and agrees()


@sqlite_only
def test_lost_triggers_are_noticed_and_made_again():
    session = make.make_session()
    sql("DROP TRIGGER search_entry_added")
    make.make_passage(session=session, text="gas")
    assert (
        full_text_problem(connection) == "The triggers search_entry_added are missing."
    )
    complete_index(sender=None, using="default")
    assert agrees() and Session.objects.mentioning("gas").exists()


@sqlite_only
def test_a_full_text_index_that_was_written_past_is_noticed_and_mended():
    make.make_passage(text="gas")
    sql("INSERT INTO search_full_text (rowid, tokens) VALUES (77, 'wlost')")
    assert full_text_problem(connection).startswith(
        "The full-text index does not agree"
    )
    rebuild()
    assert agrees()


def test_a_record_without_entries_is_filled_after_migrating():
    make.make_passage(text="gas")
    SearchEntry.objects.all().delete()
    complete_index(sender=None, using="default")
    assert agrees() and Session.objects.mentioning("gas").exists()


def test_making_sure_of_the_index_twice_changes_nothing():
    make.make_passage(text="gas")
    ensure_full_text(connection)
    ensure_full_text(connection)
    assert agrees() and Session.objects.mentioning("gas").exists()
