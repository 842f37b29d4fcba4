"""The index agrees with the record whatever happens to a row, and in the same transaction."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commission.actions import publish, renumber, withdraw
from commission.models import (
    Agreement,
    AgreementEvent,
    AreaTerm,
    CooperationArea,
    content_version,
    writing,
)
from participants.models import NameVariant, Organisation, Participant, Position
from sessions import indexing
from sessions.importing.files import import_files
from sessions.management.commands.prepare import migrate
from sessions.models import (
    AgendaItem,
    Appearance,
    Decision,
    DelegationMember,
    Document,
    KnownWord,
    Passage,
    RecordDigest,
    ResponsibleBody,
    Session,
    SessionDigest,
)
from sessions.models.appearance import packed, unpacked
from sessions.models.finding import matching
from sessions.models.full_text import DIGESTS, ensure_full_text, full_text_problem
from sessions.rebuilding import (
    _unknown_words,
    complete_index,
    disagreements,
    rebuild,
)
from sessions.search.query import read
from sessions.search.tokens import TOKENS
from tests import factories as make
from tests.sessions.records_files import everything, write

pytestmark = pytest.mark.django_db
postgres_only = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="about PostgreSQL"
)
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
    Participant: (lambda: make.make_participant(name="old"), "name_en"),
    Organisation: (lambda: make.make_organisation(name="old"), "short_name_ru"),
    NameVariant: (
        lambda: make.make_participant(variants=["old"]).name_variants.get(),
        "name",
    ),
    Position: (lambda: make.make_position(title="old"), "title_en"),
    Agreement: (lambda: make.make_agreement(title="old"), "number"),
    AgreementEvent: (lambda: make.make_event(note="old"), "note_ru"),
    CooperationArea: (lambda: make.make_area(name="old"), "name_kk"),
    AreaTerm: (
        lambda: make.make_area(terms=[("en", "old")]).terms.get(),
        "term",
    ),
}
each_kind = pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)


def test_every_kind_of_row_that_gives_words_is_tried():
    assert ROWS.keys() == {source.model for source in indexing.SOURCES}


def words_of_the_record():
    """Every written word of every digest."""
    streams = [
        stream
        for digest in (SessionDigest, RecordDigest)
        for stream in digest.objects.values_list("stream", flat=True)
    ]
    return {token[1:] for stream in streams for token in stream.split() if token[0] == "w"}  # fmt: skip


@each_kind
def test_a_row_is_found_by_what_it_says_now(model):
    make_row, column = ROWS[model]
    row = make_row()
    setattr(row, column, "fresh")
    row.save()
    assert "fresh" in words_of_the_record() and agrees()
    setattr(row, column, "fresher")
    row.save(
        update_fields=[column, *([f"html_{column[-2:]}"] if model is Passage else [])]
    )
    assert "fresher" in words_of_the_record()
    assert "fresh" not in words_of_the_record() and agrees()
    model.objects.filter(pk=row.pk).update(**{column: "freshest"})
    assert agrees()


@each_kind
def test_the_words_of_a_row_go_with_it(model):
    make_row, column = ROWS[model]
    row = make_row()
    setattr(row, column, "fresh")
    row.save()
    row.delete()
    assert "fresh" not in words_of_the_record() and agrees()


def test_a_row_that_was_read_before_another_changed_it_takes_nothing_back():
    passage = make.make_passage(text="gas", text_ru="газ")
    Passage.objects.filter(pk=passage.pk).update(html_ru="<p>нефть</p>")
    passage.save(update_fields=["number", "text_en"])
    assert "нефть" in words_of_the_record() and agrees()


def test_the_digests_of_a_session_and_its_decisions_go_with_it():
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
    assert not SessionDigest.objects.exists()
    assert RecordDigest.objects.count() == 1 == Participant.objects.count()
    assert agrees()


def test_rows_written_together_are_found():
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


def test_a_row_that_moves_takes_its_words_along():
    passage, other = make.make_passage(text="gas"), make.make_session()
    passage.session = other
    passage.save()
    assert list(Session.objects.mentioning("gas")) == [other] and agrees()
    variant = make.make_participant(variants=["old"]).name_variants.get()
    variant.participant = make.make_participant()
    variant.save()
    assert agrees()
    variant.participant, variant.organisation = None, make.make_organisation()
    variant.save()
    assert agrees()
    passage.session = make.make_session()
    passage.delete()
    assert agrees()


def test_imported_records_are_found_and_imported_anew_too(tmp_path):
    path = write(tmp_path)
    for _time in range(2):
        assert import_files([path]).problems == []
        assert SessionDigest.objects.exists() and agrees()
    assert everything()


def test_what_is_taken_back_leaves_no_words():
    session = make.make_session()
    with transaction.atomic():
        make.make_passage(session=session, text="gas")
        transaction.set_rollback(True)
    assert not Session.objects.mentioning("gas").exists() and agrees()


TABLES = [digest._meta.db_table for digest in (SessionDigest, RecordDigest)]


def queries_about_digests(queries, verb):
    return [
        query["sql"]
        for query in queries
        if query["sql"].startswith(verb) and any(t in query["sql"] for t in TABLES)
    ]


def test_publishing_and_withdrawing_write_no_words(admin_user):
    session = make.make_session(state="draft")
    for verb in (publish, withdraw):
        with CaptureQueriesContext(connection) as queries:
            verb(record=session, by=admin_user)
        assert queries_about_digests(queries, "") == []
    assert agrees()


def test_a_change_writes_each_digest_once():
    session = make.make_session()
    passages = [make.make_passage(session=session) for _n in range(3)]
    with CaptureQueriesContext(connection) as queries, writing():
        for passage in passages:
            passage.text_en = "gas"
            passage.save()
        session.save()
    assert len(queries_about_digests(queries, "INSERT")) == 1
    assert len(queries_about_digests(queries, "SELECT")) == 1
    assert agrees()


def test_words_that_stay_as_they_are_write_nothing():
    passage = make.make_passage()
    with CaptureQueriesContext(connection) as queries:
        passage.save()
    assert queries_about_digests(queries, "INSERT") == []


def parts_of_digest(session):
    first = session.pk << 8
    return SessionDigest.objects.filter(place__range=(first, first + 255)).count()


def test_a_session_larger_than_a_database_takes_at_once_is_found_by_all_its_words(
    monkeypatch,
):
    monkeypatch.setattr("sessions.search.digest.PART_BYTES", 60)
    session, other = make.make_session(), make.make_session()
    text = " ".join(f"word{n}" for n in range(100))
    passage = make.make_passage(session=session, text=text)
    make.make_passage(session=other, text="word0")
    assert SessionDigest.objects.count() > 20 and agrees()
    for search in (
        "word0 word99",
        '"word98 word99"',
        '"word1 word2 word3"',
        "word0-word99",
    ):
        assert list(Session.objects.mentioning(search)) == [session]
        assert list(matching(read(search))) == [session.pk]
    assert list(Session.objects.mentioning("word0 -word99")) == [other]
    rebuild()
    assert agrees()
    monkeypatch.undo()
    passage.text_en = "short"
    # As large as what digests of several parts are.
    monkeypatch.setattr("sessions.indexing.MANY_BYTES", 10)
    passage.save()
    assert parts_of_digest(session) == 1
    monkeypatch.setattr("sessions.search.digest.PART_BYTES", 60)
    other.save()
    assert parts_of_digest(other) > 1


# ── Where people and bodies appear ───────────────────────────────────────────────────────────


@pytest.fixture
def member():
    return make.make_member(organisation=make.make_organisation())


@pytest.fixture
def answering():
    return make.make_responsible_body(organisation=make.make_organisation())


def appearances():
    """{(person, body): the sessions} as the index has them."""
    return {
        (row.participant_id, row.organisation_id): list(unpacked(row.sessions))
        for row in Appearance.objects.all()
    }


def test_people_and_bodies_appear_where_the_record_says(member, answering):
    again = make.make_member(
        participant=member.participant, organisation=member.organisation
    )
    assert appearances() == {
        (member.participant_id, member.organisation_id): [member.session_id, again.session_id],
        (None, answering.organisation_id): [answering.decision.session_id],
    }  # fmt: skip
    assert agrees()


def test_who_replaces_another_appears_in_their_place(member, answering):
    for row in (member, DelegationMember.objects.get()):
        row.participant = make.make_participant()
        row.organisation = None
        row.save()
        assert agrees()
    for row in (answering, ResponsibleBody.objects.get()):
        row.organisation = make.make_organisation()
        row.save()
        assert agrees()
    assert len(appearances()) == 2


def test_whoever_moves_to_another_session_appears_there(member, answering):
    member.session = make.make_session(commission=member.session.commission)
    member.save()
    assert agrees()
    decision = answering.decision
    decision.session = member.session
    decision.save()
    assert agrees()


def test_nobody_appears_in_a_session_that_is_gone(member, answering):
    for row in (member.session, answering.decision.session):
        Session.objects.get(pk=row.pk).delete()
    assert appearances() == {} and agrees()


def test_keys_are_packed_the_same_on_every_machine():
    assert packed([258, 1]) == b"\x00\x00\x00\x01\x00\x00\x01\x02"
    assert list(unpacked(packed([2**31, 3]) + packed([1]))) == [3, 2**31, 1]


# ── Checking and mending ─────────────────────────────────────────────────────────────────────


def spoil_stale():
    SessionDigest.objects.update(tokens="wother")


def spoil_missing():
    SessionDigest.objects.all().delete()


def spoil_orphan():
    SessionDigest.objects.create(place=10**6 << 8, rules=TOKENS, stream="", tokens="")


def spoil_extra_part():
    first = SessionDigest.objects.get()
    SessionDigest.objects.create(place=first.place + 1, rules=TOKENS, stream="", tokens="wgas")  # fmt: skip


def spoil_words():
    KnownWord.objects.filter(pk="gas").delete()


def spoil_rules():
    SessionDigest.objects.update(rules=TOKENS - 1)


def test_check_says_when_somebody_appears_elsewhere(member, answering):
    for row in Appearance.objects.all():
        Appearance.objects.create(
            participant_id=row.participant_id,
            organisation_id=row.organisation_id,
            sessions=packed([10**6]),
        )
    assert sorted(disagreements()) == [
        f"organisation {answering.organisation_id} appears in other sessions than the index says.",
        f"participant {member.participant_id} appears in other sessions than the index says.",
    ]
    rebuild()
    assert agrees()
    Appearance.objects.all().delete()
    assert len(list(disagreements())) == 3
    complete_index(sender=None, using="default")
    assert agrees()


@pytest.mark.parametrize("road", ["update", "bulk_update"])
def test_who_is_named_by_no_form_is_named_anew_all_the_same(member, answering, road):
    person, body = make.make_participant(), make.make_organisation()
    named = {member: {"participant": person}, answering: {"organisation": body}}
    for row, columns in named.items():
        rows = type(row).objects
        if road == "update":
            rows.filter(pk=row.pk).update(**columns)
        else:
            for column, record in columns.items():
                setattr(row, column, record)
            rows.bulk_update([row], columns)
    assert appearances() == {
        (person.pk, member.organisation_id): [member.session_id],
        (None, body.pk): [answering.decision.session_id],
    }
    assert agrees()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_stale, "The digest of session {} is not what the record says."),
        (spoil_missing, "The index was made by other rules for words than those of today.\nsession {} has no digest."),
        (spoil_orphan, "session 1000000 is gone, but its digest is there."),
        (spoil_extra_part, "The digest of session {} has a part too many."),
        (spoil_words, "The word “gas” is not known, but stands in a session."),
        (spoil_rules, "The index was made by other rules for words than those of today."),
    ],
)  # fmt: skip
def test_check_says_what_does_not_agree_and_rebuild_mends_it(spoil, says, capsys):
    session = make.make_passage(text="gas").session
    call_command("check_search")
    assert (
        capsys.readouterr().out
        == "Search index, register and suggestions agree with the record (1 records).\n"
    )
    spoil()
    with pytest.raises(CommandError) as refusal:
        call_command("check_search")
    assert str(refusal.value).splitlines() == [
        *says.format(session.pk).splitlines(),
        "Run manage.py rebuild_search.",
    ]
    call_command("rebuild_search")
    assert capsys.readouterr().out.endswith("made anew from 1 records.\n")
    assert agrees() and Session.objects.mentioning("gas").exists()


def test_rebuild_goes_on_beyond_its_first_batch(monkeypatch):
    monkeypatch.setattr("sessions.rebuilding.BATCH", 2)
    for _row in range(5):
        make.make_passage(text="gas")
    SessionDigest.objects.all().delete()
    counted = []
    rebuild(counted.append)
    assert sum(counted) == 5 and agrees()


def test_rebuild_moves_the_content_version():
    make.make_session()
    before = content_version().number
    rebuild()
    assert content_version().number > before


@sqlite_only
def test_lost_triggers_are_noticed_and_made_again():
    session = make.make_session()
    sql("DROP TRIGGER search_sessions_changed")
    make.make_passage(session=session, text="gas")
    assert full_text_problem(connection) == (
        "The triggers search_sessions_changed are missing."
    )
    complete_index(sender=None, using="default")
    assert agrees() and Session.objects.mentioning("gas").exists()


@sqlite_only
def test_a_full_text_index_that_was_written_past_is_noticed_and_mended():
    make.make_passage(text="gas")
    sql("INSERT INTO search_sessions (rowid, tokens) VALUES (77, 'wlost')")
    assert full_text_problem(connection).startswith(
        "The index search_sessions does not agree with the digests"
    )
    rebuild()
    assert agrees()


@pytest.mark.parametrize("spoil", [spoil_missing, spoil_rules])
def test_a_record_without_digests_of_today_is_indexed_after_migrating(spoil):
    make.make_passage(text="gas")
    spoil()
    complete_index(sender=None, using="default")
    assert agrees() and Session.objects.mentioning("gas").exists()


def test_making_sure_of_the_index_twice_changes_nothing():
    make.make_passage(text="gas")
    ensure_full_text(connection)
    ensure_full_text(connection)
    assert agrees() and Session.objects.mentioning("gas").exists()


@pytest.mark.parametrize("spoil", [spoil_missing, spoil_rules])
def test_an_index_made_by_former_rules_is_made_anew_before_serving(spoil, capsys):
    make.make_passage(text="gas")
    migrate()
    assert capsys.readouterr().out == ""
    spoil()
    migrate()
    assert capsys.readouterr().out.endswith("made anew from 1 records.\n") and agrees()


def test_check_knows_more_words_than_a_question_takes():
    """A hundred long reports bring more than PostgreSQL takes parameters."""
    words = [f"word{number}" for number in range(70_000)]
    KnownWord.objects.bulk_create(
        [KnownWord(word=word, beginning=word[:2]) for word in words[:-1]],
        batch_size=10_000,
    )
    streams = {0: " ".join(f"w{word}" for word in words)}
    assert _unknown_words(streams) == "word69999"


@postgres_only
def test_no_save_waits_for_what_others_put_off():
    """Also where an earlier version made the index."""
    with connection.cursor() as cursor:
        for digest in DIGESTS:
            cursor.execute(f"ALTER INDEX {digest.full_text} RESET (fastupdate)")
        ensure_full_text(connection)
        for digest in DIGESTS:
            cursor.execute(
                "SELECT reloptions FROM pg_class WHERE oid = to_regclass(%s)",
                [digest.full_text],
            )
            assert cursor.fetchone() == (["fastupdate=off"],)
    with CaptureQueriesContext(connection) as asked:
        ensure_full_text(connection)
    assert len(asked) == len(DIGESTS)
