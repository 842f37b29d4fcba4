"""The page of a decision."""

import datetime

import pytest

from tests.factories import (
    make_area,
    make_commission,
    make_decision,
    make_follow_up,
    make_organisation,
    make_responsible_body,
    make_session,
    make_source,
    tomorrow,
)
from tests.reading import titles, words

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def commission():
    return make_commission(slug="tm-kz")


@pytest.fixture
def session(commission):
    return make_session(
        commission=commission, number=11, starts_on=datetime.date(2021, 12, 20)
    )


@pytest.fixture
def decision(session):
    return make_decision(session=session, number=7, text="Lay a second line.")


def page(client, address="/en/decisions/tm-kz/11/7/"):
    return client.get(address)


def test_it_says_what_was_decided_where_and_until_when(client, decision):
    decision.due_on, decision.due_precision = datetime.date(2013, 9, 1), "late"
    decision.save()
    said = words(page(client))
    assert "Decision 7 Lay a second line. Status Overdue" in said
    assert "Due late 2013 Taken at Eleventh session , 20 December 2021" in said


def test_a_text_in_another_language_says_so(client, session):
    make_decision(session=session, number=7, text_ru="Проложить второй путь.")
    assert "Проложить второй путь. in Russian" in words(page(client))


def test_each_side_has_its_bodies_and_its_latest_statement(client, decision):
    turkmen, _kazakh = decision.session.commission.sides.all()
    body = make_organisation(name="Ministry of Railways")
    make_responsible_body(decision=decision, side=turkmen, organisation=body)
    make_follow_up(
        decision=decision,
        side=turkmen,
        status="planned",
        stated_on=datetime.date(2022, 1, 1),
    )
    make_follow_up(
        decision=decision,
        side=turkmen,
        status="completed",
        stated_on=datetime.date(2023, 2, 1),
    )
    assert (
        "Turkmen side Responsible: Ministry of Railways Latest statement: Completed 1 February 2023 "
        "Kazakh side Responsible: not recorded Latest statement: not reported"
    ) in words(page(client))


def test_a_joint_statement_stands_at_both_sides(client, decision):
    make_follow_up(
        decision=decision, status="completed", stated_on=datetime.date(2023, 2, 1)
    )
    assert (
        words(page(client)).count("Completed 1 February 2023 both sides together") == 2
    )


def test_it_says_that_the_sides_differ(client, decision):
    for side, status in zip(
        decision.session.commission.sides.all(),
        ("completed", "in_progress"),
        strict=True,
    ):
        make_follow_up(decision=decision, side=side, status=status)
    assert "The sides differ. Their latest statements do not say the same" in words(
        page(client)
    )


def test_sides_that_agree_do_not_differ(client, decision):
    for side in decision.session.commission.sides.all():
        make_follow_up(decision=decision, side=side, status="completed")
    assert "The sides differ" not in words(page(client))


def test_earlier_statements_stay_in_the_order_of_time(client, decision):
    turkmen, kazakh = decision.session.commission.sides.all()
    make_follow_up(
        decision=decision,
        side=kazakh,
        status="completed",
        stated_on=datetime.date(2023, 2, 1),
        note="Done.",
    )
    make_follow_up(
        decision=decision,
        side=turkmen,
        status="planned",
        stated_on=datetime.date(2022, 1, 1),
        note="Soon.",
    )
    assert (
        "Planned 1 January 2022 · Turkmen side Soon. Completed 1 February 2023 · Kazakh side Done."
    ) in words(page(client))


def test_silence_is_said(client, decision):
    assert "Neither side has reported on it in this record." in words(page(client))


def chain(commission, length, **last):
    """Decisions of `length` sessions, each of which continues the one before."""
    before, decisions = None, []
    for number in range(1, length + 1):
        fields = last if number == length else {}
        session = make_session(
            commission=commission,
            number=number,
            starts_on=datetime.date(2010 + number, 1, 1),
            **fields,
        )
        before = make_decision(
            session=session, text=f"Text {number}.", continues=before
        )
        decisions.append(before)
    return decisions


