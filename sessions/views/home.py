"""The front page."""

from django.template.response import TemplateResponse

from commission.counting import fullest
from commission.known_areas import known_areas
from commission.models import Commission
from sessions.news import latest_news
from sessions.results import results_of
from sessions.selection import public_sessions

LATEST, NEWS, MOST_COMMISSIONS = 5, 8, 12


def home(request):
    context = {
        "results": results_of(public_sessions()[:LATEST], {}),
        "spheres": spheres_with_sectors(),
        "news": latest_news(NEWS),
        **_commissions(),
    }
    return TemplateResponse(request, "sessions/home.html", context)


def _commissions():
    """`commissions`, each with its `session_count`: all, or those with most sessions of very many;
    `more_commissions` is true then.  One query, two of very many.
    """
    counts = public_sessions().counts("commission")
    commissions = list(
        Commission.objects.published().alphabetically()[: MOST_COMMISSIONS + 1]
    )
    is_too_many = len(commissions) > MOST_COMMISSIONS
    if is_too_many:
        most = fullest(counts, MOST_COMMISSIONS)
        commissions = (
            Commission.objects.published().filter(pk__in=most).alphabetically()
        )
    for commission in commissions:
        commission.session_count = counts.get(commission.pk, 0)
    return {"commissions": commissions, "more_commissions": is_too_many}


def spheres_with_sectors():
    """(sphere, [its sectors]) of the public areas, in their order.  As `known_areas()`."""
    areas = known_areas().values()
    return [
        (sphere, [area for area in areas if area.parent_id == sphere.pk])
        for sphere in areas
        if sphere.is_sphere
    ]
