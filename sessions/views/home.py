"""The front page."""

from django.template.response import TemplateResponse

from commission.models import Commission, CooperationArea
from sessions.models import Session
from sessions.news import latest_news
from sessions.results import results_of

LATEST, NEWS = 5, 8


def home(request):
    latest = Session.objects.published().with_card().newest_first()[:LATEST]
    context = {
        "results": results_of(latest, {}),
        "spheres": spheres_with_sectors(),
        "news": latest_news(NEWS),
        "commissions": Commission.objects.published().with_card(),
    }
    return TemplateResponse(request, "sessions/home.html", context)


def spheres_with_sectors():
    """(sphere, [its sectors]) of the public areas, in their order.  One query."""
    tree: dict = {}
    for area in CooperationArea.objects.published().in_tree_order():
        if area.is_sphere:
            tree[area.pk] = (area, [])
        else:
            tree[area.parent_id][1].append(area)
    return list(tree.values())
