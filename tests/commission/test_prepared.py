"""Questions whose SQL is written once: they answer as their QuerySets do."""

import datetime

import pytest
from django.utils import timezone

from commission.models import Agreement, CooperationArea
from commission.prepared import Prepared, answers_to
from tests.factories import make_agreement, make_area, make_commission, tomorrow

pytestmark = pytest.mark.django_db


def test_it_gives_the_rows_of_its_queryset_for_each_value():
    ours, others = make_commission(), make_commission()
    made = [make_agreement(commission=ours, title=f"{n}") for n in range(3)]
    question = Prepared(
        lambda commission: Agreement.objects.filter(commission=commission)
    )
    assert question(commission=others.pk) == []
    rows = question(commission=ours.pk)
    assert rows == list(Agreement.objects.filter(commission=ours))
    assert {row.pk: row.__dict__ for row in rows}.keys() == {row.pk for row in made}


def test_its_rows_hold_what_the_querysets_hold():
    make_agreement(signed_on=datetime.date(2021, 12, 20), title_ru="Соглашение")
    (row,) = Prepared(lambda pk: Agreement.objects.filter(pk__gt=pk))(pk=0)
    expected = Agreement.objects.get()
    names = [field.attname for field in Agreement._meta.concrete_fields]
    assert {name: getattr(row, name) for name in names} == {
        name: getattr(expected, name) for name in names
    }


def test_it_brings_the_rows_that_are_joined(django_assert_num_queries):
    sphere = make_area()
    make_area(parent=sphere)
    question = Prepared(
        lambda: CooperationArea.objects.select_related("parent").order_by("pk")
    )
    with django_assert_num_queries(1):
        assert [area.parent for area in question()] == [None, sphere]


def test_it_gives_tuples_where_values_are_asked_for():
    area, agreement = make_area(), make_agreement()
    agreement.areas.add(area)
    question = Prepared(
        lambda area: Agreement.areas.through.objects.filter(
            cooperationarea=area
        ).values_list("cooperationarea", "agreement")
    )
    assert question(area=area.pk) == [(area.pk, agreement.pk)]


def test_it_refuses_values_that_have_translations():
    question = Prepared(lambda: CooperationArea.objects.values_list("pk", "name"))
    with pytest.raises(TypeError, match="plain columns"):
        question()


def test_it_asks_by_days_and_moments():
    agreement = make_agreement(
        signed_on=datetime.date(2021, 12, 20), publish_at=tomorrow()
    )
    question = Prepared(
        lambda now, day: Agreement.objects.published(at=now).filter(signed_on=day)
    )
    day = agreement.signed_on
    assert question(now=timezone.now(), day=day) == []
    later = timezone.now() + datetime.timedelta(days=2)
    assert question(now=later, day=day) == [agreement]
    assert question(now=later, day=datetime.date(2021, 12, 21)) == []


def test_a_value_is_never_read_as_sql():
    question = Prepared(lambda slug: CooperationArea.objects.filter(slug=slug))
    make_area()
    assert question(slug="' OR 1=1 --") == []


def test_it_takes_lists_of_any_length():
    areas = [make_area(order=n) for n in range(3)]
    question = Prepared(lambda pks: CooperationArea.objects.filter(pk__in=pks))
    for number in (2, 0, 3, 2):
        asked = areas[-number:] if number else []
        assert question(pks=[area.pk for area in asked]) == asked


def test_lists_of_nearly_the_same_length_share_a_statement():
    areas = [make_area() for _n in range(5)]
    question = Prepared(lambda pks: CooperationArea.objects.filter(pk__in=pks))
    for length in range(1, 6):
        asked = [area.pk for area in areas[:length]]
        assert {area.pk for area in question(pks=asked)} == set(asked)
    assert len(question._statements) == 4


def test_several_questions_are_answered_each_by_its_own_rows(django_assert_num_queries):
    areas, agreement = [make_area(order=n) for n in range(3)], make_agreement()
    of_areas = Prepared(lambda pks: CooperationArea.objects.filter(pk__in=pks))
    of_all = Prepared(lambda: Agreement.objects.all())
    pks = [area.pk for area in areas]
    with django_assert_num_queries(3):
        found = answers_to(
            (of_areas, {"pks": pks}),
            (of_areas, {"pks": []}),
            (of_all, {}),
            (of_areas, {"pks": pks[1:]}),
        )
    assert found == [areas, [], [agreement], areas[1:]]
    with django_assert_num_queries(0):
        assert answers_to((of_areas, {"pks": []})) == [[]]


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_they_are_answered_alike():
    areas, agreement = [make_area(order=n) for n in range(3)], make_agreement()
    of_areas = Prepared(lambda pks: CooperationArea.objects.filter(pk__in=pks))
    of_all = Prepared(lambda: Agreement.objects.all())
    for _time in range(2):
        found = answers_to((of_areas, {"pks": [a.pk for a in areas]}), (of_all, {}))
        assert found == [areas, [agreement]]
