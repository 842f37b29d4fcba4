"""A name of a parameter that means nothing: no road answers more than was asked without a word."""

import feedparser
import pytest

from sessions.models import Follower
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_correction,
    make_decision,
    make_event,
    make_figure,
    make_organisation,
    make_passage,
    make_session,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
FILES = [
    "/en/passages/table.csv", "/en/sessions/table.xlsx", "/en/decisions/table.csv",
    "/en/agreements/table.csv", "/en/sessions/feed.atom", "/en/decisions/feed.atom",
    "/en/agreements/feed.atom", "/en/sessions/calendar.ics", "/en/decisions/calendar.ics",
    "/en/sessions/chart.csv", "/en/decisions/chart.svg",
]  # fmt: skip
# Where nothing can be asked, or little: what was asked is not near to anything.
WITHOUT_FILTERS = [
    "/en/calendar.ics", "/en/commissions/tm-kz/calendar.ics",
    "/en/organisations/ministry/calendar.ics", "/en/corrections/feed.atom",
    "/en/commissions/table.csv", "/en/areas/table.xlsx",
    "/en/commissions/tm-kz/figures/trade.csv", "/en/participants/table.csv",
    "/en/corrections/table.csv", "/en/commissions/tm-kz/co-chairs.csv",
    "/en/decisions/tm-kz/12/1/thread.svg", "/en/agreements/rail/life.csv",
]  # fmt: skip


@pytest.fixture(autouse=True)
def record():
    commission = make_commission(slug="tm-kz")
    session = make_session(commission=commission, number=11)
    area = make_area(slug="railways", name="Railways")
    make_passage(session=session, areas=[area])
    make_decision(session=session, areas=[area])
    later = make_session(commission=commission, number=12)
    make_decision(session=later, continues=session.decisions.get())
    make_event(agreement=make_agreement(commission=commission, slug="rail"))
    make_organisation(slug="ministry")
    figure = make_figure(commission=commission)
    figure.indicator.slug = "trade"
    figure.indicator.save()
    make_correction(session)


def status(client, address):
    """Of an answer that is read to its end: a file is let go of then."""
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


@pytest.mark.parametrize("address", FILES)
def test_a_file_refuses_a_name_it_does_not_know_and_gives_the_nearest(client, address):
    assert status(client, f"{address}?area=railways") == 200
    answer = client.get(f"{address}?are=railways")
    assert answer.status_code == 400
    said = words(answer)
    assert "Nothing here can be asked by “are”. Did you mean “area”? Known here: q, " in said  # fmt: skip
    assert f'href="{address.rpartition("/")[0].replace("passages", "sessions")}/?are=railways"' in answer.text  # fmt: skip


@pytest.mark.parametrize("address", WITHOUT_FILTERS)
def test_where_nothing_can_be_asked_every_name_is_refused(client, address):
    assert status(client, address) == 200
    answer = client.get(f"{address}?area=nope")
    assert answer.status_code == 400
    assert "Nothing here can be asked by “area”" in words(answer)


def test_it_is_said_in_the_readers_language(client):
    answer = client.get("/ru/sessions/feed.atom?are=railways")
    assert "Параметр «are» здесь не применяется. Возможно, имелось в виду «area»?" in words(answer)  # fmt: skip


@pytest.mark.parametrize("name", ["utm_source", "UTM_Campaign", "fbclid", "gclid", "yclid", "page"])  # fmt: skip
def test_what_follows_readers_about_is_no_question(client, name):
    for address in (*FILES, *WITHOUT_FILTERS, "/en/follow/"):
        assert status(client, f"{address}?{name}=1") == 200, address
    assert "was left out" not in words(client.get(f"/en/sessions/?{name}=1"))


@pytest.mark.parametrize("name", ["bom", "sort"])
def test_a_road_knows_its_own_names(client, name):
    value = "1" if name == "bom" else "oldest"
    assert client.get(f"/en/sessions/table.csv?{name}={value}").status_code == 200


def test_the_name_and_the_address_of_a_feed_are_those_of_its_question(client):
    asked = "utm_source=mail&year_from=2000&area=railways&sort=oldest&q=&area=railways"
    answer = feedparser.parse(client.get(f"/en/sessions/feed.atom?{asked}").content)
    canonical = "http://127.0.0.1:8000/en/sessions/feed.atom?area=railways&year_from=2000"  # fmt: skip
    links = {link.rel: link.href for link in answer.feed.links}
    assert (answer.feed.id, links["self"]) == (canonical, canonical)
    assert links["alternate"] == "http://127.0.0.1:8000/en/sessions/?area=railways&year_from=2000"  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    ["are=railways", "area=railways&foo=1", "list=sessions&are=railways", "list=agreements&due=2026",
     "decision=tm-kz/11/1&area=railways", "q=rail"],
)  # fmt: skip
def test_nothing_wider_is_followed_than_was_asked(client, asked):
    address = f"/en/follow/?{asked}"
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Nothing here can be asked by “" in words(answer)
    posted = client.post(address, {"address": "reader@example.org", "rhythm": "daily"})
    assert (posted.status_code, Follower.objects.count()) == (404, 0)


@pytest.mark.parametrize("asked", ["", "area=railways", "list=sessions&area=railways&sort=oldest", "decision=tm-kz/11/1", "area=railways&sent=1"])  # fmt: skip
def test_what_can_be_followed_still_can(client, asked):
    assert client.get(f"/en/follow/?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("listed", "name", "meant"),
    [("sessions", "are", "area"), ("decisions", "statsu", "status"), ("agreements", "partys", "party"),
     ("participants", "contry", "country"), ("corrections", "pag", "page"), ("commissions", "pages", "page")],
)  # fmt: skip
def test_a_page_answers_and_says_what_was_nearly_asked(client, listed, name, meant):
    answer = client.get(f"/en/{listed}/?{name}=x")
    assert answer.status_code == 200
    assert f"Nothing here can be asked by “{name}”, so it was left out. Did you mean “{meant}”?" in words(answer)  # fmt: skip
    assert "was left out" not in words(client.get(f"/en/{listed}/?zzz=x"))


def test_what_other_lists_can_be_asked_is_said_to_be_left_out(client):
    for page in ("corrections", "commissions", "participants"):
        said = words(client.get(f"/en/{page}/?area=railways"))
        assert "Nothing here can be asked by “area”, so it was left out." in said


def test_the_files_of_a_page_ask_nothing_that_they_would_refuse(client):
    page = client.get("/en/sessions/?foo=1&area=railways&utm_source=mail").text
    assert 'href="/en/sessions/table.csv?area=railways"' in page
    assert 'href="/en/sessions/feed.atom?area=railways"' in page
    assert 'href="/en/follow/?list=sessions&amp;area=railways"' in page or "/en/follow/?list=sessions&area=railways" in page  # fmt: skip
