"""Django's `{% url %}`, in whose place settings.TEMPLATES puts this one.

A page leads a dozen times to pages that there is one of, or few: the feed of each list.  Each address is worked
out once in a process for each language.
"""

from typing import Any

from django import template
from django.template.base import Node
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


# Of one tag: of an address that leads to records, the first so many are kept.
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
    """Django's own, as a `Route`."""
    return Route(django_url(parser, token))
