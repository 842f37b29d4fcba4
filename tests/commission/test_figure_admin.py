"""Staff are told where a stated growth contradicts the values."""

import pytest
from django.urls import reverse

from commission.models.noted import writing
from tests.factories import make_commission, make_figure, make_indicator
from tests.reading import words

pytestmark = pytest.mark.django_db
LIST = reverse("admin:commission_figure_changelist")


@writing()
def make_growth(stated, given):
    """A figure that states one growth, in per cent, while the values give another."""
    same = {"commission": make_commission(), "indicator": make_indicator()}
    make_figure(year=2022, value=100, **same)
    return make_figure(year=2023, value=100 + given, change_percent=stated, **same)


def change_page(client, figure):
    return words(
        client.get(reverse("admin:commission_figure_change", args=[figure.pk]))
    )


def test_the_list_marks_it_and_finds_it(admin_client):
    make_growth(28, 28)
    wrong = make_growth(28, 50)
    said = words(admin_client.get(LIST))
    assert said.count("+28% contradicts the values") == 1
    found = admin_client.get(f"{LIST}?growth=contradicted").context["cl"].result_list
    assert list(found) == [wrong]


def test_the_page_of_the_figure_says_what_the_values_give(admin_client):
    assert (
        "The source says +28% on a year earlier; the two values give +50%."
        in change_page(admin_client, make_growth(28, 50))
    )
    assert "Nothing contradicts it." in change_page(admin_client, make_growth(28, 28))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_once_for_all_its_rows(
    admin_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_growth(28, 50)
    admin_client.get(LIST)
    with django_assert_num_queries(10):
        admin_client.get(LIST)
