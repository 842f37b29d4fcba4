"""The made-up commission: plainly an example, and every fate of a decision is in it."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from commission.models import Commission
from sessions.decision_selection import public_decisions
from sessions.models import Decision, DecisionStatus, Session
from tests.reading import words

pytestmark = pytest.mark.django_db
EXAMPLE = settings.BASE_DIR / "sessions" / "example"
AREAS = settings.BASE_DIR / "sessions" / "demo" / "areas.toml"


@pytest.fixture
def example(monkeypatch):
    files = [AREAS, *sorted(Path(EXAMPLE).glob("*.toml"))]
    call_command("import_records", *files, verbosity=0)
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 7, 1))
    return Commission.objects.get(slug="example-iceland-new-zealand")


def test_everything_in_it_says_that_it_is_an_example(example):
    assert "Example" in example.name and "made up" in example.name
    titles = Session.objects.values_list("title_en", flat=True)
    assert all("example" in title for title in titles)
    texts = Decision.objects.values_list("text_en", flat=True)
    assert all("example" in text for text in texts)


def test_decisions_come_to_every_end(example):
    decisions = list(Decision.objects.with_card())
    assert {decision.status for decision in decisions} == set(DecisionStatus)
    assert any(decision.sides_differ for decision in decisions)
    found = public_decisions()
    numbers = {
        standing: found.number(standing)
        for standing in ("overdue", "carried_over", "silent", "open", "differ")
    }
    assert all(numbers.values()), numbers
    spoken = Decision.objects.values_list("follow_ups__side__country", flat=True)
    assert set(spoken) == {"IS", "NZ", None}


def test_one_thread_runs_through_three_sessions(client, example):
    last = Decision.objects.get(text_en__startswith="To put the example ferry line")
    assert len(last.generations()) == 3
    said = words(client.get(last.get_absolute_url()))
    assert "Agreed · First session (example)" in said
    assert "Carried over · Second session (example)" in said
    assert "Carried over · Third session (example)" in said