def test_the_thread_is_read_from_either_end_and_from_the_middle(client, commission):
    decisions = chain(commission, 3)
    for place in [0, 1, 2]:
        said = words(page(client, decisions[place].get_absolute_url())).partition(
            "From session to session"
        )[2]
        order = [said.index(f"Text {number}.") for number in (1, 2, 3)]
        assert order == sorted(order), place


def test_it_says_what_it_continues_and_what_carries_it_on(client, commission):
    decisions = chain(commission, 3)
    said = words(page(client, decisions[1].get_absolute_url()))
    assert (
        "In sequence Decision 1 continued here, First session Decision 1 carries it on, Third session"
        in said
    )


def test_a_decision_that_stands_alone_has_no_thread(client, decision):
    assert titles(page(client)) == [
        "Turkmen side",
        "Kazakh side",
        "What became of it",
        "More of this session",
        "Use this record",
    ]


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_thread_ends_where_the_public_record_does(client, commission, draft):
    decisions = chain(commission, 2, **draft)
    said = words(page(client, decisions[0].get_absolute_url()))
    assert "From session to session" not in said
    assert "Text 2." not in said


def test_it_shows_sectors_and_sources(client, decision):
    decision.areas.set([make_area(name="Railways")])
    make_source(decision=decision, publisher="Trend", doubt="The number is not given.")
    said = words(page(client))
    assert "Sectors Railways" in said
    assert "Sources Trend In doubt. The number is not given." in said


def test_former_addresses_of_session_and_commission_redirect_for_good(
    client, commission, session, decision
):
    session.number = 12
    session.save()
    commission.slug = "kz-tm"
    commission.save()
    answer = page(client)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/decisions/kz-tm/12/7/",
    )


@pytest.mark.parametrize(
    "address",
    ["tm-kz/11/8", "tm-kz/12/7", "tm-tr/11/7", "tm-kz/11/99999999999999999999"],
)
def test_what_is_not_there_is_not_found(client, decision, address):
    assert page(client, f"/en/decisions/{address}/").status_code == 404


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_decision_of_a_draft_is_not_found_by_visitors(client, commission, draft):
    make_decision(
        session=make_session(commission=commission, number=11, **draft), number=7
    )
    assert page(client).status_code == 404


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_decision_of_an_unpublished_commission_is_not_found(client, draft):
    session = make_session(commission=make_commission(slug="tm-kz", **draft), number=11)
    make_decision(session=session, number=7)
    assert page(client).status_code == 404


def test_staff_see_a_drafts_decision_with_its_bodies_marked(admin_client, commission):
    session = make_session(commission=commission, number=11, state="draft")
    decision = make_decision(session=session, number=7)
    make_responsible_body(
        decision=decision, organisation=make_organisation(name="Ministry of Railways")
    )
    answer = page(admin_client)
    assert "Not published: only staff see this page." in answer.text
    assert "Responsible: Ministry of Railways" in words(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", DRAFTS)
def test_staff_see_a_drafts_bodies_and_areas_that_are_not_public_marked(
    admin_client, commission, draft
):
    session = make_session(commission=commission, number=11, state="draft")
    area = make_area(name="Railways", **draft)
    decision = make_decision(session=session, number=7, areas=[area])
    body = make_organisation(name="Ministry of Railways", **draft)
    make_responsible_body(decision=decision, organisation=body)
    answer = page(admin_client)
    assert "Responsible: Ministry of Railways not public" in words(answer)
    assert "Sectors Railways not public" in words(answer)


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_what_is_not_public(client, decision, draft):
    before = words(page(client))
    make_responsible_body(decision=decision, organisation=make_organisation(**draft))
    decision.areas.set([make_area(**draft), make_area(parent=make_area(**draft))])
    assert words(page(client)) == before


def test_a_public_page_depends_on_no_cookie(client, decision):
    answer = page(client)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client, commission, rows, django_assert_num_queries
):
    decision = chain(commission, 1 + rows)[0]
    for _ in range(rows):
        make_follow_up(decision=decision)
        make_responsible_body(decision=decision)
        decision.areas.add(make_area())
        make_source(decision=decision)
    with django_assert_num_queries(15):
        page(client, decision.get_absolute_url())
