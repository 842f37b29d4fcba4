"""The way to follow by mail what a page is about; "" where mail is not set up."""

from urllib.parse import urlencode

from django import template

from commission.asked import asked_of
from commission.routes import address_of
from sessions.following.sending import is_mail_set_up

register = template.Library()


@register.simple_tag
def follow_address(**asked):
    """`{% follow_address area=area.slug as address %}`: of a sector, a commission, a list, a decision."""
    if not is_mail_set_up():
        return ""
    query = urlencode(asked, safe="/")
    return f"{address_of('sessions:follow')}{'?' if query else ''}{query}"


@register.simple_tag(takes_context=True)
def follow_list_address(context, name):
    """Of a list, filtered as it stands."""
    address, asked = follow_address(list=name), asked_of(context["request"], "sort")
    return address and address + asked.replace("?", "&", 1)


@register.simple_tag
def follow_decision_address(decision):
    session = decision.session
    return follow_address(
        decision=f"{session.commission.slug}/{session.key}/{decision.number}"
    )
