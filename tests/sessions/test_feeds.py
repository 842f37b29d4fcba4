"""Feeds of the lists: what changed lately of what they find, as readers of feeds take it."""

import datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from commission.models import Agreement
from sessions.actions import record_follow_up
from sessions.models import LastChange, Session
from tests.factories import (
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_event,
    make_follow_up,
    make_passage,
    make_responsible_body,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
FEEDS = ("sessions", "decisions", "agreements")
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, name, query="", language="en"):
    answer = client.get(f"/{language}/{name}/feed.atom{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(answer.content, sanitize_html=False)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return parsed


def titles(client, name, query=""):
    return [entry.title for entry in feed(client, name, query).entries]


def moment_of(entry):
    return datetime.datetime.fromisoformat(entry.updated)


# ── As RFC 4287 wants it ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FEEDS)
def test_it_holds_what_the_format_demands(client, name):
    commission = make_commission(slug="c")
    session = make_session(commission=commission)
    for _number in range(2):
        make_decision(session=session)
        make_agreement(commission=commission)
    query = "?commission=c"
    root = ElementTree.fromstring(client.get(f"/en/{name}/feed.atom{query}").content)  # noqa: S314
    for one in ("title", "id", "updated", "author", "subtitle"):
        assert len(root.findall(ATOM + one)) == 1, one
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": f"http://127.0.0.1:8000/en/{name}/feed.atom{query}",
        "alternate": f"http://127.0.0.1:8000/en/{name}/{query}",
    }
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        for one in ("title", "id", "updated", "link", "content"):
            assert len(entry.findall(ATOM + one)) == 1, one
        assert entry.find(f"{ATOM}id").text.startswith("tag:127.0.0.1,20")
        assert datetime.datetime.fromisoformat(entry.find(f"{ATOM}updated").text).tzinfo
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    latest = max(entry.find(f"{ATOM}updated").text for entry in entries)
    assert root.find(f"{ATOM}updated").text == latest


@pytest.mark.parametrize("name", FEEDS)
def test_an_empty_feed_is_one_and_stays_the_same(client, name):
    make_commission()
    one, another = feed(client, name), feed(client, name)
    assert one.entries == []
    assert one.feed.updated == another.feed.updated


def test_an_entry_goes_by_one_name_in_every_language(client):
    make_session(title_ru="Заседание")
    russian, english = (feed(client, "sessions", language=code).entries[0] for code in ("ru", "en"))  # fmt: skip
    assert russian.id == english.id
    assert russian.link != english.link


def test_letters_that_xml_forbids_spoil_no_feed(client):
    make_passage(session=make_session(title="bell\x07"), text="form\x0cfeed")
    [entry] = feed(client, "sessions").entries
    assert "formfeed" in entry.content[0].value


# ── What is in it ────────────────────────────────────────────────────────────────────────────


def test_a_session_comes_with_its_whole_text(client):
    session = make_session(number=11, summary="In short.", commission=make_commission(short_name="C & D"),
                           starts_on=datetime.date(2023, 5, 15))  # fmt: skip
    make_passage(session=session, text="On *railways*.")
    make_passage(session=session, text_en="", text_ru="О дорогах.")
    make_agenda_item(session=session, text="Transport")
    make_decision(session=session, text="To build.")
    [entry] = feed(client, "sessions").entries
    assert entry.title == "Eleventh session, 15 May 2023 · C & D"
    [content] = entry.content
    assert content.type == "text/html"
    for words in ("In short.", "On <em>railways</em>.", '<div lang="ru">', "Transport", "To build."):  # fmt: skip
        assert words in content.value


def test_a_session_that_was_called_off_says_so_first(client):
    make_session(number=11, commission=make_commission(short_name="C"), called_off=True,
                 starts_on=datetime.date(2023, 5, 15))  # fmt: skip
    [entry] = feed(client, "sessions").entries
    assert entry.title == "Called off: Eleventh session, 15 May 2023 · C"
    assert "Ordinary · 15 May 2023 · Called off" in entry.content[0].value


def test_a_decision_comes_with_what_each_side_says_of_it(client):
    decision = make_decision(text="To build.")
    turkmen, kazakh = decision.session.commission.sides.all()
    make_follow_up(decision=decision, side=kazakh, status="completed", note="Built.")
    make_responsible_body(decision=decision, side=turkmen)
    [entry] = feed(client, "decisions").entries
    text = entry.content[0].value
    assert text.index("Turkmen side") < text.index("Kazakh side") < text.index("Built.")


def test_an_agreement_comes_with_its_events(client):
    agreement = make_agreement(title="On transit", summary="Of goods.")
    make_event(agreement=agreement, note="By note.")
    [entry] = feed(client, "agreements").entries
    assert entry.title == "On transit"
    assert "Of goods." in entry.content[0].value and "By note." in entry.content[0].value  # fmt: skip


def test_it_is_asked_as_its_list(client):
    railways = make_area(slug="railways", name="Railways")
    for areas in ([railways], []):
        session = make_session()
        make_passage(session=session, areas=areas)
        make_decision(session=session, areas=areas)
        make_agreement(areas=areas)
    for name in FEEDS:
        assert len(feed(client, name).entries) == 2, name
        found = feed(client, name, "?area=railways")
        assert len(found.entries) == 1, name
        assert "Railways" in found.feed.title, name


