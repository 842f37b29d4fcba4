"""Documents as people upload them: recognised by what is in them, whatever their name says."""

import hashlib
import os
import re
import unicodedata
import zipfile
from pathlib import PurePath
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DocumentFormat(NamedTuple):
    """What a file is served as: its media type and the extension of its name."""

    content_type: str
    extension: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = DocumentFormat("application/pdf", "pdf")
DOCX = DocumentFormat(f"{_OFFICE}.wordprocessingml.document", "docx")
XLSX = DocumentFormat(f"{_OFFICE}.spreadsheetml.sheet", "xlsx")
ODT = DocumentFormat("application/vnd.oasis.opendocument.text", "odt")

# A package says in [Content_Types].xml what its main part is (ECMA-376-2, content types).
MAIN_PARTS = {f"{each.content_type}.main+xml": each for each in (DOCX, XLSX)}

# Far above any paper of a session, far below what would choke a reader's machine.
MAX_ENTRIES = 5_000
MAX_UNPACKED = 500_000_000
MAX_RATIO = 100
# Highly repetitive small files (empty tables) may exceed the ratio and still do no harm.
HARMLESS_UNPACKED = 20_000_000
MAX_LISTING = 2_000_000

NAME_LENGTH = 120

TOO_LARGE = _(
    "The file has %(megabytes)s MB, more than the %(limit)s MB allowed: "
    "save it as a PDF with smaller pictures, or divide it into annexes."
)
EMPTY = _("The file is empty: choose the document again.")
UNKNOWN = _(
    "This is not a PDF, .docx, .xlsx or .odt file, whatever its name says: "
    "open it, save it as PDF, and choose that file."
)
OLD_OR_LOCKED = _(
    "This is a Word or Excel file of the old kind (.doc, .xls) or one locked by a password: "
    "open it, save it as PDF or .docx without a password, and choose that file."
)
LOCKED = _(
    "The document is locked by a password: save it without one, and choose that file."
)
MACROS = _(
    "The document carries macros (small programs): "
    "save it as PDF, or without macros, and choose that file."
)
DAMAGED = _(
    "The document is damaged or breaks off before its end: "
    "copy it again, or open it and save it as PDF, and choose that file."
)
BOMB = _(
    "The document would unpack into far more than such a paper holds: "
    "open it, save it as PDF, and choose that file."
)


def check_document(file: BinaryIO) -> None:
    """Raise ValidationError, saying how to mend it, unless the file is a document we keep."""
    recognise_document(file)


def recognise_document(file: BinaryIO) -> DocumentFormat:
    """The format of a document, by its content. Raises ValidationError as `check_document`."""
    _check_length(file)
    head = file.read(8)
    if head.startswith(b"%PDF-"):
        return _recognise_pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return _recognise_package(file)
    # The container of Office before 2007, and of today's files with a password ([MS-CFB] 2.2).
    old = head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    raise _refusal(OLD_OR_LOCKED if old else UNKNOWN)


def safe_file_name(name: str, extension: str) -> str:
    """A name to download the file by: its own letters, no path, no signs that could mislead.

    The extension follows the content, never the name that came with the upload.
    """
    stem = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    # Letters, marks, digits and a few signs: this leaves out controls and direction overrides.
    stem = re.sub(r"[^\w .,()№+-]", "_", stem, flags=re.UNICODE).strip(" ._")
    return f"{stem[:NAME_LENGTH].strip(' ._') or 'document'}.{extension}"


def file_sha256(file: BinaryIO) -> str:
    """SHA-256 of the content, in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _refusal(sentence, **params):
    return ValidationError(sentence, code="unfit_document", params=params)


def _check_length(file):
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not length:
        raise _refusal(EMPTY)
    limit = settings.DOCUMENT_MAX_MB
    if length > limit * 1_000_000:
        raise _refusal(TOO_LARGE, megabytes=-(-length // 1_000_000), limit=limit)


def _recognise_pdf(file):
    # Readers look for the end mark in the last kilobyte (PDF Reference 1.7, H.3, note 18).
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - 1024))
    if b"%%EOF" not in file.read():
        raise _refusal(DAMAGED)
    return PDF


def _recognise_package(file):
    try:
        with zipfile.ZipFile(file) as package:
            _check_entries(package, file.seek(0, os.SEEK_END))
            document_format = _package_format(package)
            if package.testzip():
                raise _refusal(DAMAGED)
            return document_format
    except ValidationError:
        raise
    except Exception as error:
        # A damaged package raises whatever the reader happens upon: BadZipFile, zlib.error,
        # struct.error, NotImplementedError, UnicodeDecodeError …
        raise _refusal(DAMAGED) from error


def _check_entries(package, length):
    entries = package.infolist()
    unpacked = sum(each.file_size for each in entries)
    names = {each.filename for each in entries}
    if any(each.flag_bits & 1 for each in entries):
        raise _refusal(LOCKED)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or unpacked > max(MAX_RATIO * length, HARMLESS_UNPACKED)
        # Entries that share their bytes make a small file unpack without end.
        or sum(each.compress_size for each in entries) > length
    ):
        raise _refusal(BOMB)
    if len(names) < len(entries):
        raise _refusal(DAMAGED)


def _package_format(package):
    names = package.namelist()
    if "[Content_Types].xml" in names:
        return _office_format(package, names)
    if "mimetype" in names and _part(package, "mimetype") == ODT.content_type.encode():
        return _opendocument_format(package, names)
    raise _refusal(UNKNOWN)


def _office_format(package, names):
    parts = _content_types(_part(package, "[Content_Types].xml"))
    kinds = " ".join([*parts.values(), *names]).lower()
    if "macroenabled" in kinds or "vbaproject" in kinds:
        raise _refusal(MACROS)
    for name, content_type in parts.items():
        if content_type in MAIN_PARTS and name.lstrip("/") in names:
            return MAIN_PARTS[content_type]
    raise _refusal(UNKNOWN)


def _opendocument_format(package, names):
    manifest = _part(package, "META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise _refusal(LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _refusal(MACROS)
    if "content.xml" not in names:
        raise _refusal(DAMAGED)
    return ODT


def _part(package, name):
    """A small part's bytes, which the listings of a package are. KeyError where it is missing."""
    if package.getinfo(name).file_size > MAX_LISTING:
        raise _refusal(BOMB)
    return package.read(name)


def _content_types(xml):
    """{part name: content type} of a package's listing, which may declare no entities."""
    parts = {}

    def start(tag, attributes):
        if tag.endswith(("Override", "Default")):
            part = attributes.get("PartName") or attributes.get("Extension", "")
            parts[part] = attributes.get("ContentType", "")

    def refuse(*declaration):
        raise _refusal(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)
    return parts
