"""Columns of a table: how a cell becomes a value of a row, and how that value is written in one.

A cell with nothing in it changes nothing: a table that leaves a column or a cell out takes nothing
away.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from commission.countries import country_name
from commission.dates import DatePrecision, date_in_words, last_day
from commission.languages import text_and_language
from commission.models import CooperationArea
from sessions.importing.written_dates import write_date

from .reading import FAILED
from .written import choice_in, country_in, date_in, day_in, several_in


def fields_of(model: type[Model]) -> Callable[[str], Any]:
    """The columns of a model by name."""
    return model._meta.get_field


class Column(Field):
    """A column of a table and the attribute of the row it fills.

    `key` stays the same in every language.  `also` are further headings for it, in `language`
    alone where that is given; `note` says how it is filled in.  `needed` are the keys of which a
    table must have one.
    """

    def __init__(
        self,
        key: str,
        heading: Any,
        *,
        attribute: str = "",
        also: Iterable[Any] = (),
        language: str = "",
        note: Any = "",
        needed: Iterable[str] = (),
    ) -> None:
        super().__init__(attribute=attribute or key, column_name=key)
        self.key, self.heading, self.note = key, heading, note
        self.also, self.language, self.needed = tuple(also), language, tuple(needed)

    def save(
        self, instance: Any, row: dict[str, str], is_m2m: bool = False, **kwargs: Any
    ) -> None:
        text = row[self.key]
        if text in FAILED:
            raise ValueError(
                gettext("A formula failed here (%(text)s): mend it in the table.")
                % {"text": text}
            )
        if text:
            self.put(instance, self.read(text))

    def read(self, text: str) -> Any:
        """The value of a cell.  Raises ValueError with a sentence."""
        return text

    def put(self, instance: Any, value: Any) -> None:
        setattr(instance, self.attribute, value)

    def shown(self, instance: Any) -> str:
        """What the row says, for people."""
        return str(getattr(instance, self.attribute) or "")

    def written(self, instance: Any) -> str:
        """What a table says of the row, to be read again."""
        return self.shown(instance)


class Line(Column):
    """A text without line breaks."""

    def read(self, text: str) -> str:
        return " ".join(text.split())


class Number(Column):
    def read(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 4:
            raise ValueError(
                gettext("“%(text)s” is no whole number: write it in digits alone.")
                % {"text": text}
            )
        return int(text)


class Choice(Column):
    """One of the choices of a model's field, by its name in any language."""

    def __init__(self, key: str, field: Any, **options: Any) -> None:
        self.choices = list(field.choices)
        options.setdefault("note", _("One of: %(choices)s."))
        super().__init__(key, field.verbose_name, **options)

    def read(self, text: str) -> str:
        return choice_in(text, self.choices)

    def shown(self, instance: Any) -> str:
        return str(dict(self.choices).get(getattr(instance, self.attribute), ""))


class Country(Column):
    def read(self, text: str) -> str:
        return country_in(text)

    def shown(self, instance: Any) -> str:
        return country_name(getattr(instance, self.attribute) or "")


class ImpreciseDay(Column):
    """As much of a date as is known, in two attributes; `ends` is the last of it."""

    def __init__(
        self, key: str, heading: Any, *, precision: str, ends: bool = False, **options: Any
    ) -> None:  # fmt: skip
        options.setdefault(
            "note",
            _("As much of it as is known: 20.12.2021, 12.2021, September 2021, 2021."),
        )
        super().__init__(key, heading, **options)
        self.precision, self.ends = precision, ends

    def read(self, text: str) -> Any:
        return date_in(text)

    def put(self, instance: Any, value: Any) -> None:
        day, precision = value
        setattr(instance, self.attribute, last_day(day, precision) if self.ends else day)  # fmt: skip
        setattr(instance, self.precision, precision)

    def shown(self, instance: Any) -> str:
        return date_in_words(
            getattr(instance, self.attribute), getattr(instance, self.precision)
        )

    def written(self, instance: Any) -> str:
        day = getattr(instance, self.attribute)
        return str(write_date(day, getattr(instance, self.precision))) if day else ""


class Day(Column):
    """A date that is known to the day."""

    def read(self, text: str) -> Any:
        return day_in(text)

    def shown(self, instance: Any) -> str:
        return date_in_words(getattr(instance, self.attribute), DatePrecision.DAY)

    def written(self, instance: Any) -> str:
        day = getattr(instance, self.attribute)
        return day.isoformat() if day else ""


