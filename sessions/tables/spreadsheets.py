"""Tables as files: CSV row by row, XLSX by way of a file of its own.  Neither ever holds a list."""

import csv
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Without it Excel takes UTF-8 for the letters of Western Europe.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A row is sent with others: each by itself would be a chunk of its own.
ROWS_A_CHUNK = 100
# What Excel takes in one cell.
MOST_CHARACTERS = 32_767
# And in one sheet, with the headings.
MOST_ROWS = 1_048_576

Rows = Iterable[list[Any]]


class _Echo:
    """Hands a line back where a file would keep it."""

    def write(self, line: str) -> str:
        return line


def csv_of(
    headings: list[str], rows: Rows, *, with_mark: bool = False
) -> Iterator[str]:
    """The table in pieces (RFC 4180); `with_mark` is for spreadsheets that guess at the encoding."""
    writer = csv.writer(_Echo())
    yield (BYTE_ORDER_MARK if with_mark else "") + writer.writerow(headings)
    piece = []
    for row in rows:
        piece.append(writer.writerow([harmless(cell) for cell in row]))
        if len(piece) == ROWS_A_CHUNK:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run, behind an apostrophe; numbers are numbers."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA)
    return f"'{cell}" if is_formula else cell


class Sheets:
    """A workbook that is written row by row and never held: a sheet, and others where it is full."""

    def __init__(self, title: str, headings: list[str]) -> None:
        self.book = Workbook(write_only=True)
        self.title, self.headings, self.room = title, headings, 0
        self._begin()

    def _begin(self):
        number = len(self.book.worksheets) + 1
        name = self.title[:31] if number == 1 else f"{self.title[:27]} {number}"
        self.sheet = self.book.create_sheet(name)
        self.sheet.freeze_panes = "A2"
        self.sheet.append([_text(self.sheet, each, is_bold=True) for each in self.headings])  # fmt: skip
        self.room = MOST_ROWS - 1

    def append(self, row: list[Any]) -> None:
        if not self.room:
            self._begin()
        self.room -= 1
        self.sheet.append(
            [_text(self.sheet, cell) if isinstance(cell, str) else cell for cell in row]
        )

    def save(self, file: Any) -> None:
        self.book.save(file)


def xlsx_of(title: str, headings: list[str], rows: Rows) -> IO[bytes]:
    """The table as a workbook, in a file that goes when it is closed."""
    sheets = Sheets(title, headings)
    for row in rows:
        sheets.append(row)
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    sheets.save(file)
    file.seek(0)
    return file


def _text(sheet, text, *, is_bold=False):
    """A cell that stays text, whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:MOST_CHARACTERS]
    cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
