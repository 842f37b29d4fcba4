"""The brief for the next session of a commission."""

import datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from docx import Document
from pypdf import PdfReader

from sessions.brief import brief_of
from sessions.papers.brief_paper import brief_paper
from tests.factories import (
    make_agreement,
    make_commission,
    make_decision,
    make_event,
    make_figure,
    make_follow_up,
    make_indicator,
    make_member,
    make_organisation,
    make_participant,
    make_position,
    make_responsible_body,
    make_session,
    make_source,
    tomorrow,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
D = datetime.date
ON = D(2022, 1, 1)
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


@pytest.fixture
def session():
    return make_session(commission=make_commission(), starts_on=D(2021, 5, 1))


def page(client, commission, query="?on=2022-01-01"):
    return client.get(
        f"/admin/commission_sessions/session/brief/{commission.pk}/{query}"
    )


def read_brief(client, commission, form):
    """What the brief says as a page or as a file, on one line."""
    if form == "page":
        return words(page(client, commission))
    address = f"/admin/commission_sessions/session/brief/{commission.pk}/brief.{form}"
    file = BytesIO(client.get(f"{address}?on=2022-01-01").content)
    if form == "pdf":
        said = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    else:
        said = "\n".join(each.text for each in Document(file).paragraphs)
    return " ".join(said.replace("\0", "").split())


def texts(commission, on=ON):
    """{side: {body: texts}} of the brief."""
    return {
        side.name: {
            str(owing.organisation): [open_.decision.text for open_ in owing.decisions]
            for owing in bodies
        }
        for side, bodies in brief_of(commission, on).sides
    }


def test_open_decisions_by_side_and_body_earliest_due_first(session):
    ministry = make_organisation(name="Ministry")
    turkmen, _kazakh = session.commission.sides.all()
    for text, due in (("No date.", None), ("Late.", D(2021, 6, 1))):
        decision = make_decision(session=session, text=text, due_on=due)
        make_responsible_body(decision=decision, side=turkmen, organisation=ministry)
    assert texts(session.commission) == {
        "Turkmen side": {"Ministry": ["Late.", "No date."]},
        "Kazakh side": {},
    }
    make_decision(session=session, text="Nobody's.")
    assert texts(session.commission)["Kazakh side"] == {"None": ["Nobody's."]}


def test_it_is_as_of_its_day(session):
    commission = session.commission
    decision = make_decision(session=session, text="A", due_on=D(2021, 12, 1))
    make_follow_up(decision=decision, status="planned", stated_on=D(2021, 7, 1))
    make_follow_up(decision=decision, status="completed", stated_on=D(2022, 3, 1))
    later = make_session(commission=commission, starts_on=D(2022, 2, 1))
    make_decision(session=later, text="B")

    def stood(on):
        brief = brief_of(commission, on)
        return brief.last, {
            (each.decision.text, each.status.value, each.is_overdue)
            for _side, owing in brief.sides
            for of_body in owing
            for each in of_body.decisions
        }

    assert stood(D(2021, 6, 1)) == (session, {("A", "not_reported", False)})
    assert stood(ON) == (session, {("A", "planned", True)})
    assert stood(D(2022, 4, 1)) == (later, {("B", "not_reported", False)})
    assert stood(D(2020, 1, 1)) == (None, set())
    make_session(commission=commission, starts_on=D(2022, 3, 1), called_off=True)
    assert stood(D(2022, 4, 1)) == (later, {("B", "not_reported", False)})


def test_what_is_carried_over_is_left_to_the_later_decision(session):
    carried = make_decision(session=session, text="A")
    later = make_session(commission=session.commission, starts_on=D(2021, 11, 1))
    make_decision(session=later, text="B", continues=carried)
    assert texts(session.commission)["Turkmen side"] == {"None": ["B"]}
    assert texts(session.commission, D(2021, 6, 1))["Turkmen side"] == {"None": ["A"]}


def test_the_page_says_all_of_it(admin_client, session):
    commission = session.commission
    turkmen, _kazakh = commission.sides.all()
    decision = make_decision(session=session, text="Lay a line.", due_on=D(2021, 6, 1))
    make_follow_up(
        decision=decision, side=turkmen, status="in_progress", note="Half of it.",
        stated_on=D(2021, 9, 1),
    )  # fmt: skip
    waiting = make_agreement(
        commission=commission, title="On transit", signed_on=D(2021, 5, 2),
        enters_into_force="notification",
    )  # fmt: skip
    notified = {"kind": "notified", "happened_on": D(2021, 8, 1)}
    make_event(agreement=waiting, side=turkmen, **notified)
    make_event(agreement=waiting, happened_on=D(2022, 3, 1))
    make_agreement(
        commission=commission, title="In force", signed_on=D(2019, 5, 2),
        enters_into_force="signature",
    )  # fmt: skip
    trade = make_indicator(name="Trade")
    make_figure(commission=commission, indicator=trade, year=2020)
    nine_months = {"period_start": D(2021, 1, 1), "period_end": D(2021, 9, 30)}
    figure = make_figure(
        commission=commission, indicator=trade, value=99, **nine_months
    )
    make_source(figure=figure, publisher="Gazette", published_on=D(2021, 10, 5))
    make_figure(commission=commission, indicator=trade, year=2022, value=500)
    make_figure(
        commission=commission, indicator=trade, year=2030, value=700, is_target=True
    )
    person = make_participant(name="Name Surname")
    make_member(session=session, participant=person)
    make_position(
        participant=person, title="Minister of Transport", starts_on=D(2021, 10, 1)
    )
    make_position(participant=person, title="Deputy", starts_on=D(2015, 1, 1))
    said = words(page(admin_client, commission))
    assert "Open decisions (1, 1 overdue)" in said
    assert (
        "Lay a line. (First session, 1) 1 June 2021 In progress, overdue Turkmen side: in progress, "
        "1 September 2021. Half of it. Kazakh side: not reported"
    ) in said
    assert (
        "On transit , 2 May 2021 Turkmenistan has notified; Kazakhstan has not." in said
    )
    assert "In force" not in said
    assert "Trade, million US dollars 2020 (full year): 143" in said
    assert (
        "2021 (nine months, January–September): 99 Source: Gazette, 5 October 2021"
        in said
    )
    # Of years to come there is what is aimed at, and nothing measured.
    assert "2030 (full year), target: 700" in said
    assert "2022" not in said.partition("Trade, million")[2]
    assert "Name Surname: Minister of Transport, from 1 October 2021" in said
    assert "Deputy" not in said


def left(session, **fields):
    """A member's post as minister of transport, left since the session; and its body."""
    body = fields.pop("organisation", None) or make_organisation()
    person = make_participant(name="Old Minister")
    make_member(session=session, participant=person)
    made_up = {
        "title": "Minister of Transport",
        "starts_on": D(2019, 1, 1),
        "ends_on": D(2021, 9, 1),
    }
    return make_position(participant=person, organisation=body, **made_up | fields)  # fmt: skip


def took_over(former, name="New Minister", **fields):
    made_up = {
        "title": former.title,
        "organisation": former.organisation,
        "starts_on": D(2021, 9, 2),
    }
    person = fields.pop("participant", None) or make_participant(name=name)
    return make_position(participant=person, **made_up | fields)  # fmt: skip


def posts(session):
    """[(who changed the post, [who has it since])]"""
    return [
        (str(each.position.participant), [str(one.participant) for one in each.successors])
        for each in brief_of(session.commission, ON).positions
    ]  # fmt: skip


def test_who_took_over_a_post_stands_beside_who_left_it(admin_client, session):
    former = left(session)
    took_over(former, title="MINISTER  of transport")
    said = words(page(admin_client, session.commission))
    assert (
        "Old Minister: Minister of Transport, from 1 January 2019, until 1 September 2021 "
        "Successor: New Minister, from 2 September 2021"
    ) in said
    assert brief_paper(brief_of(session.commission, ON)).blocks[-1].items == [
        "Old Minister: Minister of Transport, from 1 January 2019, until 1 September 2021"
        "<br>Successor: New Minister, from 2 September 2021"
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Deputy Minister of Transport"},
        {"organisation": None},
        {"starts_on": D(2021, 4, 30)},
        {"starts_on": None},
        {"starts_on": D(2022, 1, 2)},
        {"ends_on": D(2021, 12, 31)},
    ],
)
def test_who_has_another_post_or_had_it_at_another_time_is_no_successor(
    session, fields
):
    took_over(left(session), **fields)
    took_over(left(session, ends_on=D(2022, 1, 2)))
    assert [successors for _who, successors in posts(session)] == [[]]


