"""`{% rows %}`: what `for` draws, from rows of texts."""

from typing import NamedTuple

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe


class Link(NamedTuple):
    number: object
    label: str
    is_here: bool


LINKS = [Link(1, "a & <b>", True), Link("2", mark_safe("<i>c</i>"), False)]
BODY = (
    "{{ link.number }} % {{ link.label }} %s;"
    '<li{% if link.is_here %} class="here"{% endif %}>{{ link.number }}/{{ total }} 100%'
    " {{ word }} {{ link.label }}{% if not link.is_here %} <a>{% else %} –{% endif %}</li>"
)


def drawn(tag, end, **context):
    template = Template(f"{{% load rows %}}{tag}{BODY}{end}")
    return template.render(Context({"total": "2", "word": "<w>", **context}))


def test_rows_are_drawn_as_for_draws_them():
    found = drawn("{% rows links as link %}", "{% endrows %}", links=LINKS)
    assert found == drawn("{% for link in links %}", "{% endfor %}", links=LINKS)
    assert found == (
        '1 % a &amp; &lt;b&gt; %s;<li class="here">1/2 100% &lt;w&gt; a &amp; &lt;b&gt; –</li>'
        "2 % <i>c</i> %s;<li>2/2 100% &lt;w&gt; <i>c</i> <a></li>"
    )
    assert isinstance(found, SafeString)


@pytest.mark.parametrize("links", [[], None])
def test_no_rows_are_nothing(links):
    assert drawn("{% rows links as link %}", "{% endrows %}", links=links) == ""


def test_what_is_the_same_in_every_row_is_made_once_and_only_where_needed():
    made = []

    class Counter:
        def __str__(self):
            made.append(1)
            return "x"

    template = Template(
        "{% load rows %}{% rows links as link %}{{ counter }}{% if link.is_here %}{{ never }}{% endif %}{% endrows %}"
    )
    away = [Link("1", "a", False), Link("2", "b", False)]
    context = Context({"links": away, "counter": Counter(), "never": Counter()})
    assert template.render(context) == "xx" and made == [1]


class Tree(NamedTuple):
    name: str
    links: list


def test_rows_stand_within_rows():
    body = (
        '{{ tree.name }}:{% if tree.links %}<ul>TAG<li id="{{ tree.name }}-{{ link.number }}">'
        "{% if link.is_here %}{{ tree.name }}{% else %}{{ link.label }}{% endif %}{{ word }}</li>END</ul>{% endif %} "
    )
    trees = [Tree("<a>", LINKS), Tree("b", []), Tree("c", LINKS[:1])]

    def within(tag, end):
        inner = body.replace("TAG", tag.format("tree.links", "link"))
        inner = inner.replace("END", end)
        outer = tag.format("trees", "tree")
        template = Template(f"{{% load rows %}}{outer}{inner}{end}")
        return template.render(Context({"trees": trees, "word": "!"}))

    found = within("{{% rows {} as {} %}}", "{% endrows %}")
    assert found == within("{{% for {1} in {0} %}}", "{% endfor %}")
    assert found == (
        '&lt;a&gt;:<ul><li id="&lt;a&gt;-1">&lt;a&gt;!</li>'
        '<li id="&lt;a&gt;-2"><i>c</i>!</li></ul> b: c:<ul><li id="c-1">c!</li></ul> '
    )


def test_rows_within_rows_are_the_rows_own():
    with pytest.raises(TemplateSyntaxError, match="other rows can only be the row's"):
        Template(
            "{% load rows %}{% rows trees as tree %}{% rows links as link %}{% endrows %}{% endrows %}"
        )


@pytest.mark.parametrize(
    "body",
    [
        "{{ link.label|upper }}",
        "{{ link.label.name }}",
        "{{ link.0 }}",
        "{% if link.is_here and link.label %}x{% endif %}",
        "{% if word %}{{ link.label }}{% endif %}",
        "{% for each in link.label %}{{ each }}{% endfor %}",
        "{% if link.is_here %}{% if word == link.label %}x{% endif %}{% endif %}",
    ],
)
def test_what_rows_cannot_draw_is_refused_when_the_template_is_read(body):
    with pytest.raises(
        TemplateSyntaxError, match=r"can only be link.<name> or an if of it"
    ):
        Template("{% load rows %}{% rows links as link %}" + body + "{% endrows %}")
