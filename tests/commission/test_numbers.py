"""Counts as each language writes them."""

import pytest
from django.template import Context, Template
from django.utils.translation import ngettext, override

from commission.templatetags.numbers import grouped

PAGE = Template(
    "{% load i18n %}{{ n|grouped }} · {% blocktranslate count count=n|grouped %}{{ count }} session"
    "{% plural %}{{ count }} sessions{% endblocktranslate %}"
)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "12,345 · 12,345 sessions"),
        ("ru", "12\xa0345 · 12\xa0345 заседаний"),
        ("kk", "12\xa0345 · 12\xa0345 отырыс"),
        ("tk", "12\xa0345 · 12\xa0345 mejlis"),
    ],
)
def test_thousands_stand_apart_and_the_noun_keeps_its_form(language, shown):
    with override(language):
        assert PAGE.render(Context({"n": 12345})) == shown


def test_a_small_number_is_as_it_is():
    assert PAGE.render(Context({"n": 999})) == "999 · 999 sessions"


def test_it_counts_as_the_number_it_is():
    count = grouped(2001)
    assert (count + 1, f"{count:d}", bool(count)) == (2002, "2001", True)
    with override("ru"):
        said = ngettext("%(count)s session", "%(count)s sessions", count)
    assert said % {"count": count} == "2,001 заседание"
