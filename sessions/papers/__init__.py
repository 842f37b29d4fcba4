"""The record on paper: a session's report, a commission's book and the brief, as PDF and for Word.

What a paper says is shaped once (`paper.Paper`), then written by `pdf` or `word`.  Both need libraries
that the portal does without (the extra `docs`): `AVAILABLE` says which forms there are here.
"""

from importlib.util import find_spec

PDF, WORD = "pdf", "docx"
_LIBRARIES = {PDF: "weasyprint", WORD: "docx"}
# Forms that can be made here, in the order in which they are offered.
AVAILABLE = tuple(form for form, name in _LIBRARIES.items() if find_spec(name))
CONTENT_TYPES = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NAMES = {PDF: "PDF", WORD: "Word"}
