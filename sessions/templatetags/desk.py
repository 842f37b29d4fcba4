"""The desk's first page."""

from django import template

from sessions.admin.waiting import waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context):
    """[(group, [Waiting])] for the person who is signed in."""
    return waiting(context["request"])
