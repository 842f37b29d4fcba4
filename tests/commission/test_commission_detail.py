"""The page of a commission."""

import datetime

import pytest

from commission.models.noted import writing
from commission.views import commission as view
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_figure,
    make_indicator,
    make_member,
    make_participant,
    make_passage,
    make_session,
    make_source,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def commission():
    return make_commission(
        slug="tm-kz",
        short_name="Turkmenistan – Kazakhstan",
        name="Intergovernmental commission on cooperation",
        description="It meets once a year.",
    )


def page(client, slug="tm-kz"):
    return client.get(f"/en/commissions/{slug}/")


@writing()
def fill(commission, rows):
    """`rows` of everything that stands on the page."""
    for _ in range(rows):
        session = make_session(commission=commission)
        make_passage(session=session, areas=[make_area(parent=make_area())])
        for side in commission.sides.all():
            make_member(session=session, side=side, role="co_chair")
        make_agreement(commission=commission)
        make_source(figure=make_figure(commission=commission))
        make_source(commission=commission)


def test_it_says_what_the_commission_is(client, commission):
    said = words(page(client))
    assert (
        "Turkmenistan – Kazakhstan Intergovernmental commission on cooperation" in said
    )
    assert "It meets once a year." in said


def test_a_text_in_another_language_says_so(client):
    make_commission(slug="tm-kz", description_ru="Собирается раз в год.")
    assert '<span lang="ru">Собирается раз в год.</span>' in page(client).text
    assert "Собирается раз в год. in Russian" in words(page(client))


def test_its_sides_face_each_other_with_their_latest_co_chairs(client, commission):
    _turkmen, kazakh = commission.sides.all()
    for number, name in ((1, "Former Chair"), (2, "Latest Chair")):
        session = make_session(commission=commission, number=number)
        person = make_participant(name=name)
        make_member(
            session=session,
            side=kazakh,
            participant=person,
            role="co_chair",
            position=f"Post {number}",
        )
    said = words(page(client))
    assert (
        "Turkmen side Co-chair: not recorded Kazakh side LC Latest Chair Post 2" in said
    )


def test_sessions_stand_newest_first(client, commission):
    make_session(commission=commission, number=9, starts_on=datetime.date(2017, 5, 3))
    make_session(commission=commission, number=10, starts_on=datetime.date(2019, 3, 10))
    assert titles(page(client), 3)[:2] == ["Tenth session", "Ninth session"]


def test_more_sessions_than_the_page_holds_are_in_the_list(
    client, commission, monkeypatch
):
    monkeypatch.setattr(view, "LATEST_SESSIONS", 2)
    for _ in range(3):
        make_session(commission=commission)
    answer = page(client)
    assert titles(answer, 3)[:3] == ["Third session", "Second session", "Turkmen side"]
    assert '<a href="/en/sessions/?commission=tm-kz">All 3 sessions</a>' in answer.text


def test_lines_and_matrix_that_leave_sessions_out_say_so(
    client, commission, monkeypatch
):
    monkeypatch.setattr(view, "MOST_SESSIONS", 2)
    monkeypatch.setattr(view, "MATRIX_SESSIONS", 1)
    area = make_area()
    for _ in range(3):
        make_passage(session=make_session(commission=commission), areas=[area])
    said = words(page(client))
    assert "Sessions 3 In the record 2011–2013" in said
    assert "The latest 1 of 3 sessions." in said
    assert "Over the latest 2 of 3 sessions." in said


def test_the_matrix_leads_to_the_passages_of_a_sector(client, commission):
    session = make_session(commission=commission)
    area = make_area(slug="railways", name="Railways")
    make_passage(session=session, areas=[area])
    assert (
        f'<td data-area="{area.pk}"><a href="/en/sessions/tm-kz/1/?area=railways#report">1<'
        in page(client).text
    )


def test_co_chairs_stand_side_by_side_over_time(client, commission):
    person = make_participant(name="Batyr Atdayev")
    side = commission.sides.first()
    for year, confirmed in ((2021, True), (2023, True), (2024, False)):
        session = make_session(
            commission=commission, starts_on=datetime.date(year, 5, 1)
        )
        make_member(session=session, side=side, participant=person, role="co_chair",
                    position="Minister", role_confirmed=confirmed)  # fmt: skip
    answer = page(client)
    said = words(answer).partition("Co-chairs over time ")[2]
    assert (
        "2021 2024 This chart: SVG CSV Turkmen side Batyr Atdayev "
        "Minister role not confirmed by the source Third session (2024) "
        "Minister First session (2021), Second session (2023) "
        "Kazakh side not recorded "
        "First session (2021), Second session (2023), Third session (2024)"
    ) in said
    assert answer.text.count("<circle") == 6


