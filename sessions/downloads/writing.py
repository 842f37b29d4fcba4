"""Tables and records on their way into files: line by line, whatever their number."""

import csv
import gzip
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from sessions.tables.spreadsheets import Sheets, harmless

from .columns import DataTable, Record


class TableFiles:
    """A table as CSV and XLSX at once: `rows` have been written."""

    def __init__(self, folder: Path, name: str, title: str, headings: list[str]) -> None:  # fmt: skip
        self.name, self.rows = name, 0
        self.stack = ExitStack()
        file = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
        self.csv = csv.writer(self.stack.enter_context(file))
        self.csv.writerow(headings)
        self.sheets = Sheets(title, headings)
        self.workbook = folder / f"{name}.xlsx"

    def append(self, cells: list[Any]) -> None:
        self.csv.writerow([_in_csv(cell) for cell in cells])
        self.sheets.append(cells)
        self.rows += 1

    def close(self) -> None:
        self.stack.close()
        self.sheets.save(self.workbook)


def _in_csv(cell):
    """As Table Schema has it: true and false, and nothing for what is not recorded."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return harmless(cell)


class JsonLines:
    """Records, one on a line, packed: the same bytes for the same records."""

    def __init__(self, path: Path) -> None:
        self.name, self.rows = path.name, 0
        self.file = path.open("wb")
        self.packed = gzip.GzipFile(filename="", mode="wb", fileobj=self.file, compresslevel=6, mtime=0)  # fmt: skip

    def append(self, record: Record) -> None:
        line = json.dumps(record, ensure_ascii=False) + "\n"
        self.packed.write(line.encode())
        self.rows += 1

    def close(self) -> None:
        self.packed.close()
        self.file.close()


class RecordFiles:
    """All files of one kind of record: its JSON Lines, and the tables that its records fill.

    `within` are kinds whose records stand in those of this one, by the field that holds them.
    """

    def __init__(
        self, folder: Path, kind: str, tables: Iterable[DataTable], within: Iterable[str] = ()
    ) -> None:  # fmt: skip
        self.lines = {name: JsonLines(folder / f"{name}.jsonl.gz") for name in (kind, *within)}  # fmt: skip
        self.kind, self.within = kind, tuple(within)
        self.tables = [
            (table, TableFiles(folder, table.name, table.name, [column.name for column in table.columns]))
            for table in tables
        ]  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def append(self, record: Record) -> None:
        self.lines[self.kind].append(record)
        for name in self.within:
            for each in record[name]:
                self.lines[name].append(each)
        for table, files in self.tables:
            for cells in table.cells(record):
                files.append(cells)

    def __exit__(self, *raised: object) -> None:
        for lines in self.lines.values():
            lines.close()
        for _table, files in self.tables:
            files.close()

    @property
    def rows(self) -> dict[str, int]:
        """{name of a table or of a kind's lines: how many it has}."""
        counted = {lines.name: lines.rows for lines in self.lines.values()}
        for table, files in self.tables:
            for ending in ("csv", "xlsx"):
                counted[f"{table.name}.{ending}"] = files.rows
        return counted
