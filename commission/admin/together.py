"""Two people on one record: whoever saves second is told what changed since, and loses no word.

A page says at which content version it was made.  When it comes back, writers take turns first,
and then three states of every input are held against each other: as the page showed it, as the
record has it now, as it was sent.  What only others changed is taken over; what only the sender
changed stays; where both did, nothing is saved, both texts stand side by side, and the page keeps
what was typed.
"""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from commission.history.reading import (
    Row,
    State,
    changed_since,
    record_at,
    steps_between,
)
from commission.history.saying import LANGUAGES, RowChange, said
from commission.history.words import Compared, compare
from commission.models import RecordedChange

from .sheets import (
    Input,
    Rows,
    Sheet,
    in_words,
    rows_of,
    sent_in,
    sheet_of,
    sheet_of_gone,
)

# The content version at which the page was made.
SEEN = "_seen"


@dataclass(frozen=True)
class Clash:
    """An input that two people changed: theirs and mine, each with what it changed marked."""

    row: str
    label: str
    language: str
    theirs: Compared
    mine: Compared
    # Where the input is on the page, and what they wrote in it as it would be sent.
    input_id: str = ""
    value: str = ""

    @property
    def language_name(self) -> str:
        return LANGUAGES.get(self.language, "")


@dataclass
class Meeting:
    """What others did since the page was made, and where it clashes with what was sent."""

    changes: list[RecordedChange]
    version: int
    clashes: list[Clash] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    also: list[RowChange] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return bool(self.clashes or self.told)

    @property
    def people(self) -> list[str]:
        return list(dict.fromkeys(str(each.who) for each in self.changes))


