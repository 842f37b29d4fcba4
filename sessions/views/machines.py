"""What machines ask for before they ask for pages: where they may go, and where everything is."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import views
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sessions.sitemaps import sitemaps

# RFC 9116 wants less than a year.
GOOD_FOR = datetime.timedelta(days=180)
PLAIN = "text/plain; charset=utf-8"


def robots_txt(request):
    """All but the staff's own pages, answers to searches and forms (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: /{code}/search/" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/suggestions/" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/report-an-error/" for code, _name in settings.LANGUAGES),
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('machines:sitemap-index')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN)


def security_txt(request):
    """Whom to tell of what endangers the portal (RFC 9116); 404 where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(expires + GOOD_FOR).astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.SITE_URL}{reverse('machines:security-txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN)


def sitemap_index(request):
    """The sitemaps of all kinds, each with the moment of its latest change, below the portal's own address."""
    index: Any = views.index(request, sitemaps(), sitemap_url_name="machines:sitemap")
    asked = f"{request.scheme}://{request.get_host()}"
    for each in index.context_data["sitemaps"]:
        each.location = settings.SITE_URL + each.location.removeprefix(asked)
    return index


def sitemap(request, section):
    """One kind's, or the part of it that `?p=` asks for.  404 for what there is not."""
    return views.sitemap(request, sitemaps(), section)
