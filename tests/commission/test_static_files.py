"""`{% static %}` gives the address that Django's gives."""

import pytest
from django.template import engines
from django.templatetags.static import static

from commission.templatetags.static_files import StaticFile


def made(source):
    template = engines["django"].from_string("{% load static %}" + source)
    kept = template.template.nodelist.get_nodes_by_type(StaticFile)
    return template, len(kept)


def test_a_file_that_stands_in_the_template_is_looked_up_once():
    template, kept = made('{% static "css/followed.css" %}')
    assert kept == 1
    for _time in range(2):
        assert template.render() == static("css/followed.css")


@pytest.mark.parametrize(
    "source",
    [
        "{% static name %}",
        '{% static name|default:"" %}',
        '{% static ""|add:name %}',
        "{% static name as file %}{{ file }}",
    ],
)
def test_what_may_be_another_file_each_time_is_djangos_own(source):
    template, kept = made(source)
    assert kept == 0
    for name in ("css/followed.css", "css/corrections.css"):
        assert template.render({"name": name}) == static(name)
