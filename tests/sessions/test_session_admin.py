"""The page on which a session is entered, and the list that leads to it."""

import datetime
import re

import pytest
from django.urls import reverse

from commission.models.noted import writing
from sessions.models import Session
from tests.factories import (
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_document,
    make_document_file,
    make_follow_up,
    make_member,
    make_organisation,
    make_passage,
    make_photo,
    make_responsible_body,
    make_session,
    make_source,
    tomorrow,
)
from tests.filled_forms import fields, sentences

pytestmark = pytest.mark.django_db

LIST = reverse("admin:commission_sessions_session_changelist")
ADD = reverse("admin:commission_sessions_session_add")


def page_of(session):
    return reverse("admin:commission_sessions_session_change", args=[session.pk])


@writing()
def make_full_session(rows=1, **fields):
    """A session with `rows` rows in every section."""
    session = make_session(**fields)
    sides = list(session.commission.sides.all())
    for _ in range(rows):
        areas = [make_area(parent=make_area())]
        for side in sides:
            make_member(session=session, side=side, organisation=make_organisation())
        make_agenda_item(session=session, areas=areas)
        make_passage(session=session, areas=areas)
        decision = make_decision(session=session, areas=areas)
        for side in sides:
            make_responsible_body(decision=decision, side=side)
        make_document_file(document=make_document(session=session))
        make_photo(session=session)
        make_source(session=session)
        session.agreements.add(make_agreement(commission=session.commission))
    return session


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def test_the_sections_stand_in_the_order_of_the_paper_record(admin_client):
    session = make_session()
    html = admin_client.get(page_of(session)).content.decode()
    one, two = session.commission.sides.all()
    assert re.findall(
        r'<section class="inline-group[^>]* id="([^"]+)-group"', html
    ) == [
        f"delegation-{one.pk}",
        f"delegation-{two.pk}",
        "agenda_items",
        "passages",
        "decisions",
        "documents",
        "photos",
        "sources",
    ]


