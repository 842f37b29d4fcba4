import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.markdown import render
from sessions.models import Passage
from tests.factories import make_passage


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("[a](https://b.example)", '<p><a href="https://b.example" rel="noopener">a</a></p>\n'),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        ("![a](https://b.example/c.png)", '<p>!<a href="https://b.example/c.png" rel="noopener">a</a></p>\n'),
        ("# a", "<p># a</p>\n"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>\n"),
    ],
)  # fmt: skip
def test_emphasis_links_and_lists_and_nothing_else(text, html):
    assert render(text) == html


@given(st.text())
def test_no_text_becomes_anything_but_the_allowed_tags(text):
    html = render(text)
    for name in ("<script", "<img", "<style", "<iframe", "<h1", "<pre"):
        assert name not in html


def test_a_passage_is_rendered_when_saved_in_every_language(db):
    passage = make_passage(text_en="*one*", text_ru="*два*")
    assert (passage.html_en, passage.html_ru, passage.html_kk) == (
        "<p><em>one</em></p>\n",
        "<p><em>два</em></p>\n",
        "",
    )


def test_bulk_creation_renders_too(db):
    session = make_passage().session
    Passage.objects.bulk_create([Passage(session=session, number=2, text_en="*one*")])
    assert Passage.objects.get(number=2).html_en == "<p><em>one</em></p>\n"
