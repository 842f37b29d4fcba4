"""The list of decisions."""

import datetime
import re

import pytest

from commission.models.noted import writing
from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_follow_up,
    make_organisation,
    make_responsible_body,
    make_session,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, query=""):
    return client.get(f"/en/decisions/{query}")


def listed(answer):
    """The texts of the decisions in the list, in order."""
    return re.findall(r'decision-text">\s*<a [^>]*>(.*?)</a>', answer.text)


@pytest.fixture
@writing()
def several():
    transport = make_area(slug="transport")
    rail = make_area(slug="rail", parent=transport)
    commission = make_commission(slug="tm-kz")
    early = make_session(commission=commission, starts_on=datetime.date(2019, 3, 10))
    late = make_session(starts_on=datetime.date(2021, 12, 20))
    ministry = make_organisation(
        slug="ministry", name="Ministry of Railways", variants=["ТДЙ"]
    )
    make_decision(
        session=early, text="A", areas=[rail], due_on=datetime.date(2013, 5, 1)
    )
    b = make_decision(session=early, text="B", areas=[transport], status="completed")
    make_responsible_body(decision=b, organisation=ministry)
    make_decision(
        session=late,
        text="C",
        status="planned",
        due_on=datetime.date(2012, 1, 1),
        due_precision="year",
    )
    make_decision(session=late, text="D", due_on=datetime.date(2999, 1, 1))


def test_a_row_says_session_bodies_due_date_and_status(client):
    commission = make_commission(short_name="Turkmenistan – Kazakhstan")
    session = make_session(
        commission=commission, number=11, starts_on=datetime.date(2021, 12, 20)
    )
    decision = make_decision(
        session=session, number=7, text="Lay a second line.", status="completed",
        due_on=datetime.date(2024, 9, 1), due_precision="late",
    )  # fmt: skip
    for side, name in zip(
        commission.sides.all(), ("Body one", "Body two"), strict=True
    ):
        make_responsible_body(
            decision=decision, side=side, organisation=make_organisation(name=name)
        )
    assert (
        "7 Lay a second line. Eleventh session , 20 December 2021 · Turkmenistan – Kazakhstan "
        "Body one · Body two Due late 2024 Completed"
    ) in words(page(client))


def test_the_newest_session_stands_first_or_the_earliest_due_date(client, several):
    assert titles(page(client), 1) == ["4 decisions"]
    assert listed(page(client)) == ["C", "D", "A", "B"]
    assert listed(page(client, "?sort=due")) == ["C", "A", "D", "B"]
    assert listed(page(client, "?sort=oldest")) == ["A", "B", "C", "D"]
    # Never reported first, then those of which nothing was heard for longest.
    assert listed(page(client, "?sort=reported")) == ["A", "D", "B", "C"]


def test_it_narrows(client, several):
    for query, found in [
        ("?status=overdue", ["C", "A"]),
        ("?status=completed", ["B"]),
        ("?status=not_reported", ["D", "A"]),
        ("?status=planned&status=completed", ["C", "B"]),
        ("?area=transport", ["A", "B"]),
        ("?area=rail", ["A"]),
        ("?commission=tm-kz", ["A", "B"]),
        ("?organisation=ministry", ["B"]),
        ("?organisation=ТДЙ", ["B"]),
        ("?year_from=2020", ["C", "D"]),
        ("?year_to=2019", ["A", "B"]),
        ("?status=overdue&commission=tm-kz", ["A"]),
        ("?status=open", ["C", "D", "A"]),
        ("?status=superseded&status=overdue", ["C", "A"]),
        ("?side=TM", ["B"]),
        ("?side=KZ", []),
        ("?session=tm-kz/1", ["A", "B"]),
        ("?due=2013", ["A"]),
        ("?due=none", ["B"]),
        ("?due=2013&due=2999", ["D", "A"]),
        ("?session=tm-kz/1&due=none&status=completed", ["B"]),
    ]:
        assert listed(page(client, query)) == found, query


def test_options_count_what_they_would_leave(client, several):
    said = words(page(client))
    assert "Status Overdue 2 Not reported 2 Planned 1 Completed 1" in said
    assert "Still open 3" in said
    assert "Due 2999 1 2013 1 2012 1 Without a due date 1" in said
    assert "Side that answers Turkmenistan 1 Responsible" in said
    assert "Responsible organisation Ministry of Railways 1" in said
    assert re.search(
        r"Taken at First session \([^)]*2021\) 2 First session \([^)]*2019\) 2", said
    )


def test_the_summary_follows_the_filter(client, several):
    said = words(page(client, "?commission=tm-kz"))
    assert (
        "Of 2 decisions, 50 % completed, 1 overdue , 0 not reported since the last session ."
        in said
    )
    assert "First session 2019 Completed: 1 Overdue: 1 2 Show as table" in said
    assert "Session Completed Overdue All First session , 2019" in said


