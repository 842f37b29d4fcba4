"""Writing a paper in one of the forms that can be made here."""

from . import PDF
from .paper import Paper
from .pdf import pdf_of
from .word import word_of


def written(paper: Paper, form: str) -> bytes:
    """The file of a paper; `form` is one of `AVAILABLE`."""
    return pdf_of(paper) if form == PDF else word_of(paper)
