"""The first page of the desk: what waits, each with its number and the list of just that."""

import datetime

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from commission.models.noted import writing
from sessions.admin import waiting as desk
from sessions.rhythm import coming_sessions
from tests.factories import (
    make_agreement,
    make_commission,
    make_decision,
    make_document,
    make_document_file,
    make_figure,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_session,
    make_source,
    tomorrow,
)

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def counts(response):
    """{matter: [(kind, number)]}."""
    groups = desk.waiting(response.wsgi_request)
    return {
        m.name: [(c.kind, c.number) for c in m.counts]
        for _group, matters in groups
        for m in matters
    }


@writing()
def make_work(user, n=1):
    """Something of each matter that waits, `n` times, and of each something that does not."""
    commission = make_commission()
    complete = {f"text_{code}": "Said." for code in ("en", "ru", "kk", "tk")}
    for _ in range(n):
        for make in (make_session, make_agreement, make_participant, make_organisation):
            mine, others = make(state="draft"), make(state="draft")
            for row, by in ((mine, user.pk), (others, None)):
                if by:
                    LogEntry.objects.log_actions(by, [row], ADDITION, single_object=True)  # fmt: skip
        make_session(publish_at=tomorrow())
        make_session(state="review")
        lacking = make_session(starts_on=today() - 40 * DAY, commission=commission, place="")  # fmt: skip
        make_passage(session=lacking)
        whole = make_session(starts_on=today() - 41 * DAY, commission=commission, place="")  # fmt: skip
        make_passage(session=whole, **complete)
        make_document_file(document=make_document(session=whole, kind="protocol", title=""))  # fmt: skip
        make_document(session=lacking, kind="protocol", title="")
        make_session(starts_on=today() - 42 * DAY, commission=commission, place="", called_off=True)  # fmt: skip
        make_photo(session=lacking, alt="")
        make_photo(session=whole, **{f"alt_{c}": "Seen" for c in ("en", "ru", "kk", "tk")})  # fmt: skip
        for due in (today() - DAY, today(), today() + 29 * DAY, today() + 31 * DAY):
            make_decision(session=whole, due_on=due, **complete)
        make_decision(session=whole, due_on=today() - DAY, status="completed", **complete)  # fmt: skip
        make_source(session=lacking, doubt_ru="Другой источник называет иное число.")
        make_source(session=whole)
        make_source(decision=make_decision(session=make_session()), doubt="Or not.")
        make_source(agreement=make_agreement(), doubt="Dated otherwise elsewhere.")
        make_source(figure=make_figure(), doubt="Another sum elsewhere.")


@pytest.fixture
def everything(admin_user):
    make_work(admin_user)


def test_each_matter_counts_what_waits_and_nothing_else(admin_client, everything):
    assert counts(admin_client.get(INDEX)) == {
        "mine": [("Sessions", 1), ("Agreements", 1), ("Participants", 1), ("Organisations", 1)],
        "review": [("Sessions", 1)],
        "scheduled": [("Sessions", 1)],
        "overdue": [("Decisions", 1)],
        "due": [("Decisions", 2)],
        "alt": [("Sessions", 1)],
        "protocol": [("Sessions", 1)],
        "texts": [("Sessions", 1)],
        "doubt": [("Sessions", 2), ("Agreements", 1), ("Figures", 1)],
    }  # fmt: skip


def test_every_count_is_the_length_of_the_list_it_leads_to(admin_client, everything):
    make_coming_sessions()
    response = admin_client.get(INDEX)
    seen = 0
    for _group, matters in desk.waiting(response.wsgi_request):
        for matter in matters:
            for count in matter.counts:
                listed = admin_client.get(count.url).context["cl"]
                assert listed.result_count == count.number, count.url
                seen += 1
    assert seen == 15


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_queries_whatever_waits(
    admin_client, admin_user, django_assert_num_queries, n
):
    make_work(admin_user, n)
    make_coming_sessions()
    admin_client.get(INDEX)
    with django_assert_num_queries(27):
        admin_client.get(INDEX)


def test_it_stops_counting_where_nobody_would_go_on(
    admin_client, everything, monkeypatch
):
    monkeypatch.setattr(desk, "MOST", 1)
    html = admin_client.get(INDEX).content.decode()
    assert '<span class="desk-number">1+</span>' in html


def test_a_release_is_named_with_its_moment(admin_client):
    at = timezone.make_aware(datetime.datetime(2031, 5, 4, 9, 30))
    session = make_session(publish_at=at)
    ((_group, (scheduled,)), *_others) = desk.waiting(
        admin_client.get(INDEX).wsgi_request
    )
    assert scheduled.nearest == [
        (
            str(session),
            reverse("admin:commission_sessions_session_change", args=[session.pk]),
            "4 May 2031, 09:30",
        )
    ]


def test_somebody_with_few_permissions_is_told_of_what_they_may_see(
    client, django_user_model, everything
):
    clerk = django_user_model.objects.create_user("clerk", password="x", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_agreement"))
    client.force_login(clerk)
    assert counts(client.get(INDEX)) == {"doubt": [("Agreements", 1)]}


def test_only_rows_of_the_persons_own_lists_are_counted(
    admin_client, everything, monkeypatch
):
    """Who is bound to some commissions has other lists; the numbers follow them."""
    from sessions.admin import DecisionAdmin

    monkeypatch.setattr(
        DecisionAdmin,
        "get_queryset",
        lambda self, request: self.model.objects.none(),
    )
    assert not {"overdue", "due"} & set(counts(admin_client.get(INDEX)))


# ── Who meets soon ───────────────────────────────────────────────────────────────────────────


@writing()
def make_coming_sessions():
    """One announced, one expected, one with its rhythm broken, one that met just now."""
    yearly = [today() - (340 + 365 * n) * DAY for n in range(4)]
    announced, expected, broken, recent = (
        make_commission(short_name=name)
        for name in ("Announced", "Expected", "Broken", "Recent")
    )
    make_session(commission=announced, number=1, starts_on=today() + 20 * DAY)
    # Called off: nobody meets then, and the rhythm is of those that took place.
    make_session(commission=announced, number=3, starts_on=today() + 10 * DAY, called_off=True)  # fmt: skip
    make_session(commission=expected, number=9, starts_on=today() - 50 * DAY, called_off=True)  # fmt: skip
    make_session(commission=announced, number=2, starts_on=today() + 90 * DAY, state="draft")  # fmt: skip
    for n, day in enumerate(yearly):
        make_session(commission=expected, number=n + 1, starts_on=day)
        make_session(commission=broken, number=n + 1, starts_on=day - 1200 * DAY)
        make_session(commission=recent, number=n + 1, starts_on=day + 300 * DAY)
    return announced, expected


def test_the_next_session_is_announced_or_expected_and_it_says_by_which_rule():
    announced, expected = make_coming_sessions()
    day = today() + 25 * DAY
    rules = [(each.commission, each.rule) for each in coming_sessions(today())]
    first = (today() + 20 * DAY).strftime("%-d %B %Y")
    assert rules == [
        (announced.pk, f"announced for {first}"),
        (
            expected.pk,
            f"expected about {day:%B %Y} by its rhythm: one every 12 months since "
            f"{(today() - (340 + 365 * 3) * DAY).year}",
        ),
    ]
