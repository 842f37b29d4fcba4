"""`{% linked_session session sides %}` and the like: JSON-LD for the head of a page.

It is data, not a script: no browser runs it, and the Content-Security-Policy lets it be.
"""

import json

from django import template
from django.utils.safestring import mark_safe

from sessions import linked_data

register = template.Library()

# What could end the element, or begin another one (as Django's `json_script`).
ESCAPES = {sign: f"\\u{ord(sign):04X}" for sign in "<>&"}


def _element(*things):
    data = [linked_data.page(thing) for thing in things]
    written = json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False)
    for sign, escaped in ESCAPES.items():
        written = written.replace(sign, escaped)
    return mark_safe(  # noqa: S308 - without the signs that HTML reads
        f'<script type="application/ld+json">{written}</script>'
    )


@register.simple_tag
def linked_site():
    return _element(linked_data.site())


@register.simple_tag
def linked_datasets(tables):
    return _element(*map(linked_data.dataset, tables))


@register.simple_tag
def linked_downloads(built):
    return _element(linked_data.downloads(built))


@register.simple_tag
def linked_session(session, delegations):
    """`delegations` are those of the page, one for each side."""
    sides = [delegation.side for delegation in delegations]
    return _element(linked_data.session(session, sides))


@register.simple_tag
def linked_commission(commission, sides):
    return _element(linked_data.commission(commission, sides))


@register.simple_tag
def linked_agreement(agreement, parties):
    """`parties` are those of the page: (side, its signatures)."""
    return _element(linked_data.agreement(agreement, [side for side, _s in parties]))


@register.simple_tag
def linked_person(participant, variants, positions):
    return _element(linked_data.person(participant, variants, positions))


@register.simple_tag
def linked_organisation(organisation, variants):
    return _element(linked_data.organisation(organisation, variants))
