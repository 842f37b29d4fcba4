"""`{% rows %}`: rows that are drawn by the dozen, as `for` draws them at a tenth of the cost.

    {% rows report.links as link %}
      <li{% if link.area %} data-area="{{ link.area }}"{% endif %}>{{ link.number }} {% translate "of" %} …</li>
    {% endrows %}

A row gives texts that stand as they are: of it there may be `{{ link.name }}` and
`{% if link.name %}` or `{% if not link.name %}`, without filters, and rows of its own,
`{% rows link.names as name %}`.  Whatever else stands between is made once for all rows.

When the template is read, its rows become the source of one function:

    def draw(things, written, made, add):
        for row0 in things:
            pass
            add('\\n  <li')
            if row0.area:
                pass
                add(' data-area="' f'{written(row0.area)}' '"')
            add('>' f'{written(row0.number)}' ' ' f'{made[0]}' ' …</li>\\n')
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from typing import Any

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
from django.utils.safestring import SafeString

register = template.Library()


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
    names.pop()
    return Rows(parser.compile_filter(things), name, body, is_within=bool(names))


class Rows(Node):
    def __init__(
        self, things: FilterExpression, name: str, body: NodeList, *, is_within: bool
    ) -> None:
        self.things, self.name, self.body = things, name, body
        # Rows within others are drawn by the function of the outermost.
        if not is_within:
            source = _Source([name], body)
            self.draw, self.others = source.function(), source.others

    def render(self, context: Any) -> SafeString:
        drawn: list[str] = []
        made = _Made(self.others, context)
        self.draw(self.things.resolve(context) or (), _written, made, drawn.append)
        # Of a template, and values are escaped.
        return SafeString("".join(drawn))


class _Made(dict):
    """The texts of the nodes between the rows, by their numbers: each made when the first row needs it."""

    def __init__(self, nodes: list[Node], context: Any) -> None:
        super().__init__()
        self.nodes, self.context = nodes, context

    def __missing__(self, number: int) -> str:
        text = str(self.nodes[number].render_annotated(self.context))
        self[number] = text
        return text


def _written(value: Any) -> str:
    # Past Django's wrappers, which look for lazy texts at every call.
    if type(value) is str:
        return escape(value)
    return value if type(value) is SafeString else conditional_escape(value)


class _Source:
    """The source of the function that draws the rows `names[0]`; `others` are the nodes that it
    finds the texts of in `made`.
    """

    def __init__(self, names: list[str], body: NodeList) -> None:
        self.names, self.others = names, []
        self.lines = [
            "def draw(things, written, made, add):",
            " for row0 in things:",
            *self._lines(body, "  "),
        ]

    def function(self) -> Callable:
        room: dict[str, Any] = {}
        # Of names that Django has read in a template, and of texts between quotes.
        exec("\n".join(self.lines), room)  # noqa: S102
        return room["draw"]

    def _lines(self, nodes: NodeList, margin: str) -> Iterator[str]:
        """The lines that draw nodes one after another: texts side by side in one."""
        # A block of Python's needs a line, and one of a template may be empty.
        yield f"{margin}pass"
        parts = [(self._text(node), node) for node in nodes]
        for are_texts, run in groupby(parts, key=lambda part: part[0] != ""):
            if are_texts:
                yield f"{margin}add({' '.join(text for text, _node in run)})"
                continue
            for _text, node in run:
                yield from self._within(node, margin)

    def _text(self, node: Node) -> str:
        """The literal of a node that is a text; "" of one that holds others which the row decides on."""
        if isinstance(node, TextNode):
            return repr(node.s)
        if isinstance(node, VariableNode) and (value := self._value(node.filter_expression)):  # fmt: skip
            return f"f'{{written({value})}}'"
        if isinstance(node, Rows) or (
            isinstance(node, IfNode) and self._condition(node)
        ):
            return ""
        self._refuse_rows_of(node)
        self.others.append(node)
        return f"f'{{made[{len(self.others) - 1}]}}'"

    def _within(self, node: Any, margin: str) -> Iterator[str]:
        if isinstance(node, IfNode):
            (_condition, yes), *no = node.conditions_nodelists
            yield f"{margin}if {self._condition(node)}:"
            yield from self._lines(yes, f"{margin} ")
            if no:
                yield f"{margin}else:"
                yield from self._lines(no[0][1], f"{margin} ")
            return
        things = self._value(node.things)
        if not things:
            raise template.TemplateSyntaxError("In rows, other rows can only be the row's.")  # fmt: skip
        yield f"{margin}for row{len(self.names)} in {things}:"
        self.names.append(node.name)
        yield from self._lines(node.body, f"{margin} ")
        self.names.pop()

    def _value(self, expression: Any) -> str:
        """ "row0.label" of `link.label`, "" of all else."""
        lookups: Any = getattr(expression.var, "lookups", None) or ()
        if len(lookups) != 2 or expression.filters or not lookups[1].isidentifier():
            return ""
        if lookups[0] in self.names:
            return f"row{self.names.index(lookups[0])}.{lookups[1]}"
        return ""

    def _condition(self, node: IfNode) -> str:
        """ "not row0.label" of `{% if not link.label %}`, with an `else` or without; "" of all else."""
        branches: Any = node.conditions_nodelists
        (condition, _yes), *no = branches
        is_not = getattr(condition, "id", None) == "not"
        asked = condition.first if is_not else condition
        if not isinstance(asked, TemplateLiteral) or [c for c, _no in no] not in ([], [None]):  # fmt: skip
            return ""
        value = self._value(asked.value)
        return f"not {value}" if is_not and value else value

    def _refuse_rows_of(self, node: Node) -> None:
        for inner in [node, *node.get_nodes_by_type(Node)]:
            said = getattr(inner.token, "contents", "") if inner.token else ""
            for name in self.names:
                if not isinstance(inner, TextNode) and re.search(rf"\b{name}\.", said):
                    raise template.TemplateSyntaxError(
                        f"In rows, “{said}” can only be {name}.<name> or an if of it."
                    )
