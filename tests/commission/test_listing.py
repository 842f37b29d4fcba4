import pytest
from django.test import RequestFactory

from commission.asked import address_without
from commission.listing import (
    ChoicesFilter,
    Listing,
    SlugsFilter,
    SortFilter,
    WordsFilter,
    YearFilter,
    orders_of,
    page_of,
)
from commission.models import Agreement, AgreementKind, Commission

from ..factories import make_agreement, make_commission

pytestmark = pytest.mark.django_db


class AgreementListing(Listing):
    commission = SlugsFilter(
        "commission",
        among=lambda: Commission.objects.published(),
        unknown="There is no commission “%(value)s”, so it was left out.",
    )
    kind = ChoicesFilter(
        "kind",
        choices=AgreementKind.choices,
        unknown="There is no kind “%(value)s”, so it was left out.",
    )
    year_from = YearFilter("signed_on", lookup_expr="gte")
    year_to = YearFilter("signed_on", lookup_expr="lte")
    q = WordsFilter()
    sort = SortFilter(
        orders={
            "newest": ("Newest first", ["-signed_on"]),
            "oldest": ("Oldest first", ["signed_on"]),
        }
    )


def asked(query):
    return RequestFactory().get(f"/en/agreements/?{query}")


def listing(query):
    return AgreementListing(asked(query).GET, Agreement.objects.all())


def make_many(count):
    commission = make_commission()
    return [make_agreement(commission=commission) for _ in range(count)]


@pytest.mark.parametrize("query", ["", "page=", "page=1"])
def test_the_first_page_comes_unasked(query):
    make_many(3)
    page, notice = page_of(Agreement.objects.all(), asked(query), per_page=2)
    assert (page.number, len(page.object_list), notice) == (1, 2, "")


def test_a_page_past_the_end_is_the_last_and_says_so():
    make_many(3)
    page, notice = page_of(Agreement.objects.all(), asked("page=9"), per_page=2)
    assert page.number == 2
    assert notice == "There is no page 9: this is the last of 2 pages."


def test_a_list_of_one_page_says_that_it_is_the_only_one():
    page, notice = page_of(Agreement.objects.all(), asked("page=2"))
    assert page.number == 1
    assert notice == "There is no page 2: the list has 1 page, and this is it."


def test_what_is_no_number_gives_the_first_page_and_says_so():
    make_many(3)
    for page in ["banana", "0", "-1", "1.5", "²", "１", "1_0", "9" * 5000, "<b>"]:
        first, notice = page_of(
            Agreement.objects.all(), asked(f"page={page}"), per_page=2
        )
        assert first.number == 1, page
        assert notice.endswith("is not the number of a page: this is the first one."), (
            page
        )
        assert len(notice) < 120, page


def test_paging_costs_two_queries_on_any_page(django_assert_num_queries):
    make_many(3)
    for query in ("page=1", "page=banana", "page=2"):
        with django_assert_num_queries(2):
            page, _notice = page_of(Agreement.objects.all(), asked(query), per_page=2)
            list(page.object_list)


def test_understood_parameters_narrow_without_a_notice():
    one, other, _third = make_many(3)
    Agreement.objects.filter(pk=one.pk).update(kind="protocol")
    Agreement.objects.filter(pk=other.pk).update(
        kind="contract", signed_on="2024-12-31"
    )
    found = listing("kind=protocol&kind=contract&year_from=2024&year_to=2024")
    assert list(found.qs) == [other]
    assert found.notices == []


def test_what_is_unknown_is_left_out_and_the_rest_answered():
    here, _elsewhere = make_agreement(), make_agreement()
    slug = here.commission.slug
    found = listing(f"commission={slug}&commission=nowhere&kind=treaty&year_from=99999")
    assert list(found.qs) == [here]
    assert found.notices == [
        "There is no commission “nowhere”, so it was left out.",
        "There is no kind “treaty”, so it was left out.",
        "“99999” is not a year from 1900 to 2100, so it was left out.",
    ]


def test_an_unpublished_record_cannot_be_named():
    make_commission(slug="secret", state="draft")
    found = listing("commission=secret")
    assert found.notices == ["There is no commission “secret”, so it was left out."]


