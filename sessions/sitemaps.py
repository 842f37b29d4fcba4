"""Sitemaps: every page with a text of its own, in every language, kind by kind.

Passages are parts of the page of their session, which names them all.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse

from commission.models import (
    Agreement,
    Commission,
    CooperationArea,
    content_version,
)
from participants.models import Organisation, Participant

from .models import Decision, Session
from .models.last_change import updated_moment

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# A search engine takes 50,000; each names the addresses of all its languages.
ADDRESSES_A_FILE = 10_000
LISTS = (
    "sessions:home",
    "sessions:session-list",
    "sessions:decision-list",
    "commission:agreement-list",
    "commission:commission-list",
    "commission:area-list",
    "commission:correction-list",
    "participants:participant-list",
    "participants:organisation-list",
)
FIXED = (
    "sessions:about",
    "sessions:help",
    "sessions:codebook",
    "sessions:data",
    "sessions:api",
)


class InEveryLanguage:
    """Some rows, each once a language; of a list too long to be held, a slice at a time."""

    def __init__(self, rows: Any, number: int) -> None:
        self.rows, self.number = rows, number

    def __len__(self) -> int:
        return self.number * len(LANGUAGES)

    def __getitem__(self, part: slice) -> list[tuple[Any, str]]:
        first, last = part.start // len(LANGUAGES), part.stop // len(LANGUAGES)
        return [(row, code) for row in self.rows[first:last] for code in LANGUAGES]


class Everywhere(Sitemap):
    """Pages that stand under a language; the one in English is for whoever asks for no other."""

    i18n = alternates = True
    limit = ADDRESSES_A_FILE
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_urls(self, page=1, site=None, protocol=None):
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            [english] = [
                each for each in url["alternates"] if each["lang_code"] == "en"
            ]
            url["alternates"].append(english | {"lang_code": "x-default"})
        return urls


class Pages(Everywhere):
    """The lists, and what is said of the portal itself.

    A list may change with any row of the record, and one that is withdrawn leaves no date behind: its
    moment is that of the latest change of the record, drafts included, or of the latest release: since
    then it surely is the same.  Fixed pages have none: their words come with the portal's own files,
    whose dates are those of the installation.
    """

    def items(self):
        return [*LISTS, *FIXED]

    def location(self, item):
        return reverse(item)

    def lastmod(self, item):
        return self.get_latest_lastmod() if item in LISTS else None

    def get_latest_lastmod(self):
        """No query within a page."""
        version = content_version()
        return max(filter(None, [version.moved_at, version.released_at]), default=None)


class Records(Everywhere):
    """The public records of one kind, the first entered first."""

    def __init__(self, rows: Callable[[], QuerySet]) -> None:
        self.records = rows

    def items(self):
        return self.records().order_by("pk")

    @cached_property
    def paginator(self):
        entries: Any = InEveryLanguage(self.items(), self.records().count())
        return Paginator(entries, self.limit)

    def lastmod(self, item):
        return item.moment

    def get_latest_lastmod(self):
        return self.records().aggregate(latest=Max("moment"))["latest"]


def _changing(model):
    """Public rows with `moment`: that of the last change of the record or its page, or of its release."""
    return model.objects.published().annotate(moment=updated_moment(model))


def _standing(model):
    """As `_changing`, of records whose pages are lists of other records."""
    moment = Greatest("publish_at", "updated_at")
    return model.objects.published().annotate(moment=moment)


def _sessions():
    return _changing(Session).select_related("commission")


def _decisions():
    return _changing(Decision).select_related("session__commission")


def sitemaps() -> dict[str, Any]:
    """{kind: its Sitemap}, made anew for each request: a Sitemap keeps what it has counted."""
    return {
        "pages": Pages(),
        "sessions": Records(_sessions),
        "decisions": Records(_decisions),
        "agreements": Records(lambda: _changing(Agreement)),
        "commissions": Records(lambda: _standing(Commission)),
        "areas": Records(lambda: _standing(CooperationArea)),
        "participants": Records(lambda: _standing(Participant)),
        "organisations": Records(lambda: _standing(Organisation)),
    }
