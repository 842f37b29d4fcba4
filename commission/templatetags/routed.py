"""Django's `{% url %}`, in whose place settings.TEMPLATES puts this one.

A page leads a dozen times to pages that there is one of, or few: the feed of each list.  Each address is worked
out once in a process for each language.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

from commission.template_constants import is_constant

register = template.Library()

# Of one tag.
MOST_KEPT = 64


class Route(Node):
    """`{% url "sessions:feed" table %}`, with `as name` or without."""

    def __init__(self, node: URLNode) -> None:
        self.node = node
        self.asked = (node.view_name, *node.args, *node.kwargs.values())
        self.kept: dict[tuple, str] = {}

    def render(self, context: Any) -> str:
        # Below a preview link (views/preview.py) addresses are made anew: a link is not remembered.
        if get_script_prefix() != "/":
            return self.node.render(context)
        asked = [each.resolve(context) for each in self.asked]
        name, key = self.node.asvar, (get_language(), get_urlconf(), *asked)
        address = self.kept.get(key)
        if address is None:
            address = self.node.render(context)
            address = context[name] if name else address
            if len(self.kept) < MOST_KEPT:
                self.kept[key] = address
        if not name:
            return address
        context[name] = address
        return ""


@register.tag
def url(parser, token):
    """Django's own; a `Route` where all that the address is made of stands in the template, or is a plain
    name of it (`table`): of records, whose keys are asked of them (`session.key`), there are too many.
    """
    node = django_url(parser, token)
    said = (node.view_name, *node.args, *node.kwargs.values())
    return Route(node) if all(map(_is_one_of_few, said)) else node


def _is_one_of_few(said: FilterExpression) -> bool:
    is_name = isinstance(said.var, Variable) and len(said.var.lookups or ()) == 1
    return is_constant(said) or (is_name and not said.filters)
