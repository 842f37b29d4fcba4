"""The index gives what a slow and obvious search gives, on whichever database the suite runs."""

import random
from collections import Counter

import pytest
from pyroaring import BitMap

from sessions.models import Session
from sessions.models.finding import exactly, matching, often, passages_with
from sessions.rebuilding import disagreements
from sessions.search.query import read

from .made_record import made_query, made_record
from .slow_search import slow_exactly, slow_often, slow_passages, slow_search

pytestmark = pytest.mark.django_db


class Compared:
    """Questions put to the index and to the reference; `telling` counts answers between none and all."""

    def __init__(self, sessions):
        self.sessions = sessions
        self.everything = BitMap(Session.objects.values_list("pk", flat=True))
        self.public = BitMap(Session.objects.published().values_list("pk", flat=True))
        assert list(self.public) == sorted(session.pk for session in sessions)
        self.telling = Counter()

    def ask(self, text):
        query = read(text)
        answers = {
            "sql": self.in_sql(query),
            "found": matching(query, among=self.everything),
            "twice": often(query, 2),
            "four times": often(query, 4),
            "exactly": exactly(query),
        }
        found = slow_search(self.sessions, text)
        wanted = {
            "sql": found,
            "found": found,
            "twice": slow_often(self.sessions, text, 2),
            "four times": slow_often(self.sessions, text, 4),
            "exactly": slow_exactly(self.sessions, text),
        }
        public = {name: list(ids & self.public) for name, ids in answers.items()}
        assert (text, public) == (text, wanted)
        self.ask_for_passages(query, found)
        for name, ids in public.items():
            self.telling[name] += 0 < len(ids) < len(self.sessions)

    def in_sql(self, query):
        rows = Session.objects.published().mentioning(query)
        return BitMap(rows.order_by().values_list("pk", flat=True))

    def ask_for_passages(self, query, found):
        shown = [session for session in self.sessions if session.pk in found[:20]]
        wanted = {session.pk: slow_passages(session, query.text) for session in shown}
        assert (query.text, passages_with(shown, query.terms)) == (query.text, wanted)
        self.telling["passages"] += any(wanted.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_questions_are_answered_as_by_reading_everything(seed):
    compared = Compared(made_record(seed, 60))
    chance = random.Random(seed)  # noqa: S311
    for _query in range(170):
        compared.ask(made_query(chance))
    # Were most answers empty or everything, the comparison would say little.
    assert min(compared.telling.values()) > 10 and compared.telling["found"] > 60
    assert list(disagreements()) == []
