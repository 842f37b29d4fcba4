"""`{% translate %}` says what Django's says, in whatever language it is drawn next."""

import pytest
from django.template import engines
from django.utils.translation import override

from commission.templatetags.translated import Sentence


def drawn(template, language="en", **context):
    with override(language):
        return template.render(context)


def made(source):
    return engines["django"].from_string("{% load i18n %}" + source)


def sentences(template):
    return template.template.nodelist.get_nodes_by_type(Sentence)


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Decisions" %}',
        '{% translate "Decisions" as name %}{{ name }}',
    ],
)
def test_a_sentence_is_said_in_each_language_again(source):
    template = made(source)
    assert len(sentences(template)) == 1
    for _time in range(2):
        assert drawn(template) == "Decisions"
        assert drawn(template, "ru") == "Поручения"


@pytest.mark.parametrize(
    "source",
    [
        "{% translate name %}",
        '{% translate "decisions"|capfirst %}',
    ],
)
def test_what_may_be_another_text_each_time_is_djangos_own(source):
    template = made(source)
    assert sentences(template) == []
    assert drawn(template, name="Decisions") == "Decisions"
    assert drawn(template, "ru", name="Decisions") == "Поручения"
