"""The areas that a process keeps in memory: as true as the database's, at every request."""

import datetime

import pytest
from django.utils import timezone

from commission.known_areas import known_areas
from commission.models import CooperationArea
from tests.factories import make_area, tomorrow

pytestmark = pytest.mark.django_db


def test_it_knows_the_public_areas_in_their_order_each_with_its_sphere(
    django_assert_num_queries,
):
    energy, transport = make_area(order=2), make_area(order=1)
    railways = make_area(parent=transport, order=3)
    with django_assert_num_queries(2):
        known = known_areas()
    assert list(known.values()) == [transport, energy, railways]
    with django_assert_num_queries(1):
        assert known_areas()[railways.pk].parent == transport


@pytest.mark.parametrize(
    "hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}]
)
def test_it_hides_what_is_not_public_and_the_sectors_of_such_spheres(
    hidden, admin_user
):
    sphere = make_area(**hidden)
    sector = make_area(parent=sphere)
    assert known_areas() == {}
    assert known_areas(admin_user) == {sphere.pk: sphere, sector.pk: sector}


def test_a_change_is_known_at_once():
    area = make_area(name="Roads")
    assert [each.name for each in known_areas().values()] == ["Roads"]
    area.name = "Railways"
    area.save()
    assert [each.name for each in known_areas().values()] == ["Railways"]
    CooperationArea.objects.update(state="withdrawn")
    assert known_areas() == {}
    area.delete()
    assert known_areas() == {}


def test_an_embargo_ends_without_a_change(monkeypatch):
    area = make_area(publish_at=tomorrow())
    assert known_areas() == {}
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert known_areas() == {area.pk: area}