def test_who_had_the_post_before_the_member_did_is_no_successor(session):
    former = left(session, starts_on=D(2021, 8, 1))
    took_over(former, starts_on=D(2021, 7, 1))
    took_over(former, participant=former.participant)
    assert [successors for _who, successors in posts(session)] == [[], []]


def test_a_post_is_the_same_in_whatever_language_both_name_it(session):
    former = left(session)
    former.title_en, former.title_ru = "", "Министр транспорта"
    former.save()
    make_position(
        participant=make_participant(name="New Minister"), starts_on=D(2021, 9, 2), organisation=former.organisation,
        title_en="Minister for Transport", title_ru="Министр  Транспорта",
    )  # fmt: skip
    assert posts(session) == [("Old Minister", ["New Minister"])]


def test_a_member_who_was_promoted_is_listed_once(session):
    deputy = make_participant(name="Deputy")
    make_member(session=session, participant=deputy)
    took_over(left(session), participant=deputy)
    assert posts(session) == [("Old Minister", ["Deputy"])]


@pytest.mark.parametrize("draft", DRAFTS)
def test_no_successor_is_named_before_the_person_and_the_body_are_public(
    session, draft
):
    former = left(session)
    took_over(former, participant=make_participant(name="Hidden", **draft))
    hidden = left(session, organisation=make_organisation(**draft))
    took_over(hidden)
    assert posts(session) == [("Old Minister", []), ("Old Minister", [])]


