"""Django's `i18n` library, in whose place settings.TEMPLATES puts it.

A page says some fifty sentences that are the same whatever it shows: each is looked up once in a
process for each language, and then costs as much as any other text of the template.
"""

from typing import Any

from django import template
from django.template.base import Node
from django.templatetags import i18n
from django.utils.translation import get_language

from commission.template_constants import is_constant

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class Sentence(Node):
    """`{% translate "Decisions" %}`, with `as name` or without."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.node = node
        self.said: dict[str | None, str] = {}

    def render(self, context: Any) -> str:
        language = get_language()
        said = self.said.get(language)
        name = self.node.asvar
        if said is None:
            # A text of a template stands as it is, wherever it is drawn.
            said = self.node.render(context)
            said = self.said[language] = context[name] if name else said
        if not name:
            return said
        context[name] = said
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser, token):
    """Django's own; a `Sentence` where the text stands in the template."""
    node = i18n.do_translate(parser, token)
    return Sentence(node) if is_constant(node.filter_expression) else node
