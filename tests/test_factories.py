"""The factories' promise: rows that the record's own rules accept, public unless told otherwise."""

import pytest
from django.apps import apps
from simple_history.models import HistoricalChanges

from commission.models import PublishableQuerySet

from . import factories

pytestmark = pytest.mark.django_db

MAKERS = sorted(name for name in vars(factories) if name.startswith("make_"))


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    "maker", [name for name in MAKERS if name not in ("make_side", "make_source")]
)
def test_every_factory_makes_rows_that_the_rules_accept(maker):
    getattr(factories, maker)()
    rows = [row for model in _record_models() for row in model.objects.all()]
    for row in rows:
        row.full_clean()
    assert rows


@pytest.mark.parametrize(
    "maker",
    [
        "make_commission",
        "make_area",
        "make_agreement",
        "make_organisation",
        "make_participant",
        "make_session",
    ],
)
def test_what_has_a_state_is_public_unless_told_otherwise(maker):
    make = getattr(factories, maker)
    public = make()
    make(state="draft")
    make(publish_at=factories.tomorrow())
    model = type(public)
    assert isinstance(model.objects.all(), PublishableQuerySet)
    assert list(model.objects.published()) == [public]


def test_a_text_goes_to_the_language_it_is_given_in():
    session = factories.make_session(place_ru="Ашхабад")
    assert (session.place_en, session.place_ru) == (None, "Ашхабад")


def _record_models():
    for label in ("commission", "participants", "commission_sessions"):
        for model in apps.get_app_config(label).get_models():
            # Versions are copied whole by the database (commission/history), and no form writes them.
            if not issubclass(model, HistoricalChanges):
                yield model
