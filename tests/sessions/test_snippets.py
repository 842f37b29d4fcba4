"""Passages shortened around the words that were looked for."""

import pytest
from django.utils.translation import override

from sessions.markdown import plain
from sessions.search.query import read
from sessions.snippets import LENGTH, marked, snippet
from tests.factories import make_passage


@pytest.mark.parametrize(
    ("text", "search", "html"),
    [
        ("The railway to Iran.", "railway", "The <mark>railway</mark> to Iran."),
        (
            "Railways, roads and a railway.",
            "railway",
            "<mark>Railways</mark>, roads and a <mark>railway</mark>.",
        ),
        ("Мұнай және газ", "мунаи", "Мұнай және газ"),
        ("Мұнай және газ", "мунай", "<mark>Мұнай</mark> және газ"),
        ("Batyr Atdaýew spoke.", "atdayew", "Batyr <mark>Atdaýew</mark> spoke."),
        (
            "Fish & <b>chips</b> railway",
            "railway",
            "Fish &amp; &lt;b&gt;chips&lt;/b&gt; <mark>railway</mark>",
        ),
        ("North–South", "north-south", "<mark>North</mark>–<mark>South</mark>"),
        ("A road, roads", '"a road"', "<mark>A</mark> <mark>road</mark>, roads"),
        ("Transport, trade", "tra*", "<mark>Transport</mark>, <mark>trade</mark>"),
        ("Nothing of the kind.", "railway", "Nothing of the kind."),
    ],
)
def test_words_are_marked_however_they_are_spelt(text, search, html):
    assert marked(text, read(search).terms) == html


def test_a_long_text_is_cut_at_spaces_around_the_first_word():
    text = "before " * 60 + "railway " + "after " * 60
    html = marked(text.strip(), read("railway").terms)
    assert html.startswith("…before ") and html.endswith(" after…")
    assert "<mark>railway</mark>" in html
    assert len(html) < LENGTH + len("…<mark></mark>…")


def test_a_word_longer_than_the_window_does_not_break_it():
    assert marked("railway" * 100, read("railway*").terms).endswith("…")


def test_rendered_markdown_becomes_plain_words():
    assert plain("<p>Oil &amp; gas</p>\n<ul>\n<li>one</li>\n</ul>") == "Oil & gas one"


@pytest.mark.django_db
def test_the_text_is_shown_in_the_language_that_holds_the_words():
    passage = make_passage(text_en="On rails", text_ru="О железной дороге")
    with override("en"):
        found = snippet(passage, read("железная").terms)
        plainly = snippet(passage, read("rail").terms)
    assert (found.language, found.html) == ("ru", "О <mark>железной</mark> дороге")
    assert (plainly.language, plainly.html) == (None, "On <mark>rails</mark>")
