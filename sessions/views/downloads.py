"""The whole record to take away: the page that tells of the files, and the files."""

from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commission.dates import date_in_words
from sessions.api.operations import RESOURCES
from sessions.downloads.built import built_downloads
from sessions.downloads.describing import MEDIA_TYPES, kind_of, leads_to
from sessions.downloads.record_tables import TABLES
from sessions.downloads.records_files import SHARED, name_of_archive
from sessions.tables import TABLES as LISTS

from .files import FOR_VISITORS
from .in_parts import in_parts

ARCHIVES_A_PAGE = 100
PLAIN = "text/plain"
A_WHILE = "3600"


class TableOffered(NamedTuple):
    """A table of the record: its files, and (name, type, unit, values, where it leads, meaning) of its columns."""

    name: str
    title: object
    rows: int
    csv: object
    xlsx: object
    columns: list[tuple]


class ArchiveOffered(NamedTuple):
    """The records file of a commission, by the name that the reader knows."""

    name: str
    language: str
    file: object


@require_safe
def data(request):
    """What there is to take away, or why there is nothing now.  One query, and six after a change."""
    built = built_downloads()
    context = {"built": built, "stands": False, "lists": LISTS.values()}
    if built and built.is_public_still():
        context |= _offered(built, request)
    return TemplateResponse(request, "sessions/data.html", context)


def _offered(built, request):
    made_at = localtime(built.made_at)
    page = Paginator(built.commissions, ARCHIVES_A_PAGE).get_page(
        request.GET.get("page")
    )
    page.object_list = [_archive(built, *each) for each in page.object_list]
    return {
        "stands": True,
        "made_in_words": f"{date_in_words(made_at.date())}, {made_at:%H:%M}",
        "tables": [_table(built, table) for table in TABLES],
        "lines": [built.files[f"{kind.name}.jsonl.gz"] for kind in RESOURCES],
        "shared": built.files[SHARED],
        "page": page,
    }


def _table(built, table):
    csv, xlsx = (built.files[f"{table.name}.{ending}"] for ending in ("csv", "xlsx"))
    columns = [
        (each.name, kind_of(each), each.unit, each.values, leads_to(table, each), each.meaning)
        for each in table.columns
    ]  # fmt: skip
    return TableOffered(table.name, table.title, csv.rows, csv, xlsx, columns)


def _archive(built, slug, names):
    name = names.get(get_language()) or {"text": slug, "lang": "en"}
    return ArchiveOffered(name["text"], name["lang"], built.files[name_of_archive(slug)])  # fmt: skip


@require_safe
def download(request, name):
    """One of the files; 503 from the moment at which anything in them was withdrawn until they are made anew."""
    built = built_downloads()
    if built is None or name not in built.files:
        raise Http404
    if not built.is_public_still():
        return TemplateResponse(
            request,
            "sessions/data_withdrawn.html",
            status=503,
            headers={"Retry-After": A_WHILE, "Cache-Control": "no-store"},
        )
    kind = MEDIA_TYPES.get(name.rpartition(".")[2], PLAIN)
    headers = {
        "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": FOR_VISITORS,
        # As the API, it may be read by pages of any site.
        "Access-Control-Allow-Origin": "*",
    }
    return in_parts(
        request,
        built.folder / name,
        accel=f"{settings.DOWNLOADS_ROOT.name}/{built.folder.name}/{name}",
        etag=f'"{built.files[name].sha256}"',
        headers=headers,
    )
