"""Django's `{% url %}`, in whose place settings.TEMPLATES puts this one.

A page leads a dozen times to pages that there is one of, or few: the feed of each list.  Each address is worked
out once in a process for each language.  Of the pages of a record the way there is, and its keys are put in.
"""

import re
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from commission.routes import kind_of, pattern_of
from commission.template_constants import is_constant

register = template.Library()

# Of one tag.
MOST_KEPT = 64
# A slug, or a number's digits.
_KEY = re.compile(r"[-\w]+", re.ASCII)


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


class OfRecord(Node):
    """`{% url "sessions:cite-session" session.commission.slug session.key %}`, with `as name` or without."""

    def __init__(self, node: URLNode) -> None:
        self.node, self.route = node, node.view_name.resolve(Context())
        self.asked = [(each, _is_one_of_few(each)) for each in node.args]

    def render(self, context: Any) -> str:
        address = self._address(
            [(each.resolve(context), is_few) for each, is_few in self.asked]
        )
        if not address:
            return self.node.render(context)
        if not self.node.asvar:
            return conditional_escape(address) if context.autoescape else address
        context[self.node.asvar] = address
        return ""

    def _address(self, values):
        """ "" where Django has to be asked: below a preview link, and for what is no key of a record."""
        if get_script_prefix() != "/" or not all(_is_key(*each) for each in values):
            return ""
        said = [value if is_few else kind_of(value) for value, is_few in values]
        keys = [value for value, is_few in values if not is_few]
        try:
            return pattern_of(self.route, get_language(), tuple(said)).format(*keys)
        except NoReverseMatch:
            return ""


def _is_key(value: Any, is_one_of_few: bool) -> bool:
    """Whether it stands in an address as it is; of what there are few, whether it may stand in one."""
    if type(value) is int:
        return value >= 0
    return isinstance(value, str) and (is_one_of_few or bool(_KEY.fullmatch(value)))


@register.tag
def url(parser, token):
    """Django's own; a `Route` where all that the address is made of stands in the template, or is a plain
    name of it (`table`); `OfRecord` where keys are asked of records (`session.key`), of which there are many.
    """
    node = django_url(parser, token)
    said = (node.view_name, *node.args, *node.kwargs.values())
    if all(map(_is_one_of_few, said)):
        return Route(node)
    is_of_record = is_constant(node.view_name) and not node.kwargs and all(map(_is_plain, said))  # fmt: skip
    return OfRecord(node) if is_of_record else node


def _is_one_of_few(said: FilterExpression) -> bool:
    is_name = isinstance(said.var, Variable) and len(said.var.lookups or ()) == 1
    return is_constant(said) or (is_name and not said.filters)


def _is_plain(said: FilterExpression) -> bool:
    return not said.filters