def seen_version(data: QueryDict) -> int | None:
    """The version that a page was made at, None when it does not say."""
    value = data.get(SEEN, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def meet(model_admin: Any, request: HttpRequest, object_id: str, version: int) -> Meeting | None:  # fmt: skip
    """Bring what was sent (request.POST, which is replaced) in line with what others did since.

    None when nobody did anything, at the price of one query.
    """
    seen = seen_version(request.POST)
    if seen is None or not object_id.isdecimal():
        return None
    numbers = changed_since(model_admin.model, int(object_id), seen)
    record = model_admin.get_object(request, object_id) if numbers else None
    if record is None or not model_admin.has_change_permission(request, record):
        return None
    before = record_at(type(record), record.pk, seen)
    now = record_at(type(record), record.pk)
    changes = RecordedChange.objects.filter(pk__in=numbers).select_related("by")
    meeting = Meeting(list(changes.order_by("number")), version)
    page = _Page(request, before, now, meeting)
    form, formsets = _as_it_is(model_admin, request, record)
    page.merge(sheet_of(form, before), "")
    for formset in formsets:
        page.merge_rows(rows_of(formset, before))
    request.POST = page.data
    clashing = {clash.row for clash in meeting.clashes}
    meeting.also = [each for each in said(steps_between(before, now)) if each.label not in clashing]  # fmt: skip
    return meeting


def _as_it_is(model_admin, request, record):
    """The page's forms for the record as it is now, bound to nothing."""
    reading = _reading(request)
    form_class = model_admin.get_form(reading, record, change=True)
    formsets, _inlines = model_admin._create_formsets(reading, record, change=True)
    return form_class(instance=record), formsets


def _reading(request):
    reading = copy(request)
    reading.method = "GET"
    return reading


class _Page:
    """The merge of one page's data."""

    def __init__(self, request, before: State, now: State, meeting: Meeting) -> None:
        self.data = request.POST.copy()
        self.files = request.FILES
        self.before, self.now, self.meeting = before, now, meeting
        self.labels = {each.row: each.label for each in said(steps_between(before, now))}  # fmt: skip

    # ── One form ─────────────────────────────────────────────────────────────────────────────

    def merge(self, sheet: Sheet, prefix: str) -> None:
        """`prefix` is what stands before the inputs' names in the data."""
        for name, each in sheet.inputs.items():
            key = prefix + name
            mine = sent_in(self.data, self.files, key, each)
            if each.now == each.before or mine is None or mine in (each.now,):
                continue
            if mine == each.before:
                if not each.is_file:
                    self._take(key, each)
            else:
                self._clash(sheet, each, name, key, mine)

    def _take(self, key, each):
        if each.now:
            self.data.setlist(key, list(each.now))
        else:
            self.data.pop(key, None)

    def _clash(self, sheet: Sheet, each: Input, name: str, key: str, mine) -> None:
        before, now, typed = (
            in_words(sheet, each, name, sent) for sent in (each.before, each.now, mine)
        )
        if each.is_file:
            before = now = _("another file")
            typed = _("the file that you chose")
        self.meeting.clashes.append(
            Clash(
                self.labels.get(sheet.row, ""),
                each.label,
                each.language,
                compare(before, now),
                compare(before, typed),
                f"id_{key.removesuffix(name)}{each.place}",
                each.now[0] if each.now and not each.is_file else "",
            )
        )

    # ── Rows ─────────────────────────────────────────────────────────────────────────────────

    def merge_rows(self, rows: Rows, prefix: str = "") -> None:
        prefix = prefix or rows.prefix
        posted = self._posted(rows, prefix)
        gone, kept = [], []
        for index, pk in posted.items():
            row = Row(rows.formset.model, pk)
            form = f"{prefix}-{index}-"
            if pk in rows.sheets:
                sheet = rows.sheets[pk]
                self._merge_row(sheet, form)
                if sheet.inner is not None:
                    self.merge_rows(sheet.inner, f"{form}files")
                kept.append(index)
            elif row in self.before and row not in self.now:
                gone.append((index, self._is_typed_in(rows, row, index, form)))
        if kept and getattr(rows.formset, "number_field", None):
            self._merge_order(rows, prefix, {posted[index]: index for index in kept})
        if gone:
            self._take_out(rows, prefix, gone)

    def _posted(self, rows, prefix):
        """{index: key} of the rows that were there when the page was made."""
        total = self.data.get(f"{prefix}-INITIAL_FORMS", "0")
        key = rows.formset.model._meta.pk.name
        found = {}
        for index in range(int(total) if total.isdecimal() else 0):
            pk = self.data.get(f"{prefix}-{index}-{key}", "")
            if pk.isdecimal():
                found[index] = int(pk)
        return found

    def _merge_row(self, sheet: Sheet, form: str) -> None:
        if f"{form}DELETE" not in self.data:
            self.merge(sheet, form)
            return
        for name, each in sheet.inputs.items():
            if each.now != each.before:
                self._clash(sheet, each, name, form + name, ())

    def _is_typed_in(self, rows, row, index, form):
        """Whether the sender changed a row that somebody deleted."""
        if f"{form}DELETE" in self.data:
            return False
        sheet = sheet_of_gone(rows, row, self.before, index)
        return any(
            mine is not None and mine != each.before
            for name, each in sheet.inputs.items()
            for mine in [sent_in(self.data, self.files, form + name, each)]
        )

    def _take_out(self, rows, prefix, gone):
        """Rows that are gone leave the data; those somebody typed in stay as new rows."""
        typed = [index for index, is_typed in gone if is_typed]
        out = {index for index, _typed in gone}
        initial = int(self.data[f"{prefix}-INITIAL_FORMS"])
        total = int(self.data[f"{prefix}-TOTAL_FORMS"])
        stay = [n for n in range(initial) if n not in out]
        order = [*stay, *range(initial, total), *typed]
        key = rows.formset.model._meta.pk.name
        for index in typed:
            pk = int(self.data[f"{prefix}-{index}-{key}"])
            self.data[f"{prefix}-{index}-{key}"] = ""
            label = self.labels.get(Row(rows.formset.model, pk), "")
            self.meeting.told.append(
                _("Somebody deleted “%(row)s”, in which you typed: your text stands as a new row. Remove that row if it is to stay deleted.")
                % {"row": label or rows.formset.model._meta.verbose_name}
            )  # fmt: skip
        self._reindex(prefix, order)
        self.data[f"{prefix}-INITIAL_FORMS"] = str(len(stay))
        self.data[f"{prefix}-TOTAL_FORMS"] = str(len(order))

    def _reindex(self, prefix, order):
        """Rows by their old indices become rows 0, 1, 2 …; what is in none of them goes."""
        head = f"{prefix}-"
        places = {str(old): str(new) for new, old in enumerate(order)}
        moved = {}
        for name in [each for each in self.data if each.startswith(head)]:
            index, dash, rest = name[len(head) :].partition("-")
            if dash and index.isdecimal():
                values = self.data.pop(name)
                if index in places:
                    moved[f"{head}{places[index]}-{rest}"] = values
        for name, values in moved.items():
            self.data.setlist(name, values)

    def _merge_order(self, rows, prefix, indices):
        """Rows that others moved stand where they put them, unless the sender moved rows too."""
        model, column = rows.formset.model, rows.formset.number_field
        keys = [pk for pk in indices if Row(model, pk) in self.before]

        def in_order(state):
            return sorted(keys, key=lambda pk: state[Row(model, pk)].values[column])

        def place(pk):
            value = self.data.get(f"{prefix}-{indices[pk]}-ORDER", "")
            return int(value) if value.isdecimal() else 32_767

        then, now = in_order(self.before), in_order(self.now)
        mine = sorted(keys, key=lambda pk: (place(pk), then.index(pk)))
        if then == now or mine == now:
            return
        if mine != then:
            self.meeting.told.append(
                _("Somebody else changed the order of “%(rows)s”, too. Save again to have the order that you see here.")
                % {"rows": model._meta.verbose_name_plural}
            )  # fmt: skip
            return
        places = sorted(place(pk) for pk in keys)
        for pk, number in zip(now, places, strict=True):
            self.data[f"{prefix}-{indices[pk]}-ORDER"] = str(number)
