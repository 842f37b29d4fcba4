"""Options of filters: what they count, which are offered, what is open."""

import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from commission.actions import publish
from commission.facets import (
    OptionRecords,
    area_options,
    choice_options,
    commission_counts,
    commission_options,
)
from commission.filters import AgreementFilter
from commission.models import Agreement, Commission
from commission.models.content_version import pinned
from tests.factories import make_agreement, make_area, make_commission, tomorrow

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def found(query=""):
    return AgreementFilter(QueryDict(query), Agreement.objects.published())


def counted(options):
    return {option.value: option.count for option in options}


def test_choices_that_would_leave_nothing_are_not_offered():
    make_agreement(kind="protocol")
    make_agreement(kind="protocol")
    make_agreement(kind="contract")
    assert counted(choice_options(found(), "kind")) == {"protocol": 2, "contract": 1}


def test_a_chosen_option_is_offered_even_when_it_leaves_nothing():
    make_agreement(kind="protocol")
    options = choice_options(found("kind=contract"), "kind")
    assert [(o.value, o.count, o.is_chosen) for o in options] == [
        ("protocol", 1, False),
        ("contract", 0, True),
    ]


def test_options_count_over_what_the_other_filters_leave():
    commission = make_commission(slug="tm-kz")
    make_agreement(kind="protocol", commission=commission)
    make_agreement(kind="contract", commission=commission)
    make_agreement(kind="contract")
    options = choice_options(found("commission=tm-kz&kind=contract"), "kind")
    assert counted(options) == {"protocol": 1, "contract": 1}


def test_a_sphere_counts_the_rows_of_its_sectors_once():
    sphere = make_area(slug="transport")
    roads, rail = (
        make_area(slug="roads", parent=sphere),
        make_area(slug="rail", parent=sphere),
    )
    make_agreement(areas=[roads, rail])
    make_agreement(areas=[rail])
    make_agreement(areas=[sphere])
    (option,) = area_options(found())
    assert (option.value, option.count) == ("transport", 3)
    assert counted(option.within) == {"roads": 1, "rail": 2}


def test_sectors_stand_in_their_order_within_spheres_in_theirs():
    last, first = make_area(slug="last", order=2), make_area(slug="first", order=1)
    b = make_area(slug="b", parent=last, order=9)
    a = make_area(slug="a", parent=last, order=8)
    make_agreement(areas=[last, first, a, b])
    options = area_options(found())
    assert [option.value for option in options] == ["first", "last"]
    assert [option.value for option in options[1].within] == ["a", "b"]


def test_a_sphere_stands_open_when_it_or_its_sector_is_chosen():
    sphere, other = make_area(slug="transport"), make_area(slug="energy")
    roads = make_area(slug="roads", parent=sphere)
    make_agreement(areas=[roads, other])
    in_sight = [
        [sector.value for sector in option.in_sight]
        for option in area_options(found("area=roads"))
    ]
    assert in_sight == [["roads"], []]
    assert not any(option.in_sight for option in area_options(found()))


def test_a_chosen_sector_is_offered_even_when_it_leaves_nothing():
    sphere = make_area(slug="transport")
    make_area(slug="roads", parent=sphere)
    make_agreement()
    (option,) = area_options(found("area=roads"))
    assert (option.value, counted(option.within)) == ("transport", {"roads": 0})


@pytest.mark.parametrize("draft", DRAFTS)
def test_unpublished_areas_and_commissions_are_no_options_and_count_nothing(draft):
    sphere = make_area(slug="transport")
    hidden = make_area(parent=sphere, **draft)
    alone = make_area(**draft)
    make_agreement(areas=[hidden, alone])
    make_agreement(commission=make_commission(**draft), areas=[sphere])
    make_agreement(areas=[sphere], **draft)
    assert area_options(found()) == []
    assert [
        option.count
        for option in commission_options(found(), commission_counts(found()))
    ] == [1]


@pytest.mark.parametrize("rows", [1, 3])
def test_options_cost_the_same_with_one_row_and_with_three(
    rows, django_assert_num_queries
):
    for _ in range(rows):
        make_agreement(areas=[make_area(parent=make_area())])
    listing = found()
    with pinned():
        area_options(listing)
        with django_assert_num_queries(1):
            area_options(listing)
        with django_assert_num_queries(2):
            commission_options(listing, commission_counts(listing))
        with django_assert_num_queries(1):
            commission_options(listing, commission_counts(listing))
    with django_assert_num_queries(1):
        choice_options(listing, "kind")


def named():
    counts = commission_counts(found())
    return {option.value: option.label for option in commission_options(found(), counts)}  # fmt: skip


def test_names_of_options_are_kept_until_the_record_changes(
    django_assert_num_queries, monkeypatch
):
    ours, theirs = make_commission(slug="ours"), make_commission(slug="theirs")
    for commission in (ours, theirs):
        make_agreement(commission=commission)
    offered = OptionRecords(Commission)
    monkeypatch.setattr("commission.facets._COMMISSIONS", offered)
    before = named()
    assert before.keys() == {"ours", "theirs"}
    with pinned(), django_assert_num_queries(0):
        assert len(offered([ours.pk, theirs.pk])) == 2
    ours.short_name_en = "Another name"
    ours.save()
    assert named() == {**before, "ours": "Another name"}
    theirs.state = "withdrawn"
    theirs.save()
    with pinned():
        assert [row.slug for row in offered([ours.pk, theirs.pk])] == ["ours"]


def test_the_name_of_a_draft_is_kept_nowhere_and_told_at_its_moment(
    admin_user, monkeypatch
):
    moment = timezone.now() + datetime.timedelta(hours=1)
    draft = make_commission(slug="coming", state="draft")
    publish(record=draft, by=admin_user, at=moment)
    offered = OptionRecords(Commission)
    for _time in range(2):
        assert offered([draft.pk]) == []
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert offered([draft.pk]) == [draft]


def test_of_more_than_are_kept_all_are_told(monkeypatch):
    monkeypatch.setattr("commission.facets.MOST_KEPT", 1)
    commissions = [make_commission(slug=f"c{n}") for n in range(3)]
    offered = OptionRecords(Commission)
    for commission in commissions:
        assert offered([commission.pk]) == [commission]
    assert set(offered([each.pk for each in commissions])) == {*commissions}
    assert len(offered.kept()) == 1
