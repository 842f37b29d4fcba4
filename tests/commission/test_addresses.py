"""The record at an address: public, a draft for staff, moved, or none."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.http import Http404
from django.test import RequestFactory

from commission.addresses import find_record, moved, record_page, seen_with
from commission.models import Agreement, CooperationArea
from tests.factories import make_agreement, make_area, make_commission, tomorrow

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def asked(user=None, query=""):
    request = RequestFactory().get(f"/en/areas/roads/{query}")
    request.user = user or AnonymousUser()
    return request


def find(slug, request=None):
    return find_record(request or asked(), CooperationArea.objects.all(), slug)


@pytest.fixture
def clerk():
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_cooperationarea"))
    return clerk


def test_a_public_record_is_found_in_one_query(django_assert_num_queries):
    area = make_area(slug="roads")
    with django_assert_num_queries(1):
        found = find("roads")
    assert (found, found.is_preview) == (area, False)


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_there_for_visitors(draft):
    make_area(slug="roads", **draft)
    with pytest.raises(Http404):
        find("roads")


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_there_for_staff_who_may_see_it(draft, clerk):
    area = make_area(slug="roads", **draft)
    found = find("roads", asked(clerk))
    assert (found, found.is_preview) == (area, True)


def test_staff_without_the_permission_are_visitors(clerk):
    clerk.user_permissions.clear()
    make_area(slug="roads", state="draft")
    with pytest.raises(Http404):
        find("roads", asked(clerk))


def test_a_record_that_hangs_on_a_draft_is_a_preview_too(admin_user):
    agreement = make_agreement(commission=make_commission(state="draft"))
    found = find_record(asked(admin_user), Agreement.objects.all(), agreement.slug)
    assert (found, found.is_preview) == (agreement, True)


def test_a_former_slug_finds_the_record():
    area = make_area(slug="highways")
    area.slug = "roads"
    area.save()
    assert find("highways") == area


def test_a_former_slug_of_a_draft_leads_nowhere():
    area = make_area(slug="highways", state="draft")
    area.slug = "roads"
    area.save()
    with pytest.raises(Http404):
        find("highways")


def test_a_slug_that_another_record_has_taken_is_that_record():
    area = make_area(slug="highways")
    area.slug = "roads"
    area.save()
    other = make_area(slug="highways")
    assert find("highways") == other


def test_what_moved_redirects_for_good_and_keeps_the_query(settings):
    answer = moved(asked(query="?page=2"), make_area(slug="roads"))
    assert (answer.status_code, answer.url) == (301, "/en/areas/roads/?page=2")


def test_a_public_page_may_be_kept(clerk):
    make_area(slug="roads")
    record = find("roads", asked(clerk))
    assert (
        "Cache-Control" not in record_page(asked(clerk), "x.html", record, {}).headers
    )


def test_the_page_of_a_draft_is_kept_by_nobody_and_leads_to_the_admin(clerk):
    area = make_area(slug="roads", state="draft")
    answer = record_page(asked(clerk), "x.html", find("roads", asked(clerk)), {})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.context_data == {
        "is_preview": True,
        "corrections": [],
        "edit_url": f"/admin/commission/cooperationarea/{area.pk}/change/",
    }


def test_rows_on_a_drafts_page_are_all_that_staff_may_see(admin_user):
    commission = make_commission(state="draft")
    public, draft = (
        make_agreement(commission=commission),
        make_agreement(commission=commission, state="draft"),
    )
    commission.is_preview = True
    seen = seen_with(commission, commission.agreements, asked(admin_user))
    assert set(seen) == {public, draft}
    assert not seen_with(commission, commission.agreements, asked()).exists()
