"""What of a template's tags is the same each time they are drawn."""

from django.template.base import FilterExpression, Variable


def is_constant(said: FilterExpression) -> bool:
    """Whether what a tag was told stands in the template itself: a text or a number, without filters."""
    is_text = isinstance(said.var, str) or (
        isinstance(said.var, Variable) and said.var.lookups is None
    )
    return is_text and not said.filters