def test_each_side_has_its_section_although_it_is_empty(admin_client):
    html = admin_client.get(page_of(make_session())).content.decode()
    assert re.findall(r"Delegation: (\w+ side)\s+<span class=\"rows-count", html) == [
        "Turkmen side",
        "Kazakh side",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_whatever_its_size(
    admin_client, django_assert_num_queries, rows
):
    session = make_full_session(rows=rows)
    admin_client.get(page_of(session))  # content types are asked once a process
    with django_assert_num_queries(23):
        assert admin_client.get(page_of(session)).status_code == 200


def test_saving_what_stands_there_changes_nothing(admin_client):
    session = make_full_session(rows=2)
    before = list(session.passages.values()), list(session.decisions.values())
    members = list(session.delegation_members.values())
    response = admin_client.post(
        page_of(session), fields(admin_client.get(page_of(session)))
    )
    assert response.status_code == 302, sentences(response)
    assert (list(session.passages.values()), list(session.decisions.values())) == before
    assert [m | {"order": 0} for m in session.delegation_members.values()] == members
    assert session.agreements.count() == 2
    assert [d.responsible_bodies.count() for d in session.decisions.all()] == [2, 2]


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tk"])
def test_it_speaks_every_interface_language(admin_client, language):
    session = make_full_session()
    for address in (page_of(session), LIST, ADD, reverse("admin:index")):
        response = admin_client.get(address, headers={"accept-language": language})
        assert (response.status_code, response.headers["Content-Language"]) == (
            200,
            language,
        )


def test_saving_in_another_interface_language_copies_no_text_into_it(admin_client):
    session = make_full_session()
    data = fields(admin_client.get(page_of(session)))
    response = admin_client.post(
        page_of(session), data, headers={"accept-language": "ru"}
    )
    assert response.status_code == 302
    passage = session.passages.get()
    assert (passage.text_en, passage.text_ru or "") == (
        "The sides discussed matter 1.",
        "",
    )


# ── Adding ───────────────────────────────────────────────────────────────────────────────────


def add(client, **data):
    main = {"kind": "ordinary", "number": 7, "format": "in_person", "starts_on": "2024-05-01",
            "date_precision": "day", "country": "", "place_en": "Ashgabat"}  # fmt: skip
    return client.post(ADD, main | data)


def test_adding_leads_on_to_the_sections(admin_client):
    response = add(admin_client, commission=make_commission().pk)
    session = Session.objects.get()
    assert response.headers["Location"] == page_of(session)
    assert (session.state, session.key, session.place_en) == ("draft", "7", "Ashgabat")


def test_the_next_number_is_known_when_the_commission_is(admin_client):
    session = make_session(number=11)
    data = fields(admin_client.get(f"{ADD}?commission={session.commission.pk}"))
    assert data["number"] == "12"


def test_a_number_twice_is_refused_with_the_sentence_and_nothing_typed_is_lost(
    admin_client,
):
    session = make_session(number=7)
    response = add(
        admin_client, commission=session.commission.pk, place_en="Turkmenbashi"
    )
    assert sentences(response) == [
        "The commission already has the session “7”: open that one instead."
    ]
    assert fields(response)["place_en"] == "Turkmenbashi"


def test_an_ordinary_session_without_number_is_refused_with_the_rules_sentence(
    admin_client,
):
    response = add(admin_client, commission=make_commission().pk, number="")
    assert (
        "An ordinary session needs its number; the other kinds have none."
        in sentences(response)
    )


def test_a_session_that_ends_before_it_begins_is_refused(admin_client):
    response = add(admin_client, commission=make_commission().pk, ends_on="2024-04-30")
    assert response.status_code == 200 and not Session.objects.exists()
    assert any("before it begins" in sentence for sentence in sentences(response))


def test_the_commission_stays_once_chosen(admin_client):
    session, other = make_session(), make_commission()
    data = fields(admin_client.get(page_of(session))) | {"commission": other.pk}
    admin_client.post(page_of(session), data)
    assert Session.objects.get().commission == session.commission


# ── The list ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    admin_client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_full_session()
    admin_client.get(LIST)
    with django_assert_num_queries(10):
        assert admin_client.get(LIST).status_code == 200


def listed(client, **parameters):
    return list(client.get(LIST, parameters).context["cl"].queryset)


def test_it_is_searched_in_every_language_and_in_the_report(admin_client):
    session = make_session(place="Ашхабад", place_ru="Ашхабад")
    make_passage(session=session, text_tk="Demir ýollary barada")
    make_session()
    assert listed(admin_client, q="ашхабад") == [session]
    assert listed(admin_client, q="DEMIR yollary") == [session]


def test_it_is_narrowed_by_commission_kind_year_area_and_state(admin_client):
    sector = make_area(parent=make_area())
    session = make_session(
        kind="extraordinary",
        starts_on=datetime.date(2020, 9, 17),
        state="draft",
        called_off=True,
    )
    make_passage(session=session, areas=[sector])
    make_session(number=1)
    for chosen in (
        {"commission__id__exact": session.commission_id},
        {"kind__exact": "extraordinary"},
        {"called_off__exact": "1"},
        {"year": 2020},
        {"area": sector.parent.pk},
        {"state": "draft"},
    ):
        assert listed(admin_client, **chosen) == [session], chosen


def test_states_are_told_apart(admin_client):
    public, coming = make_session(), make_session(publish_at=tomorrow())
    withdrawn, draft = make_session(state="withdrawn"), make_session(state="draft")
    states = {
        "published": public,
        "embargoed": coming,
        "withdrawn": withdrawn,
        "draft": draft,
    }
    for state, session in states.items():
        assert listed(admin_client, state=state) == [session]


def test_an_odd_filter_is_no_fault_of_the_server(admin_client):
    for parameters in ({"year": "banana"}, {"area": "x"}, {"state": "?"}, {"p": "99"}):
        assert admin_client.get(LIST, parameters).status_code in (200, 302)


def test_visitors_are_sent_to_log_in(client):
    assert client.get(page_of(make_session())).status_code == 302


def test_staff_see_drafts_on_the_site(admin_client):
    session = make_session(state="draft")
    html = admin_client.get(page_of(session)).content.decode()
    link = re.search(r'href="([^"]+)" class="viewsitelink"', html).group(1)
    response = admin_client.get(link, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].endswith(session.get_absolute_url())


@pytest.mark.parametrize(
    ("moved", "day", "sentence"),
    [
        (0, "2022-06-01", "Decision 1 is carried on by a session that would not be later"),
        (1, "2019-01-01", "Decision 1 carries on one of a session that would not be earlier"),
        (1, "2021-06-02", "A statement on decision 1 would be older than the decision"),
    ],
)  # fmt: skip
def test_moving_a_session_does_not_turn_a_thread_round(
    admin_client, moved, day, sentence
):
    first = make_session(number=1, starts_on=datetime.date(2020, 5, 1))
    second = make_session(
        number=2, commission=first.commission, starts_on=datetime.date(2021, 5, 1)
    )
    earlier = make_decision(session=first, number=1)
    later = make_decision(session=second, number=1, continues=earlier)
    make_follow_up(decision=later, stated_on=datetime.date(2021, 6, 1))
    session = (first, second)[moved]
    data = fields(admin_client.get(page_of(session))) | {
        "starts_on": day,
        "minor": "on",
    }
    answer = admin_client.post(page_of(session), data)
    assert sentence in " ".join(sentences(answer))
    before = session.starts_on
    session.refresh_from_db()
    assert session.starts_on == before
