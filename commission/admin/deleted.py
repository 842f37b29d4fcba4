"""What was deleted, and putting it back: for whoever may delete such records, each of their own commissions."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commission.history.forgetting import KEEP_DAYS, limit
from commission.history.putting_back import bring_back, deleted_records
from commission.history.reading import Named, Row, State, record_at, rows_at
from commission.history.saying import label_of
from commission.history.tables import KEPT
from commission.models import ChangedRecord, What, bound_to, commission_paths


@dataclass(frozen=True)
class Deleted:
    """A record that is gone: what it was called, and until when it can be put back."""

    record: ChangedRecord
    label: str
    until: datetime.datetime
    url: str


def deleted_list(site: Any, request: Any) -> TemplateResponse:
    """The records of the kinds that the reader may delete, the last deleted first."""
    kinds = [
        kept.kind
        for model, kept in KEPT.items()
        if site.is_registered(model)
        and site.get_model_admin(model).has_delete_permission(request)
    ]
    if not kinds:
        raise PermissionDenied
    records = [
        _told(each)
        for each in deleted_records(kinds, since=limit())
        if _is_theirs(request.user, each)
    ]
    context = {"title": _("Deleted records"), "records": records, "days": KEEP_DAYS}
    return _page(site, request, "admin/deleted_records.html", context)


def bring_back_page(site: Any, request: Any, record: int) -> Any:
    """What would come back (GET), and its coming back (POST)."""
    found = ChangedRecord.objects.select_related("change").filter(
        pk=record, what=What.DELETED, change__moment__gte=limit()
    )
    deletion = found.first()
    if deletion is None:
        raise Http404
    model = _model_of(deletion)
    model_admin = site.get_model_admin(model)
    if not model_admin.has_delete_permission(request):
        raise PermissionDenied
    if not _is_theirs(request.user, deletion):
        raise Http404
    errors: list[str] = []
    if request.method == "POST":
        try:
            bring_back(
                model=model,
                pk=deletion.record,
                number=deletion.change_id,
                by=request.user,
            )
        except ValidationError as error:
            errors = error.messages
        else:
            model_admin.message_user(request, _("It is back, with all that went with it. Visitors do not see it before it is published."), messages.SUCCESS)  # fmt: skip
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[deletion.record]))
    then = record_at(model, deletion.record, deletion.change_id - 1)
    context = {
        "title": _("Put back"),
        "deleted": _told(deletion, then),
        "kinds": _kinds(then, Row(model, deletion.record)),
        "errors": errors,
    }
    return _page(site, request, "admin/bring_back.html", context)


def _model_of(deletion: ChangedRecord) -> Any:
    return next(model for model, kept in KEPT.items() if kept.kind == deletion.kind)


def _is_theirs(user: Any, deletion: ChangedRecord) -> bool:
    """As `reach`, of a record that is gone: it belonged to a commission that the person keeps."""
    keys = bound_to(user)
    row = Row(_model_of(deletion), deletion.record)
    return keys is None or any(
        _commission_then(row, path, deletion.change_id - 1) in keys
        for path in commission_paths(row.model)
    )


def _commission_then(row: Row, path: str, number: int) -> int | None:
    """Where `path` led from a row after the change `number`; None where that is not known any more.

    One query for each relation.
    """
    for name in path.split("__"):
        if name == "pk":
            break
        was = rows_at(KEPT[row.model], [row.pk], number).get(row)
        if was is None:
            return None
        column: Any = row.model._meta.get_field(name)
        row = Row(column.related_model, was.values[column.attname])
    return row.pk


def _told(deletion: ChangedRecord, then: State | None = None) -> Deleted:
    model = _model_of(deletion)
    row = Row(model, deletion.record)
    if then is None:
        then = rows_at(KEPT[model], [row.pk], deletion.change_id - 1)
    was = then.get(row)
    return Deleted(
        deletion,
        label_of(was, Named([was]))
        if was
        else f"{model._meta.verbose_name} {deletion.record}",
        deletion.change.moment + datetime.timedelta(days=KEEP_DAYS),
        reverse("admin:bring-back", args=[deletion.pk]),
    )


def _kinds(state: State, but: Row) -> list[tuple[str, int]]:
    """[(kind of row, how many)] of what belongs to the record."""
    counts = Counter(row.model for row in state if row != but)
    return [(capfirst(model._meta.verbose_name_plural), n) for model, n in counts.items()]  # fmt: skip


def _page(site, request, template, context):
    return TemplateResponse(
        request,
        template,
        {**site.each_context(request), **context, "now": timezone.now()},
    )
