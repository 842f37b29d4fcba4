"""A new session from a text: the text comes in, proposals stand beside it, a draft is saved."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.models import AreaTerm, Figure
from commission.models.noted import writing
from participants.models import NameVariant, Participant
from sessions.admin.from_text import records
from sessions.models import Session, Source
from tests.factories import (
    make_area,
    make_commission,
    make_indicator,
    make_organisation,
    make_participant,
    make_position,
    make_session,
)
from tests.filled_forms import fields, sentences

from . import uploads

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/commission_sessions/session/from-text/"
TEXT = """The twelfth session takes place

The twelfth session of the Intergovernmental Turkmen-Kazakh Commission was held in Astana on 15 May 2023.

The delegations were led by Batyr Atdaýew, Deputy Chairman of the Cabinet of Ministers of Turkmenistan, and Roman Sklyar, Deputy Prime Minister of Kazakhstan. Minister of Energy of Kazakhstan Serik Berdiyev spoke.

Railways were discussed. Mutual trade reached $430 million in 2022, up 14 %.

The sides agreed to open a railway route by 1 September 2024. The Ministry of Energy of Kazakhstan was instructed to report.
"""


@pytest.fixture
@writing()
def record(db):
    """What the portal knows."""
    commission = make_commission(
        name="Intergovernmental Turkmen-Kazakh Commission",
        short_name="Turkmenistan – Kazakhstan",
    )
    transport = make_area(name="Transport", slug="transport")
    make_area(
        parent=transport, name="Railways", slug="railways", terms=[("en", "railway")]
    )
    trade = make_area(name="Trade", slug="trade")
    make_indicator(name="Mutual trade", slug="mutual-trade", area=trade)
    make_session(commission=commission, number=11, place="Astana", country="KZ")
    batyr = make_participant(
        name="Batyr Atdayev", slug="batyr", variants=["Batyr Atdaýew"]
    )
    make_position(
        participant=batyr,
        title_en="Deputy Chairman of the Cabinet of Ministers of Turkmenistan",
        title_ru="Заместитель Председателя Кабинета Министров",
    )
    make_participant(name="Roman Sklyar", slug="roman", country="KZ")
    make_participant(name="Serdar Berdiyev", slug="serdar", country="TM")
    make_organisation(
        name="Ministry of Energy of Kazakhstan", slug="energy-kz", country="KZ"
    )
    return commission


@pytest.fixture
def desk(admin_client, record):
    return admin_client


def proposals(client, text=TEXT, **more):
    said = {"text": text, "publisher": "A News Agency", "read": "1"} | more
    return client.post(ADDRESS, said)


def sent(response, **changed):
    """The page as a browser would send it back."""
    return fields(response) | {"save": "1"} | changed


def saved(client, text=TEXT, **changed):
    response = client.post(ADDRESS, sent(proposals(client, text), **changed))
    assert response.status_code == 302, response.context["facts"].errors
    return Session.objects.latest("pk")


# ── The text comes in ────────────────────────────────────────────────────────────────────────


def test_it_is_a_click_from_the_front_page_and_from_the_list(desk):
    for page in ("/admin/", "/admin/commission_sessions/session/"):
        assert f'href="{ADDRESS}"' in desk.get(page).text


def test_only_who_may_add_sessions_comes_in(client, record, django_user_model):
    assert client.get(ADDRESS).status_code == 302
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(
        Permission.objects.filter(codename__in=["view_session", "change_session"])
    )
    client.force_login(reader)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"text": TEXT, "read": "1"}).status_code == 403
    assert ADDRESS not in client.get("/admin/commission_sessions/session/").text


def test_a_forged_form_is_refused(record, admin_user):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(admin_user)
    assert forged.post(ADDRESS, {"text": TEXT}).status_code == 403


@pytest.mark.parametrize(
    "content", [uploads.docx(TEXT.split("\n\n")), TEXT.encode()], ids=["docx", "txt"]
)
def test_a_file_is_read_like_what_is_pasted(desk, content):
    file = SimpleUploadedFile("report.docx", content)
    response = proposals(desk, text="", file=file)
    assert response.context["facts"].initial["number"] == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the text, or choose a file."),
        ("Too short.", "There is too little text to read"),
        ("word " * 40_001, "The text has 200,004 letters, more than the 200,000"),
        ("A line.\n\n" * 601, "The text has 601 paragraphs, more than the 600"),
    ],
)
def test_what_is_too_much_or_too_little_is_said_and_kept(desk, text, said):
    response = proposals(desk, text)
    assert any(error.startswith(said) for error in sentences(response))
    assert response.context["form"]["text"].value() == text
    assert response.context["form"]["publisher"].value() == "A News Agency"


def test_ten_megabytes_get_a_page_that_says_what_to_do(desk):
    response = proposals(desk, "word " * 2_000_000)
    assert response.status_code == 413
    assert "your browser&#x27;s Back button" in response.text


def test_an_unreadable_file_is_said_to_be_so_and_what_was_pasted_is_kept(desk):
    file = SimpleUploadedFile("scan.pdf", uploads.scan())
    response = proposals(desk, "Pasted before.", file=file)
    assert [error[:18] for error in sentences(response)] == ["The file is a scan"]
    assert response.context["form"]["text"].value() == "Pasted before."


def test_a_text_about_something_else_is_asked_about_and_kept(desk):
    text = "The film festival opened on 12 May 2023 with a concert, and it was very well attended."
    response = proposals(desk, text)
    assert "does not seem to be about a session" in response.text
    assert response.context["form"]["text"].value() == text
    anyway = proposals(desk, text, anyway="1")
    assert anyway.context["facts"].initial["starts_on"] == datetime.date(2023, 5, 12)


# ── Proposals beside the text ────────────────────────────────────────────────────────────────


def test_everything_the_text_says_is_proposed(desk, record):
    context = proposals(desk).context
    facts = context["facts"].initial
    assert {name: facts[name] for name in ("commission", "kind", "number", "starts_on", "place", "country", "publisher")} == {
        "commission": record.pk, "kind": "ordinary", "number": 12, "starts_on": datetime.date(2023, 5, 15),
        "place": "Astana", "country": "KZ", "publisher": "A News Agency",
    }  # fmt: skip
    sections = {name: [row.form.initial for row in rows if not row.is_blank] for name, _label, _set, rows in context["sections"]}  # fmt: skip
    people = [(p["who"], p["name"], p["side"], p["role"], p["take"]) for p in sections["people"]]  # fmt: skip
    batyr, roman = Participant.objects.get(slug="batyr"), Participant.objects.get(slug="roman")  # fmt: skip
    assert people == [
        (str(batyr.pk), "Batyr Atdaýew", "TM", "co_chair", True),
        (str(roman.pk), "Roman Sklyar", "KZ", "co_chair", True),
        ("new", "Serik Berdiyev", "KZ", "member", True),
    ]
    assert [p["take"] for p in sections["passages"]] == [False, True, True, True, True]
    assert [d["due_on"] for d in sections["decisions"]] == [datetime.date(2024, 9, 1), None]  # fmt: skip
    assert [f["value"] for f in sections["figures"]] == [430]


def test_each_proposal_stands_with_its_words_and_its_trust(desk):
    response = proposals(desk)
    mark = re.search(r'<mark id="w-(\d+)" data-for="number">The twelfth session</mark>|<mark id="w-(\d+)" data-for="[^"]*number[^"]*">twelfth session</mark>', response.text)  # fmt: skip
    assert mark
    number = mark[1] or mark[2]
    sign = rf'data-trust="high"><a href="#w-{number}" lang="en">“twelfth session”</a>'
    assert re.search(sign, response.text)


def test_somebody_of_the_same_family_name_is_offered_beside_the_new_person(desk):
    html = proposals(desk).text
    serdar = Participant.objects.get(slug="serdar")
    assert re.search(rf'name="people-2-who" value="{serdar.pk}"', html)
    assert re.search(r'name="people-2-who" value="new"[^>]* checked', html)


def test_two_of_one_family_name_are_offered_and_none_is_chosen(desk):
    make_participant(name="Seyit Berdiyev", slug="seyit")
    text = TEXT.replace("Serik Berdiyev", "Berdiyev")
    page = sent(proposals(desk, text))
    assert "people-2-who" not in page
    response = desk.post(ADDRESS, page)
    assert sentences(response) == ["Choose who of the record this is, or a new person."]
    seyit = Participant.objects.get(slug="seyit")
    response = desk.post(ADDRESS, page | {"people-2-who": str(seyit.pk)})
    assert response.status_code == 302
    assert Session.objects.latest("pk").delegation_members.filter(participant=seyit).exists()  # fmt: skip


def test_the_session_that_is_there_already_is_offered_to_be_opened(desk, record):
    there = make_session(commission=record, number=12)
    response = proposals(desk)
    link = reverse("admin:commission_sessions_session_change", args=[there.pk])
    assert f'href="{link}">Open that one' in response.text
    again = desk.post(ADDRESS, sent(response))
    assert f'href="{link}">Open that one' in again.text
    assert Session.objects.filter(number=12).count() == 1


def test_what_staff_teach_changes_the_next_proposal(desk):
    def areas():
        rows = proposals(desk, TEXT + "\n\nPontoon bridges were praised.").context[
            "sections"
        ][1][3]
        return rows[-1].form.initial["areas"]

    assert areas() == []
    railways = AreaTerm.objects.get().area
    AreaTerm.objects.create(area=railways, language="en", term="pontoon bridge")
    assert areas() == [str(railways.pk)]


def test_a_spelling_that_is_added_finds_the_person(desk):
    text = TEXT.replace("Roman Sklyar", "Raman Shklar")
    who = lambda: proposals(desk, text).context["sections"][0][3][1].form.initial["who"]
    assert who() == "new"
    roman = Participant.objects.get(slug="roman")
    NameVariant.objects.create(participant=roman, name="Raman Shklar")
    assert who() == str(roman.pk)


@pytest.mark.parametrize("times", [1, 3])
def test_it_asks_the_database_as_often_for_many_proposals_as_for_few(desk, times):
    body = "\n\n".join([TEXT, *["The sides agreed to build railways by 2030. Minister of Roads Pavel Primerov%s spoke." % ("a" * n) for n in range(times * 3)]])  # fmt: skip
    make = [make_area(name=f"Area {n}") for n in range(times)]
    assert len(make) == times
    proposals(desk)
    with CaptureQueriesContext(connection) as queries:
        proposals(desk, body)
    assert len(queries) == QUERIES


QUERIES = 15


# ── The draft ────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_written_before_the_draft_is_saved(desk):
    counts = lambda: (
        Session.objects.count(),
        Participant.objects.count(),
        Source.objects.count(),
    )
    before = counts()
    page = sent(proposals(desk))
    desk.post(ADDRESS, page | {"starts_on": "soon"})
    assert counts() == before


def test_the_draft_holds_what_was_taken_over(desk, record):
    session = saved(desk, address="https://news.example/12", published_on="2023-05-16")
    assert (session.key, session.state, session.publish_at) == ("12", "draft", None)
    assert (session.place_en, session.country, session.starts_on) == ("Astana", "KZ", datetime.date(2023, 5, 15))  # fmt: skip
    members = [(m.participant.name, m.side.country, m.role, m.position_en, m.position_ru) for m in session.delegation_members.all()]  # fmt: skip
    assert members == [
        ("Batyr Atdayev", "TM", "co_chair", "Deputy Chairman of the Cabinet of Ministers of Turkmenistan", "Заместитель Председателя Кабинета Министров"),
        ("Roman Sklyar", "KZ", "co_chair", "Deputy Prime Minister of Kazakhstan", None),
        ("Serik Berdiyev", "KZ", "member", "Minister of Energy of Kazakhstan", None),
    ]  # fmt: skip
    passages = [(p.number, p.text_en.split()[0], [a.slug for a in p.areas.all()]) for p in session.passages.all()]  # fmt: skip
    assert passages == [(1, "The", []), (2, "The", []), (3, "Railways", ["railways", "trade"]), (4, "The", ["railways"])]  # fmt: skip
    decisions = [(d.number, d.due_on, [b.organisation.slug for b in d.responsible_bodies.all()]) for d in session.decisions.all()]  # fmt: skip
    assert decisions == [(1, datetime.date(2024, 9, 1), []), (2, None, ["energy-kz"])]
    source = session.sources.get()
    assert (source.publisher, source.title_en, source.address, source.published_on) == (
        "A News Agency", "The twelfth session takes place", "https://news.example/12", datetime.date(2023, 5, 16),
    )  # fmt: skip


def test_what_is_unticked_is_left_out_and_what_is_corrected_is_kept(desk):
    page = sent(proposals(desk))
    for name in ("people-2-take", "passages-1-take", "decisions-1-take"):
        del page[name]
    page |= {"passages-3-text": "Rails, corrected.", "passages-3-areas": [], "number": "13",
             "passages-2-text": "", "people-0-role": "member", "decisions-1-text": ""}  # fmt: skip
    del page["passages-2-take"]
    assert desk.post(ADDRESS, page).status_code == 302
    session = Session.objects.latest("pk")
    assert session.number == 13
    assert [m.role for m in session.delegation_members.all()] == ["member", "co_chair"]
    first = session.passages.first()
    assert (first.number, first.text) == (1, "Rails, corrected.")
    assert first.areas.count() == 0
    assert session.decisions.count() == 1
    assert not Participant.objects.filter(name_en="Serik Berdiyev").exists()


def test_somebody_and_a_decision_may_be_added_that_the_text_does_not_name(desk):
    serdar = Participant.objects.get(slug="serdar")
    session = saved(
        desk,
        **{"people-3-take": "on", "people-3-other": str(serdar.pk), "people-3-side": "TM", "people-3-role": "member",
           "decisions-2-take": "on", "decisions-2-text": "To meet again.", "decisions-2-due_precision": "day"},
    )  # fmt: skip
    assert session.delegation_members.filter(participant=serdar).exists()
    assert session.decisions.last().text == "To meet again."


def test_nobody_but_staff_sees_the_draft_or_its_people(desk, client):
    session = saved(desk)
    client.logout()
    assert client.get(session.get_absolute_url()).status_code == 404
    new = Participant.objects.get(name_en="Serik Berdiyev")
    assert new.state == "draft"
    assert client.get(new.get_absolute_url()).status_code == 404
    pages = (
        "/en/sessions/",
        "/en/participants/",
        "/en/search/?q=Berdiyev",
        "/api/v1/sessions/",
    )
    for page in pages:
        assert "Serik Berdiyev" not in client.get(page).text
        assert "15 May 2023" not in client.get(page).text


def test_a_figure_is_not_recorded_but_one_click_away(desk, record):
    page = sent(proposals(desk))
    response = desk.post(ADDRESS, page | {"figures-0-take": "on"}, follow=True)
    assert not Figure.objects.exists()
    link = re.search(r'href="(/admin/commission/figure/add/[^"]+)"', response.text)[1]
    form = desk.get(link.replace("&amp;", "&")).context["adminform"].form
    said = [form[name].value() for name in ("commission", "value", "period_start", "period_end", "change_percent")]  # fmt: skip
    assert said == [str(record.pk), "430", "2022-01-01", "2022-12-31", "14"]


WRONG = [
    ({"commission": ""}, "This field is required."),
    ({"number": ""}, "An ordinary session needs its number; the other kinds have none."),
    ({"ends_on": "2023-05-01"}, "It ends on 2023-05-01, before it begins on 2023-05-15: mend one of the two."),
    ({"publisher": ""}, "This field is required."),
    ({"address": "no address"}, "Enter a valid URL."),
    ({"people-1-side": ""}, "This field is required."),
    ({"people-1-who": "0"}, "Select a valid choice. 0 is not one of the available choices."),
    ({"people-1-side": "TM"}, "This side already has its co-chair."),
    ({"people-2-who": "new", "people-2-name": ""}, "Write the name of the new person."),
    ({"passages-1-text": " "}, "This field is required."),
    ({"decisions-0-due_on": "soon"}, "Enter a valid date."),
]  # fmt: skip


def test_what_is_wrong_is_said_and_nothing_is_lost(desk):
    page = sent(proposals(desk), **{"passages-2-text": "Typed by the clerk."})
    for changed, said in WRONG:
        response = desk.post(ADDRESS, page | changed)
        assert sentences(response) == [said], changed
        assert "Typed by the clerk." in response.text
    assert Session.objects.count() == 1


def test_a_refusal_of_the_record_itself_leaves_nothing_behind(desk, monkeypatch):
    """Somebody takes the address of the new person in between."""
    monkeypatch.setattr(records, "free_address", lambda name, taken: "roman")
    response = desk.post(ADDRESS, sent(proposals(desk)))
    assert "somebody else has this address by now" in response.text
    assert Session.objects.count() == 1


def test_back_to_the_text_keeps_it(desk):
    page = sent(proposals(desk))
    del page["save"]
    response = desk.post(ADDRESS, page | {"again": "1"})
    assert response.context["form"]["text"].value().strip() == TEXT.strip()
    assert response.context["form"]["publisher"].value() == "A News Agency"


def test_without_leave_to_add_people_new_names_are_left_to_others(client, record, django_user_model):  # fmt: skip
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["add_session", "change_session", "view_session"]))  # fmt: skip
    client.force_login(clerk)
    response = proposals(client)
    assert not response.context["sections"][0][3][2].form.initial["take"]
    session = saved(client)
    assert session.delegation_members.count() == 2
    refused = client.post(ADDRESS, sent(proposals(client), number="14", **{"people-2-take": "on", "people-2-who": "new"}))  # fmt: skip
    assert any("Select a valid choice" in error for error in sentences(refused))


def test_the_words_stand_in_the_texts_language(desk):
    text = (
        "В Астане 15 мая 2023 года состоялось двенадцатое заседание Межправительственной туркмено-казахстанской "
        "комиссии.\n\nУчаствовал министр энергетики Казахстана Пётр Новичков."
    )
    session = saved(desk, text, publisher="Агентство")
    assert session.passages.last().text_ru.startswith("Участвовал")
    assert session.passages.last().text_en is None
    person = Participant.objects.get(name_ru="Пётр Новичков")
    assert (person.slug, person.country) == ("pyotr-novichkov", "KZ")
