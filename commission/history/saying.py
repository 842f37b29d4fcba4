"""Says what a step did, in words: which row, which field, in which language, from what to what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from commission.models import Publishable

from .reading import Named, Row, Step, Was
from .words import Compared, compare

LANGUAGES = dict(settings.LANGUAGES)
# Not editable, and yet for people to know.
TOLD = {"state", "publish_at", "original_name"}
PLACES = {"number", "order"}
# A matter of the verbs of publication, which is never put back in passing.
PUBLICATION = {each.name for each in Publishable._meta.fields}


@dataclass(frozen=True)
class FieldChange:
    """A field that differs.  `name` is its column's or many-to-many field's; `language` a code or ""."""

    name: str
    label: str
    language: str
    before: str
    after: str

    @property
    def compared(self) -> Compared:
        return compare(self.before, self.after)

    @property
    def language_name(self) -> str:
        return LANGUAGES.get(self.language, "")

    @property
    def may_be_put_back(self) -> bool:
        return self.name not in PUBLICATION and self.name != "original_name"


@dataclass(frozen=True)
class RowChange:
    """A row that was added ("+"), changed ("~") or deleted ("-"), and its fields that differ."""

    row: Row
    what: str
    label: str
    fields: list[FieldChange]

    @property
    def key(self) -> str:
        return f"{self.row.model._meta.label_lower}:{self.row.pk}"

    @property
    def is_moved(self) -> bool:
        """True when nothing but its place among the others changed."""
        return self.what == "~" and not self.fields

    @property
    def field_names(self) -> str:
        """The names of its changed fields, each with its languages: "Text (English, Русский)"."""
        languages: dict[str, list[str]] = {}
        for each in self.fields:
            languages.setdefault(each.label, []).append(each.language_name)
        return ", ".join(
            f"{label} ({', '.join(filter(None, names))})" if any(names) else label
            for label, names in languages.items()
        )


def said(steps: Iterable[Step]) -> list[RowChange]:
    """A RowChange for each step that changed something people see.  One query for each kind of row
    that is named.
    """
    return said_of_each({0: list(steps)})[0]


def said_of_each(steps: Mapping[int, list[Step]]) -> dict[int, list[RowChange]]:
    """The same for the steps of several changes, by their numbers, with no more queries."""
    each_step = [step for several in steps.values() for step in several]
    named = Named(was for step in each_step for was in (step.before, step.after) if was)
    return defaultdict(
        list,
        {
            number: [row for step in several if (row := _row_change(step, named))]
            for number, several in steps.items()
        },
    )


def _row_change(step, named):
    was = step.after or step.before
    if was is None:
        return None
    what = "~" if step.before and step.after else "+" if step.after else "-"
    fields = list(_fields(step, named))
    if what == "~" and not fields and not _moved(step):
        return None
    return RowChange(step.row, what, label_of(was, named), fields)


def _moved(step):
    return any(
        step.before.values.get(name) != step.after.values.get(name) for name in PLACES
    )


def _fields(step, named):
    was = step.after or step.before
    for column in was.kept.columns:
        if _is_told(column, was):
            before, after = (
                side.values[column.attname] if side else None
                for side in (step.before, step.after)
            )
            if (before or "") != (after or "") or type(before) is not type(after):
                texts = [in_words(column, value, named) for value in (before, after)]
                if texts[0] != texts[1]:
                    yield FieldChange(
                        column.name, _label(column), getattr(column, "language", ""), *texts
                    )  # fmt: skip
    for each in was.kept.links:
        sides = [
            side.links[each.name] if side else frozenset()
            for side in (step.before, step.after)
        ]
        if sides[0] != sides[1]:
            field = was.row.model._meta.get_field(each.name)
            texts = [linked_in_words(each, keys, named) for keys in sides]
            yield FieldChange(each.name, str(capfirst(field.verbose_name)), "", *texts)


def _is_told(column, was):
    if column.primary_key or column in was.kept.owners or column.name in PLACES:
        # A session's number is a number, a passage's its place.
        return column.name == "number" and was.kept.has_page and not was.kept.owners
    return column.editable or column.name in TOLD


def _label(column):
    if isinstance(column, TranslationField):
        return str(capfirst(column.translated_field.verbose_name))
    return str(capfirst(column.verbose_name))


def in_words(column: Any, value: Any, named: Named) -> str:
    """A column's value as people read it; "" for none."""
    if value is None or value == "":
        return ""
    if column.is_relation:
        other = named.of(column.related_model, value)
        return str(other) if other else _("deleted record %(key)s") % {"key": value}
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(column, models.DateField):
        return formats.date_format(value)
    if isinstance(column, models.FileField):
        return str(value).split("/")[1][:8]
    if isinstance(column, models.DecimalField):
        return f"{value.normalize():f}"
    return str(value)


def linked_in_words(links, keys, named):
    """The names of linked rows, in the order of their keys."""
    return ", ".join(
        str(named.of(links.related, key) or _("deleted record %(key)s") % {"key": key})
        for key in sorted(keys)
    )


def label_of(was: Was, named: Named) -> str:
    """What a row is called: "Passage: ¶ 3"."""
    kind = capfirst(was.row.model._meta.verbose_name)
    try:
        name = str(named.instance(was))
    except (ObjectDoesNotExist, TypeError):
        return f"{kind} {was.row.pk}"
    return f"{kind}: {name}"
