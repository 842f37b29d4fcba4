"""The page of a sphere or sector: everything said, decided and signed on it."""

import datetime

import pytest

from commission.views import area as view
from sessions.templatetags.decisions import DecidedOn
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_passage,
    make_responsible_body,
    make_session,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def sphere():
    return make_area(slug="transport", name="Transport", dac_code="210")


@pytest.fixture
def sector(sphere):
    return make_area(
        slug="railways",
        name="Railways",
        parent=sphere,
        terms=[("en", "rail"), ("ru", "железная дорога")],
    )


def page(client, slug="transport", query=""):
    return client.get(f"/en/areas/{slug}/{query}")


def test_passages_stand_by_session_newest_first_and_in_the_order_of_the_report(
    client, sphere
):
    commission = make_commission()
    for year in (2019, 2021):
        session = make_session(
            commission=commission, starts_on=datetime.date(year, 5, 1)
        )
        make_passage(session=session, text=f"First of {year}.", areas=[sphere])
        make_passage(session=session, text=f"Second of {year}.", areas=[sphere])
        make_passage(session=session, text="Of something else.")
    answer = page(client)
    assert titles(answer, 3) == ["Second session", "First session"]
    order = [
        words(answer).index(f"{nth} of {year}.")
        for year in (2021, 2019)
        for nth in ("First", "Second")
    ]
    assert order == sorted(order)
    assert "Of something else." not in words(answer)


def test_a_sphere_includes_its_sectors_and_a_sector_not_its_sphere(
    client, sphere, sector
):
    make_passage(text="On railways.", areas=[sector])
    make_passage(text="On transport.", areas=[sphere])
    assert "On railways." in words(page(client))
    assert "On transport." in words(page(client))
    assert "On railways." in words(page(client, "railways"))
    assert "On transport." not in words(page(client, "railways"))


def test_a_passage_of_two_of_its_sectors_stands_once(client, sphere, sector):
    make_passage(text="On both.", areas=[sector, sphere])
    assert words(page(client)).count("On both.") == 1


def test_it_shows_decisions_and_agreements_and_leads_to_all_of_them(
    client, sphere, monkeypatch
):
    monkeypatch.setattr(view, "LATEST", 1)
    monkeypatch.setattr(DecidedOn, "LATEST", 1)
    commission = make_commission()
    for year in (2019, 2021):
        session = make_session(
            commission=commission, starts_on=datetime.date(year, 5, 1)
        )
        make_decision(session=session, text=f"Decided {year}.", areas=[sphere])
        make_agreement(
            title=f"Signed {year}", signed_on=datetime.date(year, 5, 1), areas=[sphere]
        )
    answer = page(client)
    said = words(answer)
    assert ("Decided 2021." in said, "Decided 2019." in said) == (True, False)
    assert ("Signed 2021" in said, "Signed 2019" in said) == (True, False)
    assert '<a href="/en/decisions/?area=transport">All 2 decisions</a>' in answer.text
    assert (
        '<a href="/en/agreements/?area=transport">All 2 agreements</a>' in answer.text
    )


def test_it_says_code_sphere_sectors_and_words(client, sphere, sector):
    assert "DAC code 210" in words(page(client))
    assert "Its sectors Railways" in words(page(client))
    assert "Words it goes by rail English железная дорога Russian" in words(
        page(client, "railways")
    )
    assert "Sphere Transport" in words(page(client, "railways"))


def test_many_sessions_are_paged(client, sphere, monkeypatch):
    monkeypatch.setattr(view, "SESSIONS_A_PAGE", 2)
    commission = make_commission()
    for year in (2021, 2019, 2020):
        day = datetime.date(year, 5, 1)
        session = make_session(commission=commission, starts_on=day)
        make_passage(session=session, text=f"Said in {year}.", areas=[sphere])
    assert "Sessions 3" in words(page(client))
    assert "Said in 2019." not in words(page(client))
    second = words(page(client, query="?page=2"))
    assert ("Said in 2019." in second, "Said in 2020." in second) == (True, False)
    assert "There is no page 9: this is the last of 2 pages." in words(
        page(client, query="?page=9")
    )


def test_a_session_that_only_decided_on_it_is_named_without_a_passage(client, sphere):
    session = make_session(title="Of decisions")
    make_passage(session=session, text="Of something else.")
    make_decision(session=session, areas=[sphere])
    said = words(page(client))
    assert "no passage of the report speaks of it" in said
    assert "Of something else." not in said


def test_a_passage_in_another_language_says_so(client, sphere):
    make_passage(text_en=None, text_ru="О железных дорогах.", areas=[sphere])
    assert "О железных дорогах. in Russian" in words(page(client))


def test_an_area_that_nobody_spoke_of_offers_the_wider_question(client, sphere, sector):
    said = words(page(client, "railways"))
    assert "No published session was about this sector yet. All of Transport" in said


def test_a_former_slug_redirects_for_good(client, sphere):
    sphere.slug = "transport-and-communications"
    sphere.save()
    answer = page(client)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/areas/transport-and-communications/",
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_found_by_visitors(client, draft):
    hidden = make_area(slug="transport", **draft)
    make_area(slug="railways", parent=hidden)
    assert page(client).status_code == 404
    assert page(client, "railways").status_code == 404


def test_staff_see_a_draft_marked(admin_client):
    make_passage(text="Said of it.", areas=[make_area(slug="transport", state="draft")])
    answer = page(admin_client)
    assert "Not published: only staff see this page." in answer.text
    assert "Said of it." in words(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_and_does_not_count_what_is_not_public(client, sphere, draft):
    make_passage(areas=[sphere])
    before = words(page(client))
    hidden = make_area(name="Secret sector", parent=sphere, **draft)
    for session in (
        make_session(**draft),
        make_session(commission=make_commission(**draft)),
    ):
        make_passage(session=session, areas=[sphere])
        make_decision(session=session, areas=[sphere])
    make_agreement(areas=[sphere], **draft)
    make_passage(areas=[hidden])
    make_agreement(areas=[hidden])
    assert words(page(client)) == before


def test_a_public_page_depends_on_no_cookie(client, sphere):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, sphere, rows, django_assert_num_queries
):
    for _ in range(rows):
        sector = make_area(parent=sphere)
        session = make_session()
        make_passage(session=session, areas=[sector])
        make_responsible_body(decision=make_decision(session=session, areas=[sector]))
        make_agreement(areas=[sector])
    with django_assert_num_queries(17):
        page(client)
