"""A table of a records file: gives up its fields one by one and notes what is wrong with them."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Self, TypeVar

from django.conf import settings

from .problems import Place, Problem, did_you_mean
from .records import Publication, RecordedFile, Texts
from .written_dates import ImpreciseDate, read_date

T = TypeVar("T")

# Unicode's categories Cc and Cs without tab and new line.
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# No session, agreement or figure of the record can be from outside these years.
FIRST_YEAR, LAST_YEAR = 1800, 2200

NAMES_OF_TYPES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list in [ ]",
    dict: "a table such as { en = \"…\" }",
}  # fmt: skip


def tidy(text: str) -> str:
    """Text as the record keeps it: NFC, lines that end in \\n, no space around."""
    text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class Table:
    """One table.  Used as a context, it reports at the end the fields that nobody asked for.

    Each method takes a field and gives its value, or an empty one of its type when the field is
    absent or wrong; what is wrong is added to `problems`.
    """

    def __init__(self, values: dict[str, Any], place: Place, problems: list[Problem]):
        self.values = values
        self.place = place
        self.problems = problems
        self.known: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        for name in self.values:
            if name not in self.known:
                meant = did_you_mean(name, self.known)
                self.wrong(
                    str(name), f"no such field here{meant}: correct or remove it."
                )

    def wrong(self, name: str, message: str) -> None:
        self.problems.append(self.place.problem(name, message))

    # ── Plain values ─────────────────────────────────────────────────────────────────────────

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        value = self._take(name, str, required=required)
        if value is None:
            return default
        text = self._sound(name, value)
        if required and not text:
            self.wrong(name, "is empty: fill it in.")
        return text

    def whole(self, name: str, *, required: bool = False) -> int | None:
        return self._take(name, int, required=required)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._take(name, bool)
        return default if value is None else value

    def decimal(self, name: str, *, required: bool = False) -> Decimal | None:
        value = self._take(name, (int, Decimal), "a number", required=required)
        if isinstance(value, Decimal) and not value.is_finite():
            self.wrong(name, "write it as a number.")
            return None
        return None if value is None else Decimal(value)

    def words(self, name: str) -> list[str]:
        """A list of texts: slugs, spellings of a name."""
        return self._list_of_texts(name, self._take(name, list) or [])

    def texts(self, name: str, *, required: bool = False) -> Texts:
        """A text per language, {} when absent."""
        given = self._take(name, dict, required=required)
        texts = {
            language: self._sound(f"{name}.{language}", value)
            for language, value in self._by_language(name, given or {})
            if self._is(value, str, f"{name}.{language}")
        }
        texts = {language: text for language, text in texts.items() if text}
        if given is not None and not texts:
            self.wrong(name, "is empty: give the text in at least one language.")
        return texts

    def terms(self, name: str) -> dict[str, list[str]]:
        """A list of words per language."""
        given = self._take(name, dict) or {}
        return {
            language: self._list_of_texts(f"{name}.{language}", value)
            for language, value in self._by_language(name, given)
            if self._is(value, list, f"{name}.{language}")
        }

    # ── Dates ────────────────────────────────────────────────────────────────────────────────

    def date(self, name: str, *, required: bool = False) -> ImpreciseDate | None:
        """A day, or a text such as "early 2024"."""
        value = self._take(name, (datetime.date, str), "a date", required=required)
        if isinstance(value, datetime.datetime):
            self.wrong(name, "write the date alone, without a time.")
        elif isinstance(value, datetime.date):
            return self._likely(name, ImpreciseDate(value), value.year)
        elif value is not None:
            date = self.parsed(name, read_date, value.strip())
            return date and self._likely(name, date, date.day.year)
        return None

    def day(self, name: str, *, required: bool = False) -> datetime.date | None:
        date = self.date(name, required=required)
        if date is not None and date.precision != "day":
            self.wrong(name, "write the whole date, such as 2024-09-17.")
            return None
        return date.day if date else None

    def moment(self, name: str) -> datetime.datetime | None:
        """A date with a time and its distance from UTC."""
        value = self._take(name, (datetime.datetime, str), "a date with a time")
        if isinstance(value, str):
            value = self.parsed(name, datetime.datetime.fromisoformat, value)
        if value is not None and value.tzinfo is None:
            self.wrong(name, "say the time zone, as in 2026-01-15T00:00:00Z.")
            return None
        return value and self._likely(name, value, value.year)

    def parsed(self, name: str, read: Callable[[str], T], text: str) -> T | None:
        """What `read` makes of the text; its ValueError becomes a problem."""
        try:
            return read(text)
        except ValueError as error:
            self.wrong(name, str(error))
            return None

    # ── What is inside ───────────────────────────────────────────────────────────────────────

    def table(self, name: str) -> "Table | None":
        values = self._take(name, dict)
        return None if values is None else self._inner(values, name)

    def tables(self, name: str, label: str = "") -> Iterator["Table"]:
        """The tables of a list, each named by its place: `passages 3`, or by its field `label`."""
        for position, values in enumerate(self._take(name, list) or [], start=1):
            step = f"{name} {position}"
            if not isinstance(values, dict):
                self.wrong(step, f"write it as {NAMES_OF_TYPES[dict]}.")
                continue
            if label and isinstance(values.get(label), str):
                step = f"{name} “{values[label]}”"
            yield self._inner(values, step)

    def file(self, name: str, folder: Path) -> RecordedFile | None:
        """A file beside the records file, never one outside its folder."""
        given = self.text(name, required=True)
        if not given:
            return None
        path = Path(folder, given)
        if not path.resolve().is_relative_to(folder.resolve()):
            self.wrong(
                name,
                f"“{given}” is outside the folder of the records file: move it in.",
            )
        elif not _is_file(path):
            self.wrong(name, f"there is no file “{given}” beside the records file.")
        else:
            return RecordedFile(path)
        return None

    def publication(self) -> Publication:
        return Publication(self.moment("published"), self.flag("withdrawn"))

    # ── How ──────────────────────────────────────────────────────────────────────────────────

    def _inner(self, values, step):
        return Table(values, self.place.inside(step), self.problems)

    def _take(self, name, kind, called="", *, required=False) -> Any:
        self.known.append(name)
        value = self.values.get(name)
        if value is None:
            if required:
                self.wrong(name, "is missing: add it.")
            return None
        return value if self._is(value, kind, name, called) else None

    def _is(self, value, kind, name, called=""):
        right = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
        if not right:
            self.wrong(name, f"write it as {called or NAMES_OF_TYPES[kind]}.")
        return right

    def _likely(self, name, value, year):
        """The value, unless its year can only be a slip."""
        if FIRST_YEAR <= year <= LAST_YEAR:
            return value
        self.wrong(name, f"the year {year} is out of range: correct it.")
        return None

    def _by_language(self, name, given):
        codes = [code for code, _name in settings.LANGUAGES]
        for language, value in given.items():
            if language in codes:
                yield language, value
            else:
                meant = did_you_mean(language, codes)
                message = f"no such language{meant}: use {', '.join(codes)}."
                self.wrong(f"{name}.{language}", message)

    def _list_of_texts(self, name, given):
        texts = [
            self._sound(name, value)
            for position, value in enumerate(given, start=1)
            if self._is(value, str, f"{name} {position}")
        ]
        for text in {text for text in texts if texts.count(text) > 1}:
            self.wrong(name, f"“{text}” stands here twice: remove one.")
        return list(dict.fromkeys(filter(None, texts)))

    def _sound(self, name, text):
        """Tidy text; a control character in it is a problem (PostgreSQL keeps no NUL)."""
        text = tidy(text)
        if control := CONTROL_CHARACTER.search(text):
            code = ord(control[0])
            self.wrong(name, f"remove the control character U+{code:04X}.")
        return CONTROL_CHARACTER.sub("", text)


def _is_file(path):
    try:
        return path.is_file()
    except OSError:  # a name longer than the file system takes
        return False