@pytest.mark.parametrize("form", ["page", "pdf", "docx"])
def test_a_figure_stands_with_its_sources_and_their_doubt(admin_client, session, form):
    same = {"commission": session.commission, "indicator": make_indicator(name="Trade")}
    make_figure(year=2019, value=100, **same)
    figure = make_figure(year=2020, value=150, change_percent=28, **same)
    make_source(figure=figure, publisher="Gazette", published_on=D(2021, 10, 5),
                doubt="It names no currency.")  # fmt: skip
    make_source(figure=figure, publisher="Times", doubt_en="", doubt_ru="Без валюты.")
    said = read_brief(admin_client, session.commission, form)
    assert "2019 (full year): 100 Source: not recorded" in said
    assert (
        "2020 (full year): 150 (+28%) Source: Gazette, 5 October 2021 In doubt. It names no currency. "
        "Source: Times In doubt. Без валюты. in Russian "
        "In doubt. The source says +28% on a year earlier; the two values give +50%."
    ) in said


def test_an_agreement_signed_by_each_side_says_when_all_had(admin_client, session):
    agreement = make_agreement(
        commission=session.commission, title="On transit", signed_on=None
    )
    sides = session.commission.sides.all()
    for side, day in zip(sides, (D(2021, 3, 2), D(2021, 4, 20)), strict=True):
        make_event(agreement=agreement, kind="signed", side=side, happened_on=day)

    said = words(page(admin_client, session.commission))
    assert "On transit , 20 April 2021" in said
    # Before the last of them it is not told in advance.
    said = words(page(admin_client, session.commission, "?on=2021-04-19"))
    assert "On transit Turkmenistan has signed; Kazakhstan has not." in said


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_not_in_it(admin_client, session, draft):
    before = words(page(admin_client, session.commission))
    hidden = make_session(commission=session.commission, **draft)
    make_decision(session=hidden, text="Hidden.")
    make_agreement(commission=session.commission, signed_on=D(2021, 6, 1), **draft)
    assert words(page(admin_client, session.commission)) == before


def test_a_day_that_is_none_is_said(admin_client, session):
    answer = page(admin_client, session.commission, "?on=banana")
    assert answer.status_code == 200
    assert "“banana” is not a day such as 2026-11-24" in words(answer)


def test_it_is_for_staff_who_may_see_commissions(client, session, django_user_model):
    assert page(client, session.commission).status_code == 302
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)
    assert page(client, session.commission).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="view_commission"))
    assert page(client, session.commission).status_code == 200


def test_the_commissions_page_leads_there(admin_client, session):
    commission = session.commission
    answer = admin_client.get(f"/admin/commission/commission/{commission.pk}/change/")
    address = f"/admin/commission_sessions/session/brief/{commission.pk}/"
    assert f'href="{address}"' in answer.text
    missing = admin_client.get("/admin/commission_sessions/session/brief/99999/")
    assert missing.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(session, rows, django_assert_num_queries):
    for _ in range(rows):
        decision = make_decision(session=session)
        make_responsible_body(decision=decision)
        make_follow_up(decision=decision, status="planned", stated_on=D(2021, 6, 1))
        make_agreement(commission=session.commission, signed_on=D(2021, 5, 2))
        make_figure(commission=session.commission, year=2015)
        took_over(left(session))
    with django_assert_num_queries(13):
        brief_of(session.commission, ON)
