"""Every change of every field makes a version, once for each change and only when something changed."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, models

from commission.actions import publish, renumber, withdraw
from commission.history.putting_back import put_field_back
from commission.history.reading import Row, rows_at
from commission.history.saying import PUBLICATION
from commission.history.tables import KEPT, kept_models
from commission.history.versions import complete_history
from commission.models import CooperationArea, RecordedChange, writing
from sessions.models import Passage
from tests import factories as make

from .whole_record import all_models, every_field, make_whole_record, other_value

pytestmark = pytest.mark.django_db

# Made from other rows, about the portal's work, or about people who sign in.
NO_RECORD = {
    "commission_sessions.Follower",
    "commission_sessions.OutgoingMail",
    "commission.Binding", "commission.ChangedRecord", "commission.PreviewLink", "commission.Step",
    "commission_sessions.ErrorReport", "commission.ContentVersion", "commission.FormerSlug",
    "commission.KeptForm", "commission.RecordedChange", "commission.RegisterEntry",
    "commission.Release", "commission.SignIn", "commission_sessions.Appearance",
    "commission_sessions.DecisionEntry", "commission_sessions.DroppedFile",
    "commission_sessions.KnownWord", "commission_sessions.LastChange",
    "commission_sessions.RecordDigest", "commission_sessions.SessionDigest",
    "commission_sessions.Suggestion",
}  # fmt: skip

# Columns that a rule ties to others: alone they cannot be written.
TIED = {
    "commission.Agreement.valid_until_precision",
    "commission.AgreementEvent.kind",
    "commission.AgreementEvent.side",
    "commission.AgreementEvent.until",
    "commission.AgreementEvent.until_precision",
    "commission.CooperationArea.parent",
    "commission.Side.commission",
    "commission_sessions.Decision.session",
    "commission_sessions.Document.agreement",
    "commission_sessions.Session.kind",
    "commission_sessions.Source.agreement",
    "commission_sessions.Source.commission",
    "commission_sessions.Source.decision",
    "commission_sessions.Source.figure",
    "commission_sessions.Source.participant",
    "commission_sessions.Source.published_precision",
    "participants.NameVariant.organisation",
}
WRITING_PASSAGES = 11


def versions_of(row):
    return list(type(row).history.filter(id=row.pk).order_by("history_id"))


def test_every_model_of_the_record_has_a_history():
    """Whoever adds one says here what it is, or registers it with `keep_history()`."""
    without = {model._meta.label for model in all_models() if model not in KEPT}

    assert without == NO_RECORD
    assert set(kept_models()) == set(KEPT)


def test_every_column_is_kept_but_those_that_are_made_from_others():
    left_out = {
        f"{kept.model.__name__}.{f.name}"
        for kept in KEPT.values()
        for f in kept.model._meta.fields
        if f not in kept.columns and not hasattr(kept.model, f"{f.name}_en")
    }

    assert left_out == {
        *(f"Passage.html_{code}" for code in ("en", "ru", "kk", "tk")),
        *(f"{model}.sort_key_{code}" for code in ("en", "ru", "kk", "tk")
          for model in ("Commission", "Organisation", "Participant")),
        *(f"{model}.folded" for model in ("Agreement", "Commission", "CooperationArea", "Decision",
                                          "NameVariant", "Organisation", "Participant")),
        *(f"Agreement.{name}" for name in ("dated_on", "dated_precision", "signed_by_all")),
        *(f"{model}.updated_at" for model in ("Agreement", "Commission", "CooperationArea",
                                              "Organisation", "Participant", "Session")),
    }  # fmt: skip
    assert {each.name for kept in KEPT.values() for each in kept.links} == {"areas", "agreements"}  # fmt: skip


@pytest.fixture
def whole():
    return make_whole_record()


def kept(row):
    return rows_at(KEPT[type(row)], [row.pk])[Row(type(row), row.pk)].content


def test_a_change_of_any_field_makes_one_version_and_putting_back_restores_it(whole):
    """The matrix: each model, each column in each language, each many-to-many field."""
    tied, tried = set(), 0
    for label, name in every_field():
        row = type(whole[label])._base_manager.get(pk=whole[label].pk)
        before, count = kept(row), len(versions_of(row))
        number = RecordedChange.objects.latest("number").number
        try:
            write(row, name)
        except IntegrityError:
            tied.add(f"{label}.{name}")
            continue
        assert len(versions_of(row)) == count + 1, (label, name)
        assert kept(row) != before, (label, name)
        put_field_back(row=Row(type(row), row.pk), name=name, number=number, by=None)
        if name in PUBLICATION:
            assert kept(row) != before, (label, name)
            write(row, name, getattr(whole[label], name))
        assert kept(row) == before, (label, name)
        tried += 1

    assert tied == TIED
    assert tried > 250


def write(row, name, *value):
    """One column by the database alone, so that no form or save() stands between."""
    field = type(row)._meta.get_field(name)
    with writing(savepoint=True) as change:
        change.begin()
        if field.many_to_many:
            getattr(row, name).set([other_row(field.related_model)])
            return
        value = value[0] if value else other_value(row, name)
        models.QuerySet(type(row)).filter(pk=row.pk).update(**{field.attname: value})
        change.note(row)


def other_row(model):
    return make.make_area() if model is CooperationArea else make.make_agreement()


def test_what_is_written_together_has_one_number_and_costs_as_much_for_many(
    django_assert_num_queries,
):
    session = make.make_session()
    passages = [make.make_passage(session=session) for _n in range(6)]
    for rows in (passages[:1], passages):
        with django_assert_num_queries(WRITING_PASSAGES), writing() as change:
            for row in rows:
                row.text_ru = f"{row.text_ru} и"
            Passage.objects.bulk_update(rows, ["text_ru"])
        written = Passage.history.filter(change=change.version)
        assert {each.id for each in written} == {row.pk for row in rows}


def test_rows_that_are_saved_as_they_are_make_no_version(whole):
    counts = [kept.history.objects.count() for kept in KEPT.values()]
    for row in whole.values():
        type(row)._base_manager.get(pk=row.pk).save()

    assert [kept.history.objects.count() for kept in KEPT.values()] == counts


def test_it_says_who_and_why(admin_user):
    session = make.make_session(state="draft")
    publish(record=session, by=admin_user)
    withdraw(record=session, by=admin_user)
    made, published, withdrawn = (
        RecordedChange.objects.get(pk=each.change_id) for each in versions_of(session)
    )

    assert (made.by, made.who, made.reason) == (None, "a command", "")
    assert (published.by, published.who, published.reason) == (admin_user, "admin", "published")  # fmt: skip
    assert (withdrawn.by, withdrawn.reason) == (admin_user, "withdrawn")
    assert [each.history_type for each in versions_of(session)] == ["+", "~", "~"]


def test_the_name_of_who_did_it_outlives_the_account(admin_user):
    session = make.make_session(state="draft")
    publish(record=session, by=admin_user)
    admin_user.delete()

    change = RecordedChange.objects.get(reason="published")
    assert (change.by, change.who) == (None, "admin")


def test_rows_that_a_form_sends_are_by_who_is_signed_in(admin_client, admin_user):
    admin_client.post("/admin/participants/organisation/add/", {
        "name_en": "Ministry", "kind": "ministry", "country": "TM",
        **{f"name_variants-{each}_FORMS": 0 for each in ("TOTAL", "INITIAL")},
    })  # fmt: skip

    assert RecordedChange.objects.latest("number").by == admin_user


def test_renumbering_is_in_it():
    session = make.make_session()
    first, second = (make.make_passage(session=session) for _n in range(2))
    rows = Passage._base_manager.filter(session=session)
    renumber(rows=rows, first=[second, first])

    assert [each.number for each in versions_of(first)] == [1, 2]
    assert [each.number for each in versions_of(second)] == [2, 1]


def test_imports_are_in_it_and_the_same_files_again_make_no_version():
    call_command("load_example", verbosity=0)
    rows = [kept.model._base_manager.count() for kept in KEPT.values()]
    versions = [kept.history.objects.count() for kept in KEPT.values()]
    call_command("load_example", verbosity=0)

    assert versions == rows
    assert [kept.history.objects.count() for kept in KEPT.values()] == versions
    assert {*RecordedChange.objects.values_list("reason", flat=True)} == {"imported"}
    assert sum(each.history.objects.count() for kept in KEPT.values() for each in kept.links) > 20  # fmt: skip


def test_rows_lose_a_link_with_what_they_were_linked_to():
    area = make.make_area()
    passage = make.make_passage(areas=[area])
    area.delete()

    links = KEPT[Passage].links[0].history
    assert [links.objects.filter(history=each.pk).count() for each in versions_of(passage)] == [1, 0]  # fmt: skip


def test_rows_from_before_there_was_a_history_begin_it(whole):
    for each in KEPT.values():
        for links in each.links:
            links.history.objects.all().delete()
        each.history.objects.all().delete()
    RecordedChange.objects.all().delete()
    complete_history(None, "default")

    assert all(len(versions_of(row)) == 1 for row in whole.values())
    assert RecordedChange.objects.get().reason == "found"
    assert KEPT[Passage].links[0].history.objects.count() == 3
    complete_history(None, "default")
    assert all(len(versions_of(row)) == 1 for row in whole.values())


def test_a_change_is_told_to_the_records_that_its_rows_belong_to(whole):
    follow_up = whole["commission_sessions.FollowUp"]
    follow_up.note_kk = "Басталды."
    follow_up.save()

    latest = RecordedChange.objects.latest("number")
    assert {(each.kind, each.record, each.what) for each in latest.records.all()} == {
        ("commission_sessions.decision", follow_up.decision_id, "~"),
        ("commission_sessions.session", follow_up.decision.session_id, "~"),
    }
