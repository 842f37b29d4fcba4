"""A spreadsheet or CSV file as cells of text, with the sentence for whatever cannot be one."""

import csv
import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from commission.templatetags.numbers import grouped

# Each takes five milliseconds of a processor, twice that on a busy machine, and memory hardly any; but a
# table is tried as it is written, so that nobody else can save meanwhile.
MOST_ROWS = 2_000
MOST_COLUMNS = 60
# Rows with a format and nothing in them run on for long in files of ministries.
LAST_ROW = 10 * MOST_ROWS
MOST_BYTES = 10_000_000
MOST_UNPACKED = 60_000_000
MOST_PARTS = 500
# The container of Excel before 2007, and of today's files with a password ([MS-CFB] 2.2).
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DELIMITERS = ";,\t"
# What Excel shows where a formula failed.
FAILED = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}

EMPTY = _("The file is empty: choose another.")
TOO_LARGE = _(
    "The file has more than %(limit)d MB: leave out pictures and sheets that are not needed, "
    "or part it into several."
)
NOT_A_SPREADSHEET = _(
    "This is neither an Excel file (.xlsx) nor a CSV file, whatever its name says: open it in "
    "Excel or LibreOffice, save it as .xlsx, and choose that file."
)
OLD = _("This is an Excel file of the old kind (.xls): open it, save it as .xlsx, and choose that file.")  # fmt: skip
LOCKED = _("The file is locked by a password: save it without one, and choose that file.")  # fmt: skip
MACROS = _("The file carries macros (small programs): save it as .xlsx, and choose that file.")  # fmt: skip
BOMB = _(
    "The file would unpack into far more than a table holds: copy the table into a new file, "
    "and choose that."
)
DAMAGED = _("The file is damaged: open it, save it again as .xlsx, and choose that file.")  # fmt: skip
TOO_MANY = _(
    "The table has more than %(limit)s rows. No more are taken at once, because nobody else can "
    "save meanwhile: part it into several files."
)
BLANK = _("The table has no rows: there is nothing to take over.")


@dataclass(frozen=True)
class Sheet:
    """A table; `rows` are its rows that say something, each with the number it has in the file."""

    name: str
    rows: list[tuple[int, list[str]]]


def read_sheet(file: BinaryIO, name: str) -> Sheet:
    """Raise ValidationError, saying how to mend it, unless the file is a table of at most
    `MOST_ROWS` rows.  Of a workbook the first sheet that says something is read.
    """
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise ValidationError(EMPTY)
    if len(content) > MOST_BYTES:
        raise ValidationError(TOO_LARGE, params={"limit": MOST_BYTES // 1_000_000})
    if content.startswith(OLD_CONTAINER):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise ValidationError(LOCKED if is_locked else OLD)
    rows = (
        _rows_of_workbook(content)
        if content.startswith(b"PK")
        else _rows_of_text(content)
    )
    if not rows:
        raise ValidationError(BLANK)
    return Sheet(name, rows)


# ── Excel ────────────────────────────────────────────────────────────────────────────────────


def _rows_of_workbook(content):
    try:
        _check_package(content)
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            if rows := _rows_of_sheet(sheet):
                return rows
        return []
    except ValidationError:
        raise
    except Exception as error:
        # A damaged package raises whatever the reader happens upon: BadZipFile, KeyError, ParseError …
        raise ValidationError(DAMAGED) from error


def _check_package(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        names = " ".join(part.filename.lower() for part in parts)
        if "xl/workbook" not in names:
            raise ValidationError(NOT_A_SPREADSHEET)
        if "vbaproject" in names:
            raise ValidationError(MACROS)
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or packed > len(content):
            raise ValidationError(BOMB)


def _rows_of_sheet(sheet):
    # What the file says of its own size is often wrong.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
    return _that_say_something([_text(value) for value in row] for row in cells)


def _text(value: Any) -> str:
    """What the cell says; a day as 2021-12-20, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _cleaned(str(value))


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────


def _rows_of_text(content):
    text = _decoded(content)
    tables = [list(_records(text, delimiter)) for delimiter in DELIMITERS]
    widths = [sum(len(row) for row in table[:20]) for table in tables]
    table = tables[widths.index(max(widths))]
    return _that_say_something(
        [_cleaned(cell.removeprefix("'") if cell[1:2] in tuple("=+-@") else cell) for cell in row[:MOST_COLUMNS]]
        for row in table
    )  # fmt: skip


def _decoded(content):
    """UTF-8 with or without its mark, Excel's "Unicode text", or else what Russian offices save."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs = ["utf-16"]
    else:
        codecs = ["utf-8-sig", "cp1251"]
    for codec in codecs:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
        break
    raise ValidationError(NOT_A_SPREADSHEET)


def _records(text, delimiter):
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise ValidationError(NOT_A_SPREADSHEET) from error


# ── Both ─────────────────────────────────────────────────────────────────────────────────────


def _that_say_something(rows):
    kept = []
    for number, row in enumerate(rows, 1):
        if any(row):
            kept.append((number, row))
        # One for the headings, some for what stands above them.
        if len(kept) > MOST_ROWS + 10:
            raise ValidationError(TOO_MANY, params={"limit": grouped(MOST_ROWS)})
    return kept


def _cleaned(text):
    """Without what Word and the web bring along: hard spaces, soft hyphens, ends of lines of Windows."""
    text = text.replace("\xa0", " ").replace("\xad", "").replace("\u200b", "")
    return text.replace("\r\n", "\n").strip()
