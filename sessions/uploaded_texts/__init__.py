"""The text of an uploaded file; the file itself is kept nowhere."""

from .read import UnreadableError, text_of, tidied

__all__ = ["UnreadableError", "text_of", "tidied"]
