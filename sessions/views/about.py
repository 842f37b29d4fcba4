"""What the portal is, how it is used, and whom to tell what is wrong with it."""

from django.conf import settings
from django.template.response import TemplateResponse

from sessions.following.sending import is_mail_set_up


def about(request):
    context = {
        "licence": settings.LICENCE,
        "licence_address": settings.LICENCE_URL,
        "contact": settings.CONTACT,
        "languages": settings.LANGUAGES,
        "by_mail": is_mail_set_up(),
    }
    return TemplateResponse(request, "sessions/about.html", context)


def help_page(request):
    """How to search, to follow, to take away and to cite, with three worked examples."""
    return TemplateResponse(request, "sessions/help.html", {"site": settings.SITE_URL})
