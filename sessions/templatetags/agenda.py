"""Points of an agenda, as text that stands as it is."""

from typing import NamedTuple

from django import template

from commission.templatetags.record import areas_list, text_with_note
from sessions.models.record import kept

register = template.Library()


class AgendaRow(NamedTuple):
    number: str
    text: str
    areas: str


@register.filter
def agenda_rows(items):
    """An AgendaRow for each of `items`, whose areas are loaded (`load_record`).  No query."""
    return [
        AgendaRow(
            number=str(item.number),
            text=text_with_note(item, "text"),
            areas=areas_list(kept(item, "areas")),
        )
        for item in items
    ]
