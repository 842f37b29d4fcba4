"""Decisions in a table: their rows as text that stands as it is."""

from typing import NamedTuple

from django import template
from django.utils.text import capfirst

from commission.templatetags.record import text, text_with_note

register = template.Library()


class DecisionRow(NamedTuple):
    """A decision as the table draws it: `bodies` are (name, is public), `badges` (status, words)."""

    decision: object
    number: str
    address: str
    text: str
    bodies: list[tuple[str, bool]]
    due: str
    badges: list[tuple[str, str]]


@register.filter
def decision_rows(decisions):
    """A DecisionRow for each of `decisions` (loaded `with_card()`).  No query after that."""
    return map(_row, decisions)


def _row(decision):
    bodies = [body.organisation for body in decision.responsible_bodies.all()]
    return DecisionRow(
        decision=decision,
        number=str(decision.number),
        address=decision.get_absolute_url(),
        text=text_with_note(decision, "text"),
        bodies=[(text(body, "name"), body.is_published) for body in bodies],
        due=decision.due_in_words,
        badges=[(status, capfirst(str(words))) for status, words in decision.badges],
    )
