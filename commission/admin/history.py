"""A record's history: its changes, the difference between any two versions, and putting back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from commission.actions import change_silently
from commission.history.putting_back import (
    put_field_back,
    put_version_back,
    wanted_steps,
)
from commission.history.reading import Row, changed_since, record_at, steps_of
from commission.history.reading import steps_between as between
from commission.history.saying import RowChange, said, said_of_each
from commission.history.tables import KEPT
from commission.models import (
    ChangedRecord,
    RecordedChange,
    latest_version,
    take_turn,
    writing,
)

A_PAGE = 30
# Of a change that touched many rows, so many are named in the list.
NAMED = 8


@dataclass(frozen=True)
class Entry:
    """A change in the list of a record's history."""

    change: RecordedChange
    rows: list[RowChange]
    more: int


class HistoryPages:
    """For a ModelAdmin: takes the place of Django's list of log entries."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_put_back"
        return [
            path(
                "<path:object_id>/history/put-back/",
                self.admin_site.admin_view(self.put_back_view),
                name=name,
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The list of changes; with `?from=12&to=45` what differs between the two versions."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        first, last = (_number(request.GET.get(name)) for name in ("from", "to"))
        if first is not None:
            return self._comparison(request, record, *sorted([first, last or latest_version().number]))  # fmt: skip
        return self._list(request, record)

    def _list(self, request, record):
        changed = ChangedRecord.objects.filter(kind=record._meta.label_lower, record=record.pk)  # fmt: skip
        page = Paginator(changed.order_by("-change"), A_PAGE).get_page(request.GET.get("page"))  # fmt: skip
        numbers = [each.change_id for each in page]
        changes = RecordedChange.objects.select_related("by").in_bulk(numbers)
        steps = steps_of(type(record), record.pk, numbers)
        rows = said_of_each(steps)
        entries = [
            Entry(changes[number], rows[number][:NAMED], len(rows[number][NAMED:]))
            for number in numbers
        ]
        return self._history_page(
            request,
            record,
            "admin/record_history.html",
            _("History"),
            entries=entries,
            page=page,
        )

    def _comparison(self, request, record, first, last):
        before, after = (record_at(type(record), record.pk, number) for number in (first, last))  # fmt: skip
        changes = RecordedChange.objects.in_bulk([first, last])
        may = self._may_put_back(request, record)
        return self._history_page(
            request,
            record,
            "admin/record_comparison.html",
            _("What changed"),
            rows=said(between(before, after)),
            first=changes.get(first),
            last=changes.get(last),
            was_there=Row(type(record), record.pk) in before,
            back=f"{self._put_back_url(record)}?change={first}" if may else "",
        )

    # ── Putting back ─────────────────────────────────────────────────────────────────────────

    def put_back_view(self, request, object_id):
        """What putting back would change (GET), and the putting back itself (POST).

        `?change=12` names the version, `&row=…&field=…` one field of one row.
        """
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self._may_put_back(request, record):
            raise PermissionDenied
        number = _number(request.GET.get("change"))
        row = _row_of(request.GET.get("row", ""))
        field = request.GET.get("field", "") if row else ""
        errors: list[str] = []
        since: list[int] = []
        with writing(savepoint=True) as change:
            seen = take_turn(change.using)
            steps = _steps_back(record, number, row, field) if number is not None else []  # fmt: skip
            if request.method == "POST" and steps:
                since = changed_since(type(record), record.pk, _number(request.POST.get("_seen")) or 0)  # fmt: skip
                if not since:
                    errors = _put_back(record, number, row, field, request.user)
                    if not errors:
                        self._note_silent_change(request, record)
                        self.message_user(request, _("It is put back as it was."), messages.SUCCESS)  # fmt: skip
                        return HttpResponseRedirect(self._page_url(record, "history"))
        return self._history_page(
            request,
            record,
            "admin/put_back.html",
            _("Put back"),
            rows=[_only_field(each, field) for each in said(steps)],
            version=RecordedChange.objects.filter(pk=number or 0).first(),
            is_field=bool(field),
            errors=errors,
            since=RecordedChange.objects.filter(pk__in=since).order_by("number"),
            seen=seen,
        )

    def _may_put_back(self, request, record):
        """Whoever may change the record; where it is public, without telling its readers."""
        may = self.has_change_permission(request, record)
        return may and (
            not self._is_public(request, record) or self.may_be_minor(request, record)
        )

    def _is_public(self, request, record):
        is_corrected = getattr(self, "is_corrected", None)
        return is_corrected is not None and is_corrected(request, record)

    def _note_silent_change(self, request, record):
        if self._is_public(request, record):
            change_silently(record=self.corrected_record(record), by=request.user)

    def _put_back_url(self, record):
        return self._page_url(record, "put_back")

    def _page_url(self, record, what):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{what}"
        return reverse(name, args=[record.pk])

    def _history_page(self, request, record, template, title, **context):
        context |= {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "record": record,
            "history_url": self._page_url(record, "history"),
            "put_back_url": self._put_back_url(record),
            "record_url": self._page_url(record, "change"),
            "may_change": self._may_put_back(request, record),
        }
        return TemplateResponse(request, template, context)


def _number(text: Any) -> int | None:
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 19 else None


def _row_of(text: str) -> Row | None:
    kind, _colon, key = text.partition(":")
    for model, kept in KEPT.items():
        if kept.kind == kind and key.isdecimal():
            return Row(model, int(key))
    return None


def _steps_back(record, number, row, field):
    now = record_at(type(record), record.pk)
    then = record_at(type(record), record.pk, number)
    if Row(type(record), record.pk) not in then:
        return []
    steps = wanted_steps(between(now, then))
    if not field:
        return steps
    return [step for step in steps if step.row == row and step.before and step.after]


def _only_field(row, field):
    if not field:
        return row
    return RowChange(row.row, row.what, row.label, [each for each in row.fields if each.name == field])  # fmt: skip


def _put_back(record, number, row, field, by):
    """The sentences that say why it could not be; none when it was."""
    try:
        if field:
            put_field_back(row=row, name=field, number=number, by=by)
        else:
            put_version_back(model=type(record), pk=record.pk, number=number, by=by)
    except ValidationError as error:
        return error.messages
    return []
