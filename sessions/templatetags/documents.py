"""Documents with a file for each language, as text that stands as it is."""

from typing import NamedTuple

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commission.templatetags.record import text_with_note

register = template.Library()


class FileRow(NamedTuple):
    """A file: of which `document`, in which language, what it is ("PDF, 412 KB"), authentic or not."""

    document: str
    address: str
    language: str
    format: str
    standing: str


class DocumentRow(NamedTuple):
    name: str
    files: list[FileRow]

    @property
    def has_one(self) -> bool:
        return len(self.files) == 1


@register.filter
def document_rows(documents):
    """A DocumentRow for each of `documents`, loaded with their files.  No query after that."""
    return map(_row, documents)


def _row(document):
    name = text_with_note(document, "title") or document.get_kind_display()
    return DocumentRow(name, [_file_row(name, file) for file in document.files.all()])


def _file_row(name, file):
    return FileRow(
        document=name,
        address=file.get_absolute_url(),
        language=file.get_language_display(),
        format=f"{file.format_name}, {filesizeformat(file.size)}",
        standing=_("authentic") if file.authentic else _("translation"),
    )
