"""A new session from a text: what the text proposes beside the text, then a draft."""

from .view import from_text_view

__all__ = ["from_text_view"]
