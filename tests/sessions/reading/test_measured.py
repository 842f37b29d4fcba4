"""How well texts are read, and that the document says so."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command

from sessions.measuring.known import known_from_files
from sessions.measuring.measure import KINDS, Measured, measure, texts

DOCUMENT = settings.BASE_DIR / "docs" / "from-a-text.md"


def test_the_document_has_the_figures_of_today():
    """Otherwise run `manage.py measure_reading` and put its answer there."""
    out = StringIO()
    call_command("measure_reading", stdout=out)
    assert out.getvalue().strip() in DOCUMENT.read_text()


def test_there_are_enough_texts_and_some_are_held_out():
    all_texts = list(texts())
    assert len(all_texts) >= 12
    assert sum(each.held_out for each in all_texts) >= 5


def test_an_error_is_counted_and_told():
    right = {
        "commission": "tm-kz",
        "kind": "ordinary",
        "number": 13,
        "areas": [["trade"]],
    }
    text = Measured(
        "made", "The twelfth session was held. Gas was discussed.", False, right
    )
    scores = measure([text], known_from_files())
    assert scores["kind and number"].wrong == ["made: ordinary 12"]
    assert scores["kind and number"].missed == ["made: ordinary 13"]
    assert (scores["kind and number"].precision, scores["kind and number"].recall) == (
        0,
        0,
    )
    assert scores["commission"].missed == ["made: tm-kz"]
    assert scores["area"].missed == ["made: 1 trade"]
    assert set(scores) == set(KINDS)
