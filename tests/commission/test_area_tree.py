"""The tree of spheres and sectors, as visitors may see it."""

import pytest

from commission.models import CooperationArea
from tests.factories import make_area

pytestmark = pytest.mark.django_db


def test_a_sphere_includes_its_public_sectors():
    sphere = make_area()
    sector = make_area(parent=sphere)
    make_area(parent=sphere, state="draft")
    make_area()
    assert set(CooperationArea.objects.within([sphere])) == {sphere, sector}


def test_a_sector_is_not_public_before_its_sphere():
    sphere = make_area(state="draft")
    make_area(parent=sphere)
    public = make_area()
    assert list(CooperationArea.objects.published()) == [public]


def test_a_draft_sector_asked_for_by_itself_is_within_itself():
    sector = make_area(parent=make_area(), state="draft")
    assert list(CooperationArea.objects.within(sector)) == [sector]