def test_each_bar_says_its_value_period_and_source_and_leads_to_the_table(
    client, commission
):
    trade = make_indicator(name="Mutual trade")
    for year, value in ((2022, 350), (2023, 563.5)):
        figure = make_figure(
            commission=commission, indicator=trade, year=year, value=value
        )
        make_source(figure=figure, publisher=f"Agency {year}", doubt=f"Doubt {year}",
                    published_on=datetime.date(year + 1, 2, 3))  # fmt: skip
    answer = page(client)
    said = words(answer)
    assert (
        "Mutual trade , million US dollars Mutual trade, million US dollars Full year "
        "2022 350 million US dollars, full year. Source: Agency 2022, 3 February 2023 "
        "2023 563.5 million US dollars, full year. Source: Agency 2023, 3 February 2024 "
        "Show as table Period Value On a year earlier Source 2022 full year 350 Agency 2022, 3 February 2023 "
        "In doubt. Doubt 2022"
    ) in said
    assert f'<a class="bar" href="#figure-{figure.pk}">' in answer.text
    assert answer.text.count(f'id="figure-{figure.pk}"') == 1


def test_parts_of_years_are_hatched_and_say_which(client, commission):
    trade = make_indicator()
    make_figure(commission=commission, indicator=trade, year=2023)
    nine = make_figure(
        commission=commission, indicator=trade, value=100,
        period_start=datetime.date(2024, 1, 1), period_end=datetime.date(2024, 9, 30),
    )  # fmt: skip
    answer = page(client)
    assert answer.text.count('fill="url(#hatched)"') == 1
    assert f'<a class="bar is-part" href="#figure-{nine.pk}">' in answer.text
    assert "Nine months, January–September 2024 100" in words(answer)


def test_a_growth_that_does_not_follow_from_the_values_is_marked(client, commission):
    trade = make_indicator()
    make_figure(commission=commission, indicator=trade, year=2022, value=100)
    make_figure(
        commission=commission, indicator=trade, year=2023, value=150, change_percent=28
    )
    doubt = (
        "In doubt. 2023, full year: The source says +28% on a year earlier; "
        "the two values give +50%."
    )
    said = words(page(client))
    assert doubt in said and "+28% in doubt" in said


def test_a_target_is_marked_as_one(client, commission):
    make_figure(
        commission=commission, year=2030, value=1000, is_target=True, bound="about"
    )
    assert "2030 target full year about 1,000" in words(page(client))


def test_a_figure_without_a_source_says_so(client, commission):
    make_figure(commission=commission)
    assert "2021 full year 143 not recorded" in words(page(client))


def test_sources_and_doubts_of_the_commission_are_shown(client, commission):
    make_source(
        commission=commission, publisher="Trend", doubt="Its first year is not known."
    )
    assert "Sources Trend In doubt. Its first year is not known." in words(page(client))


def test_a_former_slug_redirects_for_good(client, commission):
    commission.slug = "kz-tm"
    commission.save()
    answer = client.get("/en/commissions/tm-kz/?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/commissions/kz-tm/?page=2",
    )


def test_an_unknown_commission_is_not_found(client):
    assert page(client, "nowhere").status_code == 404


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_found_by_visitors(client, draft):
    make_commission(slug="tm-kz", **draft)
    assert page(client).status_code == 404


def test_staff_see_a_draft_marked_and_kept_by_nobody(admin_client):
    commission = make_commission(slug="tm-kz", state="draft")
    make_session(commission=commission)
    answer = page(admin_client)
    assert "Not published: only staff see this page." in answer.text
    assert "First session" in words(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_and_does_not_count_what_is_not_public(client, commission, draft):
    fill(commission, 1)
    before = words(page(client))
    hidden = make_session(commission=commission, title="Secret session", **draft)
    make_passage(session=hidden, areas=[make_area()])
    session = commission.sessions.published().first()
    make_passage(
        session=session,
        text="Not on this page.",
        areas=[make_area(name="Secret area", **draft)],
    )
    make_agreement(commission=commission, title="Secret agreement", **draft)
    make_member(
        session=session, participant=make_participant(name="Secret Person", **draft)
    )
    assert words(page(client)) == before


def test_a_public_page_depends_on_no_cookie(client, commission):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, commission, rows, django_assert_num_queries
):
    fill(commission, rows)
    with django_assert_num_queries(14):
        page(client)
