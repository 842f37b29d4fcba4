"""The feed of corrections (Atom): what readers of public records were told, the latest first."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from commission.languages import text_and_language
from commission.models import Correction, with_records

from .feeds import MOST_ENTRIES, FullText, cleaned
from .views.tables import misunderstood, not_understood


class CorrectionFeed(Feed):
    """Of all corrections: there is nothing to ask.  Asked with anything: 400 and sentences."""

    feed_type = FullText

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if notices := misunderstood(request):
            return not_understood(request, notices, reverse("commission:correction-list"))  # fmt: skip
        return super().__call__(request, *args, **kwargs)

    def title(self):
        return f"{_('Corrections')} · {_('Commission Records')}"

    def subtitle(self):
        return _("What was corrected in published records, and when.")

    def link(self):
        return settings.SITE_URL + reverse("commission:correction-list")

    def feed_url(self):
        return settings.SITE_URL + reverse("sessions:correction-feed")

    feed_guid = feed_url

    def author_name(self):
        return _("Commission Records")

    def author_link(self):
        return settings.SITE_URL

    def feed_copyright(self):
        return settings.LICENCE or None

    def items(self):
        return with_records(
            Correction.objects.published().latest_first()[:MOST_ENTRIES]
        )

    def item_title(self, correction):
        sentence = _("Correction: %(record)s")
        return cleaned(sentence % {"record": correction.record})

    def item_link(self, correction):
        return settings.SITE_URL + correction.address

    def item_guid(self, correction):
        """The same in every language and at every address (RFC 4151)."""
        day = timezone.localtime(correction.moment).date().isoformat()
        return f"tag:{settings.SITE_HOST},{day}:correction/{correction.pk}"

    def item_pubdate(self, correction):
        return correction.moment

    item_updateddate = item_pubdate

    def item_description(self, correction):
        text, _language = text_and_language(correction, "note")
        return cleaned(linebreaks(text, autoescape=True))
