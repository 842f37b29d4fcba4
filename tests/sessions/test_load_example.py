"""The example commission: loaded by hand, plainly made up, and gone again without a trace."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from commission.growth import contradicted
from commission.models import (
    Agreement,
    AgreementEvent,
    AgreementKind,
    AgreementLevel,
    AgreementStatus,
    Commission,
    CooperationArea,
    EventKind,
    Figure,
    Indicator,
    RelationKind,
)
from participants.models import Organisation, Participant
from tests.factories import make_agreement, make_area, make_session
from tests.thirty_days import thirty_days_later

pytestmark = pytest.mark.django_db
SLUG = "example-iceland-new-zealand"
# What the portal makes of the record and keeps: numbers that only grow, and the words it learned.
KEPT = ("contentversion", "release", "registerentry", "decisionentry", "knownword")


@pytest.fixture
def example():
    call_command("load_example", verbosity=0)


def rows():
    """{model: number of rows} of the record and of what is made from it."""
    models = [
        model
        for app in ("commission", "participants", "commission_sessions")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {
        model._meta.label: model._base_manager.count()
        for model in models
        if model._meta.model_name not in KEPT
    }


def test_every_status_kind_level_and_event_of_agreements_is_in_it(example):
    agreements = Agreement.objects.with_status()
    assert {a.derived_status for a in agreements} == set(AgreementStatus.values)
    assert {a.kind for a in agreements} == set(AgreementKind.values)
    assert {a.level for a in agreements} == set(AgreementLevel.values)
    assert {e.kind for e in AgreementEvent.objects.all()} == set(EventKind.values)
    kinds = {r.kind for a in agreements for r in a.relations.all()}
    assert kinds == set(RelationKind.values)


def test_both_sides_do_something(example):
    sides = Commission.objects.get(slug=SLUG).sides.all()
    assert [side.country for side in sides] == ["IS", "NZ"]
    assert all(side.agreement_events.exists() and side.signatures.exists() for side in sides)  # fmt: skip


def test_a_growth_contradicts_the_values(example):
    figures = Figure.objects.select_related("indicator")
    assert len(contradicted(figures)) == 1


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tk"])
def test_it_says_of_itself_that_it_is_made_up(example, client, language):
    said = client.get(f"/{language}/commissions/{SLUG}/").text
    words = {"en": "made up", "ru": "вымышлен", "kk": "ойдан шығарылған", "tk": "oýlanyp tapylan"}  # fmt: skip
    assert words[language] in said


def test_all_it_holds_is_called_an_example(example):
    for model in (
        Commission,
        Agreement,
        Organisation,
        Participant,
        CooperationArea,
        Indicator,
    ):
        for row in model.objects.all():
            assert row.slug.startswith("example-"), row
            assert "xample" in str(row), row  # fmt: skip


def test_loading_it_twice_changes_nothing(example, capsys):
    call_command("load_example")
    assert capsys.readouterr().out.startswith("0 created, 0 changed")


def test_taken_away_it_leaves_nothing_but_what_can_be_put_back_for_thirty_days(client):
    make_session(commission=make_agreement().commission)
    before = rows()
    call_command("load_example", verbosity=0)
    assert rows() != before
    make_session(commission=Commission.objects.get(slug=SLUG))
    call_command("load_example", "--remove", verbosity=0)
    thirty_days_later()
    changes = {"commission.RecordedChange": rows()["commission.RecordedChange"]}
    assert rows() == before | changes
    assert client.get(f"/en/commissions/{SLUG}/").status_code == 404
    call_command("load_example", "--remove", verbosity=0)


def test_what_others_need_stays_and_says_so(example):
    make_area(parent=CooperationArea.objects.get(slug="example-seas"))
    before = rows()
    with pytest.raises(CommandError, match="other records need the example"):
        call_command("load_example", "--remove", verbosity=0)
    assert rows() == before
