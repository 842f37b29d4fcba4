"""Any list of the admin as a file, filtered and ordered as it stands, for whoever may see the list."""

from html import unescape
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import (
    display_for_field,
    display_for_value,
    label_for_field,
    lookup_field,
)
from django.core.exceptions import (
    FieldDoesNotExist,
    ObjectDoesNotExist,
    PermissionDenied,
)
from django.http import (
    FileResponse,
    Http404,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language, override

from commission.admin.texts import text_names
from sessions.tables.columns import ROWS_AT_ONCE, yes_or_no
from sessions.tables.spreadsheets import CSV, XLSX, csv_of, xlsx_of


def list_table_view(request, app_label, model_name, form):
    """`/admin/participants/participant/table.xlsx?country=TM`, or `.csv`: the columns of the list, then
    the record's texts in each language.  The queries of the list's page and one for every 500 rows.
    """
    page = _page_of(app_label, model_name)
    if not page.has_view_permission(request):
        raise PermissionDenied
    try:
        changelist = page.get_changelist_instance(request)
    except IncorrectLookupParameters:
        name = f"admin:{app_label}_{model_name}_changelist"
        return HttpResponseRedirect(f"{reverse(name)}?e=1")
    columns = _columns(page, changelist)
    headings = [heading for heading, _value in columns]
    rows = _rows(page, changelist.queryset, columns, get_language())
    if form == "xlsx":
        file = xlsx_of(capfirst(page.opts.verbose_name_plural), headings, rows)
        return FileResponse(
            file, as_attachment=True, filename=f"{model_name}.xlsx", content_type=XLSX
        )
    return StreamingHttpResponse(
        csv_of(headings, rows, with_mark=True),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{model_name}.csv"'},
    )


def _page_of(app_label, model_name):
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    if not admin.site.is_registered(model):
        raise Http404
    return admin.site.get_model_admin(model)


def _columns(page, changelist):
    """[(heading, what a row says)]."""
    columns = [
        (capfirst(str(label_for_field(name, page.model, page))), _shown(name, page))
        for name in changelist.list_display
        if name != "action_checkbox"
    ]
    texts = text_names(page.model)
    for field in page.model._meta.fields:
        if field.name not in texts:
            continue
        name, verbose = field.name, capfirst(field.verbose_name)
        columns += [
            (f"{verbose} ({language})", _text(f"{name}_{code}"))
            for code, language in settings.LANGUAGES
        ]
    return columns


def _text(column):
    return lambda row: getattr(row, column) or ""


def _shown(name, page):
    """What the list shows in a column, as plain text."""
    empty = ""

    def value(row):
        try:
            field, attribute, found = lookup_field(name, row, page)
        except ObjectDoesNotExist:
            return empty
        if field is None or field.auto_created:
            if getattr(attribute, "boolean", False):
                return yes_or_no(found)
            found = display_for_value(found, empty)
        elif isinstance(found, bool):
            return yes_or_no(found)
        elif isinstance(found, int) and not field.choices and not field.is_relation:
            return found
        else:
            found = _of_relation(row, field) or display_for_field(found, field, empty)
        return " ".join(unescape(strip_tags(str(found))).split()).removesuffix("—")

    return value


def _of_relation(row, field):
    try:
        return field.is_relation and str(getattr(row, field.name) or "")
    except (FieldDoesNotExist, ObjectDoesNotExist):
        return ""


def _rows(page, queryset, columns, language):
    """In the language of the page, long after it was put away."""
    prepare = getattr(page, "prepare_rows", list)
    found = queryset.iterator(chunk_size=ROWS_AT_ONCE)
    while True:
        with override(language):
            rows = list(islice(found, ROWS_AT_ONCE))
            if not rows:
                return
            prepare(rows)
            cells = [[value(row) for _heading, value in columns] for row in rows]
        yield from cells
