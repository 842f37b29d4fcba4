"""The lists as files to take away, and the codebook that says what is in them."""

from django.http import FileResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from commission.parameter_names import refused_names
from sessions.tables import TABLES
from sessions.tables.spreadsheets import CSV, XLSX, csv_of, xlsx_of


def table(request, name, form):
    """A list as it was asked for, as "csv" or "xlsx"; 400 with sentences where that has no meaning."""
    asked = TABLES[name]
    found = asked.found(request.GET)
    if notices := misunderstood(request, found.listing, "bom"):
        return not_understood(request, notices, reverse(asked.route))
    headings, lines = asked.headings(), asked.lines(found.keys)
    if form == "xlsx":
        file = xlsx_of(str(asked.title), headings, lines)
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
        )
    with_mark = request.GET.get("bom") == "1"
    return StreamingHttpResponse(
        csv_of(headings, lines, with_mark=with_mark),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def codebook(request):
    """What the columns of every table hold."""
    return TemplateResponse(
        request, "sessions/codebook.html", {"tables": TABLES.values()}
    )


def misunderstood(request, listing=None, *others):
    """What of a question means nothing: sentences for names that neither the filters of `listing` nor
    the road itself (`others`) knows, and for values.
    """
    known = [*(listing.filters if listing else ()), *others]
    values = listing.values_left_out if listing else []
    return [*refused_names(request.GET, known), *values]


def not_understood(request, notices, address):
    """What of a question means nothing, for files that have no place to say it; and the way to the
    list, which answers the rest of it.
    """
    query = request.META.get("QUERY_STRING")
    context = {"notices": notices, "list": f"{address}?{query}" if query else address}
    return TemplateResponse(
        request, "sessions/not_understood.html", context, status=400
    )
