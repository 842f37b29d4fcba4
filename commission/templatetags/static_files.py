"""Django's `static` library, in whose place settings.TEMPLATES puts it.

To find the name under which a file is served takes as long as a row of a list: a process does it once.
"""

from typing import Any

from django import template
from django.template.base import Node
from django.templatetags import static as django_static

from commission.template_constants import is_constant

register = template.Library()
register.tags |= django_static.register.tags


class StaticFile(Node):
    """`{% static "css/followed.css" %}`."""

    def __init__(self, node: django_static.StaticNode) -> None:
        self.node = node
        self.address = ""

    def render(self, context: Any) -> str:
        if not self.address:
            self.address = self.node.render(context)
        return self.address


@register.tag
def static(parser, token):
    """Django's own; a `StaticFile` where the file stands in the template and its address goes into the page."""
    node = django_static.do_static(parser, token)
    return StaticFile(node) if is_constant(node.path) and not node.varname else node
