import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commission.colours import contrast
from commission.countries import country_name
from commission.models import CooperationArea, Side
from tests.factories import make_area, make_commission, make_figure, make_indicator


def test_a_sphere_includes_its_sectors(db):
    sphere = make_area()
    sector = make_area(parent=sphere)
    make_area()
    assert list(CooperationArea.objects.within(sphere)) == [sphere, sector]
    assert list(CooperationArea.objects.within([sector.pk])) == [sector]


def test_the_tree_has_two_levels(db):
    sector = make_area(parent=make_area())
    deeper = CooperationArea(parent=sector, slug="deeper", name_en="Deeper")
    with pytest.raises(ValidationError, match="two levels"):
        deeper.full_clean()


def test_a_sphere_with_sectors_cannot_become_a_sector(db):
    sphere = make_area()
    make_area(parent=sphere)
    sphere.parent, sphere.colour = make_area(), ""
    with pytest.raises(ValidationError, match="move them first"):
        sphere.full_clean()


def test_a_colour_belongs_to_the_sphere(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_area(parent=make_area(), colour="#123456")


def test_a_pale_side_colour_is_refused(db):
    side = Side(
        commission=make_commission(sides=()), country="TM", name="x", colour="#ffe600"
    )
    with pytest.raises(ValidationError, match="Too pale on white"):
        side.full_clean()


def test_what_is_no_colour_is_refused_with_a_sentence(db):
    side = Side(
        commission=make_commission(sides=()), country="TM", name="x", colour="#gggggg"
    )
    with pytest.raises(ValidationError, match="Write the colour as #rrggbb"):
        side.full_clean()


def test_black_on_white_has_the_contrast_that_wcag_says():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0


def test_a_figure_without_a_period_is_a_target_or_nothing(db):
    make_figure(period_start=None, period_end=None, is_target=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(period_start=None, period_end=None)


def test_only_a_percentage_can_fall_below_zero(db):
    fall = make_figure(indicator=make_indicator(unit="percent"), value=-3)
    fall.full_clean()
    loss = make_figure(value=-3)
    with pytest.raises(ValidationError, match="below zero"):
        loss.full_clean()


def test_countries_have_their_names_in_every_language():
    names = {
        language: country_name("KZ", language) for language in ("en", "ru", "kk", "tk")
    }
    assert names == {
        "en": "Kazakhstan",
        "ru": "Казахстан",
        "kk": "Қазақстан",
        "tk": "Gazagystan",
    }
    assert country_name("") == ""