@pytest.mark.parametrize("name", FEEDS)
def test_asked_for_what_there_is_not_it_says_so(client, name):
    answer = client.get(f"/en/{name}/feed.atom?commission=nowhere")
    assert answer.status_code == 400
    assert "There is no commission “nowhere”" in answer.text


# ── When it was updated ──────────────────────────────────────────────────────────────────────


def test_what_changed_last_comes_first_with_the_moment_of_the_change(client):
    first = make_session(title="first", starts_on=datetime.date(2020, 1, 1))
    passage = make_passage(session=first)
    make_session(title="second", starts_on=datetime.date(2021, 1, 1))
    assert [title[:6] for title in titles(client, "sessions")] == ["second", "first,"]
    before = timezone.now()
    passage.text = "Otherwise."
    passage.save()
    entry = feed(client, "sessions").entries[0]
    assert entry.title.startswith("first")
    assert before - datetime.timedelta(seconds=1) <= moment_of(entry) <= timezone.now()


def test_a_passage_taken_away_is_a_change(client):
    passage = make_passage(session=make_session(title="first"))
    make_session(title="second")
    passage.delete()
    assert titles(client, "sessions")[0].startswith("first")


def test_a_statement_moves_its_decision_and_no_other(client, admin_user):
    session = make_session()
    decisions = [make_decision(session=session) for _number in range(2)]
    before = {e.id: e.updated for e in feed(client, "decisions").entries}
    record_follow_up(
        decision=decisions[0], side=None, status="completed", stated_on=datetime.date(2024, 1, 1),
        note="Done.", by=admin_user,
    )  # fmt: skip
    after = [(e.id, e.updated) for e in feed(client, "decisions").entries]
    assert after[0][0].endswith(f"decision/{decisions[0].pk}")
    assert after[1][1] == before[after[1][0]]


def test_an_event_moves_its_agreement(client):
    first, _second = make_agreement(title="first"), make_agreement(title="second")
    make_event(agreement=first)
    assert titles(client, "agreements") == ["first", "second"]


def test_a_release_is_the_moment_of_what_it_releases(client):
    moment = timezone.now() + datetime.timedelta(hours=2)
    session = make_session(publish_at=moment)
    assert feed(client, "sessions").entries == []
    commission = session.commission
    session.publish_at = timezone.now()
    session.save()
    commission.publish_at = later = timezone.now()
    commission.save()
    [entry] = feed(client, "sessions").entries
    assert abs(moment_of(entry) - later) < datetime.timedelta(seconds=2)


@pytest.mark.parametrize("name", FEEDS)
def test_a_commission_that_is_renamed_changes_what_is_called_by_its_name(client, name):
    session = make_session(commission=make_commission(short_name="Before"))
    make_decision(session=session)
    make_agreement(commission=session.commission)
    long_ago = timezone.now() - datetime.timedelta(days=1)
    for model in (Session, Agreement):
        model.objects.update(created_at=long_ago, updated_at=long_ago)
    LastChange.objects.update(moment=long_ago)
    session.commission.description = "Of today."
    session.commission.save()
    [before] = feed(client, name).entries
    session.commission.short_name = "After"
    session.commission.save()
    [after] = feed(client, name).entries
    assert after.id == before.id
    assert moment_of(after) - moment_of(before) > datetime.timedelta(hours=23)


def test_what_is_gone_is_forgotten(client):
    session = make_session()
    make_decision(session=session)
    assert LastChange.objects.count() == 2
    session.delete()
    assert LastChange.objects.count() == 0


# ── The way to it, and what stays away ───────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FEEDS)
def test_a_list_leads_to_its_feed_as_it_was_asked(client, name):
    make_commission(slug="c")
    page = client.get(f"/en/{name}/?commission=c&page=1").text
    head, body = page.split("</head>")
    address = f'href="/en/{name}/feed.atom?commission=c"'
    assert f'type="application/atom+xml" title="{name.capitalize()}" {address}' in head
    assert address in body


def test_no_draft_withdrawn_or_embargoed_row_is_in_it(client):
    make_agreement(title="public")
    make_decision(session=make_session(title="public"))
    for hidden in (
        {"state": "draft"},
        {"state": "withdrawn"},
        {"publish_at": tomorrow()},
    ):
        session = make_session(title="hushed", **hidden)
        make_passage(session=session, text="hushed")
        make_decision(session=session, text="hushed")
        make_agreement(title="hushed", **hidden)
        make_decision(
            session=make_session(commission=make_commission(**hidden)), text="hushed"
        )
    for name in FEEDS:
        answer = client.get(f"/en/{name}/feed.atom")
        assert len(feedparser.parse(answer.content).entries) == 1, name
        assert "hushed" not in answer.text, name


QUERIES = {"sessions": 7, "decisions": 8, "agreements": 8}


@pytest.mark.parametrize("name", FEEDS)
def test_one_entry_asks_as_much_as_three(client, name, django_assert_num_queries):
    for rows in (1, 2):
        for _row in range(rows):
            session = make_session()
            make_passage(session=session)
            make_agenda_item(session=session)
            decision = make_decision(session=session)
            make_responsible_body(decision=decision)
            make_follow_up(decision=decision)
            make_event(agreement=make_agreement(commission=session.commission))
        feed(client, name)
        with django_assert_num_queries(QUERIES[name]):
            feed(client, name)
