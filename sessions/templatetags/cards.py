"""`{% open_graph title description %}`: how a page is shown where its address is shared (https://ogp.me)."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from sessions.cards.drawing import HEIGHT, WIDTH

register = template.Library()

# A language as OpenGraph has it: with a territory.
LOCALES = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ", "tk": "tk_TM"}
# Pages of records with cards of their own; a passage has its session's.
WITH_CARD = {
    "sessions:session-detail",
    "sessions:passage-detail",
    "sessions:decision-detail",
    "commission:commission-detail",
    "commission:agreement-detail",
    "commission:area-detail",
}


@register.simple_tag(takes_context=True)
def open_graph(context, title, description):
    """`title` and `description` are HTML already, as the page has them.  Drafts are not shown."""
    if context.get("is_preview"):
        return ""
    language = get_language()
    request = context["request"]
    return mark_safe(  # noqa: S308 - made by a template
        render_to_string(
            "components/open_graph.html",
            {
                "title": title,
                "description": description,
                "address": settings.SITE_URL + request.path,
                "card": settings.SITE_URL + _card_address(request, context),
                "is_record": "is_preview" in context,
                "locale": LOCALES[language],
                "locales": [each for code, each in LOCALES.items() if code != language],
                "width": WIDTH,
                "height": HEIGHT,
            },
        )
    )


def _card_address(request, context):
    found = request.resolver_match
    if found is None or found.view_name not in WITH_CARD or "is_preview" not in context:
        return reverse("sessions:card")
    page = request.path.partition("passages/")[0] if "passage" in found.view_name else request.path  # fmt: skip
    return f"{page}card.png"
