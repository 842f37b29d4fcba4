"""What the search boxes suggest while a reader types: a piece of a page, for their script."""

from django.template.response import TemplateResponse

from sessions.suggestions import suggested_for


def suggestions(request):
    suggested = suggested_for(request.GET.get("q", ""))
    count = sum(len(each.records) for each in suggested)
    context = {"suggested": suggested, "count": count}
    return TemplateResponse(request, "sessions/search_suggestions.html", context)
