"""The record at an address: the public one, a draft for staff who may see it, or where it moved.

A view of a page is

    area = find_record(request, CooperationArea.objects.all(), slug)
    if area.slug != slug:
        return moved(request, area)
    return record_page(request, "commission/area_detail.html", area, {"area": area, …})
"""

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from commission.models.correction import corrections_of


def find_record(request, queryset, slug, scope="", **where):
    """The record of `queryset` whose slug is `slug`, or once was; `is_preview` says that it is a draft.

    `where` narrows the rows, `scope` the former slugs (see `FormerSlug`).  The user is asked for
    only when no public record is there, so that public pages do not vary by cookie.  One query
    for a public record; raises Http404 when there is none that this visitor may see.
    """
    model = queryset.model
    public = queryset.published().filter(**where)
    if record := public.filter(**{model.slug_field: slug}).first():
        return _marked(record, is_preview=False)
    drafts = queryset.visible_to(request.user).filter(**where)
    if record := drafts.filter(**{model.slug_field: slug}).first():
        return _marked(record, is_preview=True)
    former = model.id_by_former_slug(slug, scope)
    if record := public.filter(pk=former).first():
        return _marked(record, is_preview=False)
    raise Http404


def _marked(record, *, is_preview):
    record.is_preview = is_preview
    return record


def moved(request, record):
    """A permanent redirect to the record's address of today; the query goes along."""
    query = request.META.get("QUERY_STRING")
    address = record.get_absolute_url()
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def reader_of(record, request):
    """Whose eyes the page of `record` is for: the user who previews a draft, or None, the public."""
    return request.user if record.is_preview else None


def seen_with(record, rows, request):
    """The `rows` that belong on the page of `record`: public ones; on a draft's, all this user may see."""
    return rows.visible_to(reader_of(record, request))


def record_page(request, template, record, context):
    """The page of `record`, with what was corrected in it.  One query.

    A draft's says what it is and is kept by nobody on its way.
    """
    context |= {"corrections": corrections_of(record)}
    context |= _preview_of(record, getattr(request, "preview_link", None))
    response = TemplateResponse(request, template, context)
    if record.is_preview:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _preview_of(record, link):
    if not record.is_preview or link:
        return {"is_preview": record.is_preview, "preview_link": link}
    meta = record._meta
    try:
        edit_url = reverse(
            f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]
        )
    except NoReverseMatch:  # a record that is edited within another
        edit_url = None
    return {"is_preview": True, "edit_url": edit_url}
