"""Django's `{% url %}`, in whose place settings.TEMPLATES puts this one.

A page leads a dozen times to pages that there is one of: each address is worked out once in a
process for each language.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


class Route(Node):
    """`{% url "sessions:session-list" %}`, with `as name` or without."""

    def __init__(self, node: URLNode) -> None:
        self.node = node
        self.kept: dict[tuple, str] = {}

    def render(self, context: Any) -> str:
        # Below a preview link (views/preview.py) addresses are made anew: a link is not remembered.
        if get_script_prefix() != "/":
            return self.node.render(context)
        name, key = self.node.asvar, (get_language(), get_urlconf())
        if key not in self.kept:
            made = self.node.render(context)
            self.kept[key] = context[name] if name else made
        if not name:
            return self.kept[key]
        context[name] = self.kept[key]
        return ""


@register.tag
def url(parser, token):
    """Django's own; a `Route` where all that the address is made of stands in the template."""
    node = django_url(parser, token)
    said = (node.view_name, *node.args, *node.kwargs.values())
    return Route(node) if all(map(_is_constant, said)) else node


def _is_constant(said: FilterExpression) -> bool:
    is_text = isinstance(said.var, str) or (
        isinstance(said.var, Variable) and said.var.lookups is None
    )
    return is_text and not said.filters