def test_a_year_that_is_none_is_left_out():
    make_many(1)
    for year in ["1899", "2101", "banana", "20 20", "２０２０", "-2020"]:
        found = listing(f"year_to={year}")
        assert found.qs.count() == 1, year
        assert len(found.notices) == 1, year


def test_years_that_run_backwards_find_nothing_and_say_why():
    make_many(1)
    found = listing("year_from=2022&year_to=2020")
    assert not found.qs.exists()
    assert found.notices == ["The years run backwards: nothing lies from 2022 to 2020."]


def test_a_nul_is_no_error():
    make_many(1)
    for name in ["commission", "kind", "year_from", "q", "sort", "page"]:
        found = listing(f"{name}=%00")
        page, notice = page_of(found.qs, asked(f"{name}=%00"))
        assert len(page.object_list) == 1, name
        said = [*found.notices, *filter(None, [notice])]
        assert said and "“”" not in " ".join(said), name


@pytest.mark.parametrize("name", ["commission", "kind"])
def test_a_blank_is_nothing_asked(name):
    make_many(2)
    found = listing(f"{name}=%20&{name}=")
    assert (found.qs.count(), found.notices) == (2, [])
    assert found.form.cleaned_data[name] == []


def test_a_search_of_any_length_narrows_to_what_answers_it():
    make_many(1)
    agreement = make_agreement(title="On gas")
    assert list(listing("q=gas").qs) == [agreement]
    assert list(listing("q=" + "gas+" * 1000).qs) == [agreement]


def test_it_sorts_as_asked_and_by_the_first_order_otherwise():
    one, other = make_many(2)
    Agreement.objects.filter(pk=one.pk).update(signed_on="2019-01-01")
    assert list(listing("sort=oldest").qs) == [one, other]
    assert list(listing("").qs) == [other, one]
    found = listing("sort=colour")
    assert list(found.qs) == [other, one]
    assert found.notices == [
        "The list cannot be sorted by “colour”, so it stands in its usual order."
    ]


def test_options_are_counted_over_what_the_other_filters_leave():
    one, other = make_many(2)
    Agreement.objects.filter(pk=one.pk).update(kind="protocol")
    found = listing("kind=protocol&year_from=2021")
    assert list(found.qs) == [one]
    assert set(found.without("kind")) == {one, other}


def test_an_address_loses_a_value_and_the_page_and_nothing_else():
    request = asked("area=roads&area=air&kind=protocol&page=3")
    assert address_without(request, "area", "air") == "?area=roads&kind=protocol"
    assert address_without(request, "area") == "?kind=protocol"
    assert address_without(asked("page=2"), "page") == "?"


def test_each_order_has_an_address_from_the_first_page():
    request = asked("kind=protocol&sort=oldest&page=3")
    newest, oldest = orders_of(listing("kind=protocol&sort=oldest"), request)
    assert (newest.address, newest.is_current) == ("?kind=protocol&sort=newest", False)
    assert (oldest.address, oldest.is_current) == ("?kind=protocol&sort=oldest", True)


def test_the_first_order_is_the_current_one_when_none_is_asked():
    assert [order.is_current for order in orders_of(listing(""), asked(""))] == [
        True,
        False,
    ]


def test_a_former_slug_still_means_its_record():
    agreement = make_agreement()
    make_agreement()
    commission = Commission.objects.get(pk=agreement.commission_id)
    former, commission.slug = commission.slug, "renamed"
    commission.save()
    found = listing(f"commission={former}")
    assert (list(found.qs), found.notices) == ([agreement], [])


def test_the_former_slug_of_a_draft_means_nothing():
    commission = Commission.objects.get(pk=make_commission(state="draft").pk)
    former, commission.slug = commission.slug, "renamed"
    commission.save()
    assert listing(f"commission={former}").notices == [
        f"There is no commission “{former}”, so it was left out."
    ]


def test_what_only_other_lists_know_is_said_to_be_left_out():
    assert listing("participant=x&utm_source=y").notices == [
        "Nothing here can be asked by “participant”, so it was left out."
    ]
