"""`{% url %}` gives Django's address, in whatever language and below whatever prefix it is asked next."""

import pytest
from django.template import engines
from django.template.defaulttags import URLNode
from django.utils.translation import override

from commission.routes import below
from commission.templatetags.routed import Route


def made(source):
    template = engines["django"].from_string(source)
    kept = template.template.nodelist.get_nodes_by_type(Route)
    return template, len(kept)


def drawn(template, language="en", **context):
    with override(language):
        return template.render(context)


@pytest.mark.parametrize(
    "source",
    [
        '{% url "sessions:table" "passages" "csv" %}',
        '{% url "sessions:table" "passages" "csv" as table %}{{ table }}',
    ],
)
def test_an_address_is_that_of_the_language_and_of_the_preview_link(source):
    template, kept = made(source)
    assert kept == 1
    for _time in range(2):
        assert drawn(template) == "/en/passages/table.csv"
        assert drawn(template, "ru") == "/ru/passages/table.csv"
        with below("/preview/abc/"):
            assert drawn(template) == "/preview/abc/en/passages/table.csv"


def test_an_address_of_what_is_not_there_is_nothing_with_a_name():
    template, kept = made('{% url "sessions:nowhere" as place %}[{{ place }}]')
    assert kept == 1
    assert drawn(template) == drawn(template) == "[]"


@pytest.mark.parametrize(
    "source",
    [
        '{% url "sessions:table" name "csv" %}',
        "{% url route name 'csv' %}",
        '{% url "sessions:table" name|lower "csv" %}',
    ],
)
def test_what_may_be_another_address_each_time_is_djangos_own(source):
    template, kept = made(source)
    assert kept == 0 and template.template.nodelist.get_nodes_by_type(URLNode)
    for name in ("passages", "decisions"):
        found = drawn(template, name=name, route="sessions:table")
        assert found == f"/en/{name}/table.csv"
