"""`{% rows %}`: rows that are drawn by the dozen, as `for` draws them at several times the cost.

    {% rows report.links as link %}
      <li{% if link.area %} data-area="{{ link.area }}"{% endif %}>{{ link.number }} {% translate "of" %} …</li>
    {% endrows %}

A row gives texts that stand as they are: of it there may be `{{ link.name }}` and
`{% if link.name %}` or `{% if not link.name %}`, without filters, and rows of its own,
`{% rows link.names as name %}`.  Whatever else stands between is made once for all rows.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django import template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    VariableNode,
)
from django.template.defaulttags import IfNode, TemplateLiteral
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class Value(NamedTuple):
    """`{{ row.name }}`, of the row at `place`: rows within others are further in."""

    place: int
    name: str

    def drawn(self, rows: tuple) -> str:
        return _written(getattr(rows[self.place], self.name))


class Run(NamedTuple):
    """Texts and values of one row, one after another: `pattern` has a place for each value."""

    place: int
    values: attrgetter
    pattern: str

    def drawn(self, rows: tuple) -> str:
        return self.pattern % tuple(map(_written, self.values(rows[self.place])))


def _written(value: Any) -> str:
    # Past Django's wrappers, which look for lazy texts at every call.
    if type(value) is str:
        return escape(value)
    return value if type(value) is SafeString else conditional_escape(value)


class Choice(NamedTuple):
    """`{% if row.name %}`; the parts are Values, Choices, Within, and texts or what is yet to make them."""

    place: int
    name: str
    yes: list
    no: list

    def drawn(self, rows: tuple) -> str:
        return _drawn(
            self.yes if getattr(rows[self.place], self.name) else self.no, rows
        )


class Within(NamedTuple):
    """`{% rows row.name as … %}`."""

    place: int
    name: str
    parts: list

    def drawn(self, rows: tuple) -> str:
        inner = getattr(rows[self.place], self.name)
        return "".join([_drawn(self.parts, (*rows, row)) for row in inner])


@register.tag
def rows(parser, token):
    """`{% rows things as thing %}…{% endrows %}`, see above."""
    try:
        _tag, things, _as, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError(
            "Write {% rows things as thing %}."
        ) from None
    # The names of the rows that this one stands within, and its own.
    names = parser.__dict__.setdefault("names_of_rows", [])
    names.append(name)
    body = parser.parse(["endrows"])
    parser.delete_first_token()
    parts = _parts(body, names)
    names.pop()
    return Rows(parser.compile_filter(things), parts)


class Rows(Node):
    def __init__(self, things: FilterExpression, parts: list) -> None:
        self.things, self.parts = things, parts

    def render(self, context: Any) -> SafeString:
        parts = _made_once(self.parts, context)
        drawn = [_drawn(parts, (row,)) for row in self.things.resolve(context) or ()]
        return mark_safe("".join(drawn))  # noqa: S308 - of a template, values escaped


def _parts(nodes: NodeList, names: list) -> list:
    """What the nodes are drawn by, with neighbours in runs."""
    parts = [_part(node, names) for node in nodes]
    return [
        part
        for place, neighbours in groupby(_with_places(parts), key=itemgetter(0))
        for part in _run(place, [part for _place, part in neighbours])
    ]


def _with_places(parts: list) -> Iterator[tuple[int | None, Any]]:
    """Each part with the place of the row it is of: texts with that of the value before them."""
    last: int | None = None
    for part in parts:
        if isinstance(part, Value):
            last = part.place
        elif not isinstance(part, str):
            last = None
        yield last, part


def _run(place: int | None, parts: list) -> list:
    values = [part.name for part in parts if isinstance(part, Value)]
    if place is None or len(values) < 2:
        return parts
    pattern = "".join(
        part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts
    )
    return [Run(place, attrgetter(*values), pattern)]


def _part(node: Node, names: list) -> Any:
    if isinstance(node, TextNode):
        return node.s
    if isinstance(node, VariableNode) and (
        named := _named(node.filter_expression, names)
    ):
        return Value(*named)
    if isinstance(node, IfNode) and (choice := _choice(node, names)):
        return choice
    if isinstance(node, Rows):
        if named := _named(node.things, names):
            return Within(*named, node.parts)
        raise template.TemplateSyntaxError("In rows, other rows can only be the row's.")
    for inner in [node, *node.get_nodes_by_type(Node)]:
        said = getattr(inner.token, "contents", "") if inner.token else ""
        for name in names:
            if not isinstance(inner, TextNode) and re.search(rf"\b{name}\.", said):
                raise template.TemplateSyntaxError(
                    f"In rows, “{said}” can only be {name}.<name> or an if of it."
                )
    return node


def _named(expression: Any, names: list) -> tuple[int, str] | None:
    """(place of the row, "label") of `row.label`, None of all else."""
    lookups: Any = getattr(expression.var, "lookups", None) or ()
    if len(lookups) == 2 and lookups[0] in names and not expression.filters:
        return names.index(lookups[0]), lookups[1]
    return None


def _choice(node: IfNode, names: list) -> Choice | None:
    branches: Any = node.conditions_nodelists
    (condition, yes), *others = branches
    is_not = getattr(condition, "id", None) == "not"
    asked = condition.first if is_not else condition
    if not isinstance(asked, TemplateLiteral) or others[1:]:
        return None
    named = _named(asked.value, names)
    if (others and others[0][0] is not None) or not named:
        return None
    parts = [_parts(yes, names), _parts(others[0][1], names) if others else []]
    return Choice(*named, *(reversed(parts) if is_not else parts))


class _Once:
    """A node between the rows, made when the first row needs it."""

    def __init__(self, node: Node, context: Any) -> None:
        self.node, self.context = node, context
        self.text: str | None = None

    def drawn(self, rows: tuple) -> str:
        if self.text is None:
            self.text = str(self.node.render_annotated(self.context))
        return self.text


def _made_once(parts: list, context: Any) -> list:
    """The parts, with texts where texts and whatever is the same in all rows stood."""
    made: list = []
    for part in parts:
        if isinstance(part, Choice):
            yes, no = _made_once(part.yes, context), _made_once(part.no, context)
            made.append(part._replace(yes=yes, no=no))
        elif isinstance(part, Within):
            made.append(part._replace(parts=_made_once(part.parts, context)))
        elif isinstance(part, str | Value | Run):
            made.append(part)
        else:
            made.append(_Once(part, context))
    return made


def _drawn(parts: list, rows: tuple) -> str:
    return "".join(
        [part if isinstance(part, str) else part.drawn(rows) for part in parts]
    )
