"""What a process keeps of searches: after any change it answers as if it had kept nothing."""

import datetime
from operator import methodcaller

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission import register as register_module
from commission.actions import publish, withdraw
from commission.models import Agreement, Commission, pinned
from commission.register import MOST_STEPS, register
from participants.models import Organisation, Participant
from sessions.models import (
    Decision,
    DelegationMember,
    Document,
    Passage,
    Session,
)
from sessions.models.finding import exactly, matching, often
from sessions.rebuilding import rebuild
from sessions.search.query import read
from tests import factories as make

from .test_finding import JOINED, OF_THE_SESSION, put_in_person, put_in_text

pytestmark = pytest.mark.django_db

QUERIES = [read(text) for text in ("gas", "atdayev", "атда*", '"gas atdayev"', "12", "ga*")]  # fmt: skip
WORDS = ["Gas", "Atdaýew", "Atdaýew gas", "Gas Atdaýew. Gas"]


def answers():
    return [
        (query.text, set(matching(query)), set(exactly(query)), set(often(query, 2)))
        for query in QUERIES
    ]


def answers_anew():
    """As a process gives them that has kept nothing; this one keeps what it has."""
    kept = register.snapshot
    register.forget()
    try:
        return answers()
    finally:
        register.snapshot = kept


def put(how):
    return lambda word, session, row: how(session, word)


def write(model, *columns):
    """Nothing but these columns: a whole row that is saved tells of more."""

    def step(word, session, row):
        if found := row(model):
            model.objects.filter(pk=found.pk).update(**dict.fromkeys(columns, word))

    return step


def move(model, **owner):
    def step(word, session, row):
        if found := row(model):
            for name, value in {"session": session, **owner}.items():
                setattr(found, name, value)
            if hasattr(found, "number"):
                # No two rows of a session have the same.
                found.number = 1 + model.objects.aggregate(last=Max("number"))["last"]
            found.save()

    return step


def of(model, verb):
    def step(word, session, row):
        if found := row(model):
            verb(found)

    return step


def hide_or_show(record):
    record.state = "withdrawn" if record.state == "published" else "published"
    record.publish_at = record.publish_at or make.LONG_AGO
    record.save(update_fields=["state", "publish_at"])


DELETE = methodcaller("delete")
CHANGES = [
    *map(put, [*OF_THE_SESSION, *JOINED]),
    write(Passage, "text_en", "html_en"),
    write(Document, "title_en"),
    write(Session, "summary_ru"),
    write(Participant, "name_en"),
    write(Organisation, "name_ru"),
    write(Agreement, "title_en"),
    move(Passage),
    move(Decision),
    move(Document, agreement=None),
    move(DelegationMember),
    *[of(model, DELETE) for model in (Passage, Decision, DelegationMember, Agreement, Session)],
    *[of(model, hide_or_show) for model in (Participant, Organisation, Agreement, Commission)],
    lambda word, session, row: session.agreements.clear(),
    lambda word, session, row: make.make_session(number=12, title=word),
    lambda word, session, row: rebuild(),
]  # fmt: skip
# What a reader asks in between is kept.
STEPS = [*CHANGES, *[lambda word, session, row: answers()] * 12]


def nth(n):
    """Gives one of a model's rows, the last for 0; None where there is none."""

    def row(model):
        rows = list(model.objects.order_by("pk"))
        return rows[-1 - n % len(rows)] if rows else None

    return row


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_answers_as_if_nothing_were_kept(change):
    roads = [*OF_THE_SESSION, *JOINED]
    sessions = [make.make_session() for _road in roads]
    for session, road in zip(sessions, roads, strict=True):
        road(session, "Gas")
    before = answers()
    for n, session in enumerate(sessions):
        # One of them may be gone meanwhile.
        if session := Session.objects.filter(pk=session.pk).first():
            change("Atdayev", session, nth(n))
    after = answers_anew()
    assert after != before or change is CHANGES[-1]
    assert answers() == after


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, len(STEPS) - 1), st.sampled_from(WORDS), st.integers(0, 5)
        ),
        min_size=3,
        max_size=14,
    ),
    few=st.sampled_from([0, 1, 20]),
)
def test_it_answers_after_any_run_of_changes_as_if_nothing_were_kept(steps, few):
    for model in (Session, Participant, Organisation, Agreement):
        model.objects.all().delete()
    commission = make.make_commission()
    for number in (1, 12):
        make.make_session(commission=commission, number=number)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register_module, "FEW_CHANGED", few)
        for step, word, which in steps:
            row = nth(which)
            if session := row(Session):
                STEPS[step](word, session, row)
        assert answers() == answers_anew()


def queries_of(query):
    with pinned(), CaptureQueriesContext(connection) as queries:
        found = set(matching(query))
    return found, [each["sql"] for each in queries]


def test_of_what_a_session_says_otherwise_that_session_alone_is_asked_again():
    passage = make.make_passage(text="On gas.")
    other = make.make_passage(text="On gas.").session
    put_in_person(other, "Gas")
    query = read("gas")
    queries_of(query)
    passage.text = "On roads."
    passage.save()
    found, queries = queries_of(query)
    assert found == {other.pk}
    assert not [sql for sql in queries if "search_sessions" in sql or "@@" in sql]
    assert queries_of(query)[1] == []


def test_what_is_published_or_withdrawn_has_no_word_asked_again(admin_user):
    session = make.make_passage(text="On gas.").session
    put_in_person(session, "Gas")
    query = read("gas")
    queries_of(query)
    withdraw(record=session, by=admin_user)
    publish(record=session, by=admin_user)
    _found, queries = queries_of(query)
    assert not [sql for sql in queries if "search_" in sql or "@@" in sql]


def test_a_hidden_member_who_is_added_later_brings_no_session_by_a_public_body():
    body, person = (
        make.make_organisation(name="Gas"),
        make.make_participant(state="draft"),
    )
    found, session = make.make_session(), make.make_session()
    make.make_member(session=found, organisation=body)
    query = read("gas")
    assert set(matching(query)) == {found.pk}
    make.make_member(session=session, participant=person, organisation=body)
    assert set(matching(query)) == {found.pk}
    make.make_member(session=session, organisation=body)
    assert set(matching(query)) == {found.pk, session.pk}


def test_a_change_of_too_long_ago_has_all_sessions_asked_again():
    query = read("gas")
    session = make.make_passage(text="On gas.").session
    assert set(matching(query)) == {session.pk}
    Passage.objects.update(text_en="On roads.", html_en="<p>On roads.</p>")
    for number in range(MOST_STEPS + 2):
        session.number = number + 1
        session.save()
        register()
    assert register().changed_since(0) is None
    assert set(matching(query)) == set()


def test_a_name_that_is_to_come_is_found_at_its_moment_and_kept_again(monkeypatch):
    moment = timezone.now() + datetime.timedelta(hours=1)
    session = make.make_session()
    put_in_person(session, "Atdayev", publish_at=moment)
    put_in_text(make.make_session(), "Atdayev")
    query = read("atdayev")
    assert session.pk not in matching(query)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert session.pk in queries_of(query)[0]
    assert queries_of(query) == (answers_anew()[1][1], [])