class Related(Column):
    """Another record by its name; `find` gives it, or raises ValueError."""

    def __init__(self, key: str, heading: Any, find: Callable[[str], Any], **options: Any) -> None:  # fmt: skip
        super().__init__(key, heading, **options)
        self.find = find

    def read(self, text: str) -> Any:
        return self.find(text)

    def shown(self, instance: Any) -> str:
        related = getattr(instance, self.attribute, None)
        return text_of(related) if related else ""

    def written(self, instance: Any) -> str:
        """The name, or the address where the name is not enough."""
        related: Any = getattr(instance, self.attribute, None)
        words = self.shown(instance)
        try:
            is_clear = not words or self.find(words) == related
        except ValueError:
            is_clear = False
        return words if is_clear else related.slug


class Several(Column):
    """Things that stand in rows of their own, parted by semicolons.

    `stored` gives what a saved row has, `find` what a word means; `adds` tells whether what a cell
    does not name stays.  The resource writes them once the row is saved (`write`).
    """

    def __init__(
        self,
        key: str,
        heading: Any,
        *,
        stored: Callable[[Any], list[Any]],
        write: Callable[[Any, list[Any]], None],
        find: Callable[[str], Any] = str,
        adds: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("note", _("Several are parted by semicolons."))
        super().__init__(key, heading, **options)
        self.stored, self.write, self.find, self.adds = stored, write, find, adds

    def read(self, text: str) -> list[Any]:
        return [self.find(part) for part in several_in(text)]

    def put(self, instance: Any, value: list[Any]) -> None:
        before = self.stored(instance) if instance.pk else []
        if self.adds:
            value = [*before, *(each for each in value if each not in before)]
        instance.__dict__.setdefault("from_cells", {})[self.key] = value

    def of(self, instance: Any) -> list[Any]:
        given = instance.__dict__.get("from_cells", {})
        if self.key in given:
            return given[self.key]
        return self.stored(instance) if instance.pk else []

    def shown(self, instance: Any) -> str:
        return "; ".join(sorted(text_of(each) for each in self.of(instance)))


def text_of(thing: Any) -> str:
    """The name of a record in the active language, or the text itself."""
    if not isinstance(thing, Model):
        return str(thing)
    for name in ("name", "title"):
        if words := text_and_language(thing, name)[0]:
            return words
    return str(thing)


def in_each_language(name: str, field: Any, *, column: type[Column] = Line, also: Iterable[Any] = (), also_in: dict[str, str] | None = None, needed: bool = False) -> list[Column]:  # fmt: skip
    """A column for each language of a text; `also_in` are further headings by language."""
    keys = [f"{name}_{code}" for code, _language in settings.LANGUAGES]
    return [
        column(
            f"{name}_{code}",
            format_lazy("{} ({})", field.verbose_name, language),
            also=[
                field.verbose_name,
                *also,
                *filter(None, [(also_in or {}).get(code)]),
            ],
            language=code,
            needed=keys if needed else (),
        )
        for code, language in settings.LANGUAGES
    ]


def area_called(text: str, known: dict[str, list[CooperationArea]], spelt: str) -> CooperationArea:  # fmt: skip
    """The area of that name; raises ValueError where none or several are called so."""
    areas = known.get(spelt, [])
    if len(areas) == 1:
        return areas[0]
    raise ValueError(
        gettext("There is no area “%(text)s”: write it as the list of areas does.")
        % {"text": text}
        if not areas
        else gettext("Several areas are called “%(text)s”: write the address of the one that is meant.")
        % {"text": text}
    )  # fmt: skip


def note_of(column: Column) -> str:
    """How the column is filled in, in the active language."""
    note = str(column.note)
    if isinstance(column, Choice):
        note %= {"choices": ", ".join(str(label) for _value, label in column.choices)}
    if column.needed:
        several = len(column.needed) > 1
        needed = (
            gettext("Needed in one of its languages.")
            if several
            else gettext("Needed.")
        )
        note = f"{needed} {note}"
    return capfirst(note.strip())


def in_the_readers_language(column: Column) -> bool:
    return column.language in ("", get_language())
