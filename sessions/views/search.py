"""The search of the whole record."""

from django.template.response import TemplateResponse

from sessions.everything import fewer_words, found_everywhere, records_with
from sessions.meant import meant_by
from sessions.models.finding import question_in


def search(request):
    """Records of every kind that answer `?q=`; without a question, what can be asked."""
    query = question_in(request.GET.get("q", ""))
    found = found_everywhere(query) if query else []
    context = {"query": query, "found": found, "notices": query.notices}
    if query and not found:
        context["meant"] = meant_by(query, request, records_with)
        context["fewer"] = fewer_words(query)
    return TemplateResponse(request, "sessions/search.html", context)
