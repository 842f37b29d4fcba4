"""Changing what is public: with a note to readers, or as minor; and where readers find the notes."""

import datetime

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone

from commission.models import Correction, Step
from commission.models.noted import writing
from tests.factories import (
    make_agreement,
    make_commission,
    make_correction,
    make_decision,
    make_figure,
    make_follow_up,
    make_participant,
    make_passage,
    make_session,
    make_source,
)
from tests.filled_forms import fields, new_row, sentences
from tests.reading import titles, words
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

LIST, FEED = "/en/corrections/", "/en/corrections/feed.atom"


def change(row):
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def form(client, row):
    data = fields(client.get(change(row)))
    data.pop("minor", None)
    return data


def save(client, row, data):
    """[] when it is saved, or else the refusals."""
    answer = client.post(change(row), data)
    return [] if answer.status_code == 302 else sentences(answer)


def steps():
    return [(step.kind, step.by_name, step.remark) for step in Step.objects.all()]


@pytest.fixture
def editor(client):
    client.force_login(make_staff("editor", name="clerk"))
    return client


@pytest.fixture
def publisher(client):
    client.force_login(make_staff("publisher", name="chief"))
    return client


# ── On the page in the admin ─────────────────────────────────────────────────────────────────


def test_an_editor_may_not_change_what_is_public_without_a_word(editor):
    session = make_session(summary="On gas.")
    data = form(editor, session) | {"summary_en": "On oil."}
    [said] = save(editor, session, data | {"minor": "on"})
    assert said.startswith("The record is public: tell its readers what is corrected.")
    session.refresh_from_db()
    assert session.summary_en == "On gas." and steps() == []


def test_what_was_typed_is_kept_when_the_note_is_missing(editor):
    session = make_session()
    data = form(editor, session) | {"summary_en": "Typed."}
    answer = editor.post(change(session), data)
    assert fields(answer)["summary_en"] == "Typed."


def test_a_correction_is_saved_with_the_change_and_who_made_it(editor):
    session = make_session(summary="On gas.")
    data = form(editor, session) | {
        "summary_en": "On oil.",
        "correction_en": "It said gas.",
        "correction_ru": "Было: газ.",
    }
    assert save(editor, session, data) == []
    correction = Correction.objects.get()
    assert (correction.note_en, correction.note_ru) == ("It said gas.", "Было: газ.")
    session.refresh_from_db()
    assert session.summary_en == "On oil."
    assert steps() == [("corrected", "clerk", "It said gas.")]


def test_a_publisher_may_mark_a_change_as_minor(publisher):
    session = make_session()
    data = form(publisher, session) | {"summary_en": "On oil."}
    [said] = save(publisher, session, data)
    assert "or mark the change as minor" in said
    assert save(publisher, session, data | {"minor": "on"}) == []
    assert not Correction.objects.exists()
    assert steps() == [("minor", "chief", "")]


def test_a_change_is_not_both(publisher):
    session = make_session()
    data = form(publisher, session) | {"summary_en": "x", "correction_en": "y", "minor": "on"}  # fmt: skip
    assert len(save(publisher, session, data)) == 1


def test_saving_without_a_change_asks_for_nothing(editor):
    session = make_session(summary="One\nTwo")
    make_passage(session=session, text="- one\n- two")
    data = {
        # As browsers send them.
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in form(editor, session).items()
    }
    assert save(editor, session, data) == [] and steps() == []


@pytest.mark.parametrize(
    "touch",
    [
        lambda data: data | {"passages-0-text_en": "Another."},
        lambda data: data | {"passages-0-DELETE": "on"},
        lambda data: data | {"passages-0-ORDER": "2", "passages-1-ORDER": "1"},
        lambda data: new_row(data, "passages", text_en="One more.") * 0 or data,
        lambda data: data | {"decisions-0-text_en": "Another."},
    ],
)
def test_rows_are_part_of_the_record(editor, touch):
    session = make_session()
    make_passage(session=session)
    make_passage(session=session)
    make_decision(session=session)
    assert len(save(editor, session, touch(form(editor, session)))) == 1


def test_a_decision_is_corrected_in_its_session(editor):
    decision = make_decision(text="To build a road.")
    data = form(editor, decision) | {"text_en": "To build a railway."}
    assert len(save(editor, decision, data)) == 1
    assert save(editor, decision, data | {"correction_en": "It said road."}) == []
    assert Correction.objects.get().object_id == decision.session_id


def test_what_became_of_a_decision_is_news_and_no_correction(editor):
    decision = make_decision()
    data = form(editor, decision)
    new_row(data, "follow_ups", stated_on="2024-05-05", status="completed")
    assert save(editor, decision, data) == []
    assert decision.follow_ups.count() == 1 and steps() == []


def test_a_statement_that_stands_is_corrected(editor):
    decision = make_follow_up(status="planned").decision
    data = form(editor, decision) | {"follow_ups-0-status": "completed"}
    assert len(save(editor, decision, data)) == 1


