from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from participants.models import NameVariant

ROWS = 85


def view(request):
    return HttpResponse("ok\n", content_type="text/plain")


def page(request):
    """The rows from `?from=` on, a model without translations."""
    first = int(request.GET.get("from", 0))
    rows = NameVariant.objects.filter(pk__gte=first).order_by("pk")[:ROWS]
    return render(request, "page.html", {"rows": rows})


urlpatterns = [path("", view), path("page", page)]