def test_not_reported_since_the_last_session_is_defined(client):
    """Open, taken before the commission's latest session, and nothing said that day or since."""
    commission = make_commission()
    first, last = (
        make_session(commission=commission, starts_on=datetime.date(year, 5, 1))
        for year in (2020, 2022)
    )
    make_session(commission=commission, starts_on=datetime.date(2999, 5, 1))
    make_session(
        commission=commission, starts_on=datetime.date(2023, 5, 1), state="draft"
    )
    for text, status, year, month in (
        ("before", "planned", 2022, 4),
        ("that day", "planned", 2022, 5),
        ("done", "completed", 2021, 1),
    ):
        make_follow_up(
            decision=make_decision(session=first, text=text),
            status=status,
            stated_on=datetime.date(year, month, 1),
        )
    make_decision(session=first, text="never")
    carried = make_decision(session=first, text="carried")
    make_decision(session=last, text="new", continues=carried)
    make_decision(text="of a commission that met once")
    assert listed(page(client, "?status=silent")) == ["before", "never"]
    last.called_off = True
    last.save()
    assert listed(page(client, "?status=silent")) == []


def test_the_bar_of_a_session_leads_to_its_decisions(client, several):
    answer = page(client, "?status=overdue")
    assert 'href="?status=overdue&amp;session=tm-kz%2F1"' in answer.text
    assert 'aria-label="overdue: 1"' in answer.text


def test_bars_stand_for_the_latest_sessions_and_say_so(client):
    for year in range(2001, 2015):
        make_decision(session=make_session(starts_on=datetime.date(year, 1, 1)))
    answer = page(client)
    assert answer.text.count('class="tracked-session"') == 12
    assert "The latest 12 sessions with such decisions." in words(answer)


def test_a_side_counts_public_bodies_alone(client):
    decision = make_decision()
    turkmen, kazakh = decision.session.commission.sides.all()
    hidden = make_organisation(state="draft")
    make_responsible_body(decision=decision, side=turkmen, organisation=hidden)
    make_responsible_body(decision=decision, side=kazakh)
    said = words(page(client))
    assert "Side that answers Kazakhstan 1 Responsible" in said
    assert listed(page(client, "?side=TM")) == []


def test_what_it_cannot_understand_is_said_and_the_list_stands(client, several):
    for query, notice in [
        ("?page=banana", "“banana” is not the number of a page"),
        ("?year_from=99999", "“99999” is not a year from 1900 to 2100"),
        ("?area=nowhere", "There is no sector “nowhere”"),
        ("?commission=nowhere", "There is no commission “nowhere”"),
        ("?organisation=nobody", "There is no organisation “nobody”"),
        ("?status=forgotten", "There is no status “forgotten”"),
        ("?side=Atlantis", "There is no side of “Atlantis”"),
        ("?session=tm-kz/99", "There is no session “tm-kz/99”"),
        ("?session=%00", "There is no session “(invisible characters)”"),
        ("?due=soon", "“soon” is not a year in which something is due"),
        ("?sort=colour", "The list cannot be sorted by “colour”"),
    ]:
        answer = page(client, query)
        assert notice in words(answer), query
        assert listed(answer) == ["C", "D", "A", "B"], query


def test_an_empty_answer_offers_the_wider_question(client, several):
    said = words(page(client, "?status=superseded"))
    assert (
        "No decision in the record is all of this. The same without superseded" in said
    )


def test_a_text_in_another_language_carries_its_lang(client):
    make_decision(text_ru="Подготовить предложение.")
    assert '<span lang="ru">Подготовить предложение.</span>' in page(client).text


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_and_does_not_count_them(client, draft):
    area = make_area(name="Open sector")
    shown = make_decision(text="Open.", areas=[area])
    before = words(page(client))
    hidden = make_organisation(slug="hidden", name="Secret body", **draft)
    make_responsible_body(decision=shown, organisation=hidden)
    shown.areas.add(make_area(name="Secret sector", **draft))
    for session in (
        make_session(**draft),
        make_session(commission=make_commission(**draft)),
    ):
        decision = make_decision(session=session, text="Secret decision.", areas=[area])
        make_responsible_body(decision=decision, organisation=make_organisation())
    assert words(page(client)) == before
    assert "There is no organisation “hidden”" in words(
        page(client, "?organisation=hidden")
    )


def test_twenty_stand_on_a_page(client):
    session = make_session()
    for _ in range(21):
        make_decision(session=session)
    assert len(listed(page(client))) == 20
    assert len(listed(page(client, "?page=2"))) == 1


def test_it_sets_no_cookie_and_depends_on_none(client):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        decision = make_decision(areas=[make_area(parent=make_area())])
        make_responsible_body(decision=decision)
        make_follow_up(decision=decision)
    with django_assert_num_queries(10):
        page(client)


def test_bars_of_several_commissions_name_them(client):
    for slug, name in (("tm-kz", "Kazakhstan"), ("tm-tr", "Türkiye")):
        commission = make_commission(slug=slug, short_name=name)
        session = make_session(
            commission=commission, number=3, starts_on=datetime.date(2021, 5, 1)
        )
        make_decision(session=session)
    assert [bar[1] for bar in bars_of(client)] == ["Türkiye", "Kazakhstan"]
    assert bars_of(client, "?commission=tm-tr") == [("Third session", "")]


def bars_of(client, query=""):
    """(title, its commission) of each session's bar."""
    text = client.get(f"/en/decisions/{query}").text
    drawn = (
        r'class="tracked-session">(.*?) <span class="meta">2021</span>'
        r'(?: <span class="meta tracked-commission">(.*?)</span>)?</span>'
    )
    return re.findall(drawn, text)
