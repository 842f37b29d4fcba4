"""A session is added beside all that is there, or nothing is."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry

from participants.models import Participant
from sessions.importing.add_session import NotAddedError, add_session
from sessions.importing.problems import Place
from sessions.importing.records import (
    MemberRecord,
    ParticipantRecord,
    PassageRecord,
    Publication,
    SessionRecord,
)
from sessions.importing.written_dates import ImpreciseDate
from sessions.models import Session
from tests.factories import (
    make_commission,
    make_participant,
    make_passage,
    make_session,
)

pytestmark = pytest.mark.django_db
DRAFT = Publication(None, False)
HERE = Place("", "here")


def record(**fields):
    made_up = {
        "place": HERE, "kind": "ordinary", "number": 2, "until": None, "held_in": {"en": "Astana"}, "country": "KZ",
        "date": ImpreciseDate(datetime.date(2023, 5, 15)), "format": "in_person", "title": {}, "summary": {},
        "agreements": [], "delegations": [], "agenda": [], "passages": [], "decisions": [], "documents": [],
        "photos": [], "sources": [], "publication": DRAFT,
    }  # fmt: skip
    return SessionRecord(**made_up | fields)


def person(slug="new-person"):
    return ParticipantRecord(
        HERE, slug, {"en": "New Person"}, "", "TM", {}, [], [], [], DRAFT
    )


def member(slug):
    return MemberRecord(HERE, "TM", slug, "co_chair", {"en": "Minister"}, "", True)


def test_it_touches_nothing_that_is_there(admin_user):
    first = make_session(number=1)
    make_passage(session=first)
    before = Session.objects.values().get()
    passage = PassageRecord(HERE, 1, {"en": "Words."}, [])
    added = add_session(
        commission=first.commission, session=record(passages=[passage]), people=[], by=admin_user
    )  # fmt: skip
    assert Session.objects.values().get(pk=first.pk) == before
    assert first.passages.count() == 1
    assert [p.text for p in added.passages.all()] == ["Words."]
    assert (added.key, added.state) == ("2", "draft")
    assert LogEntry.objects.get().object_repr == str(added)


def test_new_people_come_as_drafts(admin_user):
    added = add_session(
        commission=make_commission(), session=record(delegations=[member("new-person")]),
        people=[person()], by=admin_user,
    )  # fmt: skip
    (row,) = added.delegation_members.all()
    assert (row.participant.name, row.participant.state, row.position) == ("New Person", "draft", "Minister")  # fmt: skip


@pytest.mark.parametrize(
    ("session", "people", "said"),
    [
        (record(number=1), [], "has the session “1” already"),
        (record(number=None), [], "an ordinary session has its number"),
        (
            record(delegations=[member("nobody")]),
            [],
            "there is no participant “nobody”",
        ),
        (record(until=datetime.date(2023, 5, 1)), [], "before it begins on"),
        (record(), [person("taken")], "somebody else has this address"),
    ],
)
def test_a_problem_leaves_nothing_behind(session, people, said, admin_user):
    commission = make_session(number=1).commission
    make_participant(slug="taken", name="Somebody Else")
    new = [person("brand-new"), *people]
    with pytest.raises(NotAddedError, match=said):
        add_session(commission=commission, session=session, people=new, by=admin_user)
    assert Session.objects.count() == 1
    assert Participant.objects.get().name == "Somebody Else"
    assert not LogEntry.objects.exists()
