"""The index gives what a slow and obvious search gives, on whichever database the suite runs."""

import random
import re
from collections import Counter
from html import unescape

import pytest
from pyroaring import BitMap

from commission.models import CooperationArea
from sessions.models import Session
from sessions.models.finding import exactly, matching, often, passages_with
from sessions.rebuilding import disagreements
from sessions.results import results_of
from sessions.search.query import read
from sessions.selection import public_sessions
from sessions.snippets import LENGTH

from .made_record import made_query, made_record
from .slow_search import SlowSearch

pytestmark = pytest.mark.django_db


class Compared:
    """Questions put to the index and to the reference; `telling` counts answers between none and all."""

    def __init__(self, sessions):
        self.sessions = sessions
        self.slow = SlowSearch(sessions)
        self.everything = BitMap(Session.objects.values_list("pk", flat=True))
        self.public = public_sessions()
        assert list(self.public.rows) == sorted(s.pk for s in sessions)
        self.telling = Counter()

    def ask(self, text):
        query = read(text)
        answers = {
            "found": matching(query, among=self.everything),
            "twice": often(query, 2),
            "four times": often(query, 4),
            "exactly": exactly(query),
        }
        wanted = {
            "found": self.slow.found(text),
            "twice": self.slow.often(text, 2),
            "four times": self.slow.often(text, 4),
            "exactly": self.slow.exactly(text),
        }
        public = {name: list(ids & self.public.rows) for name, ids in answers.items()}
        assert (text, public) == (text, wanted)
        for name, ids in public.items():
            self.telling[name] += 0 < len(ids) < len(self.sessions)
        self.ask_for_passages(query, wanted["found"])
        return wanted["found"]

    def ask_in_sql(self, text, found):
        rows = Session.objects.published().mentioning(text).order_by("pk")
        assert (text, list(rows.values_list("pk", flat=True))) == (text, found)

    def ask_for_passages(self, query, found):
        shown = [session for session in self.sessions if session.pk in found[:20]]
        wanted = self.slow.passages(query.text, found[:20])
        assert (query.text, passages_with(shown, query.terms)) == (query.text, wanted)
        self.telling["passages"] += any(wanted.values())
        self.look_at_snippets(query, found[:20])

    def look_at_snippets(self, query, keys):
        for result in results_of(keys, {"q": query}):
            pk = result.session.pk
            found = [
                (each.number, each.language or "en", *_without_marks(each.html))
                for each in result.snippets
            ]
            wanted = self.slow.snippets(query.text, pk)
            if any(len(text) > LENGTH for _number, _language, text, _marked in wanted):
                continue
            assert (query.text, pk, found) == (query.text, pk, wanted)
            self.telling["marked"] += any(marked for *_, marked in wanted)

    def ask_with_filters(self, text, found, chance):
        """The same within some years and areas: the list in both orders, and counts by year and area."""
        first = chance.randint(1999, 2026)
        last = first + chance.randint(0, 12)
        areas = chance.sample(list(CooperationArea.objects.all()), chance.randint(0, 2))
        keys, found = {area.pk for area in areas}, set(found)
        wanted = [
            s
            for s in self.sessions
            if s.pk in found
            and first <= s.year <= last
            and (not keys or s.areas & keys)
        ]
        rows = self.public.mentioning(read(text)).between(first, last)
        rows = rows.about(areas) if areas else rows
        oldest = [s.pk for s in sorted(wanted, key=lambda s: (s.year, s.pk))]
        asked = (text, first, last, keys)
        assert (asked, rows.order_by("oldest")[0 : len(oldest) + 1]) == (asked, oldest)
        assert (asked, rows.order_by("newest")[0:20]) == (asked, oldest[::-1][:20])
        assert (asked, rows.counts("year")) == (asked, Counter(s.year for s in wanted))
        by_area = Counter(area for s in wanted for area in s.areas)
        assert (asked, rows.counts("area")) == (asked, by_area)
        self.telling["filtered"] += 0 < len(wanted) < len(found)


def _without_marks(html):
    """(the text of a snippet, the words that are marked in it)."""
    marked = [unescape(word) for word in re.findall("<mark>(.*?)</mark>", html)]
    return unescape(re.sub("</?mark>", "", html)), marked


@pytest.mark.parametrize("seed", [1, 2])
def test_three_hundred_questions_are_answered_as_by_reading_everything(seed):
    compared = Compared(made_record(seed, 80))
    chance = random.Random(seed)  # noqa: S311
    for _query in range(170):
        text = made_query(chance)
        found = compared.ask(text)
        compared.ask_in_sql(text, found)
        compared.ask_with_filters(text, found, chance)
    # Were most answers empty or everything, the comparison would say little.
    assert min(compared.telling.values()) > 10 and compared.telling["found"] > 60
    assert list(disagreements()) == []


@pytest.mark.world
def test_six_hundred_questions_over_ten_thousand_sessions_are_answered_so():
    compared = Compared(made_record(4, 10_000))
    chance = random.Random(4)  # noqa: S311
    for _query in range(600):
        text = made_query(chance)
        compared.ask_with_filters(text, compared.ask(text), chance)
    assert min(compared.telling.values()) > 50
    assert list(disagreements()) == []