def test_a_figure_is_corrected_in_its_commission(editor):
    figure = make_figure()
    data = form(editor, figure) | {"value": "7", "correction_en": "It said 143."}
    assert save(editor, figure, data) == []
    assert Correction.objects.get().model == "commission.commission"


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_what_is_not_public_is_changed_as_it_is(editor, state):
    session = make_session(state=state)
    data = form(editor, session) | {"summary_en": "x"}
    assert "correction_en" not in data and save(editor, session, data) == []


def test_who_may_only_look_is_not_asked(client):
    client.force_login(make_staff("administrator"))
    session = make_session()
    assert "What is corrected?" not in client.get(change(session)).text


# ── What readers see ─────────────────────────────────────────────────────────────────────────


def corrected(record, note="It said gas.", **said):
    return make_correction(record, note, **said)


def test_readers_see_it_on_the_page_with_its_date_and_an_address(client):
    session = make_session()
    moment = datetime.datetime(2026, 3, 3, 12, tzinfo=datetime.UTC)
    correction = corrected(session, moment=moment)
    page = client.get(session.get_absolute_url())
    assert "Corrections" in titles(page)
    assert "Corrections 3 March 2026 It said gas." in words(page)
    assert f'id="correction-{correction.pk}"' in page.text


def test_they_see_it_in_their_language_or_another_that_says_so(client):
    session = make_session()
    corrected(session)
    page = client.get(session.get_absolute_url().replace("/en/", "/ru/")).text
    assert '<span lang="en">It said gas.' in page or 'lang="en"' in page.partition('id="corrections"')[2]  # fmt: skip


def test_pages_of_every_kind_show_theirs(client):
    decision = make_decision()
    passage = make_passage(session=decision.session)
    corrected(decision.session, "Of the session.")
    for row in (decision, passage):
        assert "Of the session." in client.get(row.get_absolute_url()).text
    for row in (make_agreement(), make_commission(), make_participant()):
        corrected(row, "Of it.")
        assert "Of it." in client.get(row.get_absolute_url()).text


def test_a_record_never_corrected_says_nothing_of_it(client):
    assert 'id="corrections"' not in client.get(make_session().get_absolute_url()).text


def test_a_correction_makes_the_page_another(client):
    session = make_session()
    etag = client.get(session.get_absolute_url()).headers["ETag"]
    corrected(session)
    answer = client.get(session.get_absolute_url(), headers={"if-none-match": etag})
    assert answer.status_code == 200


@writing()
def hidden():
    coming = timezone.now() + datetime.timedelta(days=1)
    draft = make_commission(state="draft")
    rows = [
        make_session(state="draft"),
        make_session(state="review"),
        make_session(state="withdrawn"),
        make_session(publish_at=coming),
        make_session(commission=draft),
        make_agreement(commission=draft),
        make_participant(state="withdrawn"),
        draft,
    ]
    for row in rows:
        corrected(row, "Hushed.")
    gone = make_session()
    corrected(gone, "Hushed.")
    gone.delete()


def test_the_list_has_those_of_public_records_the_latest_first(client):
    hidden()
    session, person = make_session(), make_participant(name="Somebody")
    early = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    corrected(session, "First.", moment=early)
    corrected(person, "Second.", moment=early + datetime.timedelta(days=1))
    page = client.get(LIST)
    assert titles(page) == ["Somebody", str(session)]
    assert "Hushed" not in page.text


def test_an_empty_list_says_so(client):
    hidden()
    assert "Nothing was corrected yet." in client.get(LIST).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):  # fmt: skip
    for _row in range(rows):
        corrected(make_session())
        corrected(make_participant())
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)


def test_the_feed_has_them_with_stable_names_and_addresses(client, settings):
    hidden()
    session = make_session()
    correction = corrected(session, "It said <gas>.")
    feed = feedparser.parse(client.get(FEED).content)
    assert not feed.bozo and feed.version == "atom10"
    [entry] = feed.entries
    assert entry.title == f"Correction: {session}"
    address = f"{session.get_absolute_url()}#correction-{correction.pk}"
    assert entry.link == settings.SITE_URL + address
    assert "It said &lt;gas&gt;." in entry.content[0].value
    other = feedparser.parse(client.get(FEED.replace("/en/", "/kk/")).content)
    assert other.entries[0].id == entry.id
    assert (
        entry.updated
        == correction.moment.replace(microsecond=0)
        .astimezone(timezone.get_current_timezone())
        .isoformat()
        or entry.updated_parsed[:6] == correction.moment.utctimetuple()[:6]
    )


def test_the_feed_is_named_in_the_head_of_the_list_and_on_it(client):
    page = client.get(LIST).text
    assert page.count(FEED) == 2


def test_sources_of_a_public_record_are_part_of_it(editor):
    source = make_source(session=make_session(), publisher="Agency")
    data = form(editor, source.session) | {"sources-0-publisher": "Ministry"}
    assert len(save(editor, source.session, data)) == 1
