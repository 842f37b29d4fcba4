"""The index gives what a slow and obvious search gives, on whichever database the suite runs."""

import random

import pytest
from pyroaring import BitMap

from sessions.models import Session
from sessions.models.finding import matching
from sessions.rebuilding import disagreements, rebuild
from sessions.search.query import read

from .made_record import made_query, made_record
from .slow_search import slow_search

pytestmark = pytest.mark.django_db


def compare(sessions, queries):
    """How many of the queries found something, and something but not all; fails at a difference."""
    telling = 0
    everything = Session.objects.values_list("pk", flat=True)
    public = Session.objects.published().values_list("pk", flat=True)
    for query in queries:
        rows = Session.objects.published().mentioning(query).order_by("pk")
        found = list(rows.values_list("pk", flat=True))
        assert (query, found) == (query, slow_search(sessions, query))
        sets = matching(read(query), BitMap(everything)) & BitMap(public)
        assert (query, list(sets)) == (query, found)
        telling += 0 < len(found) < len(sessions)
    return telling


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_questions_are_answered_as_by_reading_everything(seed):
    sessions = made_record(seed, 80)
    chance = random.Random(seed)  # noqa: S311
    # Were most answers empty or everything, the comparison would say little.
    assert compare(sessions, [made_query(chance) for _query in range(170)]) > 60
    assert list(disagreements()) == []


@pytest.mark.world
def test_ten_thousand_questions_over_more_sessions():
    sessions = made_record(4, 300)
    chance = random.Random(4)  # noqa: S311
    rebuild()
    compare(sessions, [made_query(chance) for _query in range(10_000)])
