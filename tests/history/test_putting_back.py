"""A version is put back as a change of its own: rows, links, files; and what was deleted comes back whole."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from commission.actions import publish
from commission.history.putting_back import (
    bring_back,
    deleted_records,
    put_field_back,
    put_version_back,
)
from commission.history.reading import Row, record_at
from commission.models import ChangedRecord, Commission, FormerSlug, RecordedChange
from sessions.exports.records import export_records
from sessions.models import DroppedFile, Passage, Session
from tests import factories as make
from tests.thirty_days import days_go_by, thirty_days_later

from .whole_record import make_whole_record

pytestmark = pytest.mark.django_db
SESSION = "commission_sessions.Session"


def latest():
    return RecordedChange.objects.latest("number").number


def content(model, pk, number=None):
    return {row: was.content for row, was in record_at(model, pk, number).items()}


def content_of(document):
    with document.file.open() as file:
        return file.read()


def put_back(record, number, by=None):
    put_version_back(model=type(record), pk=record.pk, number=number, by=by)


def test_a_version_comes_back_with_rows_links_and_files(admin_user):
    whole = make_whole_record()
    session, document = whole[SESSION], whole["commission_sessions.DocumentFile"]
    then, before = latest(), content(Session, session.pk)
    first, second = session.passages.order_by("number")
    file = content_of(document)
    second.delete()
    first.text_en, first.number = "Something else", 2
    first.save()
    first.areas.clear()
    make.make_passage(session=session, number=1, text_tk="Täze")
    document.file = make.ContentFile(make.pdf("another"), "other.pdf")
    document.save()
    session.agreements.clear()
    put_back(session, then, admin_user)

    assert content(Session, session.pk) == before
    assert content_of(document.document.files.get()) == file
    change = RecordedChange.objects.get(pk=latest())
    assert (change.reason, change.by) == ("put_back", admin_user)
    # Search follows: the word is found again, and what came later is not.
    assert session in Session.objects.mentioning("discussed")
    assert session not in Session.objects.mentioning("Täze")


def test_a_session_that_was_called_off_is_held_again():
    session = make.make_session()
    then = latest()
    session.called_off = True
    session.save()
    called_off = latest()
    put_back(session, then)
    session.refresh_from_db()
    assert not session.called_off
    put_back(session, called_off)
    session.refresh_from_db()
    assert session.called_off


def test_what_publication_says_stays():
    session = make.make_session(state="draft", title="Before")
    then = latest()
    session.title = "After"
    session.save()
    publish(record=session, by=make_user())
    put_back(session, then)

    session.refresh_from_db()
    assert (session.title, session.state) == ("Before", "published")


def make_user():
    from django.contrib.auth.models import User

    return User.objects.create_user("publisher")


def test_two_rows_that_traded_places_trade_them_back():
    session = make.make_session()
    one, two = (make.make_member(session=session, role=role, order=n)
                for n, role in enumerate(("co_chair", "member"), 1))  # fmt: skip
    then = latest()
    one.role, one.order = "member", 2
    one.save()
    two.role, two.order = "co_chair", 1
    two.save()
    put_back(session, then)

    assert list(session.delegation_members.order_by("order").values_list("pk", "role")) == [
        (one.pk, "co_chair"), (two.pk, "member")]  # fmt: skip


def test_it_says_what_stands_in_the_way_and_writes_nothing():
    session, other = make.make_session(number=4), None
    then = latest()
    session.number = 5
    session.save()
    other = make.make_session(number=4, commission=session.commission)
    now = latest()
    with pytest.raises(ValidationError, match="already has the session “4”"):
        put_back(session, then)

    assert (latest(), Session.objects.get(pk=session.pk).number) == (now, 5)
    assert other.number == 4


def test_a_field_comes_back_alone():
    session = make.make_session(title_en="A", title_ru="А", summary_en="S")
    then = latest()
    session.title_ru, session.summary_en = "Б", "T"
    session.save()
    put_field_back(row=Row(Session, session.pk), name="title_ru", number=then, by=None)

    session.refresh_from_db()
    assert (session.title_ru, session.summary_en) == ("А", "T")


# ── Deleted ──────────────────────────────────────────────────────────────────────────────────


def deletion_of(record):
    return ChangedRecord.objects.get(
        kind=record._meta.label_lower, record=record.pk, what="-"
    )


def exported(directory):
    list(export_records(directory, Commission.objects.all()))
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_deleted_session_comes_back_whole(tmp_path, state):
    """The export of records says everything: it is the same, byte by byte, files included."""
    session = make_whole_record(state=state)[SESSION]
    before, rows = exported(tmp_path / "before"), content(Session, session.pk)
    pk, address = session.pk, session.get_absolute_url()
    session.delete()
    assert not Passage.objects.filter(session=pk).exists()
    bring_back(model=Session, pk=pk, number=latest(), by=None)

    assert exported(tmp_path / "after") == before
    assert content(Session, pk) == rows
    assert Session.objects.get(pk=pk).get_absolute_url() == address


def answers(client, *addresses):
    found = []
    for address in addresses:
        response = client.get(address)
        found.append(response.status_code)
        if response.streaming:
            response.getvalue()
    return found


def test_what_was_public_comes_back_withdrawn_and_leaks_nowhere(client):
    session = make_whole_record()[SESSION]
    photo = session.photos.get()
    address, picture = session.get_absolute_url(), photo.get_absolute_url()
    assert answers(client, address, picture) == [200, 200]
    session.delete()
    assert answers(client, address, picture) == [404, 404]
    bring_back(model=Session, pk=photo.session_id, number=latest(), by=None)

    assert Session.objects.get(pk=photo.session_id).state == "withdrawn"
    assert answers(client, address, picture) == [404, 404]
    publish(record=Session.objects.get(pk=photo.session_id), by=make_user())
    assert answers(client, address, picture) == [200, 200]


def test_what_stayed_is_linked_again():
    area, sphere = make.make_area(), make.make_area()
    passage = make.make_passage(areas=[area, sphere])
    pk = area.pk
    area.delete()
    bring_back(model=type(area), pk=pk, number=latest(), by=None)

    assert {each.pk for each in passage.areas.all()} == {pk, sphere.pk}


def test_a_number_that_was_taken_meanwhile_gets_a_sentence():
    session = make.make_session(number=7)
    pk = session.pk
    session.delete()
    gone = latest()
    make.make_session(commission=session.commission, number=7)
    with pytest.raises(ValidationError, match="already has the session “7”"):
        bring_back(model=Session, pk=pk, number=gone, by=None)


def test_whoever_it_names_must_come_back_first():
    person = make.make_participant(name="Aman Amanow")
    member = make.make_member(participant=person)
    session, pk, key = member.session, person.pk, member.session.pk
    session.delete()
    gone = latest()
    person.delete()
    with pytest.raises(ValidationError, match="Aman Amanow”, which is deleted"):
        bring_back(model=Session, pk=key, number=gone, by=None)
    bring_back(model=type(person), pk=pk, number=latest(), by=None)
    bring_back(model=Session, pk=key, number=gone, by=None)

    assert Session.objects.get(pk=key).delegation_members.get().participant_id == pk


def test_what_went_along_is_not_listed_by_itself():
    decision = make.make_decision()
    session = decision.session
    session.delete()
    kinds = ["commission_sessions.session", "commission_sessions.decision"]

    assert [each.kind for each in deleted_records(kinds)] == [kinds[0]]


def test_after_thirty_days_it_is_gone_for_good(settings):
    """Files included, and nothing of what stands: twice is as once."""
    session = make_whole_record()[SESSION]
    pk = session.pk
    session.key = "changed"
    other = make_whole_record()[SESSION]
    session.delete()
    gone, kept = latest(), content(Session, other.pk)
    files = sorted(each.name for each in settings.MEDIA_ROOT.rglob("*") if each.is_file())  # fmt: skip
    days_go_by(29)
    call_command("forget_deleted", verbosity=0)
    assert sorted(each.name for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()) == files  # fmt: skip
    days_go_by(2)
    for _twice in range(2):
        call_command("forget_deleted", verbosity=0)
        assert Session.history.filter(id=pk).count() == 0
        assert Passage.history.filter(session=pk).count() == 0
        assert len([e for e in settings.MEDIA_ROOT.rglob("*") if e.is_file()]) * 2 == len(files)  # fmt: skip
    with pytest.raises(ValidationError, match="its time is over"):
        bring_back(model=Session, pk=pk, number=gone, by=None)
    assert content(Session, other.pk) == kept
    assert not FormerSlug.objects.filter(object_id=pk, model="commission_sessions.session").exists()  # fmt: skip


def test_a_file_that_came_back_is_not_removed():
    photo = make.make_photo()
    session, pk = photo.session, photo.session_id
    session.delete()
    bring_back(model=Session, pk=pk, number=latest(), by=None)
    thirty_days_later()

    assert photo.image.storage.exists(photo.image.name)
    assert not DroppedFile.objects.exists()
