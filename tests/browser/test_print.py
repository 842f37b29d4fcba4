"""Pages on paper."""

import datetime

import pytest
from playwright.sync_api import Page

from tests.factories import (
    make_commission,
    make_decision,
    make_figure,
    make_indicator,
    make_session,
)

pytestmark = pytest.mark.django_db(transaction=True)
A4 = {"width": 658, "height": 1000}


@pytest.fixture
def commission():
    commission = make_commission(slug="tm-kz")
    session = make_session(
        commission=commission, number=11, starts_on=datetime.date(2021, 5, 1)
    )
    statuses = ("completed", "in_progress", "planned", "superseded", "dropped")
    for status in (*statuses, None):
        make_decision(session=session, status=status)
    make_decision(session=session, due_on=datetime.date(2021, 6, 1))
    later = make_session(commission=commission, number=12)
    make_decision(session=later, continues=make_decision(session=session))
    trade = make_indicator(name="Trade")
    for year in (2020, 2021):
        make_figure(commission=commission, indicator=trade, year=year)
    return commission


@pytest.fixture
def paper(page: Page):
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize(
    ("address", "fold"),
    [
        ("/kk/decisions/", "#tracked-table"),
        ("/en/commissions/tm-kz/", ".figures-table"),
    ],
)
def test_the_numbers_behind_bars_are_open_and_all_on_the_sheet(
    paper, commission, address, fold
):
    paper.goto(address)
    table = paper.locator(fold).get_by_role("region")
    assert table.is_visible()
    assert not paper.locator(f"{fold} > summary").is_visible()
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0


def test_the_brief_is_without_what_is_for_the_screen(signed_in, paper, commission):
    paper.goto(f"/admin/commission_sessions/session/brief/{commission.pk}/")
    assert paper.get_by_role("heading", name="Open decisions").is_visible()
    assert [paper.get_by_text(name, exact=True).is_visible() for name in ("PDF", "Word", "Show")] == [False] * 3  # fmt: skip
