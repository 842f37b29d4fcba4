"""Who keeps which commissions: the one rule (commission/models/reach.py)."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from commission.models import (
    Agreement,
    Commission,
    Noted,
    bound_to,
    commission_paths,
    may_touch,
    reach,
    reaches,
)
from sessions.models import DocumentFile, Session
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_document,
    make_document_file,
    make_indicator,
    make_member,
    make_participant,
    make_passage,
    make_responsible_body,
    make_session,
    make_signature,
)
from tests.staff import make_staff

# Belong to no commission: everybody looks them up.
SHARED = {
    "commission.areaterm", "commission.cooperationarea", "commission.indicator",
    "participants.namevariant", "participants.organisation", "participants.participant",
    "participants.position",
    # Of a record of any kind, and read with it.
    "commission.correction",
}  # fmt: skip


def test_every_row_of_the_record_says_what_it_belongs_to_or_is_known_to_be_shared():
    models = [model for model in apps.get_models() if issubclass(model, Noted)]
    without = {m._meta.label_lower for m in models if not commission_paths(m)}
    assert without == SHARED


@pytest.mark.django_db
class TestReach:
    def test_rows_of_every_depth_are_reached(self):
        mine, other = make_commission(), make_commission()
        clerk = make_staff("editor", bound_to=[mine])
        for commission in (mine, other):
            session = make_session(commission=commission)
            make_passage(session=session)
            make_document_file(document=make_document(session=session))
            treaty = make_agreement(commission=commission)
            make_document_file(document=make_document(agreement=treaty))
        found = {
            model: model.objects.filter(reach(clerk, model)).count()
            for model in (Commission, Session, Agreement, DocumentFile)
        }
        assert found == {Commission: 1, Session: 1, Agreement: 1, DocumentFile: 2}

    def test_a_row_is_reached_as_its_query_finds_it(self):
        mine = make_commission()
        clerk = make_staff("editor", bound_to=[mine])
        own = make_document_file(
            document=make_document(session=make_session(commission=mine))
        )
        others = make_document_file(document=make_document(agreement=make_agreement()))
        assert (reaches(clerk, own), reaches(clerk, others)) == (True, False)

    def test_several_commissions_are_all_theirs(self):
        one, two, _three = (make_commission() for _each in range(3))
        clerk = make_staff("editor", bound_to=[one, two])
        found = Commission.objects.filter(reach(clerk, Commission))
        assert set(found) == {one, two}

    def test_who_is_bound_to_none_and_superusers_reach_all(self, admin_user):
        from commission.models import Binding

        Binding.objects.create(user=admin_user, commission=make_commission())
        for user in (make_staff("editor"), admin_user, AnonymousUser()):
            assert bound_to(user) is None and not reach(user, Session)

    def test_it_is_asked_of_the_database_once_a_user(self, django_assert_num_queries):
        clerk = make_staff("editor", bound_to=[make_commission()])
        with django_assert_num_queries(1):
            for model in (Session, Agreement, Commission):
                reach(clerk, model)


@pytest.mark.django_db
class TestShared:
    @pytest.fixture
    def mine(self):
        return make_commission()

    @pytest.fixture
    def clerk(self, mine):
        return make_staff("editor", bound_to=[mine])

    def test_a_person_nobody_names_is_changed_by_everybody(self, clerk):
        assert may_touch(clerk, make_participant())

    def test_a_person_is_changed_while_no_other_commission_names_them(self, clerk, mine):  # fmt: skip
        person = make_participant()
        make_member(session=make_session(commission=mine), participant=person)
        assert may_touch(clerk, person)

    @pytest.mark.parametrize("how", ["sat", "signed"])
    def test_nor_one_whom_another_names(self, clerk, mine, how):
        person = make_participant()
        make_member(session=make_session(commission=mine), participant=person)
        if how == "sat":
            make_member(participant=person)
        else:
            make_signature(participant=person)
        assert not may_touch(clerk, person)

    def test_nor_a_body_that_answers_elsewhere(self, clerk):
        assert not may_touch(clerk, make_responsible_body().organisation)

    def test_nor_what_all_records_are_set_up_with(self, clerk):
        assert not may_touch(clerk, make_area())
        assert not may_touch(clerk, make_indicator())

    def test_who_is_bound_to_none_changes_all(self):
        editor = make_staff("editor")
        assert may_touch(editor, make_area()) and may_touch(editor, make_member().participant)  # fmt: skip
