"""`{% report_error_link %}`: the way to the form that knows what the page is about."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from sessions.subjects import FINDERS

register = template.Library()


@register.simple_tag(takes_context=True)
def report_error_link(context):
    """On the public page of a record; nothing on other pages, nor on the preview of a draft."""
    request = context["request"]
    found = request.resolver_match
    # Pages of records say whether they are a preview (`commission.addresses.record_page`).
    if context.get("is_preview", True) or found.view_name not in FINDERS:
        return ""
    about = request.path.removeprefix(f"/{get_language()}")
    return render_to_string("components/report_error_link.html", {"about": about})
